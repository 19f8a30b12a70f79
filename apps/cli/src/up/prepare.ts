import { checkKey, ensureAdminKey, validAdmins, validKeysOfSettings } from '#libs/access';
import {
  openClock,
  openDatabase,
  ownerIsServiceSentence,
  projectRoot,
  unprotectedSentence,
  type Database,
  type OwnedDatabase,
} from '#libs/database';
import { EventStore } from '#libs/event-store';
import type { Settings } from '#libs/kernel';
import { seedAll } from '#libs/timeline';
import { migrateAsOwner } from './migrate-as-owner.js';

/**
 * Brings a database to where the programs can work on it: migrated, with its clock set, with an
 * administrator's key and the data of SEED.
 *
 * @param say takes a line for people
 * @param signal aborted when the service is asked to leave; no further step is begun then
 * @throws Error with one sentence where that is impossible.
 */
export async function prepare(
  database: OwnedDatabase,
  settings: Settings,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await migrateAsOwner(database, settings);
  const db = openDatabase(database.url, { max: 4, applicationName: 'dateline-up' });
  const steps = [
    async (): Promise<void> => {
      const sentence = (await unprotectedSentence(db)) ?? (await ownerIsServiceSentence(db));
      if (sentence !== undefined) say(sentence);
    },
    async (): Promise<void> => {
      const key = await ensureAdminKey(db, settings.adminKey);
      if (key !== undefined) say(`The administrator's key, shown only this once: ${key}`);
      for (const line of await linesOnKeys(db, settings.adminKey)) say(line);
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

/** What is to be known of keys with the scope `admin` that this start leaves valid. */
async function linesOnKeys(db: Database, adminKey: string | undefined): Promise<string[]> {
  const admins = await validAdmins(db.kysely);
  if (adminKey !== undefined) {
    const own = await checkKey(db, adminKey);
    const others = admins.filter((id) => id !== own?.id);
    if (others.length === 0) return [];
    return [
      `Beside ADMIN_KEY these keys with the scope admin are valid: ${others.join(', ')}. "dateline key list" shows them, "dateline key revoke ID" ends one.`,
    ];
  }
  return (await validKeysOfSettings(db.kysely)).map((id) => {
    const isOnly = admins.every((admin) => admin === id);
    const first = isOnly ? 'make another one first ("dateline key create --name NAME --scope admin"), then ' : '';
    return `ADMIN_KEY is not set, and the key ${id} that it set before is still valid. If it is to end, ${first}"dateline key revoke ${id}" ends it.`;
  });
}
