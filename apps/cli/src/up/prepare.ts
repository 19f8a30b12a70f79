import { ensureAdminKey } from '#libs/access';
import { ensureClock, openClock, openDatabase, projectRoot } from '#libs/database';
import { EventStore } from '#libs/event-store';
import type { Settings } from '#libs/kernel';
import { seedAll } from '#libs/timeline';
import { migrateWithTrail } from '../migrated.js';

/**
 * Brings a database to where the programs can work on it: migrated, with its clock set, with an
 * administrator's key and the data of SEED.
 *
 * @param say takes a line for people
 * @param signal aborted when the service is asked to leave; no further step is begun then
 * @throws Error with one sentence where that is impossible.
 */
export async function prepare(
  url: string,
  settings: Settings,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const db = openDatabase(url, { max: 4, applicationName: 'dateline-up' });
  const steps = [
    (): Promise<unknown> => migrateWithTrail(db),
    (): Promise<unknown> => ensureClock(db, settings.clockStart),
    async (): Promise<void> => {
      const key = await ensureAdminKey(db, settings.adminKey);
      if (key !== undefined) say(`The administrator's key, shown only this once: ${key}`);
    },
    async (): Promise<unknown> => {
      const place = { db, store: new EventStore(db), clock: await openClock(db) };
      return seedAll(place, settings.seed, projectRoot(), { say, signal });
    },
  ];
  try {
    for (const step of steps) {
      if (signal.aborted) return;
      await step();
    }
  } finally {
    await db.close();
  }
}
