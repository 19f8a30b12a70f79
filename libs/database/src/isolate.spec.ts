import { isolate, throwWhereAllFailed } from './isolate.js';

const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

const run =
  (bad: readonly number[], done: number[], error: Error = new Error('cannot be read')) =>
  async (items: readonly number[]): Promise<void> => {
    if (items.some((item) => bad.includes(item))) throw error;
    done.push(...items);
  };

describe('a batch that fails', () => {
  const items = Array.from({ length: 100 }, (_, index) => index);

  it('is run without the items that fail by themselves, each other item once', async () => {
    const done: number[] = [];
    const failed = await isolate(items, run([0, 41, 42, 99], done));
    expect(failed.map(({ item }) => item)).toEqual([0, 41, 42, 99]);
    expect(done).toEqual(items.filter((item) => ![0, 41, 42, 99].includes(item)));
  });

  it('is run once where nothing fails, and not at all where it is empty', async () => {
    const batches: number[] = [];
    const count = async (some: readonly number[]): Promise<void> => void batches.push(some.length);
    expect(await isolate(items, count)).toEqual([]);
    expect(await isolate([], count)).toEqual([]);
    expect(batches).toEqual([100]);
  });

  it('is at fault itself where all of many items fail', async () => {
    const error = new Error('no such table');
    const failed = await isolate(items, run(items, [], error));
    expect(() => throwWhereAllFailed(items.slice(0, 100), failed)).not.toThrow();
    const more = [...items, 100];
    const all = await isolate(more, run(more, [], error));
    expect(() => throwWhereAllFailed(more, all)).toThrow(error);
    expect(() => throwWhereAllFailed(more, all.slice(1))).not.toThrow();
  });

  it('ends at once with a connection that was lost', async () => {
    const done: number[] = [];
    await expect(isolate(items, run([50], done, lost))).rejects.toBe(lost);
    expect(done).toEqual([]);
  });
});
