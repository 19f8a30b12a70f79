import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, projectRoot, type Database } from '#libs/database';
import { EventStore, type NewEvent } from '#libs/event-store';
import { VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import { RECORDER } from '../event-store/sample-events.js';

/** An event of an installation that is moved. */
export const noted = (id: string): NewEvent => ({ id, type: 'noted', data: { text: id }, metadata: RECORDER });

/** Applies the migrations up to a number. */
export async function migrateUpTo(last: string, db: Database): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-migrations-'));
  try {
    for (const file of await readdir(join(projectRoot(), 'migrations'))) {
      if (file.slice(0, 4) <= last) {
        await writeFile(join(folder, file), await readFile(join(projectRoot(), 'migrations', file)));
      }
    }
    await migrate(db, { folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Everything that the service does with its role: append, keep the views, rebuild them, use the queue. */
export async function worksAs(db: Database): Promise<void> {
  const store = new EventStore(db);
  const [result] = await store.append([{ stream: 'a', expectedVersion: 'any', events: [noted('two')] }]);
  expect(result).toEqual({ outcome: 'appended', position: 2n, version: 2 });
  const runner = new ProjectionRunner(db, store, VIEWS, { logger: { log: () => {}, error: () => {} } });
  await runner.catchUp();
  expect(await runner.rebuild('timeline')).toMatchObject({ outcome: expect.stringMatching(/^(same|swapped)$/) });
  await db.pool.query(`insert into bullmq.job (state) values ('waiting'); alter table bullmq.job add column name text;
    create or replace function bullmq.count() returns bigint language sql as 'select count(*) + 0 from bullmq.job'`);
  expect(await store.verify()).toMatchObject({ ok: true, head: { position: 2n } });
}
