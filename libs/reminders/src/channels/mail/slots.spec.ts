import { Slots } from './slots.js';

const { signal } = new AbortController();

describe('places of which each is taken by one at a time', () => {
  it('are given in the order of coming, each once', async () => {
    const slots = new Slots(1);
    const order: number[] = [];
    const release = await slots.take(signal);
    const others = [1, 2].map(async (one) => {
      const done = await slots.take(signal);
      order.push(one);
      return done;
    });
    release();
    release();
    const first = await others[0]!;
    expect(order).toEqual([1]);
    first();
    await others[1];
    expect(order).toEqual([1, 2]);
  });

  it('are not waited for by whom a signal ends, who takes none', async () => {
    const slots = new Slots(1);
    const release = await slots.take(signal);
    const stopping = new AbortController();
    const waiting = slots.take(stopping.signal);
    stopping.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
    await expect(slots.take(stopping.signal)).rejects.toThrow('stopping');
    release();
    expect(await slots.take(signal)).toBeInstanceOf(Function);
  });
});
