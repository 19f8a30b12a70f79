import { isRoleRefused } from '../database-away.js';
import { openDatabase, type Database } from '../database.js';
import { findTraps, trapSentence } from './traps.js';

/** A database, by the role of the service and, where there is one, by the role that owns the log. */
export interface OwnedDatabase {
  url: string;
  ownerUrl?: string;
}

/**
 * Opens the database as the role that owns the log: for migrations, restore and redaction, and for nothing else. The
 * service may make objects of its own, so nothing that runs with these rights may take them for others: names are looked up
 * in `public` alone, and nothing is run where `findTraps` finds something. No table of the service is written with it, but
 * by migrations. Without a role for the owner it is opened as the one role there is.
 *
 * @throws Error with one sentence that names what was found, also where the two URLs name two databases.
 */
export async function openOwnerDatabase({ url, ownerUrl }: OwnedDatabase, applicationName: string): Promise<Database> {
  const db = openDatabase(ownerUrl ?? url, { max: 2, applicationName, searchPath: 'public' });
  try {
    if (ownerUrl !== undefined) await checkSameDatabase(db, url);
    const found = await findTraps(db.pool);
    if (found.length === 0) return db;
    throw new Error(trapSentence(found));
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** The role of the service may be one that the owner has yet to make; then nothing can be compared. */
async function checkSameDatabase(owner: Database, url: string): Promise<void> {
  const service = openDatabase(url, { max: 1, applicationName: 'dateline-same-database' });
  try {
    const [its, owners] = await Promise.all([identityOf(service), identityOf(owner)]);
    if (its.id !== owners.id) {
      throw new Error(
        `DATABASE_URL and DATABASE_OWNER_URL name two databases (${its.name}, ${owners.name}${its.name === owners.name ? ' of another server' : ''}); nothing was changed. Correct one of them.`,
      );
    }
  } catch (error) {
    if (!isRoleRefused(error)) throw error;
  } finally {
    await service.close();
  }
}

async function identityOf(db: Database): Promise<{ name: string; id: string }> {
  const { rows } = await db.pool.query<{ name: string; id: string }>(
    `select datname as name, system_identifier || '/' || oid as id
       from pg_database, pg_control_system() where datname = current_database()`,
  );
  return rows[0]!;
}
