import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase, type Database } from '#libs/database';

/** A database of one spec's own, in the Postgres of the whole test run. */
export interface TestDatabase {
  url: string;
  db: Database;
  /** Closes `db`, ends whoever else is connected, and removes the database. */
  drop(): Promise<void>;
}

/**
 * Makes a migrated, empty database under a name that nobody else has, so that specs run in parallel and in any order.
 *
 * @param options.migrated false: without any table, for specs about migrations themselves
 * @param options.server the URL of another Postgres, with a migrated database `dateline` (`startOwnPostgres`)
 */
export async function createTestDatabase(
  options: { migrated?: boolean; max?: number; server?: string } = {},
): Promise<TestDatabase> {
  const server = options.server ?? process.env['DATELINE_TEST_POSTGRES'];
  if (server === undefined)
    throw new Error('Test databases are made by test/global-setup.mjs; run the spec with jest.');
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name} template ${options.migrated === false ? 'template1' : 'dateline'}`);
  const url = server.replace('/dateline?', `/${name}?`);
  const db = openDatabase(url, { max: options.max, applicationName: 'dateline-test' });
  return {
    url,
    db,
    drop: async () => {
      await db.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server.replace('/dateline?', '/postgres?') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
