import { sql, type Transaction } from 'kysely';
import { isDatabaseAway, isTooSlow, type Database } from '#libs/database';
import type { StoredEvent } from '#libs/event-store';
import { codeOf, messageOf } from '#libs/kernel';
import { LeaseLost, type Lease } from './lease.js';
import type { View } from './view.js';

/** The longest that a batch waits for somebody's lock before it is tried again. */
const LOCK_TIMEOUT_MS = 5_000;

/** What `apply` threw, and at which events. */
export class ApplyFailure extends Error {
  constructor(
    view: View,
    readonly events: StoredEvent[],
    override readonly cause: unknown,
  ) {
    const [first, last] = [events[0]!, events.at(-1)!];
    const which =
      first === last ? `event ${first.position} (${first.id})` : `events ${first.position} to ${last.position}`;
    super(`The view "${view.name}" cannot apply ${which}: ${messageOf(cause)}`);
  }
}

/** A plan that a migration made outdated, any other conflict of transactions (class 40), and the codes of this machine. */
const PASSING = /^0A000$|^40\w{3}$|^E[A-Z]+$/;

/** True where the failure has to do with the database or with others at work, not with the events. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ApplyFailure) return isPassing(error.cause);
  return isDatabaseAway(error) || isTooSlow(error) || PASSING.test(codeOf(error) ?? '');
}

/**
 * A transaction of whoever holds a view. The view's tables are locked first, in their order, which is also the order of the
 * exchange after a rebuild; a holder that freezes is cut off when its term is over. Commits need not wait for the disk: rows and
 * position are lost together, if at all, and derived again.
 *
 * @param schema where the tables are that are written; null for those that readers see
 */
export function inBatch<T>(
  db: Database,
  lease: Lease,
  schema: string | null,
  work: (tx: Transaction<unknown>) => Promise<T>,
): Promise<T> {
  const begin = opening(lease, schema);
  // Beginning, settings and locks are one message to the server, so Kysely's own transactions, which send their beginning
  // alone, are not used.
  return db.kysely.connection().execute(async (connection) => {
    try {
      await sql.raw(begin).execute(connection);
      const done = await work(connection as Transaction<unknown>);
      await sql`commit`.execute(connection);
      return done;
    } catch (error) {
      // Where even this fails the connection is broken, and the pool drops it.
      await sql`rollback`.execute(connection).catch(() => {});
      throw error;
    }
  });
}

/** Moves the checkpoint on, if it stands where it was and the row is still held. @throws LeaseLost where not. */
export async function advance(tx: Transaction<unknown>, lease: Lease, from: bigint, to: bigint): Promise<void> {
  const { numAffectedRows } = await sql`
    update projections
       set position = ${to}, updated_at = clock_timestamp(), lease_until = ${lease.termFromNow()},
           error = null, error_position = null, failed_since = null
     where ${lease.mine()} and position = ${from}`.execute(tx);
  if (numAffectedRows !== 1n)
    throw new LeaseLost(`The view "${lease.view.name}" was taken by another process; nothing was kept.`);
}

/** Leaves word of why the view does not go on, for every process to see. @throws LeaseLost where it is not ours any more. */
export async function recordFailure(db: Database, lease: Lease, message: string, at: bigint | null): Promise<void> {
  const { numAffectedRows } = await sql`
    update projections
       set error = ${message}, error_position = ${at}, failed_since = coalesce(failed_since, clock_timestamp()),
           updated_at = clock_timestamp()
     where ${lease.mine()}`.execute(db.kysely);
  if (numAffectedRows !== 1n) throw new LeaseLost(`The view "${lease.view.name}" was taken by another process.`);
}

/**
 * Plans are kept from batch to batch, and go by index whatever the planner believes: one that was made while the tables were
 * empty must not read all of them when they are full.
 */
export const BY_KEPT_PLANS = 'set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off';

/** The statements by which a transaction is known as the holder's: a successor ends it, and the server where the holder freezes. */
export function asHolder(lease: Lease): string {
  return `set local application_name = '${lease.sessionName}'; set local idle_in_transaction_session_timeout = ${lease.termMs}`;
}

/** One message to the server. Every name in it has been held to a form that needs no escaping beyond quotes. */
function opening(lease: Lease, schema: string | null): string {
  const tables = lease.view.tables.map((table) => `"${table}"`).join(', ');
  return [
    'start transaction isolation level read committed',
    BY_KEPT_PLANS,
    asHolder(lease),
    `set local synchronous_commit = off`,
    `set local lock_timeout = ${LOCK_TIMEOUT_MS}`,
    ...(schema === null ? [] : [`set local search_path = "${schema}", public`]),
    `lock table ${tables} in row exclusive mode`,
  ].join('; ');
}
