import { ensureClock, migrate, openDatabase } from '#libs/database';
import type { Settings } from '#libs/kernel';

/**
 * Brings a database to where the programs can work on it: migrated, with its clock set.
 *
 * @param signal aborted when the service is asked to leave; no further step is begun then
 * @throws Error with one sentence where that is impossible.
 */
export async function prepare(url: string, settings: Settings, signal: AbortSignal): Promise<void> {
  const db = openDatabase(url, { max: 4, applicationName: 'dateline-up' });
  const steps = [(): Promise<unknown> => migrate(db), (): Promise<unknown> => ensureClock(db, settings.clockStart)];
  try {
    for (const step of steps) {
      if (signal.aborted) return;
      await step();
    }
  } finally {
    await db.close();
  }
}
