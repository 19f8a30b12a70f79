import {
  findLogWeaknesses,
  LOG_TABLES,
  openDatabase,
  openOwnerDatabase,
  OWN_ROUTINES,
  type Database,
} from '#libs/database';
import { EventStore } from '#libs/event-store';
import { RECORDER } from '../event-store/sample-events.js';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

/** The SQLSTATE insufficient_privilege. */
const REFUSED = /^42501$/;

/** How a column of a definition is added to a table of the service and removed. */
const columnOf = (definition: string): [string, string] => [
  `alter table api_keys add column trap ${definition}`,
  'alter table api_keys drop column trap',
];

describe('the role of the service', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeAll(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
    await store.append([
      {
        stream: 'a',
        expectedVersion: 'any',
        events: [{ id: 'one', type: 'noted', data: { text: 'first' }, metadata: RECORDER }],
      },
    ]);
  });
  afterAll(() => test.drop());

  const codeOf = async (statement: string, db: Database = test.db): Promise<string> => {
    const client = await db.pool.connect();
    try {
      await client.query(statement);
      return `not refused: ${statement}`;
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      client.release(true);
    }
  };
  const list = async (question: string): Promise<string[]> => {
    const { rows } = await test.owner.pool.query<{ name: string }>(question);
    return rows.map(({ name }) => name);
  };
  const logTables = LOG_TABLES.map((name) => `'${name}'`).join(', ');

  it('has no weakness to be found, and finds its own where it is the owner', async () => {
    expect(await findLogWeaknesses(test.db)).toEqual([]);
    expect(await findLogWeaknesses(test.owner)).not.toEqual([]);
  });

  it('is weak where it may call anything else with the rights of the owner, or another function guards the log', async () => {
    expect(
      await list('select p.oid::regprocedure::text as name from pg_proc p where pronamespace = 2200 order by 1'),
    ).toEqual(
      await list(
        `select unnest(array[${OWN_ROUTINES.map((own) => `'${own}'`).join(', ')}]::regprocedure[])::text as name order by 1`,
      ),
    );
    for (const [make, remove, sentence] of [
      [
        `create function append_events(q text) returns void language sql security definer as 'select 1'`,
        'drop function append_events(text)',
        /may call append_events\(text\), which runs with the rights of/,
      ],
      [
        `create schema s; grant usage on schema s to public;
         create procedure s.p() language sql security definer as 'select 1'`,
        'drop schema s cascade',
        /may call s\.p\(\), which runs with the rights of/,
      ],
      [
        `create trigger t before insert on events for each row execute function suppress_redundant_updates_trigger()`,
        'drop trigger t on events',
        /the trigger t on events runs suppress_redundant_updates_trigger\(\), which Dateline did not make/,
      ],
    ] as const) {
      await test.owner.pool.query(make);
      expect(await findLogWeaknesses(test.db)).toEqual([expect.stringMatching(sentence)]);
      await test.owner.pool.query(remove);
    }
    expect(await findLogWeaknesses(test.db)).toEqual([]);
  });

  it('reads and appends', async () => {
    expect(await store.readAll({ limit: 5 })).toMatchObject([{ id: 'one' }]);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('records nothing without its recorder, whatever SQL it sends', async () => {
    const before = await store.head();
    const hashes = `decode(repeat('00', 64), 'hex')`;
    const call = (metadata: string, ids = `'{x}'`, times = 1): string =>
      `select * from append_events('{s}', '{-1}', '{${times}}', null, null, ${ids}, array_fill('t'::text, array[${times}]),
         array_fill(1::smallint, array[${times}]), array_to_string(array_fill('{}'::text, array[${times}]), chr(30)),
         ${metadata}, ${times === 1 ? hashes : `${hashes} || ${hashes}`}, 'each')`;
    for (const metadata of [
      `'{}'`,
      `''`,
      'null',
      `'[]'`,
      `'"by"'`,
      `'{"by": ""}'`,
      `'{"by": null}'`,
      `'{"by": 7}'`,
      `'{"by": {"x": 1}}'`,
    ]) {
      expect([metadata, await codeOf(call(metadata))]).toEqual([metadata, '23514']);
    }
    for (const pair of [`'{"by": "a"}' || chr(30) || '{}'`, `'{}' || chr(30) || '{"by": "a"}'`]) {
      expect(await codeOf(call(pair, `'{x,y}'`, 2))).toBe('23514');
    }
    expect(await store.head()).toEqual(before);
    expect(await codeOf('begin; ' + call(`'{"by": "a"}'`) + '; rollback')).toMatch(/not refused/);
  });

  it('is refused every statement against every table of the log that changes it', async () => {
    const tables = await list(`select relname as name from pg_class where relnamespace = 'public'::regnamespace
                                 and relkind = 'r' and relname in (${logTables})`);
    expect(tables.toSorted()).toEqual([...LOG_TABLES].toSorted());
    for (const table of tables) {
      const column = (
        await list(
          `select attname as name from pg_attribute where attrelid = 'public.${table}'::regclass and attnum > 0 and attidentity = '' limit 1`,
        )
      )[0]!;
      for (const statement of [
        `insert into ${table} overriding system value select * from ${table}`,
        `update ${table} set "${column}" = "${column}"`,
        `delete from ${table}`,
        `truncate ${table}`,
        `merge into ${table} t using ${table} s on true when matched then delete`,
        `select * from ${table} for update`,
        `begin; lock table ${table} in row exclusive mode`,
        `drop table ${table} cascade`,
        `alter table ${table} rename to elsewhere`,
        `alter table ${table} set schema pg_temp`,
        `alter table ${table} owner to current_user`,
        `alter table ${table} disable trigger all`,
        `alter table ${table} add column more text`,
        `alter table ${table} set unlogged`,
        `alter table ${table} enable row level security`,
        `create policy p on ${table}`,
        `create rule r as on insert to ${table} do instead nothing`,
        `create trigger t before insert on ${table} execute function suppress_redundant_updates_trigger()`,
        `create index on ${table} ("${column}")`,
        `create table child () inherits (${table})`,
        `create table pointer (x text references ${table})`,
        `comment on table ${table} is 'mine'`,
        `copy ${table} from '/etc/hostname'`,
        `cluster ${table} using ${table}_key`,
      ]) {
        expect([statement, await codeOf(statement)]).toEqual([statement, expect.stringMatching(REFUSED)]);
      }
    }
  });

  it('gives nobody a right on a table of the log: Postgres warns and grants nothing', async () => {
    const rights = `select relname || coalesce(relacl::text, '') as name from pg_class where relname in (${logTables}) order by 1`;
    const before = await list(rights);
    for (const table of LOG_TABLES) await codeOf(`grant all on ${table} to public`);
    expect(await list(rights)).toEqual(before);
  });

  it('is refused every statement against every trigger and function of the database', async () => {
    const triggers = await list(
      `select format('%I on %s', tgname, tgrelid::regclass) as name from pg_trigger where not tgisinternal`,
    );
    const functions = await list(
      `select p.oid::regprocedure::text as name from pg_proc p where p.pronamespace = 'public'::regnamespace`,
    );
    expect(triggers.join()).toMatch(/events_refuse_change on events/);
    expect(functions.join()).toMatch(/append_events/);
    const statements = [
      ...triggers.flatMap((trigger) => [`drop trigger ${trigger}`, `alter trigger ${trigger} rename to t`]),
      ...functions.flatMap((name) => [
        `drop function ${name} cascade`,
        `alter function ${name} owner to current_user`,
        `alter function ${name} rename to other`,
        `alter function ${name} security invoker`,
        `alter function ${name} set search_path = public`,
      ]),
      'create or replace function refuse_change_of_log() returns trigger language plpgsql as $$ begin return null; end $$',
      `create or replace function dateline_now() returns timestamptz language sql as $$ select timestamptz 'epoch' $$`,
    ];
    for (const statement of statements) {
      expect([statement, await codeOf(statement)]).toEqual([statement, expect.stringMatching(REFUSED)]);
    }
  });

  it('is refused every way to become somebody else, and every way to the files of the server', async () => {
    const owner = new URL(test.ownerUrl).username;
    for (const statement of [
      `set role ${owner}`,
      `set session authorization ${owner}`,
      `alter role ${owner} password 'x'`,
      'alter role current_user superuser',
      'alter role current_user createrole',
      `grant ${owner} to current_user`,
      `grant pg_write_all_data to current_user`,
      'create role another',
      'drop role if exists ' + owner,
      'alter database ' + new URL(test.url).pathname.slice(1) + ' owner to current_user',
      'alter schema public owner to current_user',
      'drop schema public cascade',
      `reassign owned by ${owner} to current_user`,
      `alter default privileges for role ${owner} grant all on tables to public`,
      `set session_replication_role = 'replica'`,
      `alter system set fsync = 'off'`,
      `copy (select 1) to program 'true'`,
      `create temporary table lines (line text); copy lines from program 'true'`,
      `create temporary table lines (line text); copy lines from '/etc/hostname'`,
      `copy (select 1) to '/tmp/dateline-log-roles'`,
      `select pg_read_file('postgresql.conf')`,
      `select lo_import('/etc/hostname')`,
      `select lo_export(1, '/tmp/dateline-log-roles')`,
      'create extension file_fdw',
      'create extension dblink',
      'create extension pg_surgery',
      'create extension plperlu',
      `create function f() returns int language c as 'x', 'y'`,
      `create function f() returns int language internal as 'int4pl'`,
      `create event trigger e on ddl_command_start execute function refuse_change_of_log()`,
      `create publication p for table events`,
      `create subscription s connection '' publication p`,
      `update pg_class set relowner = 10`,
      'checkpoint',
    ]) {
      expect([statement, await codeOf(statement)]).toEqual([statement, expect.stringMatching(REFUSED)]);
    }
  });

  it('gains nothing from names of its own that append_events could take for those of Postgres', async () => {
    const db = openDatabase(test.url, { max: 1 });
    try {
      await db.pool.query(`
        create table caught (who text);
        grant insert on caught to public;
        create function public.catch(a text[], b text) returns text[] language plpgsql as $$
        begin insert into public.caught values (current_user); return a; end $$;
        create operator public.|| (leftarg = text[], rightarg = text, function = public.catch);
        create function public.int8send(integer) returns bytea language plpgsql as $$
        begin insert into public.caught values (current_user); return ''; end $$;
        create schema hostile;
        create table hostile.events (position bigint); create table hostile.log_head (position bigint);
        create temporary table events (position bigint); create temporary table log_head (position bigint, hash bytea);
        set search_path = pg_temp, hostile, public, pg_catalog`);
      const results = await new EventStore(db).append([
        {
          stream: 'b',
          expectedVersion: 'any',
          requires: ['not there'],
          events: [{ id: 'two', type: 'noted', data: {}, metadata: RECORDER }],
        },
        {
          stream: 'b',
          expectedVersion: 'any',
          requires: ['one'],
          events: [{ id: 'three', type: 'noted', data: {}, metadata: RECORDER }],
        },
      ]);
      expect(results.map(({ outcome }) => outcome)).toEqual(['missing', 'appended']);
      await db.pool.query('set search_path = public');
      expect((await db.pool.query('select * from caught')).rows).toEqual([]);
      await expect(openOwnerDatabase(test, 'dateline-test')).rejects.toThrow(
        /with the rights of the log's owner: the function .*the operator/,
      );
    } finally {
      await db.pool.query(
        'drop operator public.|| (text[], text); drop function public.catch(text[], text); drop function public.int8send(integer)',
      );
      await db.close();
    }
    expect(await new EventStore(test.db).verify()).toMatchObject({ ok: true, head: { position: 2n } });
  });

  it('cannot have its code run by the owner: each kind of it is named, and the owner opens nothing', async () => {
    const url = test.ownerUrl;
    await test.db.pool.query(`
      create schema trap_x; create type trap_x.kind as enum ('a');
      create function trap_x.f(a text) returns boolean language sql immutable as 'select true';
      create function trap_x.g(a text) returns text language sql immutable as 'select a';
      create function trap_x.k(a text) returns trap_x.kind language sql immutable as $$select 'a'::trap_x.kind$$;
      create function trap_x.d(a text, b text) returns float8 language sql immutable as 'select 1.0::float8';
      create function trap_x.t() returns trigger language plpgsql as 'begin return new; end'`);
    const xml = `query_to_xml('select 1', true, true, '')`;
    const kinds: [found: RegExp, make: string, remove: string][] = [
      [
        /the constraint trap on api_keys/,
        'alter table api_keys add constraint trap check (trap_x.f(name))',
        'alter table api_keys drop constraint trap',
      ],
      [
        /the constraint trap on api_keys/,
        `alter table api_keys add constraint trap check (${xml} is not null)`,
        'alter table api_keys drop constraint trap',
      ],
      [/the default of trap in api_keys/, ...columnOf(`text default trap_x.g('')`)],
      [/the default of trap in api_keys/, ...columnOf(`text default query_to_xml('select 1', true, true, '')::text`)],
      [/the default of trap in api_keys/, ...columnOf('text generated always as (trap_x.g(name)) stored')],
      [
        /the default of trap in api_keys/,
        ...columnOf('text generated always as (pg_catalog.lower(trap_x.g(name))) stored'),
      ],
      [/the index trap/, 'create index trap on api_keys (trap_x.g(name))', 'drop index trap'],
      [/the index trap/, 'create index trap on api_keys (id) where trap_x.f(name)', 'drop index trap'],
      [
        /the policy trap on api_keys/,
        'create policy trap on api_keys using (trap_x.f(name))',
        'drop policy trap on api_keys',
      ],
      [
        /the rule trap on api_keys/,
        'create rule trap as on insert to api_keys do also select trap_x.f(new.name)',
        'drop rule trap on api_keys',
      ],
      [
        /the trigger trap on api_keys/,
        'create trigger trap before insert on api_keys for each row execute function trap_x.t()',
        'drop trigger trap on api_keys',
      ],
      [
        /the trigger trap on api_keys/,
        'create trigger trap before insert on api_keys for each row when (trap_x.f(new.name)) execute function suppress_redundant_updates_trigger()',
        'drop trigger trap on api_keys',
      ],
      [
        /the constraint trap on trap_x.child/,
        'create table trap_x.child (constraint trap check (trap_x.f(name))) inherits (api_keys)',
        'drop table trap_x.child',
      ],
      [
        /the trigger trap on trap_x.child/,
        'create table trap_x.child () inherits (api_keys); create trigger trap before insert on trap_x.child for each row execute function trap_x.t()',
        'drop table trap_x.child',
      ],
      [/the statistics trap/, 'create statistics trap on (trap_x.g(name)), id from api_keys', 'drop statistics trap'],
      [
        /the row security of api_keys/,
        'alter table api_keys enable row level security',
        'alter table api_keys disable row level security',
      ],
      [/child, which inherits/, 'create table trap_x.child () inherits (api_keys)', 'drop table trap_x.child'],
      [/the partitions of trap/, 'create table trap (a text) partition by list (trap_x.g(a))', 'drop table trap'],
      [
        /the domain trap_x.word/,
        'create domain trap_x.word as text check (trap_x.f(value))',
        'drop domain trap_x.word',
      ],
      [/the domain trap_x.word/, `create domain trap_x.word as text default trap_x.g('')`, 'drop domain trap_x.word'],
      [
        /the cast from text to trap_x.kind/,
        'create cast (text as trap_x.kind) with function trap_x.k(text) as assignment',
        'drop cast (text as trap_x.kind)',
      ],
      [
        /the range type trap_x.range/,
        'create type trap_x.range as range (subtype = text, subtype_diff = trap_x.d)',
        'drop type trap_x.range',
      ],
      [/the rule _RETURN on trap/, 'create view trap as select trap_x.g(name) from api_keys', 'drop view trap'],
      [
        /the function trap\(\)/,
        `create function public.trap() returns int language sql as 'select 1'`,
        'drop function public.trap()',
      ],
      [
        /the function trap\(integer\)/,
        'create aggregate public.trap (integer) (sfunc = int4pl, stype = integer)',
        'drop aggregate public.trap (integer)',
      ],
    ];
    try {
      for (const [found, make, remove] of kinds) {
        await test.db.pool.query(make);
        const opened = openOwnerDatabase({ url }, 'dateline-test').then(
          async (db) => (await db.close(), 'opened'),
          (error: Error) => error.message,
        );
        expect([make, await opened]).toEqual([make, expect.stringMatching(found)]);
        await test.db.pool.query(remove);
      }
    } finally {
      await test.db.pool.query('drop schema trap_x cascade');
    }
    await (await openOwnerDatabase({ url }, 'dateline-test')).close();
  });
});
