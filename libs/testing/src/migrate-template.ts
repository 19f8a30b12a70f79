import { migrate, openOwnerDatabase, protectLog, type DatabaseUrls } from '#libs/database';

/** Makes an empty database what a start would make it, but for its clock: migrated, with the log protected from the service. */
export async function migrateTemplate({ url, ownerUrl }: DatabaseUrls): Promise<void> {
  const owner = await openOwnerDatabase({ url, ownerUrl }, 'dateline-test-owner');
  try {
    await migrate(owner);
    await protectLog(owner, { name: new URL(url).username });
  } finally {
    await owner.close();
  }
}
