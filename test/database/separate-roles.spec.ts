import {
  openDatabase,
  setUpRoles,
  migrate,
  openOwnerDatabase,
  ownerIsServiceSentence,
  protectLog,
  type Database,
} from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

/** What Postgres answers to a statement: its SQLSTATE, or that it took it. */
async function answerTo(statement: string, db: Database): Promise<string> {
  const client = await db.pool.connect();
  try {
    await client.query(statement);
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    client.release(true);
  }
}

const transfer = (kind: string, name: string, receiver: string): string =>
  `select dateline_roles.transfer('${kind}', '${name}', '${receiver}')`;

describe('the owner of the log and the role of the service', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  const names = (): { owner: string; service: string } => ({
    owner: new URL(test.ownerUrl).username,
    service: new URL(test.url).username,
  });

  it('cannot become each other, nor make, change or join any role', async () => {
    const { owner, service } = names();
    for (const [db, self, other] of [
      [test.owner, owner, service],
      [test.db, service, owner],
    ] as const) {
      for (const statement of [
        `set role ${other}`,
        `set session authorization ${other}`,
        `grant ${other} to ${self}`,
        `grant ${self} to ${other}`,
        `alter role ${other} password 'x'`,
        `alter role ${self} superuser`,
        `alter role ${self} createrole`,
        'create role another',
        `create role another in role ${other}`,
        'create database another',
        `reassign owned by ${other} to ${self}`,
        'set role dateline',
        'set session authorization dateline',
        'grant pg_execute_server_program to current_user',
        `copy (select 1) to program 'true'`,
        `select pg_read_file('postgresql.conf')`,
      ]) {
        expect([self, statement, await answerTo(statement, db)]).toEqual([self, statement, '42501']);
      }
    }
    expect(await ownerIsServiceSentence(test.db)).toBeUndefined();
  });

  it("get by a transfer what is the other's alone: no object of anybody else, and the service none", async () => {
    const { owner, service } = names();
    await test.superuser.pool.query('create table public.of_superuser ()');
    await test.db.pool.query(`create function public.of_service() returns int language sql as 'select 1'`);
    for (const [kind, name, receiver] of [
      ['table', 'public.of_superuser', owner],
      ['table', 'public.of_superuser', service],
      ['table', 'pg_catalog.pg_authid', owner],
      ['table', 'public.events', 'dateline'],
      ['table', 'public.events', owner],
      ['routine', 'public.of_service()', owner],
      ['schema', 'dateline_roles', service],
      ['role', service, owner],
    ] as const) {
      const answer = await answerTo(transfer(kind, name, receiver), test.owner);
      expect([kind, name, receiver, answer]).toEqual([kind, name, receiver, '42501']);
    }
    expect(await answerTo(transfer('table', 'public.api_keys', service), test.db)).toBe('42501');
    expect(await answerTo(`begin; ${transfer('table', 'public.api_keys', owner)}; rollback`, test.owner)).toBe('done');
    expect(await answerTo('create function dateline_roles.transfer() returns int return 1', test.owner)).toBe('42501');
    expect(await answerTo('create function dateline_roles.transfer() returns int return 1', test.db)).toBe('42501');
  });
});

describe('migrations/roles.sql', () => {
  it('takes away that an owner made the role of the service, and keeps that it can be migrated', async () => {
    const test = await createTestDatabase({ migrated: false });
    const [owner, service] = ['owner', 'service'].map((name) => `${name}_${process.pid}_${Date.now()}`) as [
      string,
      string,
    ];
    const as = (name: string): string => {
      const url = new URL(test.ownerUrl);
      [url.username, url.password] = [name, 'x'];
      return url.href;
    };
    const [own, its] = [openDatabase(as(owner), { max: 2 }), openDatabase(as(service), { max: 2 })];
    try {
      await test.superuser.pool.query(`create role ${owner} login createrole createdb password 'x'`);
      await test.superuser.pool.query(`alter database ${new URL(test.url).pathname.slice(1)} owner to ${owner}`);
      await migrate(own);
      await protectLog(own, { name: service, password: 'x' });
      expect(await answerTo(`grant ${service} to ${owner}; set role ${service}`, own)).toBe('done');
      expect(await ownerIsServiceSentence(its)).toMatch(/can become the role of the service .* migrations\/roles\.sql/);

      await setUpRoles(test.superuserUrl, { owner, service });
      await setUpRoles(test.superuserUrl, { owner, service });
      for (const statement of [`grant ${service} to ${owner}`, `set role ${service}`, 'create role another'])
        expect([statement, await answerTo(statement, own)]).toEqual([statement, '42501']);
      expect(await ownerIsServiceSentence(its)).toBeUndefined();
      await its.pool.query('create table more (id int)');
      const opened = await openOwnerDatabase({ url: as(service), ownerUrl: as(owner) }, 'dateline-test');
      await migrate(opened);
      await protectLog(opened, { name: service });
      await opened.close();
      await its.pool.query('alter table api_keys add column more text');
    } finally {
      await Promise.all([own.close(), its.close()]);
      await test.drop();
    }
  });

  it('refuses a superuser as either role, and a schema that the service put in its place', async () => {
    const test = await createTestDatabase({ migrated: false });
    const { username: owner } = new URL(test.ownerUrl);
    try {
      const names = { owner, service: 'dateline_service' };
      await expect(setUpRoles(test.superuserUrl, { ...names, owner: 'dateline' })).rejects.toThrow(/is a superuser/);
      await expect(setUpRoles(test.superuserUrl, { ...names, service: owner })).rejects.toThrow(/need two roles/);
      await expect(setUpRoles(test.ownerUrl, names)).rejects.toThrow(/Only a superuser/);
      await test.owner.pool.query('create schema dateline_roles');
      await expect(setUpRoles(test.superuserUrl, names)).rejects.toThrow(/dateline_roles is not a superuser's/);
    } finally {
      await test.drop();
    }
  });
});
