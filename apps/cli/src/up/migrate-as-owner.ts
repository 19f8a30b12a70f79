import {
  checkReachable,
  ensureClock,
  findLogWeaknesses,
  isAtRelease,
  migrate,
  openDatabase,
  openOwnerDatabase,
  protectLog,
  type Database,
  type OwnedDatabase,
} from '#libs/database';
import type { Settings } from '#libs/kernel';
import { Failure } from '../failure.js';
import { noteMigrations } from '../migrated.js';

/**
 * Brings a database to this release: tables, the clock of a new log, and who owns what. The owner's connections are closed
 * when it returns. Without a role for the owner everything is done, and owned, by the one role there is.
 *
 * @throws Error with one sentence where the database cannot be reached, a migration fails or the roles cannot be set up.
 */
export async function migrateAsOwner({ url, ownerUrl }: OwnedDatabase, settings: Settings): Promise<void> {
  if (await isDone(url, settings, ownerUrl !== undefined)) return;
  if (ownerUrl === undefined) await checkReachable(url);
  else await checkReachable(ownerUrl, 'DATABASE_OWNER_URL');
  const owner = await openOwnerDatabase({ url, ownerUrl }, 'dateline-owner');
  try {
    const { applied } = await migrate(owner);
    if (ownerUrl !== undefined) await protectLog(owner, roleOf(url));
    await ensureClock(owner, settings.clockStart);
    await noteMigrations(url, applied);
  } finally {
    await owner.close();
  }
}

/**
 * True where the log belongs to another role than that of the service, and nothing is left for it to do: then it need not
 * be connected, as at most starts.
 *
 * @throws Failure where something is left and no owner is named.
 */
async function isDone(url: string, settings: Settings, hasOwner: boolean): Promise<boolean> {
  const db = openDatabase(url, { max: 1, applicationName: 'dateline-up' });
  try {
    const isProtected = await hasProtectedLog(db).catch((error: unknown) => {
      // The owner may have yet to make the role of the service, or to give it its password.
      if (hasOwner) return false;
      throw error;
    });
    if (!isProtected) return false;
    const isClockLeft = settings.clockStart !== undefined && (await db.pool.query('select from clock')).rowCount === 0;
    if (isClockLeft || !(await isAtRelease(db))) {
      if (hasOwner) return false;
      throw new Failure('The role of DATABASE_URL does not own the log; set DATABASE_OWNER_URL to the role that does.');
    }
    if (settings.clockStart !== undefined) await ensureClock(db, settings.clockStart);
    return true;
  } finally {
    await db.close();
  }
}

async function hasProtectedLog(db: Database): Promise<boolean> {
  const { rows } = await db.pool.query<{ log: string | null }>(`select to_regclass('public.events')::text as log`);
  return rows[0]?.log !== null && (await findLogWeaknesses(db)).length === 0;
}

function roleOf(url: string): { name: string; password?: string } {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) || undefined };
}
