import { sql, type RawBuilder } from 'kysely';
import { hostname } from 'node:os';
import type { Database } from '#libs/database';
import type { View } from './view.js';

/** How long a holder that is not heard of keeps a row. */
const LEASE_MS = 8_000;
/** How often a holder is heard of. */
const BEAT_MS = 2_000;
/** The longest that a lease becomes for a batch that took longer than one. */
const LONGEST_LEASE_MS = 600_000;

/** Which row of `projections`: what readers see of a view, or what fills beside it. */
export type HeldStatus = 'live' | 'building';

/** Another process has taken the row meanwhile; nothing of the batch was kept. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** In words, which process holds a row: "dateline-worker, process 4711 on example". */
export function ownerOf(db: Database): string {
  return `${db.pool.options.application_name ?? 'dateline'}, process ${process.pid} on ${hostname()}`;
}

/**
 * A row of `projections` as this process holds it, for a term that it renews from outside the batches. Whoever takes the
 * row later counts `fence` on; every write names the fence, so that one who was thought dead cannot write any more.
 */
export class Lease {
  /** Where the row stood when it was taken. */
  readonly position: bigint;
  readonly fence: bigint;
  readonly #lost = new AbortController();
  #beat: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();
  #termMs: number;

  private constructor(
    private readonly db: Database,
    readonly view: View,
    readonly status: HeldStatus,
    termMs: number,
    row: { position: string; fence: string },
  ) {
    this.#termMs = termMs;
    this.position = BigInt(row.position);
    this.fence = BigInt(row.fence);
    this.#schedule();
  }

  /**
   * Takes the row of this version of the view, if it is there and nobody holds it; else null. Sessions of an earlier holder
   * that let its term pass are ended: it may be frozen in the middle of a transaction, and would keep its locks.
   *
   * @param patience how many batches have outlasted their term: each doubles it
   */
  static async take(db: Database, view: View, status: HeldStatus, patience = 0): Promise<Lease | null> {
    const termMs = Math.min(LEASE_MS * 2 ** patience, LONGEST_LEASE_MS);
    const { rows } = await sql<{ position: string; fence: string; expired: boolean }>`
      with free as (
        select name, status, owner is not null as expired from projections
         where name = ${view.name} and status = ${status} and version = ${view.version}
           and (owner is null or lease_until < clock_timestamp()
             -- The clock went back meanwhile.
             or lease_until > clock_timestamp() + ${LONGEST_LEASE_MS} * interval '1 millisecond')
           for update skip locked)
      update projections p
         set owner = ${ownerOf(db)}, lease_until = clock_timestamp() + ${termMs} * interval '1 millisecond',
             fence = p.fence + 1
        from free
       where p.name = free.name and p.status = free.status
      returning p.position, p.fence, free.expired`.execute(db.kysely);
    const row = rows[0];
    if (row === undefined) return null;
    const lease = new Lease(db, view, status, termMs, row);
    if (row.expired) await lease.#endEarlierSessions();
    return lease;
  }

  /** Aborted when it turns out that another process has taken the row. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** How long the row stays ours without a word, in milliseconds. */
  get termMs(): number {
    return this.#termMs;
  }

  /** After a batch that was done in good time: the usual term is enough again. */
  shorten(): void {
    this.#termMs = LEASE_MS;
  }

  /** The name of the sessions that work under this lease; the successor knows them by it. */
  get sessionName(): string {
    return sessionName(this.view.name, this.status, this.fence);
  }

  /** Lets the row go, so that another process can take it at once. */
  async release(): Promise<void> {
    clearTimeout(this.#beat);
    this.#beat = undefined;
    await this.#beating;
    // Where the database is away the term ends by itself.
    await sql`
      with released as (
        update projections set owner = null, lease_until = null where ${this.mine()} returning name)
      select pg_notify('dateline_log', h.position::text) from log_head h, released`
      .execute(this.db.kysely)
      .catch(() => {});
  }

  /** The condition on `projections` that the row is still held under this lease. */
  mine(): RawBuilder<boolean> {
    return sql<boolean>`name = ${this.view.name} and status = ${this.status} and version = ${this.view.version}
      and fence = ${this.fence}`;
  }

  /** The end of a term that begins now, in SQL. */
  termFromNow(): RawBuilder<Date> {
    return sql<Date>`clock_timestamp() + ${this.termMs} * interval '1 millisecond'`;
  }

  #schedule(): void {
    this.#beat = setTimeout(() => {
      this.#beating = this.#renew().finally(() => {
        if (this.#beat !== undefined && !this.lost.aborted) this.#schedule();
      });
    }, BEAT_MS).unref();
  }

  async #renew(): Promise<void> {
    try {
      const { numAffectedRows } = await sql`
        update projections set lease_until = ${this.termFromNow()} where ${this.mine()}`.execute(this.db.kysely);
      if (numAffectedRows !== 1n) this.#lost.abort();
    } catch {
      // The next beat tries again; if none gets through, somebody else takes the row, and the fence keeps us out.
    }
  }

  async #endEarlierSessions(): Promise<void> {
    const prefix = sessionName(this.view.name, this.status);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()
         and starts_with(application_name, ${prefix}) and application_name <> ${this.sessionName}`
      .execute(this.db.kysely)
      // A role that may not do so waits until the server ends them (idle_in_transaction_session_timeout).
      .catch(() => {});
  }
}

/** At most 63 bytes, as Postgres keeps it; without a fence, what the names for all fences begin with. */
function sessionName(view: string, status: HeldStatus, fence?: bigint): string {
  return `dateline ${status} ${view.slice(0, 30)} #${fence ?? ''}`;
}
