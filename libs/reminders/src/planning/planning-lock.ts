import { sql, type Transaction } from 'kysely';

/**
 * Holds changes of what is planned to one transaction at a time, so that a subscription and a milestone that change
 * together both see it, and nothing is collected of which the plan is just being changed.
 */
export async function planningAlone(tx: Transaction<unknown>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('dateline:reminders:planning', 0))`.execute(tx);
}
