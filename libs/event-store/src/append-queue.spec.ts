import type { PreparedAppend } from './append-call.js';
import { AppendQueue } from './append-queue.js';
import type { AppendResult } from './append.js';

/** An append of so many events to a stream. */
function append(stream: string, events = 1): PreparedAppend {
  const event = {
    id: stream,
    type: 't',
    schema: 1,
    data: '{}',
    metadata: '{}',
    contentHash: '',
    metadataHash: '',
  };
  return { stream, expected: -1, requires: [], events: Array.from({ length: events }, () => event) };
}

function answerFor(stream: string): AppendResult {
  return { outcome: 'id-taken', eventId: stream };
}

/** Until everything that can happen by itself has happened. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

/** A database that keeps what it was called with, and refuses calls about certain streams. */
function database(refusal: (streams: string[]) => string | null = () => null) {
  const calls: string[][] = [];
  const call = async (appends: PreparedAppend[]): Promise<AppendResult[]> => {
    const streams = appends.map(({ stream }) => stream);
    calls.push(streams);
    await quiet();
    const code = refusal(streams);
    if (code !== null) throw Object.assign(new Error(`refused ${streams.join(' ')}`), { code });
    return streams.map(answerFor);
  };
  return { calls, queue: new AppendQueue(call) };
}

/** A database whose calls have their turn and end when the spec says so. */
function heldDatabase() {
  const calls: { streams: string[]; turn: () => void; end: () => void; fail: (code: string) => void }[] = [];
  const queue = new AppendQueue(
    (appends, turn) =>
      new Promise((resolve, reject) => {
        const streams = appends.map(({ stream }) => stream);
        const fail = (code: string): void => reject(Object.assign(new Error(code), { code }));
        calls.push({ streams, turn, end: () => resolve(streams.map(answerFor)), fail });
      }),
  );
  return { calls, queue, sent: () => calls.map(({ streams }) => streams) };
}

describe('appends that wait together', () => {
  it('go in one call while another is under way, and each caller gets its own answers', async () => {
    const { calls, queue } = database();
    const first = queue.add([append('a')]);
    await new Promise(setImmediate);
    const rest = [queue.add([append('b'), append('c')]), queue.add([append('d')])];
    expect(await first).toEqual([answerFor('a')]);
    expect(await Promise.all(rest)).toEqual([[answerFor('b'), answerFor('c')], [answerFor('d')]]);
    expect(calls).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('go in several calls where they are many, and their callers get all answers in order', async () => {
    const { calls, queue } = database();
    const streams = ['a', 'b', 'c', 'd'];
    const one = queue.add(streams.map((stream) => append(stream, 100)));
    const other = queue.add([append('e', 100)]);
    expect(await one).toEqual(streams.map(answerFor));
    expect(await other).toEqual([answerFor('e')]);
    expect(calls).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
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
    expect(await queue.add([append('c')])).toEqual([answerFor('c')]);
    expect(calls).toEqual([['a', 'b'], ['c']]);
  });
});

describe('a call that is large', () => {
  it('is sent when the one before it has its turn, and not sooner, so that the order of calling stays', async () => {
    const { calls, queue, sent } = heldDatabase();
    const answers = ['a', 'b', 'c'].map((stream) => queue.add([append(stream, 200)]));
    await quiet();
    expect(sent()).toEqual([['a']]);
    calls[0]!.turn();
    await quiet();
    expect(sent()).toEqual([['a'], ['b']]);
    calls[0]!.end();
    await quiet();
    expect(sent()).toEqual([['a'], ['b']]);
    calls[1]!.turn();
    calls[1]!.end();
    await quiet();
    expect(sent()).toEqual([['a'], ['b'], ['c']]);
    calls[2]!.end();
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c'].map((stream) => [answerFor(stream)]));
  });

  it('does not draw small ones after it: they wait and grow', async () => {
    const { calls, queue, sent } = heldDatabase();
    const answers = [queue.add([append('a', 200)])];
    await quiet();
    answers.push(queue.add([append('b')]));
    calls[0]!.turn();
    await quiet();
    answers.push(queue.add([append('c')]));
    await quiet();
    expect(sent()).toEqual([['a']]);
    calls[0]!.end();
    await quiet();
    expect(sent()).toEqual([['a'], ['b', 'c']]);
    calls[1]!.end();
    await Promise.all(answers);
  });

  it('lets nothing pass while what Postgres refused together is sent again one by one', async () => {
    const { calls, queue, sent } = heldDatabase();
    const answers = ['a', 'bad'].map((stream) => queue.add([append(stream, 100)]));
    answers.push(queue.add([append('later', 200)]));
    const ends = Promise.allSettled(answers);
    await quiet();
    calls[0]!.fail('22021');
    await quiet();
    calls[1]!.turn();
    await quiet();
    expect(sent()).toEqual([['a', 'bad'], ['a']]);
    calls[1]!.end();
    await quiet();
    calls[2]!.fail('22021');
    await quiet();
    expect(sent()).toEqual([['a', 'bad'], ['a'], ['bad'], ['later']]);
    calls[3]!.end();
    expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('that fails takes with it what its caller has waiting, and nothing of others', async () => {
    const { calls, queue, sent } = heldDatabase();
    const failing = queue.add([append('a', 200), append('b', 200), append('c', 200)]);
    const other = queue.add([append('d', 200)]);
    const told = expect(failing).rejects.toThrow('57P01');
    await quiet();
    calls[0]!.turn();
    await quiet();
    calls[0]!.fail('57P01');
    await told;
    calls[1]!.turn();
    calls[1]!.end();
    await quiet();
    expect(sent()).toEqual([['a'], ['b'], ['d']]);
    calls[2]!.end();
    expect(await other).toEqual([answerFor('d')]);
  });
});
