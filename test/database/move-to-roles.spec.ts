import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  findLogWeaknesses,
  migrate,
  openDatabase,
  openOwnerDatabase,
  projectRoot,
  protectLog,
  setUpRoles,
  type Database,
} from '#libs/database';
import { Audit } from '#libs/access';
import { EventStore } from '#libs/event-store';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';
import { migrateUpTo, noted, worksAs } from './installations.js';

const LAST_OF_ONE_ROLE = '0022';

/** What the release before the roles made: all migrations up to it, as one role, a queue and a rebuild under way. */
async function makeAsBefore(db: Database): Promise<void> {
  await migrateUpTo(LAST_OF_ONE_ROLE, db);
  await db.pool.query(`
    create schema bullmq; create type bullmq.state as enum ('waiting'); create table bullmq.job (id bigserial, state bullmq.state);
    create function bullmq.count() returns bigint language sql as 'select count(*) from bullmq.job';
    create schema build_timeline; create table build_timeline.timeline (like public.timeline)`);
  await new EventStore(db).append([{ stream: 'a', expectedVersion: 'any', events: [noted('one')] }]);
}

describe('an installation with one role', () => {
  let test: TestDatabase;
  let admin: string;
  const roles: string[] = [];

  beforeEach(async () => {
    test = await createTestDatabase({ migrated: false });
    admin = test.superuserUrl;
  });
  afterEach(async () => {
    await test.drop();
    const client = new Client({ connectionString: admin.replace(/[^/]*\?/, 'postgres?') });
    await client.connect();
    for (const role of roles.splice(0)) await client.query(`drop role if exists ${role}`);
    await client.end();
  });

  const as = (role: string, password = 'x'): string => {
    const url = new URL(admin);
    [url.username, url.password] = [role, password];
    return url.href;
  };
  const role = async (attributes: string): Promise<string> => {
    const name = `role_${process.pid}_${Math.random().toString(36).slice(2)}`;
    roles.push(name);
    if (attributes !== '') await test.superuser.pool.query(`create role ${name} login password 'x' ${attributes}`);
    return name;
  };

  it('of a superuser is moved by naming that role as the owner and another, made then, as the service', async () => {
    await makeAsBefore(test.superuser);
    const name = await role('');
    const owner = await openOwnerDatabase({ url: admin }, 'dateline-test');
    const service = openDatabase(as(name), { max: 4 });
    try {
      await migrate(owner);
      await protectLog(owner, { name, password: 'x' });
      expect(await findLogWeaknesses(service)).toEqual([]);
      await worksAs(service);
      await protectLog(owner, { name });
      expect(await findLogWeaknesses(service)).toEqual([]);
    } finally {
      await Promise.all([owner.close(), service.close()]);
    }
  });

  it('of an ordinary role that owns the database is moved by naming a superuser as the owner', async () => {
    const name = await role('nosuperuser');
    await test.superuser.pool.query(`alter database ${new URL(admin).pathname.slice(1)} owner to ${name}`);
    const service = openDatabase(as(name), { max: 4 });
    await makeAsBefore(service);
    const owner = await openOwnerDatabase({ url: admin }, 'dateline-test');
    try {
      expect(await findLogWeaknesses(service)).not.toEqual([]);
      await migrate(owner);
      await protectLog(owner, { name });
      expect(await findLogWeaknesses(service)).toEqual([]);
      await worksAs(service);
    } finally {
      await Promise.all([owner.close(), service.close()]);
    }
  });

  it('of a managed server, where nobody is a superuser, is moved by an owner that may make roles', async () => {
    const ownerName = await role('createrole');
    const name = await role('');
    await test.superuser.pool.query(`alter database ${new URL(admin).pathname.slice(1)} owner to ${ownerName}`);
    const owner = await openOwnerDatabase({ url: as(ownerName) }, 'dateline-test');
    const service = openDatabase(as(name), { max: 4 });
    try {
      await makeAsBefore(owner);
      await migrate(owner);
      await protectLog(owner, { name, password: 'x' });
      expect(await findLogWeaknesses(service)).toEqual([]);
      await worksAs(service);
      const { rows } = await owner.pool.query(`select pg_has_role(current_user, $1, 'set') as may`, [name]);
      expect(rows).toEqual([{ may: false }]);
    } finally {
      await Promise.all([owner.close(), service.close()]);
    }
  });

  it('gives the owner no function that the service put in the way while the owner waited for its turn', async () => {
    const name = await role('nosuperuser');
    const url = as(name);
    const owner = await openOwnerDatabase({ url: admin }, 'dateline-test');
    const service = openDatabase(url, { max: 1 });
    try {
      await migrate(owner);
      await protectLog(owner, { name });
      for (const create of [
        `function append_events(q text) returns text language plpgsql security definer as $$ begin execute q; return current_user; end $$`,
        `procedure append_events(q text) language plpgsql security definer as $$ begin execute q; end $$`,
        `function dateline_now(q text) returns text language sql as 'select q'`,
        `aggregate refuse_change_of_log (integer) (sfunc = int4pl, stype = integer)`,
      ]) {
        const lock = `hashtextextended('dateline:roles', 0)`;
        await service.pool.query(`select pg_advisory_lock(${lock})`);
        const waiting = protectLog(owner, { name });
        const outcome = waiting.then(
          () => 'protected',
          (error: Error) => error.message,
        );
        await eventually(async () => {
          const { rows } = await test.superuser.pool.query<{ waits: boolean }>(
            `select exists (select from pg_locks join pg_database d on d.oid = database and datname = current_database()
                             where locktype = 'advisory' and not granted) as waits`,
          );
          expect(rows[0]).toEqual({ waits: true });
        });
        await service.pool.query(`create ${create}`);
        await service.pool.query(`select pg_advisory_unlock(${lock})`);
        expect(await outcome).toMatch(/the log's owner: the function .*; remove it first/);
        const { rows } = await test.superuser.pool.query(
          `select distinct pg_get_userbyid(proowner) as owner from pg_proc
            where pronamespace = 'public'::regnamespace
              and proowner <> (select relowner from pg_class where oid = 'events'::regclass)`,
        );
        expect(rows).toEqual([{ owner: name }]);
        const [kind, called] = create.split(/[ (]/);
        const { rows: made } = await test.superuser.pool.query<{ signature: string }>(
          `select p.oid::regprocedure::text as signature from pg_proc p where proname = $1 and pg_get_userbyid(proowner) = $2`,
          [called, name],
        );
        await service.pool.query(`drop ${kind} ${made[0]!.signature}`);
      }
      await protectLog(owner, { name });
      expect(await findLogWeaknesses(service)).toEqual([]);
    } finally {
      await Promise.all([owner.close(), service.close()]);
    }
  });

  /** Locks of sessions of this database on the catalog of functions: of the guard, or of those who define one. */
  const locks = async (granted: boolean): Promise<unknown[]> => {
    const { rows } = await test.superuser.pool.query(
      `select from pg_locks where relation = 'pg_proc'::regclass and database = (select oid from pg_database where datname = current_database())
          and mode = $2 and granted = $1`,
      [granted, granted ? 'ShareLock' : 'RowExclusiveLock'],
    );
    return rows;
  };

  it.each([
    ['a superuser', () => admin],
    ['a role that cannot become the service', () => test.ownerUrl],
  ])(
    'runs no migration while the service defines something, and finds what it defined since the owner, %s, looked',
    async (_, ownerUrl) => {
      const name = await role('nosuperuser');
      await setUpRoles(admin, { owner: new URL(test.ownerUrl).username, service: name });
      const owner = await openOwnerDatabase({ url: ownerUrl() }, 'dateline-test');
      const service = openDatabase(as(name), { max: 1 });
      const folder = await mkdtemp(join(tmpdir(), 'dateline-migrations-'));
      try {
        await migrate(owner);
        await protectLog(owner, { name });
        await cp(join(projectRoot(), 'migrations'), folder, { recursive: true });
        await writeFile(
          join(folder, '9000_slow.sql'),
          `select pg_advisory_xact_lock(4711); insert into audit (actor, action, outcome) values ('a', 'b', 'done')`,
        );
        const trap = `create function public.trap() returns int language sql as 'select 1'`;

        await service.pool.query(`begin; ${trap}`);
        const refused = migrate(owner, { folder }).then(
          () => 'migrated',
          (error: Error) => error.message,
        );
        await eventually(async () => expect(await locks(true)).toHaveLength(1));
        await service.pool.query('commit');
        expect(await refused).toMatch(/the log's owner: the function trap\(\); remove it first/);
        await service.pool.query('drop function public.trap()');

        const holder = await test.db.pool.connect();
        await holder.query('select pg_advisory_lock(4711)');
        const migrated = migrate(owner, { folder });
        await eventually(async () => expect(await locks(true)).toHaveLength(1));
        const defined = service.pool.query(trap);
        await eventually(async () => expect(await locks(false)).toHaveLength(1));
        holder.release(true);
        expect(await migrated).toEqual({ applied: ['9000_slow'] });
        await defined;
      } finally {
        await Promise.all([owner.close(), service.close()]);
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

  it('is not moved while one of its functions is not as the migrations made it', async () => {
    const name = await role('nosuperuser');
    await test.superuser.pool.query(`alter database ${new URL(admin).pathname.slice(1)} owner to ${name}`);
    const service = openDatabase(as(name), { max: 2 });
    const owner = openDatabase(admin, { max: 2 });
    try {
      await migrate(service);
      const { rows } = await service.pool.query<{ definition: string }>(
        `select pg_get_functiondef(oid) as definition from pg_proc where proname = 'append_events'`,
      );
      await service.pool.query(rows[0]!.definition.replace(/\nbegin\n/, `\nbegin\n  execute metadata;\n`));
      await expect(protectLog(owner, { name })).rejects.toThrow(/append_events\(.* is not as the migrations/);
      await service.pool.query(rows[0]!.definition);
      await service.pool.query('alter function dateline_now() set search_path = pg_temp');
      await expect(protectLog(owner, { name })).rejects.toThrow(/dateline_now\(\) is not as the migrations/);
      await service.pool.query('alter function dateline_now() reset search_path');
      await protectLog(owner, { name });
      expect(await findLogWeaknesses(service)).toEqual([]);
    } finally {
      await Promise.all([owner.close(), service.close()]);
    }
  });

  it('leaves the service no function that runs with the rights of the owner but append_events', async () => {
    const name = await role('nosuperuser');
    const owner = await openOwnerDatabase({ url: admin }, 'dateline-test');
    const service = openDatabase(as(name), { max: 1 });
    try {
      await migrate(owner);
      await owner.pool.query('alter function dateline_now() security definer');
      await protectLog(owner, { name });
      await expect(service.pool.query('select dateline_now()')).rejects.toMatchObject({ code: '42501' });
      await owner.pool.query(`create function public.mighty() returns int language sql security definer as 'select 1'`);
      await expect(protectLog(owner, { name })).rejects.toThrow(/may call mighty\(\), which runs with the rights of/);
    } finally {
      await Promise.all([owner.close(), service.close()]);
    }
  });

  it("of the release in which the audit trail was the service's is moved, with what was in it, unless a trap is left on it", async () => {
    const name = await role('nosuperuser');
    const service = openDatabase(as(name), { max: 2 });
    const owner = await openOwnerDatabase({ url: admin }, 'dateline-test');
    const entries = async (): Promise<unknown[]> => (await service.pool.query('select action from audit')).rows;
    try {
      await migrateUpTo('0028', owner);
      await protectLog(owner, { name });
      await owner.pool.query(`alter table audit owner to ${name};
        drop function count_denials; drop function remove_old_audit;
        delete from kysely_migration where name like '0028%'`);
      await service.pool.query(`insert into audit (actor, action, outcome) values ('operator', 'key-create', 'done');
        create rule trap as on delete to audit do instead nothing`);
      expect(await findLogWeaknesses(service)).toEqual([expect.stringMatching(/owns the table audit$/)]);
      await expect(protectLog(owner, { name })).rejects.toThrow(/the rule trap on audit/);
      await service.pool.query('drop rule trap on audit');
      await migrateUpTo('0028', owner);
      await protectLog(owner, { name });
      expect(await findLogWeaknesses(service)).toEqual([]);
      await expect(service.pool.query('delete from audit')).rejects.toThrow(/permission denied/);
      await new Audit(service).note({ actor: 'operator', action: 'key-revoke', outcome: 'done' });
      await new Audit(service).removeOld();
      expect(await entries()).toEqual([{ action: 'key-create' }, { action: 'key-revoke' }]);
      // What is granted besides is taken away again.
      await owner.pool.query(`grant update, insert on audit to ${name}`);
      expect(await findLogWeaknesses(service)).toEqual([expect.stringMatching(/may write into the table audit$/)]);
      await protectLog(owner, { name });
      expect(await findLogWeaknesses(service)).toEqual([]);
      await new Audit(service).note({ actor: 'operator', action: 'key-rotate', outcome: 'done' });
      expect(await entries()).toHaveLength(3);
    } finally {
      await Promise.all([owner.close(), service.close()]);
    }
  });

  it('is left as it is where the service would be the owner or a superuser', async () => {
    await makeAsBefore(test.superuser);
    const owner = await openOwnerDatabase({ url: admin }, 'dateline-test');
    try {
      await expect(protectLog(owner, { name: new URL(admin).username })).rejects.toThrow(/name the same role/);
      await expect(protectLog(owner, { name: await role('superuser') })).rejects.toThrow(/a superuser, from which/);
      const mighty = await role('nosuperuser');
      await test.superuser.pool.query(`grant pg_write_all_data to ${mighty}`);
      await expect(protectLog(owner, { name: mighty })).rejects.toThrow(/may act as pg_write_all_data/);
    } finally {
      await owner.close();
    }
  });
});
