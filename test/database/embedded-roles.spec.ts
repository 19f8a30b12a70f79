import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  EmbeddedPostgres,
  findLogWeaknesses,
  migrate,
  openDatabase,
  openOwnerDatabase,
  ownerIsServiceSentence,
  protectLog,
} from '#libs/database';
import { EventStore } from '#libs/event-store';
import { migrateUpTo, noted, worksAs } from './installations.js';

/** Leaves the cluster with the superuser alone, as the releases before the roles. */
const ONE_ROLE = `reassign owned by dateline_owner to dateline; drop owned by dateline_owner, dateline_service;
  drop schema dateline_roles cascade; drop role dateline_owner, dateline_service`;

async function enters(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
function withoutPassword(url: string): string {
  const open = new URL(url);
  open.password = '';
  return open.href;
}

describe('an embedded Postgres', () => {
  let dataDir: string;
  let server: EmbeddedPostgres | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dateline-move-'));
    await chmod(dataDir, 0o755);
  });
  afterEach(async () => {
    await server?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('that any role could enter takes nobody without a password after the next start, also where the old server was left running', async () => {
    server = await EmbeddedPostgres.start(dataDir, { durable: false });
    // What a release before the roles left behind: trust, no role for the service, no passwords.
    const superuser = openDatabase(server.superuserUrl);
    const file = join(dataDir, 'postgres', 'pg_hba.conf');
    await writeFile(file, 'local all all trust\n');
    await superuser.pool.query(`${ONE_ROLE}; alter role dateline password null; select pg_reload_conf()`);
    await superuser.close();
    await rm(join(dataDir, 'database-roles'), { recursive: true });
    expect(await enters(withoutPassword(server.superuserUrl))).toBe(true);

    const { url, ownerUrl, superuserUrl } = (server = await EmbeddedPostgres.start(dataDir, { durable: false }));
    expect(await Promise.all([url, ownerUrl, superuserUrl].map(enters))).toEqual([true, true, true]);
    expect(await Promise.all([url, ownerUrl, superuserUrl].map(withoutPassword).map(enters))).toEqual([
      false,
      false,
      false,
    ]);
    expect(await EmbeddedPostgres.findRunning(dataDir)).toEqual({ url, ownerUrl });
    for (const name of ['superuser', 'owner', 'service']) {
      expect((await stat(join(dataDir, 'database-roles', name))).mode & 0o777).toBe(0o600);
    }
  });

  it('is found again where the passwords were lost: they are made anew', async () => {
    server = await EmbeddedPostgres.start(dataDir, { durable: false });
    const before = server.url;
    await rm(join(dataDir, 'database-roles'), { recursive: true });
    await mkdir(join(dataDir, 'database-roles'));
    server = await EmbeddedPostgres.start(dataDir, { durable: false });
    expect(server.url).not.toBe(before);
    expect(await Promise.all([before, server.url, server.ownerUrl].map(enters))).toEqual([false, true, true]);
  });

  /** The passwords as the release wrote them in which the superuser owned the log, the service having a role of its own. */
  const keepTwoPasswords = async (): Promise<void> => {
    const roles = join(dataDir, 'database-roles');
    await writeFile(join(roles, 'owner'), await readFile(join(roles, 'superuser')));
    await rm(join(roles, 'superuser'));
  };

  it.each([
    ['at its next start', keepTwoPasswords],
    [
      'after a start that was killed when it had made the passwords',
      async () => {
        await writeFile(join(dataDir, 'postgres', 'pg_hba.conf'), 'local all all trust\n');
      },
    ],
  ])('whose superuser owned the log is moved %s to an owner that is none, with what is in it', async (_, leave) => {
    server = await EmbeddedPostgres.start(dataDir, { durable: false });
    const superuser = await openOwnerDatabase({ url: server.superuserUrl }, 'dateline-test');
    await superuser.pool.query(
      `${ONE_ROLE}; create role dateline_service login password '${new URL(server.url).password}'`,
    );
    await migrateUpTo('0028', superuser);
    await protectLog(superuser, { name: 'dateline_service' });
    const early = openDatabase(server.url);
    await early.pool.query(`create schema bullmq; create type bullmq.state as enum ('waiting');
      create table bullmq.job (id bigserial, state bullmq.state);
      create function bullmq.count() returns bigint language sql as 'select count(*) from bullmq.job'`);
    await new EventStore(early).append([{ stream: 'a', expectedVersion: 'any', events: [noted('one')] }]);
    expect(await ownerIsServiceSentence(early)).toMatch(
      /^The owner of the log \(dateline\) can become the role of the service/,
    );
    await Promise.all([superuser.close(), early.close()]);
    await leave();
    await server.stop();

    for (let start = 0; start < 2; start++) {
      server = await EmbeddedPostgres.start(dataDir, { durable: false });
      const { url, ownerUrl } = server;
      const owner = await openOwnerDatabase({ url, ownerUrl }, 'dateline-test');
      const service = openDatabase(url, { max: 4 });
      try {
        const { rows } = await owner.pool.query(
          `select rolsuper or rolcreaterole as mighty, pg_get_userbyid(relowner) as owner, pg_get_userbyid(datdba) as of_all
             from pg_roles, pg_class, pg_database
            where rolname = current_user and pg_class.oid = 'events'::regclass and datname = current_database()`,
        );
        expect(rows).toEqual([{ mighty: false, owner: 'dateline_owner', of_all: 'dateline_owner' }]);
        // What the service owned stays its own when the owner has changed it.
        expect((await migrate(owner)).applied.length > 0).toBe(start === 0);
        await protectLog(owner, { name: 'dateline_service' });
        expect(await findLogWeaknesses(service)).toEqual([]);
        expect(await ownerIsServiceSentence(service)).toBeUndefined();
        if (start === 0) await worksAs(service);
        expect(await new EventStore(service).verify()).toMatchObject({ ok: true, head: { position: 2n } });
      } finally {
        await Promise.all([owner.close(), service.close()]);
      }
      await server.stop();
    }
  });
});
