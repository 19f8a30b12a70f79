import { gathered } from './gather.js';

describe('calls that are gathered', () => {
  it('go together while one is under way, no more than so many, and each gets its own answer', async () => {
    const batches: number[][] = [];
    const double = gathered(async (items: number[]) => {
      batches.push(items);
      return items.map((item) => item * 2);
    }, 3);
    expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(await double(6)).toBe(12);
  });

  it('fail together, and the next ones go on', async () => {
    let calls = 0;
    const once = gathered(async (items: string[]) => {
      calls += 1;
      if (calls === 1) throw new Error('the line is dead');
      return items;
    }, 10);
    const first = await Promise.allSettled([once('a'), once('b')]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await once('c')).toBe('c');
  });
});
