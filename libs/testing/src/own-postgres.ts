import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '#libs/database';
import { migrateTemplate } from './migrate-template.js';
import type { TestServer } from './test-database.js';

/**
 * A Postgres of one spec's own, beside that of the whole run: to be killed, or to be a new server. Its database `dateline` is
 * migrated and empty; the URLs stay the same when the server is started again.
 */
export interface OwnPostgres extends TestServer {
  /** Its folder, for what programs on it keep there too. */
  dataDir: string;
  /** Kills the server with -9; whoever is connected loses the connection. */
  kill(): void;
  /** Starts it again after a kill; settled when it has recovered and takes connections. */
  startAgain(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts a Postgres of a spec's own.
 *
 * @param options.durable false: nothing waits for the disk, where nobody pulls the plug of the machine
 */
export async function startOwnPostgres(options: { durable: boolean }): Promise<OwnPostgres> {
  // By this name the next run finds and removes what a killed run left behind (test/global-setup.mjs).
  const folder = await mkdtemp(join(tmpdir(), `dateline-test-${process.pid}-own-`));
  await chmod(folder, 0o755);
  let postgres = await EmbeddedPostgres.start(folder, options);
  await migrateTemplate(postgres);
  return {
    dataDir: folder,
    url: postgres.url,
    ownerUrl: postgres.ownerUrl,
    superuserUrl: postgres.superuserUrl,
    kill: () => {
      const [pid] = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    startAgain: async () => {
      postgres = await EmbeddedPostgres.start(folder, options);
    },
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
