import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, migrate, openDatabase } from '#libs/database';

/** A Postgres of one spec's own, beside that of the whole run: to be killed, or to be a new server. */
export interface OwnPostgres {
  /** Its database `dateline`, migrated and empty; it stays the same when the server is started again. */
  url: string;
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
  const db = openDatabase(postgres.url, { max: 2 });
  await migrate(db);
  await db.close();
  return {
    url: postgres.url,
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
