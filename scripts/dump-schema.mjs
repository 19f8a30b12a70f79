/** `node scripts/dump-schema.mjs`: writes migrations/schema.sql from a throw-away database with all migrations. */
import './require-node.mjs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from './run.mjs';
import { root, setUp } from './set-up.mjs';

const ready = await setUp({ build: true });
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.exitCode = await run(ready, [fileURLToPath(import.meta.url)]);
} else {
  const library = pathToFileURL(join(root, 'dist', ready.build, 'libs', 'database', 'src', 'index.js'));
  const { EmbeddedPostgres, dumpSchema, migrate, openDatabase } = await import(library.href);
  const folder = await mkdtemp(join(tmpdir(), 'dateline-schema-'));
  await chmod(folder, 0o755);
  const postgres = await EmbeddedPostgres.start(folder, { durable: false });
  const db = openDatabase(postgres.ownerUrl);
  try {
    await migrate(db);
    await writeFile(join(root, 'migrations', 'schema.sql'), await dumpSchema(db));
  } finally {
    await db.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
