import { Remembered } from './remembered.js';

/** Asks for things, each of which is worked out as the number of how many were before. */
function counting(): (under: string, ...ids: string[]) => Promise<number[]> {
  const remembered = new Remembered();
  let worked = 0;
  const work = (missing: readonly string[]): Promise<Map<string, number>> =>
    Promise.resolve(new Map(missing.map((id) => [id, (worked += 1)])));
  return async (under, ...ids) => {
    const values = await remembered.of(under, 'case', ids, work);
    return ids.map((id) => values.get(id)!);
  };
}

describe('What is remembered under positions and clocks', () => {
  it('is worked out once under the same, and again under others', async () => {
    const ask = counting();
    expect(await ask('timeline,7', 'a')).toEqual([1]);
    expect(await ask('timeline,7', 'b', 'a', 'c')).toEqual([2, 1, 3]);
    expect(await ask('timeline,8', 'a')).toEqual([4]);
    expect(await ask('timeline,7', 'a', 'b')).toEqual([1, 2]);
  });

  it('is bounded: the oldest positions and clocks go, and what comes beyond the bound is worked out each time', async () => {
    const ask = counting();
    for (const under of ['1', '2', '3', '4', '5']) await ask(under, 'a');
    expect([await ask('5', 'a'), await ask('1', 'a')]).toEqual([[5], [6]]);
    const [first] = await ask('many', ...Array.from({ length: 1_000 }, (_one, n) => `n-${n}`), 'beyond');
    expect(await ask('many', 'beyond', 'n-0')).toEqual([first! + 1_001, first]);
  });
});
