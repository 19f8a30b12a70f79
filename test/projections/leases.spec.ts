import { sql } from 'kysely';
import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { Checkpoints, ProjectionRunner, type View } from '#libs/projections';
import { createTestDatabase, eventually, startSource, type SourceProcess, type TestDatabase } from '#libs/testing';
import { event, to } from '../event-store/sample-events.js';
import { createSeen, PATIENCE_MS, positionsSeen, seenView, silent, upTo } from './seen-view.js';

interface HeldRow {
  owner: string | null;
  fence: string;
  position: string;
}

/**
 * Others look every second whether a view is free; so this leaves five of the fifteen seconds. How long it took by the
 * watch would say more of the machine (`npm run torture` measures it).
 */
const LONGEST_TERM_S = 9;

describe('a view that several processes keep', () => {
  let test: TestDatabase;
  let store: EventStore;
  let checkpoints: Checkpoints;
  const runners: ProjectionRunner[] = [];
  const processes: SourceProcess[] = [];

  beforeEach(async () => {
    test = await createTestDatabase({ max: 20 });
    store = new EventStore(test.db);
    checkpoints = new Checkpoints(test.db);
    await createSeen(test.db);
  });

  afterEach(async () => {
    for (const { child } of processes.splice(0)) child.kill('SIGKILL');
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    await test.drop();
  });

  const runner = (view: View, options = {}): ProjectionRunner => {
    const made = new ProjectionRunner(test.db, store, [view], { logger: silent, ...options });
    runners.push(made);
    return made;
  };
  const record = async (count: number, prefix = 'e'): Promise<void> => {
    await store.append(Array.from({ length: count }, (_, index) => to('a', event(`${prefix}${index + 1}`))));
  };
  const held = async (): Promise<HeldRow> => {
    const { rows } = await test.db.pool.query<HeldRow>(
      `select owner, fence, position from projections where name = 'seen' and status = 'live'`,
    );
    return rows[0]!;
  };
  /** In how many seconds the view is free, if nothing is heard of its holder. */
  const termLeft = async (): Promise<number> => {
    const { rows } = await test.db.pool.query<{ left: number }>(
      `select extract(epoch from lease_until - clock_timestamp())::float as left from projections where name = 'seen'`,
    );
    return rows[0]!.left;
  };
  const process_ = (...args: string[]): SourceProcess => {
    const started = startSource('test/projections/view-process.ts', [test.url, ...args]);
    processes.push(started);
    return started;
  };

  it('is held by one of them, in words that name it, and goes over at once when that one stops', async () => {
    const [first, second] = [runner(seenView()), runner(seenView())];
    await record(1);
    first.start();
    expect(await checkpoints.waitFor('seen', 1n, PATIENCE_MS)).toBe(1n);
    second.start();
    const before = await held();
    expect(before).toMatchObject({ owner: expect.stringMatching(/^dateline-test, process \d+ on ./), fence: '1' });
    await first.stop();
    await record(1, 'f');
    expect(await checkpoints.waitFor('seen', 2n, PATIENCE_MS)).toBe(2n);
    expect(await held()).toMatchObject({ fence: '2', position: '2' });
    await second.stop();
    expect(await held()).toMatchObject({ owner: null });
  });

  it('is not written by a holder that wakes after another has taken it: s1 begins a batch, s2 takes the view and applies it, s1 goes on', async () => {
    await record(3);
    const [begun, wake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const writes = (name: string): View =>
      seenView({
        apply: async (tx, events) => {
          if (name === 's1') {
            begun.resolve();
            await wake.promise;
          }
          for (const { position } of events) {
            await sql`
              insert into seen (position, id) values (${position}, ${name})
              on conflict (position) do update set id = excluded.id`.execute(tx);
          }
        },
      });
    const s1 = runner(writes('s1')).catchUp();
    await begun.promise;
    // As if its term were over, and it were not known to be in the middle of something.
    await test.db.pool.query('update projections set owner = null, lease_until = null');
    await runner(writes('s2')).catchUp();
    wake.resolve();
    await s1;
    const { rows } = await test.db.pool.query('select position::int, id from seen order by position');
    expect(rows).toEqual(upTo(3).map((position) => ({ position, id: 's2' })));
    expect(await held()).toMatchObject({ position: '3', fence: '2' });
  });

  it('is not said to be broken by a late holder that trips over what its successor wrote', async () => {
    await record(3);
    const [begun, wake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const late = seenView({
      rows: 'of-one-stream',
      apply: async (tx, events) => {
        begun.resolve();
        await wake.promise;
        await seenView().apply(tx, events);
      },
    });
    const s1 = runner(late).catchUp();
    await begun.promise;
    await test.db.pool.query('update projections set owner = null, lease_until = null');
    await runner(seenView()).catchUp();
    wake.resolve();
    await s1;
    expect(await positionsSeen(test.db)).toEqual(upTo(3));
    expect(await checkpoints.status()).toMatchObject([{ position: 3n, error: null }]);
  });

  it('is shared out: who holds two lets one go for a process that comes later, and nothing is applied twice', async () => {
    const views = [seenView(), seenView({ name: 'also-seen', apply: async () => undefined })];
    const first = new ProjectionRunner(test.db, store, views, { logger: silent });
    const late = openDatabase(test.url, { applicationName: 'dateline-late' });
    const second = new ProjectionRunner(late, new EventStore(late), views, { logger: silent });
    runners.push(first, second);
    const holders = async (): Promise<string[]> =>
      (await checkpoints.status()).map(({ holder }) => String(holder?.owner.split(',')[0])).toSorted();
    first.start();
    await eventually(async () => expect(await holders()).toEqual(['dateline-test', 'dateline-test']));
    second.start();
    await eventually(async () => expect(await holders()).toEqual(['dateline-late', 'dateline-test']));
    await record(3);
    expect(await checkpoints.waitFor('seen', 3n, PATIENCE_MS)).toBe(3n);
    expect(await checkpoints.waitFor('also-seen', 3n, PATIENCE_MS)).toBe(3n);
    expect(await positionsSeen(test.db)).toEqual(upTo(3));
    await second.stop();
    await late.close();
    await eventually(async () => expect(await holders()).toEqual(['dateline-test', 'dateline-test']));
  });

  it('goes on in another process within 15 seconds after kill -9 of its holder, and applies nothing twice', async () => {
    const first = process_();
    await record(2);
    await first.line(/^wrote 2$/);
    expect(await checkpoints.waitFor('seen', 2n, PATIENCE_MS)).toBe(2n);
    runner(seenView()).start();
    first.child.kill('SIGKILL');
    expect(await termLeft()).toBeLessThan(LONGEST_TERM_S);
    await record(2, 'f');
    expect(await checkpoints.waitFor('seen', 4n, PATIENCE_MS)).toBe(4n);
    expect(await positionsSeen(test.db)).toEqual(upTo(4));
  });

  it('goes on in another process within 15 seconds after its holder froze in the middle of a transaction, which cannot write when it wakes', async () => {
    const frozen = process_('hold');
    await record(2);
    await frozen.line(/^wrote 2$/);
    frozen.child.kill('SIGSTOP');
    expect(await termLeft()).toBeLessThan(LONGEST_TERM_S);
    runner(seenView()).start();
    await record(2, 'f');
    expect(await checkpoints.waitFor('seen', 4n, PATIENCE_MS)).toBe(4n);
    frozen.child.kill('SIGCONT');
    frozen.child.kill('SIGUSR2');
    await frozen.line(/^said /);
    expect(await positionsSeen(test.db)).toEqual(upTo(4));
    await eventually(async () => expect(await held()).toMatchObject({ position: '4', fence: '2' }));
  });
});
