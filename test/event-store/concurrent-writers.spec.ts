import { openDatabase, type Database } from '#libs/database';
import { EventStore, type Append, type AppendResult } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, outcomes, to } from './sample-events.js';

const WRITERS = 16;

/** How many of the appends ended like this. */
function count(results: AppendResult[], outcome: string): number {
  return outcomes(results).filter((each) => each === outcome).length;
}

describe('writers at the same time', () => {
  let test: TestDatabase;
  let processes: Database[];
  let writers: EventStore[];

  beforeEach(async () => {
    test = await createTestDatabase();
    // Each has connections of its own, as a process has, so that nothing is put in order before Postgres sees it.
    processes = Array.from({ length: WRITERS }, () => openDatabase(test.url, { max: 1 }));
    writers = processes.map((db) => new EventStore(db));
  });

  afterEach(async () => {
    await Promise.all(processes.map((db) => db.close()));
    await test.drop();
  });

  const atOnce = async (make: (writer: number) => Append): Promise<AppendResult[]> => {
    const results = await Promise.all(writers.map((store, writer) => store.append([make(writer)])));
    return results.flat();
  };
  const log = () => new EventStore(test.db).readAll({ limit: 10_000 });

  it('lets one of many with the same exact version win, and the rows prove it', async () => {
    await writers[0]!.append([to('hot', event('first'))]);
    for (const version of [1, 2, 3]) {
      const results = await atOnce((writer) => ({
        ...to('hot', event(`${version}-${writer}`)),
        expectedVersion: version,
      }));
      expect(count(results, 'appended')).toBe(1);
      expect(results.filter((result) => result.outcome === 'wrong-version')).toEqual(
        Array.from({ length: WRITERS - 1 }, () => ({ outcome: 'wrong-version', actual: version + 1 })),
      );
      expect(await log()).toHaveLength(version + 1);
    }
  });

  it('lets one of many begin a stream with no-stream', async () => {
    const results = await atOnce((writer) => ({ ...to('new', event(`${writer}`)), expectedVersion: 'no-stream' }));
    expect([count(results, 'appended'), count(results, 'wrong-version')]).toEqual([1, WRITERS - 1]);
    expect(await log()).toHaveLength(1);
  });

  it('never conflicts with any, on one stream', async () => {
    const rounds = await Promise.all(
      [1, 2, 3].map((round) => atOnce((writer) => to('busy', event(`${round}-${writer}`)))),
    );
    expect(new Set(outcomes(rounds.flat()))).toEqual(new Set(['appended']));
    const events = await log();
    expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
    expect(events).toHaveLength(3 * WRITERS);
  });

  it('admits to stream-exists whoever comes after the first event, and nobody before', async () => {
    const results = await atOnce((writer) => ({
      ...to('begun', event(`${writer}`)),
      expectedVersion: writer === 7 ? 'no-stream' : 'stream-exists',
    }));
    const events = await log();
    expect(results[7]).toEqual({ outcome: 'appended', position: 1n, version: 1 });
    expect(events).toHaveLength(count(results, 'appended'));
    for (const result of results) {
      if (result.outcome === 'wrong-version') expect(result.actual).toBe(0);
      else expect(result).toMatchObject({ outcome: 'appended' });
    }
    const later = await atOnce((writer) => ({
      ...to('begun', event(`later-${writer}`)),
      expectedVersion: 'stream-exists',
    }));
    expect(count(later, 'appended')).toBe(WRITERS);
  });

  it('records one event once when many send it, and tells all of them the same place', async () => {
    const results = await atOnce(() => ({ ...to('one', event('same')), expectedVersion: 'no-stream' }));
    expect([count(results, 'appended'), count(results, 'repeated')]).toEqual([1, WRITERS - 1]);
    for (const result of results) expect(result).toMatchObject({ position: 1n, version: 1 });
    expect(await log()).toHaveLength(1);
  });

  it('gives positions without gaps and instants that never decrease', async () => {
    await Promise.all(
      writers.map(async (store, writer) => {
        for (let turn = 0; turn < 8; turn++) {
          await store.append([
            to(`s${(writer + turn) % 5}`, event(`${writer}-${turn}-a`), event(`${writer}-${turn}-b`)),
            { ...to('never', event(`${writer}-${turn}-c`)), expectedVersion: 9 },
          ]);
        }
      }),
    );
    const events = await log();
    expect(events.map(({ position }) => Number(position))).toEqual(
      Array.from({ length: WRITERS * 8 * 2 }, (_, index) => index + 1),
    );
    const instants = events.map(({ recordedAt }) => recordedAt);
    expect(instants).toEqual(instants.toSorted());
    expect(await writers[0]!.verify()).toMatchObject({ ok: true, head: { position: 256n } });
  });

  it('sends what waits in one process together, and answers each caller with what is theirs', async () => {
    const store = writers[0]!;
    const calls = Array.from({ length: 60 }, (_, caller) =>
      store.append([
        to(`s${caller}`, event(`${caller}`)),
        { ...to('never', event(`x${caller}`)), expectedVersion: caller + 1 },
      ]),
    );
    const answers = await Promise.all(calls);
    answers.forEach((answer, caller) => {
      expect(answer).toEqual([
        { outcome: 'appended', position: BigInt(caller + 1), version: 1 },
        { outcome: 'wrong-version', actual: 0 },
      ]);
    });
    // One instant per call of the database: far fewer calls than callers.
    expect(new Set((await log()).map(({ recordedAt }) => recordedAt)).size).toBeLessThan(5);
  });

  it('keeps the order of calling in one process, though large calls are on the way together', async () => {
    const store = new EventStore(test.db);
    const calls = Array.from({ length: 12 }, (_, call) =>
      store.append([
        {
          ...to('long', ...Array.from({ length: call % 3 ? 90 : 240 }, (_each, index) => event(`${call}-${index}`))),
          requires: call === 0 ? [] : [`${call - 1}-0`],
        },
      ]),
    );
    expect(new Set(outcomes((await Promise.all(calls)).flat()))).toEqual(new Set(['appended']));
    const order = (await log()).map(({ id }) => Number(id.split('-')[0]));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('waits for a slow transaction, shows nothing of it, and leaves no gap when it is rolled back', async () => {
    const slow = await test.db.pool.connect();
    await slow.query('begin');
    await slow.query(
      `select * from append_events('{s}', '{-1}', '{1}', null, null, '{slow}', '{t}', '{1}', '{}', '{"by": "slow"}', $1, 'each')`,
      [Buffer.alloc(64, 0xab)],
    );
    const waiting = writers[0]!.append([to('s', event('quick'))]);
    await untilSomeoneWaits();
    expect(await log()).toEqual([]);
    await slow.query('rollback');
    slow.release();
    expect(await waiting).toEqual([{ outcome: 'appended', position: 1n, version: 1 }]);
    await writers[1]!.append([to('s', event('next'))]);
    expect((await log()).map(({ position, id }) => [position, id])).toEqual([
      [1n, 'quick'],
      [2n, 'next'],
    ]);
    expect(await writers[0]!.verify()).toMatchObject({ ok: true });
  });

  it('is not held up by a writer that idles in another database of the same server', async () => {
    const other = await createTestDatabase();
    const idle = await other.db.pool.connect();
    try {
      await idle.query('begin');
      await idle.query('create table held (n int)');
      await idle.query('insert into held values (1)');
      const results = await atOnce((writer) => to('s', event(`${writer}`)));
      expect(count(results, 'appended')).toBe(WRITERS);
      expect(await log()).toHaveLength(WRITERS);
    } finally {
      await idle.query('rollback');
      idle.release();
      await other.drop();
    }
  });

  /** Until Postgres says that a session waits for another one's lock. */
  async function untilSomeoneWaits(): Promise<void> {
    const question = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await test.db.pool.query(question)).rowCount === 0);
  }
});
