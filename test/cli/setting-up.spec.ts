import { checkKey } from '#libs/access';
import { findLogWeaknesses, openDatabase, pendingMigrations } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { runDateline, type Ended } from './command-line.js';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
});
afterEach(() => database.drop());

function dateline(...args: string[]): Promise<Ended> {
  return runDateline(args, { DATABASE_URL: database.url, SEED: 'none' });
}

describe('dateline migrate', () => {
  it('makes a database ready once, and tells the administrator key that one time', async () => {
    const early = await dateline('timeline');
    expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining('run "dateline migrate"') });
    const first = await dateline('migrate');
    const again = await dateline('migrate');
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(await pendingMigrations(database.db)).toEqual([]);
    const key = /dl_[\w-]+/.exec(first.stdout)![0];
    expect(await checkKey(database.db, key)).toMatchObject({ scopes: ['admin'] });
    expect(again.stdout).not.toContain('dl_');
  });
});

describe('dateline migrate, with DATABASE_OWNER_URL', () => {
  it('moves a database of one role: the service gets a role of its own, which cannot change the log', async () => {
    const alone = await dateline('migrate');
    expect(alone).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The log is not protected from the service'),
    });
    const service = new URL(database.url);
    [service.username, service.password] = [`service_${process.pid}_${Date.now()}`, 'a password'];
    const env = { DATABASE_URL: service.href, DATABASE_OWNER_URL: database.superuserUrl, SEED: 'none' };
    try {
      const moved = await runDateline(['migrate'], env);
      expect(moved).toMatchObject({ code: 0, stdout: expect.not.stringContaining('not protected') });
      const db = openDatabase(service.href, { max: 1 });
      expect(await findLogWeaknesses(db)).toEqual([]);
      await db.close();
      const { DATABASE_OWNER_URL: _owner, ...withoutOwner } = env;
      expect(await runDateline(['migrate'], withoutOwner)).toMatchObject({ code: 0 });
      expect(await runDateline(['key', 'create', '--name', 'k', '--scope', 'read'], withoutOwner)).toMatchObject({
        code: 0,
      });
    } finally {
      await database.superuser.pool.query(`drop owned by ${service.username} cascade; drop role ${service.username}`);
    }
  });
});

describe('dateline migrate, with a DATABASE_OWNER_URL of another database', () => {
  it('makes nothing in either, and says so', async () => {
    const other = await createTestDatabase({ migrated: false });
    try {
      const env = { DATABASE_URL: database.url, DATABASE_OWNER_URL: other.ownerUrl, SEED: 'none' };
      const refused = await runDateline(['migrate'], env);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('name two databases') });
      for (const { db } of [database, other]) {
        const { rows } = await db.pool.query(`select from pg_class where relnamespace = 'public'::regnamespace`);
        expect(rows).toHaveLength(0);
      }
    } finally {
      await other.drop();
    }
  });
});

describe('dateline key create', () => {
  it('tells a key that works, alone on standard output', async () => {
    const { code, stdout, stderr } = await dateline('key', 'create', '--name', 'Nightly import', '--scope', 'write');
    expect(code).toBe(0);
    expect(await checkKey(database.db, stdout.trim())).toMatchObject({ name: 'Nightly import', scopes: ['write'] });
    expect(stderr).toContain('not shown again');
  });

  it('refuses a name that is no name', async () => {
    const { code, stdout, stderr } = await dateline('key', 'create', '--name', ' ', '--scope', 'read');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'The name of a key has 1 to 100 characters that are shown, and no control or format character.\n',
    );
  });
});

describe('dateline key list, revoke and rotate', () => {
  it('list every key, end one at once and replace one, and leave a trail of it', async () => {
    const twice = await dateline('key', 'create', '--name', 'Ana', '--scope', 'read', '--scope', 'admin');
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('It is given once') });
    const made = await dateline('key', 'create', '--name', 'Ana', '--scope', 'write', '--expires', 'P90D', '--json');
    const { id, key } = JSON.parse(made.stdout) as { id: string; key: string };
    const rotated = await dateline('key', 'rotate', id, '--grace', 'PT1H');
    expect(rotated.stderr).toMatch(new RegExp(`The key ${id} is valid until \\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z\\.`));
    expect(await checkKey(database.db, key)).toMatchObject({ name: 'Ana' });
    expect(await checkKey(database.db, rotated.stdout.trim())).toMatchObject({ name: 'Ana', scopes: ['write'] });
    expect(await dateline('key', 'revoke', id)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('was revoked at'),
    });
    expect(await checkKey(database.db, key)).toBeNull();
    const list = await dateline('key', 'list');
    expect(list.stdout).toMatch(/Ana +write +revoked/);
    expect(list.stdout).toMatch(/Ana +write +valid/);
    expect(list.stdout).not.toContain('dl_');
    expect(await dateline('key', 'revoke', '999')).toMatchObject({
      code: 1,
      stderr: 'There is no key with this id.\n',
    });

    const trail = await dateline('audit', '--json');
    const entries = JSON.parse(trail.stdout) as {
      action: string;
      actor: string;
      target: string;
      outcome: string;
      details: object;
    }[];
    expect(entries[2]).toMatchObject({ action: 'key-rotate', details: { made: expect.stringMatching(/^\d+$/) } });
    expect(entries.map(({ action, actor, target, outcome }) => [action, actor, target, outcome])).toEqual([
      ['key-revoke', 'operator', '999', 'refused'],
      ['key-revoke', 'operator', id, 'done'],
      ['key-rotate', 'operator', id, 'done'],
      ['key-create', 'operator', id, 'done'],
      ['database-migrate', 'operator', expect.any(String), 'done'],
    ]);
    expect((await dateline('audit', '--action', 'key-rotate')).stdout).toMatch(/operator +key-rotate \d+ +done/);
  });
});
