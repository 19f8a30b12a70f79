import { openDatabase, type Database } from '../database.js';
import { findTraps, trapSentence } from './traps.js';

/**
 * Opens the database as the role that owns the log: for migrations, restore and redaction, and for nothing else. The
 * service may make objects of its own, so nothing that runs with these rights may take them for others: names are looked up
 * in `public` alone, and nothing is run where `findTraps` finds something. No table of the service is written with it, but
 * by migrations.
 *
 * @throws Error with one sentence that names what was found.
 */
export async function openOwnerDatabase(url: string, applicationName: string): Promise<Database> {
  const db = openDatabase(url, { max: 2, applicationName, searchPath: 'public' });
  try {
    const found = await findTraps(db.pool);
    if (found.length === 0) return db;
    throw new Error(trapSentence(found));
  } catch (error) {
    await db.close();
    throw error;
  }
}
