import { once } from 'node:events';
import { withinTime } from './within-time.js';

/** A call that goes on until it is told to end. */
async function endless(limit: AbortSignal): Promise<never> {
  if (!limit.aborted) await once(limit, 'abort');
  throw limit.reason;
}

describe('a call that is made within a time', () => {
  it('answers as it does, and ends when the time is over, with a sentence that says so', async () => {
    const { signal } = new AbortController();
    expect(await withinTime(20_000, signal, () => Promise.resolve('answered'))).toBe('answered');
    await expect(withinTime(5, signal, endless)).rejects.toThrow('There was no answer within 0.005 seconds.');
  });

  it('ends with all others of the same signal, also one that begins afterwards', async () => {
    const stopping = new AbortController();
    const settled = Promise.allSettled([1, 2].map(() => withinTime(20_000, stopping.signal, endless)));
    stopping.abort(new Error('asked to leave'));
    expect((await settled).map((one) => one.status === 'rejected' && String(one.reason))).toEqual(
      Array(2).fill('Error: asked to leave'),
    );
    await expect(withinTime(20_000, stopping.signal, endless)).rejects.toThrow('asked to leave');
  });
});
