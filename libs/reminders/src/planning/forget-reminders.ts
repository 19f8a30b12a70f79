import { sql } from 'kysely';
import type { Database } from '#libs/database';
import { selectMilestones } from '#libs/milestones';
import { planningAlone } from './planning-lock.js';

/**
 * Deletes what was planned and not sent about the milestones of a subject that nothing on record derives any more, after a
 * redaction: their ids may be made of words of the removed text.
 */
export async function forgetReminders(db: Database, subject: string): Promise<void> {
  await db.kysely.transaction().execute(async (tx) => {
    await planningAlone(tx);
    const derived = await selectMilestones(tx, sql<boolean>`subject_id = ${subject}`);
    await sql`
      delete from planned_reminders
       where status <> 'collected' and kind <> 'development' and split_part(about, '.', 1) = ${subject}
         and about <> all(${derived.map(({ id }) => id)}::text[])`.execute(tx);
    await sql`
      delete from unplanned_reminders
       where kind <> 'development' and split_part(about, '.', 1) = ${subject}
         and about <> all(${derived.map(({ id }) => id)}::text[])`.execute(tx);
    await sql`
      delete from faults
       where step = 'planning' and split_part(about, '.', 1) = ${subject} and strpos(about, '.') > 0
         and about <> all(${derived.map(({ id }) => id)}::text[])`.execute(tx);
  });
}
