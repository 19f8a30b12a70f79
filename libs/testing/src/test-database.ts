import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase, type Database, type DatabaseUrls } from '#libs/database';

/** A database of one spec's own, in the Postgres of the whole test run. */
export interface TestDatabase extends DatabaseUrls {
  /** As the role of the service, so that every spec shows where it lacks a right. */
  db: Database;
  /** As the role that owns the log. */
  owner: Database;
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
  options: { migrated?: boolean; max?: number; server?: DatabaseUrls } = {},
): Promise<TestDatabase> {
  const server = options.server ?? serverOfRun();
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const isMigrated = options.migrated ?? true;
  const { username } = new URL(server.url);
  await administer(server, `create database ${name} template ${isMigrated ? 'dateline' : 'template1'}`);
  // A copy has the rights of its template on everything in it, but not those on the database itself.
  if (isMigrated) await administer(server, `grant create on database ${name} to ${username}`);
  const ownerUrl = server.ownerUrl.replace('/dateline?', `/${name}?`);
  const url = isMigrated ? server.url.replace('/dateline?', `/${name}?`) : ownerUrl;
  const db = openDatabase(url, { max: options.max, applicationName: 'dateline-test' });
  const owner = openDatabase(ownerUrl, { max: options.max, applicationName: 'dateline-test' });
  return {
    url,
    ownerUrl,
    db,
    owner,
    drop: async () => {
      await db.close();
      await owner.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

function serverOfRun(): DatabaseUrls {
  const [url, ownerUrl] = [process.env['DATELINE_TEST_POSTGRES'], process.env['DATELINE_TEST_POSTGRES_OWNER']];
  if (url !== undefined && ownerUrl !== undefined) return { url, ownerUrl };
  throw new Error('Test databases are made by test/global-setup.mjs; run the spec with jest.');
}

async function administer({ ownerUrl }: DatabaseUrls, statement: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl.replace('/dateline?', '/postgres?') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
