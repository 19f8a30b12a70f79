import type { Kysely } from 'kysely';
import { clearFaults, isDatabaseAway, noteFaults, type Failed, type FaultStep } from '#libs/database';

/**
 * Does a step for each of some rows. What fails is noted about its id and stops no other; what succeeds is forgotten as a
 * fault.
 *
 * @returns what failed
 * @throws what says that a connection was lost
 */
export async function oneByOne<Row extends { id: string }>(
  db: Kysely<unknown>,
  step: FaultStep,
  rows: readonly Row[],
  work: (row: Row) => Promise<void>,
): Promise<Failed[]> {
  const failed: Failed[] = [];
  const done: string[] = [];
  for (const row of rows) {
    try {
      await work(row);
      done.push(row.id);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      failed.push({ about: row.id, error });
    }
  }
  await clearFaults(db, step, done);
  await noteFaults(db, step, failed);
  return failed;
}
