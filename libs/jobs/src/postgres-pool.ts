import { runMigrations, type PgPool, type PgPoolClient, type PgQueryResult } from 'bullmq';
import { Pool } from 'pg';
import { isDatabaseAway } from '#libs/database';
import { messageOf } from '#libs/kernel';

/** Where BullMQ keeps its tables, beside those of the service. */
const SCHEMA = 'bullmq';
const SCHEDULING = 'dateline:jobs:scheduling';
/** One connection listens for new jobs, the others are for queries. Queue and worker share them. */
const CONNECTIONS = 4;

/**
 * The connections of one process to a queue in Postgres. BullMQ waits and repeats by itself, but only after the one error
 * of a refused TCP connection; at any other (a socket that is gone, a server that is just starting or stopping) its loop
 * would turn without a pause, or a finished job would count as failed. So here whatever means that the database is away looks like that one.
 */
export class PostgresPool implements PgPool {
  readonly #pool: Pool;

  /** @param url may name a unix socket (`?host=/path`) @param onLost told of every connection that breaks */
  constructor(url: string, onLost: (error: Error) => void) {
    this.#pool = new Pool({
      connectionString: url,
      max: CONNECTIONS,
      application_name: 'dateline-jobs',
      // Nothing that must not be lost is in the queue, so it waits for no disk: what a crash of Postgres takes from it is
      // found as lost and put in again, and what had been done by then is found done.
      options: `-c search_path=${SCHEMA} -c TimeZone=UTC -c synchronous_commit=off`,
      connectionTimeoutMillis: 30_000,
      keepAlive: true,
    });
    this.#pool.on('error', onLost);
    // A connection that breaks while it is lent out has no other listener, and would end the process.
    this.#pool.on('connect', (client) => client.on('error', onLost));
  }

  /** BullMQ looks here whether a silent end of a connection is noticed. */
  get options(): { keepAlive: boolean } {
    return { keepAlive: true };
  }

  /** Brings BullMQ's tables up to date, under a lock of its own: several processes may call it at once. */
  async migrate(): Promise<void> {
    const client = await this.connect();
    try {
      await runMigrations(client, SCHEMA);
    } finally {
      client.release();
    }
  }

  /**
   * Takes a step that no other process takes at the same time. BullMQ itself does not hold two that put the same schedule
   * in place apart: each would add a first run.
   */
  async exclusively(step: () => Promise<void>): Promise<void> {
    const client = await this.connect();
    try {
      await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [SCHEDULING]);
      await step();
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [SCHEDULING]);
      client.release();
    } catch (error) {
      // Ends the session, and so the lock.
      client.release(true);
      throw asRefused(error);
    }
  }

  async connect(): Promise<PgPoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw asRefused(error);
    }
  }

  // The result type is the caller's word, as in BullMQ's own interface.
  // oxlint-disable-next-line typescript/no-explicit-any
  async query<R = any>(text: string, parameters?: readonly unknown[]): Promise<PgQueryResult<R>> {
    try {
      const { rows, rowCount } = await this.#pool.query(text, parameters as unknown[] | undefined);
      return { rows, rowCount };
    } catch (error) {
      throw asRefused(error);
    }
  }

  async end(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end();
  }

  // Every queue and worker on the pool would hear the same; `onLost` hears it once.
  on(): this {
    return this;
  }

  removeAllListeners(): this {
    return this;
  }
}

function asRefused(error: unknown): unknown {
  if (!isDatabaseAway(error)) return error;
  return Object.assign(new Error(messageOf(error), { cause: error }), { code: 'ECONNREFUSED' });
}
