import { once } from 'node:events';
import { UnderWay } from './under-way.js';

describe('signs of life', () => {
  it('are given for every message that is under way until its attempt ends, whatever one of them throws', async () => {
    const kept = new EventTarget();
    const beats: string[][] = [];
    const underWay = new UnderWay((ids) => {
      beats.push(ids);
      kept.dispatchEvent(new Event('beat'));
      return Promise.reject(new Error('the database is away'));
    }, 1);
    const [slow, slower] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const one = underWay.while('one', () => slow.promise);
    const two = underWay.while('two', () => slower.promise);
    await once(kept, 'beat');
    await once(kept, 'beat');
    expect(beats).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
    slow.resolve('done');
    expect(await one).toBe('done');
    await once(kept, 'beat');
    expect(beats.at(-1)).toEqual(['two']);
    slower.reject(new Error('refused'));
    await expect(two).rejects.toThrow('refused');
    const ended = beats.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(beats).toHaveLength(ended);
  });
});
