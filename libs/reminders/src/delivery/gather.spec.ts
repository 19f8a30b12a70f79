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

  it('fail together with a lost connection, and the next ones go on', async () => {
    let calls = 0;
    const once = gathered(async (items: string[]) => {
      calls += 1;
      if (calls === 1) throw Object.assign(new Error('the line is dead'), { code: 'ECONNRESET' });
      return items;
    }, 10);
    const first = await Promise.allSettled([once('a'), once('b')]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await once('c')).toBe('c');
  });

  it('fail alone where one of them cannot be answered', async () => {
    const answer = gathered(async (items: number[]) => {
      if (items.includes(3)) throw new Error('3 cannot be read');
      return items.map((item) => item * 2);
    }, 10);
    const settled = await Promise.allSettled([1, 2, 3, 4, 5].map(answer));
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message))).toEqual([
      2,
      4,
      '3 cannot be read',
      8,
      10,
    ]);
  });
});
