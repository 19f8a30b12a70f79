import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, type Pool } from 'pg';
import { messageOf } from '#libs/kernel';
import { CallersPool } from './callers-pool.js';
import { PreparingClient } from './preparing-client.js';

/** How a connection pool to Postgres is opened. */
export interface DatabaseOptions {
  /** The most connections held at once (10). */
  max?: number;
  /** The name under which the connections appear in `pg_stat_activity`. */
  applicationName?: string;
  /** The longest that one statement may take, waiting for locks included, in milliseconds; without it, any time. */
  statementTimeoutMs?: number;
  /** The longest that a transaction may wait for its next statement, in milliseconds; without it, any time. */
  idleInTransactionTimeoutMs?: number;
  /** The schemas in which unqualified names are looked up; the usual ones of the role where left out. */
  searchPath?: string;
}

/**
 * A pool of connections to one Postgres and the query builder over the same pool. `bigint` columns arrive as
 * strings; whoever reads them by name maps them. Sessions run in UTC.
 */
export class Database {
  readonly kysely: Kysely<unknown>;
  #closed: Promise<void> | undefined;

  constructor(readonly pool: Pool) {
    this.kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  }

  /** Closes every connection; calling it again waits for the same end. */
  close(): Promise<void> {
    this.#closed ??= this.kysely.destroy().then(() => (this.pool.ended ? undefined : this.pool.end()));
    return this.#closed;
  }
}

/** Opens a pool for a Postgres URL. Nothing is connected until the first query. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new CallersPool({
    Client: PreparingClient,
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'dateline',
    options: `-c TimeZone=UTC${options.searchPath === undefined ? '' : ` -c search_path=${options.searchPath}`}`,
    statement_timeout: options.statementTimeoutMs ?? false,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // An idle connection that Postgres ends is dropped by the pool and replaced by the next query, which reports what
  // is wrong if anything still is. Without a listener the event would end the process.
  pool.on('error', () => {});
  // The same for a connection in use: its query rejects, and says why.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Database(pool);
}

/** How long it waits before it tries again to reach a database that is away. */
const RETRY_MS = 500;

/** The database cannot be reached; the message is one sentence for people, without the password. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
}

/**
 * Connects once and leaves.
 *
 * @param setting what holds the address, for the message
 * @throws DatabaseUnreachable when no session can be opened within five seconds.
 */
export async function checkReachable(url: string, setting = 'DATABASE_URL'): Promise<void> {
  let client: Client | undefined;
  try {
    client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    throw new DatabaseUnreachable(
      `The database at ${withoutPassword(url, setting)} cannot be reached (${messageOf(error)}); start it or correct ${setting}.`,
    );
  } finally {
    await client?.end().catch(() => {});
  }
}

/**
 * Waits until a session can be opened, however long that takes.
 *
 * @param onAway called once, where the first attempt fails
 */
export async function untilReachable(url: string, onAway: (reason: DatabaseUnreachable) => void): Promise<void> {
  for (let isTold = false; ; isTold = true) {
    try {
      return await checkReachable(url);
    } catch (error) {
      if (!(error instanceof DatabaseUnreachable)) throw error;
      if (!isTold) onAway(error);
      await sleep(RETRY_MS);
    }
  }
}

function withoutPassword(url: string, setting: string): string {
  return URL.canParse(url) ? new URL(url).host + new URL(url).pathname : setting;
}
