import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase, type Database, type DatabaseUrls } from '#libs/database';

/** A Postgres for tests, in which a superuser makes databases. */
export interface TestServer extends DatabaseUrls {
  superuserUrl: string;
}

/** A database of one spec's own, in the Postgres of the whole test run. */
export interface TestDatabase extends DatabaseUrls {
  /** As the role of the service, so that every spec shows where it lacks a right. */
  db: Database;
  /** As the role that owns the log. */
  owner: Database;
  /** As a superuser of the server: for what no role of Dateline may do. */
  superuser: Database;
  superuserUrl: string;
  /** Closes both, ends every other connection, and removes the database. */
  drop(): Promise<void>;
}

/**
 * Makes a migrated, empty database under a name that nobody else has, so that specs run in parallel and in any order.
 *
 * @param options.migrated false: without any table, for specs about migrations themselves; `db` is then the owner too
 * @param options.server another Postgres, with a migrated database `dateline` (`startOwnPostgres`)
 */
export async function createTestDatabase(
  options: { migrated?: boolean; max?: number; server?: TestServer } = {},
): Promise<TestDatabase> {
  const server = options.server ?? serverOfRun();
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const isMigrated = options.migrated ?? true;
  const { username: service } = new URL(server.url);
  const { username: owner } = new URL(server.ownerUrl);
  const template = isMigrated ? 'dateline' : 'template1';
  await administer(server, `create database ${name} template ${template} owner ${owner}`);
  const superuserUrl = server.superuserUrl.replace('/dateline?', `/${name}?`);
  // A copy has the rights of its template on everything in it, but not those on the database itself.
  if (isMigrated) await administer(server, `grant create on database ${name} to ${service}`);
  const ownerUrl = server.ownerUrl.replace('/dateline?', `/${name}?`);
  const url = isMigrated ? server.url.replace('/dateline?', `/${name}?`) : ownerUrl;
  const db = openDatabase(url, { max: options.max, applicationName: 'dateline-test' });
  const ownerDb = openDatabase(ownerUrl, { max: options.max, applicationName: 'dateline-test' });
  const superuser = openDatabase(superuserUrl, { max: 2, applicationName: 'dateline-test' });
  return {
    url,
    ownerUrl,
    db,
    owner: ownerDb,
    superuser,
    superuserUrl,
    drop: async () => {
      await db.close();
      await ownerDb.close();
      await superuser.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

function serverOfRun(): TestServer {
  const {
    DATELINE_TEST_POSTGRES: url,
    DATELINE_TEST_POSTGRES_OWNER: ownerUrl,
    DATELINE_TEST_POSTGRES_SUPERUSER: superuserUrl,
  } = process.env;
  if (url !== undefined && ownerUrl !== undefined && superuserUrl !== undefined) return { url, ownerUrl, superuserUrl };
  throw new Error('Test databases are made by test/global-setup.mjs; run the spec with jest.');
}

async function administer({ superuserUrl }: TestServer, statement: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl.replace('/dateline?', '/postgres?') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
