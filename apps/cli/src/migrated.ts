import { Audit } from '#libs/access';
import { migrate, pendingMigrations, type Database } from '#libs/database';
import { recorderOfRun } from '#libs/event-store';

/** Brings a database to this release, and records in the audit trail which migrations that took. */
export async function migrateWithTrail(db: Database): Promise<void> {
  const pending = await pendingMigrations(db);
  await migrate(db);
  if (pending.length === 0) return;
  const { by, requestId } = recorderOfRun('operator');
  await new Audit(db).note({
    actor: by,
    action: 'database-migrate',
    target: pending.at(-1),
    outcome: 'done',
    requestId,
    details: { migrations: pending },
  });
}
