import { sql } from 'kysely';
import type { Database } from '#libs/database';
import { FLAGGED } from '#libs/timeline';
import { selectMilestones } from '../views/milestones/rows.js';

/**
 * The ids of the milestones of a subject that flags in the log name and that nothing on record derives any more, in order.
 * Scans the whole log.
 */
export async function orphanedFlags(db: Database, subject: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct data->>'milestone' as id from events where type = ${FLAGGED} and data->>'subject' = ${subject}`.execute(
    db.kysely,
  );
  const derived = await selectMilestones(db.kysely, sql<boolean>`subject_id = ${subject}`);
  const ids = new Set(derived.map(({ id }) => id));
  return rows.flatMap(({ id }) => (ids.has(id) ? [] : [id])).toSorted();
}
