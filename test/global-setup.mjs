/**
 * Before all specs: one throw-away Postgres for the whole run, with the migrated database that every test database is
 * a copy of (`createTestDatabase` in libs/testing).
 */
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectsBrowser } from './chromium.mjs';
import './run-typescript.mjs';

const PREFIX = 'dateline-test-';

export default async function setUp() {
  if (!expectsBrowser)
    console.log('No Chromium is installed here: the specs in a browser (*.browser.spec.ts) are left out.');
  const { EmbeddedPostgres } = await import('../libs/database/src/index.ts');
  const { migrateTemplate } = await import('../libs/testing/src/migrate-template.ts');
  await removeLeftovers(EmbeddedPostgres);
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(folder, 0o755);
  const postgres = await EmbeddedPostgres.start(folder, { durable: false });
  globalThis.endTestPostgres = async () => {
    delete globalThis.endTestPostgres;
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void globalThis.endTestPostgres?.().finally(() => process.exit(130)));
  }
  try {
    await migrateTemplate(postgres);
  } catch (error) {
    await globalThis.endTestPostgres();
    throw error;
  }
  process.env.DATELINE_TEST_POSTGRES = postgres.url;
  process.env.DATELINE_TEST_POSTGRES_OWNER = postgres.ownerUrl;
  process.env.DATELINE_TEST_POSTGRES_SUPERUSER = postgres.superuserUrl;
}

/** What a killed run left behind: its Postgres and its folder. */
async function removeLeftovers(EmbeddedPostgres) {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.match(/^dateline-test-(\d+)-/)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (await EmbeddedPostgres.findRunning(folder)) {
        await (await EmbeddedPostgres.start(folder, { durable: false })).stop();
      }
      await rm(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run is removing it: not ours to clean up.
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
