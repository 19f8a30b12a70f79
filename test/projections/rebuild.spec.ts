import { sql, type Transaction } from 'kysely';
import { dumpSchema } from '#libs/database';
import { EventStore, type StoredEvent } from '#libs/event-store';
import {
  Checkpoints,
  ProjectionRunner,
  requestRebuild,
  type Rebuild,
  type RebuildOptions,
  type View,
} from '#libs/projections';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';
import { event, to } from '../event-store/sample-events.js';
import { createSeen, PATIENCE_MS, positionsSeen, seenView, silent, upTo, writeRows } from './seen-view.js';

/** A view whose rows say by which rule they were written. */
function ruled(rule: string, change: Partial<View> = {}): View {
  return seenView({
    ...change,
    apply: async (tx, events) => {
      for (const { position } of events)
        await sql`insert into seen (position, id) values (${position}, ${rule})`.execute(tx);
    },
  });
}

describe('the rebuild of a view', () => {
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

  const runner = (view: View = seenView(), options = {}): ProjectionRunner => {
    const made = new ProjectionRunner(test.db, store, [view], { logger: silent, ...options });
    runners.push(made);
    return made;
  };
  const record = async (count: number, prefix = 'e', stream = 'a'): Promise<void> => {
    await store.append(Array.from({ length: count }, (_, index) => to(stream, event(`${prefix}${index + 1}`))));
  };
  const rebuild = (options: RebuildOptions = {}, view: View = seenView()): Promise<Rebuild> =>
    runner(view).rebuild('seen', options);
  const status = async () => (await checkpoints.status())[0]!;
  const ids = async (): Promise<string[]> => {
    const { rows } = await test.db.pool.query<{ id: string }>('select distinct id from seen order by id');
    return rows.map(({ id }) => id);
  };
  const schemas = async (): Promise<number> => {
    const { rows } = await test.db.pool.query(`select from pg_namespace where nspname like 'build%'`);
    return rows.length;
  };

  it('puts equal rows in the place of the old ones, and says so', async () => {
    await record(25);
    await runner().catchUp();
    const ended = await rebuild();
    expect(ended).toMatchObject({ outcome: 'swapped', phase: null, version: 1, position: 25n, holder: null });
    expect(ended.report).toBe('Every row is as the log has it up to position 25.');
    expect(await positionsSeen(test.db)).toEqual(upTo(25));
    expect(await status()).toMatchObject({ position: 25n, rebuild: null, lastRebuild: { request: ended.request } });
    expect(await schemas()).toBe(0);
    await record(1, 'f');
    await runner().catchUp();
    expect(await positionsSeen(test.db)).toEqual(upTo(26));
  });

  it('tells how many rows were wrong, with an example, and mends them; with check it leaves them', async () => {
    await record(12);
    await runner().catchUp();
    await test.db.pool.query(`update seen set id = 'wrong' where position in (4, 5)`);
    await test.db.pool.query('delete from seen where position = 9');
    await test.db.pool.query(`insert into seen values (77, 'nothing')`);
    const report =
      'These rows were not as the log has them up to position 12: 4 of seen, for example the one with the key (4).';
    expect(await rebuild({ checkOnly: true })).toMatchObject({ outcome: 'different', report });
    expect(await ids()).toContain('wrong');
    expect(await rebuild()).toMatchObject({ outcome: 'swapped', report });
    expect(await positionsSeen(test.db)).toEqual(upTo(12));
    expect(await rebuild({ checkOnly: true })).toMatchObject({ outcome: 'same' });
    expect(await schemas()).toBe(0);
  });

  it.each([
    ['that finds every index while it applies', undefined],
    ['that names the indexes by which it applies', ['seen_lower']],
    ['that applies by keys alone', []],
  ])(
    'leaves the tables of a view %s as they were made: constraints, indexes, settings, comments and grants',
    async (_, appliesBy) => {
      const view = seenView({ appliesBy });
      await test.db.pool.query(`
      alter table seen add column number bigint generated always as identity, add column twice bigint generated always as (position * 2) stored,
        add constraint seen_positive check (position > 0), add constraint seen_id_key unique (id);
      alter table seen set (fillfactor = 80, autovacuum_vacuum_threshold = 77); alter table seen alter column id set statistics 7;
      create index seen_lower on seen (lower(id)) where position > 5;
      create index seen_words on seen using gin (to_tsvector('simple', id)) with (gin_pending_list_limit = 128);
      comment on table seen is 'What was seen.'; comment on column seen.id is 'Who''s it.';
      comment on index seen_lower is 'For the few.'; comment on constraint seen_id_key on seen is 'Once.';
      grant select on seen to pg_read_all_data with grant option; grant insert, select on seen to public`);
      await record(3);
      await runner(view).catchUp();
      const grants = async (): Promise<unknown> =>
        (
          await test.db.pool.query(
            `select unnest(relacl)::text as acl from pg_class where oid = 'seen'::regclass order by acl`,
          )
        ).rows;
      const before = [await dumpSchema(test.db), await grants()];
      expect(await rebuild({}, view)).toMatchObject({ outcome: 'swapped' });
      expect([await dumpSchema(test.db), await grants()]).toEqual(before);
    },
  );

  it('fills tables that have the indexes of keys and those by which the view applies, and nothing vacuums them meanwhile', async () => {
    await test.db.pool.query('create index seen_by_id on seen (id); create index seen_lower on seen (lower(id))');
    const met: unknown[] = [];
    const view = seenView({
      appliesBy: ['seen_by_id'],
      apply: async (tx, events) => {
        const { rows } = await sql`
          select t.reloptions @> '{autovacuum_enabled=off}' as "isLeftAlone",
                 array(select i.relname::text from pg_index x join pg_class i on i.oid = x.indexrelid
                        where x.indrelid = t.oid order by 1) as indexes
            from pg_class t where t.oid = 'seen'::regclass`.execute(tx);
        met.push(rows[0]);
        await writeRows(tx, events);
      },
    });
    await record(3);
    await runner(view).catchUp();
    met.length = 0;
    expect(await rebuild({}, view)).toMatchObject({ outcome: 'swapped' });
    expect(met).toEqual([{ isLeftAlone: true, indexes: ['seen_by_id', 'seen_pkey'] }]);
  });

  it('that goes on where a process died between two indexes makes only what is missing', async () => {
    await test.db.pool.query('create index seen_by_id on seen (id); create index seen_lower on seen (lower(id))');
    const view = seenView({ appliesBy: [] });
    await record(3);
    await runner(view).catchUp();
    const before = await dumpSchema(test.db);
    const resumed = seenView({
      appliesBy: [],
      apply: async (tx, events) => {
        await writeRows(tx, events);
        await sql.raw('create index seen_lower on seen (lower(id))').execute(tx);
      },
    });
    expect(await rebuild({}, resumed)).toMatchObject({ outcome: 'swapped' });
    expect(await dumpSchema(test.db)).toEqual(before);
  });

  it('is not noticed by a live view that goes on: s1 appends while s2 rebuilds, again and again', async () => {
    runner(seenView(), { batch: 10 }).start();
    await record(100);
    const over = new AbortController();
    const writing = (async () => {
      for (let count = 0; !over.signal.aborted; count++) {
        await record(3, `w${count}-`);
        await checkpoints.waitFor('seen', (await store.head()).position, PATIENCE_MS);
      }
    })();
    for (const _ of [1, 2]) expect(await rebuild()).toMatchObject({ outcome: 'swapped' });
    over.abort();
    await writing;
    const { position } = await store.head();
    expect(await checkpoints.waitFor('seen', position, PATIENCE_MS)).toBe(position);
    expect(await positionsSeen(test.db)).toEqual(upTo(Number(position)));
    expect(await rebuild({ checkOnly: true })).toMatchObject({ outcome: 'same' });
  });

  it('loses no append that races the exchange: s1 has written a batch, s2 waits to exchange, s1 commits, s2 takes it in', async () => {
    await record(5);
    await runner().catchUp();
    await record(3, 'f');
    const [written, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const held = seenView({
      apply: async (tx, events) => {
        await writeRows(tx, events);
        written.resolve();
        await commit.promise;
      },
    });
    const s1 = runner(held).catchUp();
    await written.promise;
    const s2 = rebuild();
    await eventually(async () => {
      const { rows } = await test.db.pool.query(
        `select from pg_locks where relation = 'seen'::regclass and mode = 'AccessExclusiveLock' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      );
      expect(rows).toHaveLength(1);
    });
    commit.resolve();
    await s1;
    expect(await s2).toMatchObject({ outcome: 'swapped', position: 8n });
    expect(await positionsSeen(test.db)).toEqual(upTo(8));
  });

  it('never calls what tells others, and lets them look again after the exchange', async () => {
    const told: string[] = [];
    const telling = seenView({
      publish: async (_tx, _changes, events) => void told.push(...events.map(({ id }) => id)),
      afterSwap: async (tx) => {
        const { rows } = await sql<{ count: string }>`select count(*) from seen`.execute(tx);
        told.push(`exchanged with ${rows[0]!.count}`);
      },
    });
    await record(3);
    await runner(telling).catchUp();
    await rebuild({}, telling);
    await rebuild({ checkOnly: true }, telling);
    await record(1, 'f');
    await runner(telling).catchUp();
    expect(told).toEqual(['e1', 'e2', 'e3', 'exchanged with 3', 'f1']);
  });

  it('of a raised version serves the old rows, which the old release keeps up to date, until it is done', async () => {
    await record(4);
    const old = runner(ruled('old'));
    old.start();
    await checkpoints.waitFor('seen', 4n, PATIENCE_MS);
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const raised = ruled('new', { version: 2 });
    const slow = seenView({
      version: 2,
      apply: async (tx, events) => {
        begun.resolve();
        await go.promise;
        await raised.apply(tx, events);
      },
    });
    const newer = runner(slow);
    newer.start();
    await begun.promise;
    await record(2, 'f');
    expect(await checkpoints.waitFor('seen', 6n, PATIENCE_MS)).toBe(6n);
    expect(await ids()).toEqual(['old']);
    expect(await status()).toMatchObject({
      version: 1,
      rebuild: { version: 2, phase: 'filling', holder: expect.any(String) },
    });
    go.resolve();
    await eventually(async () => expect(await status()).toMatchObject({ version: 2, rebuild: null }));
    await record(1, 'g');
    expect(await checkpoints.waitFor('seen', 7n, PATIENCE_MS)).toBe(7n);
    expect([await ids(), await positionsSeen(test.db)]).toEqual([['new'], upTo(7)]);
  });

  it('of a raised version does not take the place of rows that are better by the check of the view', async () => {
    await record(4);
    await runner(ruled('old')).catchUp();
    const raised = ruled('new', {
      version: 2,
      check: async (tx: Transaction<unknown>) => {
        const { rows } = await sql<{ id: string }>`select id from seen limit 1`.execute(tx);
        return [`The rows are by the rule "${rows[0]!.id}".`];
      },
    });
    await expect(runner(raised).catchUp()).rejects.toThrow('The rows are by the rule "new".');
    expect(await ids()).toEqual(['old']);
    expect(await status()).toMatchObject({
      version: 1,
      rebuild: null,
      lastRebuild: { version: 2, outcome: 'refused' },
    });
    expect(await schemas()).toBe(0);
  });

  it('stops at an event that cannot be applied and names it; the old rows serve on', async () => {
    await record(30);
    await runner().catchUp();
    const picky = seenView({
      apply: async (tx, events) => {
        if (events.some(({ id }) => id === 'e17')) throw new Error('17 has no date');
        await writeRows(tx, events);
      },
    });
    expect(await rebuild({}, picky)).toMatchObject({
      outcome: 'stopped',
      position: 16n,
      report:
        'The view "seen" cannot apply event 17 (e17): 17 has no date; the rebuild stopped there and the view is as it was.',
    });
    expect(await positionsSeen(test.db)).toEqual(upTo(30));
    expect(await status()).toMatchObject({ error: null, position: 30n });
    expect(await schemas()).toBe(0);
  });

  it('that is asked for twice at once is one, and another with other options has to wait', async () => {
    await record(2);
    await runner().catchUp();
    const [s1, s2] = await Promise.all([requestRebuild(test.db, seenView()), requestRebuild(test.db, seenView())]);
    expect(s2.request).toBe(s1.request);
    await expect(requestRebuild(test.db, seenView(), { checkOnly: true })).rejects.toMatchObject({
      code: 'REBUILD_UNDER_WAY',
    });
    // The one that builds goes on when the other has found it at work.
    let building: number | undefined;
    const found = Promise.withResolvers<void>();
    const rebuilt = [0, 1].map((who) => {
      const apply: View['apply'] = async (tx, events) => {
        building = who;
        await found.promise;
        await writeRows(tx, events);
      };
      const onProgress = (): void => {
        if (building === 1 - who) found.resolve();
      };
      return runner(seenView({ apply })).rebuild('seen', {}, onProgress);
    });
    const [one, other] = await Promise.all(rebuilt);
    expect([one!.request, other!.request]).toEqual([s1.request, s1.request]);
    expect(one!.outcome).toBe('swapped');
  });

  it('goes on from where it was when its process dies, in another one that knows what is to be built', async () => {
    await record(20);
    await runner().catchUp();
    const applied: number[] = [];
    const dead = Promise.withResolvers<void>();
    const counting = (stopAt: number): View =>
      seenView({
        apply: async (tx, events: StoredEvent[]) => {
          if (events.some(({ position }) => Number(position) > stopAt)) await dead.promise;
          await writeRows(tx, events);
          applied.push(...events.map(({ position }) => Number(position)));
        },
      });
    const first = runner(counting(10), { batch: 5 }).rebuild('seen');
    await eventually(async () => expect((await status()).rebuild).toMatchObject({ position: 10n }));
    // As if its term were over: its session is ended, and the fence keeps it out.
    await test.db.pool.query(
      `update projections set lease_until = clock_timestamp() - interval '1 second' where status = 'building'`,
    );
    expect(await rebuild({}, counting(100))).toMatchObject({ outcome: 'swapped', position: 20n });
    dead.resolve();
    expect((await first).outcome).toBe('swapped');
    expect(applied).toEqual(upTo(20));
    expect(await positionsSeen(test.db)).toEqual(upTo(20));
  });

  it('refuses what makes no sense: an unknown view, a version that a newer release keeps, a comparison of a raised one', async () => {
    await record(1);
    await runner(seenView({ version: 2 })).catchUp();
    await expect(runner().rebuild('unheard-of')).rejects.toMatchObject({ code: 'VIEW_UNKNOWN' });
    await expect(rebuild()).rejects.toMatchObject({ code: 'VIEW_REPLACED' });
    await expect(rebuild({ checkOnly: true }, seenView({ version: 3 }))).rejects.toMatchObject({
      code: 'REBUILD_NOT_COMPARABLE',
    });
  });
});
