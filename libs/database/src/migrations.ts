import { CompiledQuery, sql } from 'kysely';
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './database.js';
import { messageOf } from '#libs/kernel';
import { projectRoot } from './project-root.js';
import { guardMigrations } from './roles/migration-guard.js';
import { giveRelations, takeNamedRelations, transfersTo } from './roles/transfers.js';

const LOCK = 'dateline:migrations';

/** Where migrations are read from. */
export interface MigrationOptions {
  /** A folder of files named `NNNN_what.sql`; by default the project's own. */
  folder?: string;
}

/**
 * Brings a database up to date: every file of the folder that it has not seen, in the order of their names, in one
 * transaction, so that a file that fails leaves the database as it was. Several processes may call it at once; one
 * does the work and the others find it done.
 *
 * @throws Error that names the file and what Postgres said, or that the database is ahead of this release.
 */
export async function migrate(db: Database, options: MigrationOptions = {}): Promise<{ applied: string[] }> {
  const client = await db.pool.connect();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [LOCK]);
    const { error, results } = await migratorFor(db, options).migrateToLatest();
    if (error !== undefined) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName;
      throw explained(error, failed);
    }
    return { applied: results?.map((result) => result.migrationName) ?? [] };
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [LOCK]).catch(() => {});
    client.release();
  }
}

/** The migrations that a database has not seen yet, in order. */
export async function pendingMigrations(db: Database, options: MigrationOptions = {}): Promise<string[]> {
  const all = await migratorFor(db, options).getMigrations();
  return all.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
}

/** Whether a database has had exactly the migrations of this release; false also where it is ahead of it. */
export async function isAtRelease(db: Database, options: MigrationOptions = {}): Promise<boolean> {
  const all = await migratorFor(db, options).getMigrations();
  if (all.some((migration) => migration.executedAt === undefined)) return false;
  const { rows } = await db.pool.query<{ count: number }>('select count(*)::integer as count from kysely_migration');
  return rows[0]?.count === all.length;
}

function migratorFor(db: Database, options: MigrationOptions): Migrator {
  const folder = options.folder ?? join(projectRoot(), 'migrations');
  return new Migrator({ db: db.kysely, provider: new SqlFiles(folder) });
}

/**
 * Reads `NNNN_what.sql` files; a file is sent as it is, so it may hold any number of statements. An owner that cannot become
 * the service takes over what a migration changes of the service's, and gives it back before the transaction ends.
 */
class SqlFiles implements MigrationProvider {
  constructor(private readonly folder: string) {}

  async getMigrations(): Promise<Record<string, Migration>> {
    const files = (await readdir(this.folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).toSorted();
    const migrations: Record<string, Migration> = {};
    let isGuarded = false;
    for (const file of files) {
      const text = await readFile(join(this.folder, file), 'utf8');
      migrations[file.slice(0, -'.sql'.length)] = {
        up: async (transaction) => {
          // All run in one transaction, which begins with the first of those left and ends with the last of all.
          if (!isGuarded) await guardMigrations(transaction);
          isGuarded = true;
          const connection = {
            query: (query: string, values: unknown[]) => transaction.executeQuery(CompiledQuery.raw(query, values)),
          };
          const service = await transfersTo(connection);
          if (service !== undefined) await takeNamedRelations(connection, service, text);
          await sql.raw(text).execute(transaction);
          if (service !== undefined && file === files.at(-1)) await giveRelations(connection, service);
        },
      };
    }
    return migrations;
  }
}

function explained(error: unknown, failed: string | undefined): Error {
  const reason = messageOf(error);
  if (failed !== undefined) return new Error(`Migration ${failed} failed: ${reason}`, { cause: error });
  if (/corrupted migrations/.test(reason)) {
    return new Error(`The database was not made by this release (${reason}); run the release that made it.`, {
      cause: error,
    });
  }
  return new Error(`The database could not be migrated: ${reason}`, { cause: error });
}
