/**
 * A log that moves to a new server, whose transaction ids and files begin anew, while somebody has followed it up to a
 * position: as `pg_dump` and `pg_restore` do it (the schema, then every table by its rows), and by our own export and
 * restore. A copy of the data folder changes nothing that Postgres knows, and needs no spec.
 */
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { projectRoot, type Database } from '#libs/database';
import { EventStore, type LogHead } from '#libs/event-store';
import { Checkpoints, defineView, ProjectionRunner } from '#libs/projections';
import { createTestDatabase, startOwnPostgres, type OwnPostgres, type TestDatabase } from '#libs/testing';
import { event, to } from './sample-events.js';

const SEEN = 'create table seen (position bigint primary key, id text not null)';
const seen = defineView({
  name: 'seen',
  version: 1,
  tables: ['seen'],
  apply: async (tx, events) => {
    for (const { position, id } of events) await sql`insert into seen values (${position}, ${id})`.execute(tx);
  },
});

describe('A log that is moved to a new server', () => {
  let newServer: OwnPostgres;
  let old: TestDatabase;
  let moved: TestDatabase;
  let head: LogHead;

  beforeAll(async () => {
    newServer = await startOwnPostgres({ durable: false });
    old = await createTestDatabase();
    await old.db.pool.query(SEEN);
    // The old server has given many transaction ids; the new one will give them again.
    await old.db.pool.query('do $$ begin for i in 1..3000 loop perform pg_current_xact_id(); commit; end loop; end $$');
    const store = new EventStore(old.db);
    for (let n = 1; n <= 20; n++) await store.append([to(`s${n % 3}`, event(`${n}`, { n: n / 7, text: 'ñ' }))]);
    await new ProjectionRunner(old.db, store, [seen]).catchUp();
    head = await store.head();
  });

  afterAll(async () => {
    await old.drop();
    await newServer.stop();
  });

  beforeEach(async () => {
    moved = await createTestDatabase({ server: newServer, migrated: false });
  });
  afterEach(() => moved.drop());

  /** What everybody relies on, after the move by either way. */
  const goesOn = async (): Promise<void> => {
    const ids = 'select pg_current_xact_id()::text::bigint as id';
    const [before, now] = [await old.db.pool.query(ids), await moved.db.pool.query(ids)];
    expect(Number(now.rows[0].id)).toBeLessThan(Number(before.rows[0].id));

    const store = new EventStore(moved.db);
    expect(await store.head()).toEqual(head);
    expect(await store.append([to('s1', event('1', { n: 1 / 7, text: 'ñ' })), to('s1', event('21'))])).toEqual([
      { outcome: 'repeated', position: 1n, version: 1 },
      { outcome: 'appended', position: 21n, version: 8 },
    ]);
    const followed: string[] = [];
    for await (const { position, id } of store.subscribe({ after: head.position })) {
      followed.push(`${position}:${id}`);
      if (followed.length === 1) await store.append([to('s2', event('22'))]);
      if (followed.length === 2) break;
    }
    expect(followed).toEqual(['21:21', '22:22']);
    expect(await store.verify({ heads: [head] })).toMatchObject({ ok: true, head: { position: 22n } });
    await new ProjectionRunner(moved.db, store, [seen]).catchUp();
    expect(await new Checkpoints(moved.db).positionOf('seen')).toBe(22n);
    const { rows } = await moved.db.pool.query('select position::int, id from seen order by position');
    expect(rows).toEqual(Array.from({ length: 22 }, (_, index) => ({ position: index + 1, id: `${index + 1}` })));
  };

  it('by a dump of every table goes on: who has followed it gets what is new, and views their next event', async () => {
    await moved.db.pool.query(readFileSync(`${projectRoot()}/migrations/schema.sql`, 'utf8'));
    await moved.db.pool.query(SEEN);
    for (const table of await tablesOf(old.db)) await copy(table, old.db, moved.db);
    await goesOn();
  });

  it('by export and restore goes on: who has followed it gets what is new, and views are filled anew', async () => {
    await moved.db.pool.query(readFileSync(`${projectRoot()}/migrations/schema.sql`, 'utf8'));
    await moved.db.pool.query(SEEN);
    await moved.db.pool.query(`insert into log_head (position, hash) values (0, decode(repeat('00', 32), 'hex'))`);
    await new EventStore(moved.db).restore(new EventStore(old.db).readFeed({ asRecorded: true }));
    await goesOn();
  });
});

async function tablesOf(db: Database): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%'`,
  );
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['events', 'log_head', 'projections', 'seen']));
  return rows.map(({ name }) => name);
}

/** Takes a table's rows over as a dump does: with the values of identity columns, without those that are computed. */
async function copy(table: string, from: Database, into: Database): Promise<void> {
  const columns = await from.pool.query<{ names: string }>(
    `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
      where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  const { names } = columns.rows[0]!;
  const { rows } = await from.pool.query<{ row: string }>(`select to_jsonb(t)::text as row from "${table}" t`);
  await into.pool.query(
    `insert into "${table}" (${names}) overriding system value
     select ${names} from jsonb_populate_recordset(null::"${table}", $1)`,
    [`[${rows.map(({ row }) => row).join()}]`],
  );
}
