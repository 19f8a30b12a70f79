import type { PreparedAppend } from './append-call.js';
import { AppendQueue } from './append-queue.js';
import type { AppendResult } from './append.js';

/** An append of so many events to a stream. */
function append(stream: string, events = 1): PreparedAppend {
  const event = { id: stream, type: 't', schema: 1, data: '{}', content: '' };
  return { head: { stream, expected: -1, events }, events: Array.from({ length: events }, () => event) };
}

/** A database that keeps what it was called with, and refuses calls about certain streams. */
function database(refusal: (streams: string[]) => string | null = () => null) {
  const calls: string[][] = [];
  const call = async (appends: PreparedAppend[]): Promise<AppendResult[]> => {
    const streams = appends.map(({ head }) => head.stream);
    calls.push(streams);
    await new Promise(setImmediate);
    const code = refusal(streams);
    if (code !== null) throw Object.assign(new Error(`refused ${streams.join(' ')}`), { code });
    return streams.map((stream) => ({ outcome: 'id-taken', eventId: stream }));
  };
  return { calls, queue: new AppendQueue(call) };
}

describe('appends that wait together', () => {
  it('go in one call while another is under way, and each caller gets its own answers', async () => {
    const { calls, queue } = database();
    const first = queue.add([append('a')]);
    await Promise.resolve();
    await Promise.resolve();
    const rest = [queue.add([append('b'), append('c')]), queue.add([append('d')])];
    expect(await first).toEqual([{ outcome: 'id-taken', eventId: 'a' }]);
    expect(await Promise.all(rest)).toEqual([
      [
        { outcome: 'id-taken', eventId: 'b' },
        { outcome: 'id-taken', eventId: 'c' },
      ],
      [{ outcome: 'id-taken', eventId: 'd' }],
    ]);
    expect(calls).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('go in several calls where they are many', async () => {
    const { calls, queue } = database();
    await Promise.all(['a', 'b', 'c', 'd'].map((stream) => queue.add([append(stream, 400)])));
    expect(calls).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    await queue.add([append('alone', 5_000)]);
    expect(calls.at(-1)).toEqual(['alone']);
  });

  it('do not suffer for what Postgres refuses of another caller', async () => {
    const { calls, queue } = database((streams) => (streams.includes('bad') ? '22021' : null));
    const answers = await Promise.allSettled(['a', 'bad', 'c'].map((stream) => queue.add([append(stream)])));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(calls).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  it('all fail with the connection, without a second attempt, and later ones are sent again', async () => {
    let isAway = true;
    const { calls, queue } = database(() => (isAway ? '57P01' : null));
    const answers = await Promise.allSettled(['a', 'b'].map((stream) => queue.add([append(stream)])));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect(await queue.add([append('c')])).toEqual([{ outcome: 'id-taken', eventId: 'c' }]);
    expect(calls).toEqual([['a', 'b'], ['c']]);
  });
});
