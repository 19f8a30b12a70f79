import { EventShapes, EventStore, type StoredEvent, type SubscribeOptions } from '#libs/event-store';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';
import { event, to } from './sample-events.js';

/** The first so many events of a subscription, as numbers of their positions. */
async function take(events: AsyncIterator<StoredEvent>, count: number): Promise<number[]> {
  const positions: number[] = [];
  while (positions.length < count) {
    const { done, value } = await events.next();
    if (done === true) break;
    positions.push(Number(value.position));
  }
  return positions;
}

function numbers(from: number, to_: number): number[] {
  return Array.from({ length: to_ - from + 1 }, (_, index) => from + index);
}

describe('a subscription to the log', () => {
  let test: TestDatabase;
  let store: EventStore;
  let ending: AbortController;
  let sent: number;

  beforeEach(async () => {
    test = await createTestDatabase({ max: 6 });
    store = new EventStore(test.db);
    ending = new AbortController();
    sent = 0;
  });

  afterEach(async () => {
    ending.abort();
    await test.drop();
  });

  const follow = (options: SubscribeOptions = {}, from = store) =>
    from.subscribe({ signal: ending.signal, ...options });
  const record = async (count: number, type = 'thing.happened'): Promise<void> => {
    await store.append(Array.from({ length: count }, () => to(`s${++sent % 7}`, { ...event(`${sent}`), type })));
  };
  /** Ends every session but the one that asks, which may itself have been ended a moment ago. */
  const endOthers = () =>
    eventually(async () => {
      await test.db.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
    });
  const listeners = async (): Promise<number[]> => {
    const { rows } = await test.db.pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and query = 'listen dateline_log'`,
    );
    return rows.map(({ pid }) => pid);
  };

  it('gives what is there, and then what is appended, in order and once', async () => {
    await record(25);
    const events = follow({ batch: 10 });
    expect(await take(events, 25)).toEqual(numbers(1, 25));
    const next = take(events, 40);
    for (let round = 0; round < 8; round++) await record(5);
    expect(await next).toEqual(numbers(26, 65));
  });

  it('goes on behind the position of the last event that was handled', async () => {
    await record(12);
    expect(await take(follow({ after: 7n, batch: 2 }), 5)).toEqual([8, 9, 10, 11, 12]);
    const later = take(follow({ after: 14n }), 2);
    await record(4);
    expect(await later).toEqual([15, 16]);
  });

  it('keeps to the types that were asked for, however rare they are', async () => {
    await record(30);
    await record(1, 'thing.rare');
    const events = follow({ types: ['thing.rare', 'thing.unheard'], batch: 4 });
    expect(await take(events, 1)).toEqual([31]);
    const next = take(events, 2);
    for (const type of ['thing.happened', 'thing.unheard', 'thing.happened', 'thing.rare']) await record(3, type);
    expect(await next).toEqual([35, 36]);
    expect(await take(events, 4)).toEqual([37, 41, 42, 43]);
  });

  it('sees every event of writers that append at the same time, in the order of the log', async () => {
    const writers = Array.from({ length: 4 }, () => new EventStore(test.db));
    const seen = take(follow({ batch: 3 }), 80);
    await Promise.all(
      writers.map(async (writer, number) => {
        for (let turn = 0; turn < 20; turn++) await writer.append([to(`w${number}`, event(`${number}-${turn}`))]);
      }),
    );
    expect(await seen).toEqual(numbers(1, 80));
  });

  it('reads no more than its consumer needs next', async () => {
    await record(100);
    let read = 0;
    const shapes = new EventShapes([
      {
        type: 'thing.happened',
        from: 1,
        up: (data) => {
          read++;
          return data;
        },
      },
    ]);
    const events = follow({ batch: 8 }, new EventStore(test.db, shapes));
    await take(events, 1);
    expect(read).toBe(8);
    await take(events, 8);
    expect(read).toBe(16);
  });

  it('ends without an error when it is told to, also while it waits, and hangs up', async () => {
    await record(1);
    const events = follow();
    await take(events, 1);
    const waiting = events.next();
    await eventually(async () => expect(await listeners()).toHaveLength(1));
    ending.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await take(follow(), 1)).toEqual([]);
    await eventually(async () => expect(await listeners()).toEqual([]));
  });

  it('ends, and lets go of its connection, when its consumer leaves the loop', async () => {
    await record(2);
    for await (const { position } of follow()) if (position === 2n) break;
    await eventually(async () => expect(await listeners()).toEqual([]));
  });

  it('lets go of its connection when it is told to end, though its consumer never comes back', async () => {
    await record(2);
    await take(follow(), 1);
    await eventually(async () => expect(await listeners()).toHaveLength(1));
    ending.abort();
    await eventually(async () => expect(await listeners()).toEqual([]));
  });

  it('ends when the application shuts down', async () => {
    const waiting = store.subscribe().next();
    store.beforeApplicationShutdown();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('shares one listening connection with all others of the process', async () => {
    const seen = Array.from({ length: 30 }, () => take(follow(), 2));
    await eventually(async () => expect(await listeners()).toHaveLength(1));
    await record(2);
    expect(await Promise.all(seen)).toEqual(seen.map(() => [1, 2]));
    expect(await listeners()).toHaveLength(1);
  });

  it('misses nothing while nobody listens: its own look at the log is what counts', async () => {
    const seen = take(follow(), 3);
    await eventually(async () => expect(await listeners()).toHaveLength(1));
    await test.db.pool.query('select pg_terminate_backend($1)', await listeners());
    await record(3);
    expect(await seen).toEqual([1, 2, 3]);
  });

  it('outlives every one of its connections', async () => {
    const events = follow({ batch: 2 });
    await record(5);
    expect(await take(events, 2)).toEqual([1, 2]);
    await endOthers();
    expect(await take(events, 3)).toEqual([3, 4, 5]);
    const waiting = take(events, 2);
    await endOthers();
    await eventually(() => record(2));
    expect(await waiting).toEqual([6, 7]);
  });

  it('gives up where it meets an event that this release cannot read', async () => {
    const shapes = new EventShapes([{ type: 'thing.happened', from: 1, up: (data) => data }]);
    await new EventStore(test.db, shapes).append([to('a', event('new'))]);
    await expect(follow().next()).rejects.toThrow('this release knows 1');
  });
});
