import { sql } from 'kysely';
import { EventStore } from '#libs/event-store';
import { Checkpoints, ProjectionRunner, type View } from '#libs/projections';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';
import { event, to } from '../event-store/sample-events.js';
import { createSeen, PATIENCE_MS, positionsSeen, seenView, silent, upTo, writeRows } from './seen-view.js';

describe('views', () => {
  let test: TestDatabase;
  let store: EventStore;
  let checkpoints: Checkpoints;
  const runners: ProjectionRunner[] = [];

  beforeEach(async () => {
    test = await createTestDatabase({ max: 20 });
    store = new EventStore(test.db);
    checkpoints = new Checkpoints(test.db);
    await createSeen(test.db);
  });

  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    await test.drop();
  });

  const runner = (views: View[], options = {}): ProjectionRunner => {
    const made = new ProjectionRunner(test.db, store, views, { logger: silent, ...options });
    runners.push(made);
    return made;
  };
  const record = async (count: number, prefix = 'e'): Promise<void> => {
    await store.append(Array.from({ length: count }, (_, index) => to('a', event(`${prefix}${index + 1}`))));
  };
  const rows = (): Promise<number[]> => positionsSeen(test.db);

  it('catches up with the log in batches and says how far it has got', async () => {
    await record(25);
    expect(await checkpoints.positionOf('seen')).toBe(0n);
    await runner([seenView()], { batch: 10 }).catchUp();
    expect(await rows()).toEqual(upTo(25));
    expect(await checkpoints.positionOf('seen')).toBe(25n);
    await record(3, 'f');
    expect(await checkpoints.status()).toEqual([
      {
        name: 'seen',
        version: 1,
        position: 25n,
        lag: 3n,
        updatedAt: expect.any(Date),
        error: null,
        holder: null,
        quarantine: [],
        rebuild: null,
        lastRebuild: null,
      },
    ]);
  });

  it('follows the log while it runs, and lets a writer wait for what it wrote', async () => {
    runner([seenView()]).start();
    for (const id of ['1', '2', '3']) {
      const [result] = await store.append([to('a', event(id))]);
      const position = result?.outcome === 'appended' ? result.position : -1n;
      expect(await checkpoints.waitFor('seen', position, PATIENCE_MS)).toBe(position);
      expect(await rows()).toContain(Number(position));
    }
  });

  it('finds new events by itself where the connection that brings the hints is lost', async () => {
    runner([seenView()]).start();
    await record(1);
    await checkpoints.waitFor('seen', 1n, PATIENCE_MS);
    // The view does not wait for that connection before it begins.
    await eventually(async () => {
      const lost = await test.db.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'`,
      );
      expect(lost.rowCount).toBe(1);
    });
    await record(1, 'f');
    expect(await checkpoints.waitFor('seen', 2n, PATIENCE_MS)).toBe(2n);
  });

  it('tells a reader that waits in vain that the view is behind', async () => {
    await record(2);
    await runner([seenView()]).catchUp();
    expect(await checkpoints.waitFor('seen', 2n, 0)).toBe(2n);
    expect(await checkpoints.waitFor('seen', 3n, 60)).toBe('behind');
    expect(await checkpoints.waitFor('nowhere', 1n, 60)).toBe('behind');
  });

  it('lets go of a reader who does not want to wait any longer, and of no other', async () => {
    await record(1);
    const stop = new AbortController();
    const waits = [checkpoints.waitFor('seen', 1n, 60_000, stop.signal), checkpoints.waitFor('seen', 1n, 60_000)];
    stop.abort();
    expect(await waits[0]).toBe('behind');
    await runner([seenView()]).catchUp();
    expect(await waits[1]).toBe(1n);
  });

  it('shares a view among runners that start together, and applies nothing twice', async () => {
    const applied: bigint[] = [];
    const counted = seenView({
      apply: async (tx, events) => {
        await writeRows(tx, events);
        applied.push(...events.map(({ position }) => position));
      },
    });
    const sharing = [1, 2, 3].map(() => runner([counted], { batch: 7 }));
    sharing.forEach((each) => each.start());
    await Promise.all(upTo(20).map((batch) => record(10, `b${batch}-`)));
    expect(await checkpoints.waitFor('seen', 200n, PATIENCE_MS)).toBe(200n);
    expect(applied.map(Number)).toEqual(upTo(200));
    expect(await rows()).toEqual(upTo(200));
  });

  it('keeps rows and checkpoint together when the connection dies between them', async () => {
    await record(5);
    let kill = true;
    const dying = seenView({
      apply: async (tx, events) => {
        await writeRows(tx, events);
        if (!kill) return;
        kill = false;
        const { rows: own } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
        await test.db.pool.query('select pg_terminate_backend($1)', [own[0]!.pid]);
      },
    });
    const first = runner([dying], { batch: 1 });
    await expect(first.catchUp()).rejects.toThrow();
    expect([await rows(), await checkpoints.positionOf('seen')]).toEqual([[], 0n]);
    await first.catchUp();
    expect([await rows(), await checkpoints.positionOf('seen')]).toEqual([upTo(5), 5n]);
  });

  it('applies what comes before a bad event, stops there, says so once, and goes on when it can', async () => {
    await record(30);
    let isBroken = true;
    const said: string[] = [];
    const picky = seenView({
      apply: async (tx, events) => {
        await writeRows(tx, events);
        if (isBroken && events.some(({ id }) => id === 'e17')) throw new Error('17 has no date');
      },
    });
    const logger = { log: (text: string) => said.push(text), error: (text: string) => said.push(text) };
    const attempts = runner([picky], { logger });
    attempts.start();
    expect(await checkpoints.waitFor('seen', 16n, PATIENCE_MS)).toBe(16n);
    const sentence = 'The view "seen" cannot apply event 17 (e17): 17 has no date';
    await expect(attempts.catchUp()).rejects.toThrow(sentence);
    expect(await checkpoints.waitFor('seen', 17n, 800)).toBe('behind');
    expect(await rows()).toEqual(upTo(16));
    expect(await checkpoints.status()).toMatchObject([
      { position: 16n, lag: 14n, error: { message: sentence, position: 17n, since: expect.any(Date) } },
    ]);
    expect(said).toEqual([sentence]);
    isBroken = false;
    expect(await checkpoints.waitFor('seen', 30n, PATIENCE_MS)).toBe(30n);
    expect(await rows()).toEqual(upTo(30));
    expect(await checkpoints.status()).toMatchObject([{ position: 30n, error: null }]);
  });

  it('rebuilds a view from the first event when its version is raised', async () => {
    await record(12);
    await runner([seenView()]).catchUp();
    const raised = seenView({
      version: 2,
      apply: async (tx, events) => {
        for (const { position } of events) {
          await sql`insert into seen (position, id) values (${position}, 'by the new rule')`.execute(tx);
        }
      },
    });
    await runner([raised], { batch: 5 }).catchUp();
    const { rows: seen } = await test.db.pool.query(
      'select count(*)::int as count, min(id) as id, max(id) as last from seen',
    );
    expect(seen).toEqual([{ count: 12, id: 'by the new rule', last: 'by the new rule' }]);
    expect(await checkpoints.status()).toMatchObject([{ version: 2, position: 12n }]);
  });

  it('leaves alone a view that a newer release has replaced', async () => {
    await record(3);
    await runner([seenView({ version: 2 })]).catchUp();
    const older = runner([seenView({ version: 1 })]);
    await expect(older.catchUp()).rejects.toThrow('A newer release has replaced version 1 of the view "seen"');
    expect(await rows()).toEqual(upTo(3));
    expect(await checkpoints.status()).toMatchObject([{ version: 2, position: 3n }]);
  });

  it('ends the batch that is under way when it is stopped, and goes on from there later', async () => {
    await record(40);
    const begun = Promise.withResolvers<void>();
    const slow = seenView({
      apply: async (tx, events) => {
        begun.resolve();
        await writeRows(tx, events);
      },
    });
    const stopped = runner([slow], { batch: 10 });
    stopped.start();
    await begun.promise;
    await stopped.stop();
    const position = Number(await checkpoints.positionOf('seen'));
    expect(position).toBeGreaterThanOrEqual(10);
    expect(await rows()).toEqual(upTo(position));
    await runner([slow]).catchUp();
    expect(await rows()).toEqual(upTo(40));
  });
});
