import { Audit } from '#libs/access';
import { openDatabase } from '#libs/database';
import { recorderOfRun } from '#libs/event-store';

/**
 * Records in the audit trail which migrations were run. The trail is a table of the service, so that its role writes it: an
 * expression that the service gave to the table must not run with the rights of the log's owner.
 *
 * @param url as the role of the service
 */
export async function noteMigrations(url: string, migrations: readonly string[]): Promise<void> {
  if (migrations.length === 0) return;
  const { by, requestId } = recorderOfRun('operator');
  const db = openDatabase(url, { max: 1, applicationName: 'dateline-cli' });
  try {
    await new Audit(db).note({
      actor: by,
      action: 'database-migrate',
      target: migrations.at(-1),
      outcome: 'done',
      requestId,
      details: { migrations: [...migrations] },
    });
  } finally {
    await db.close();
  }
}
