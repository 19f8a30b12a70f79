import { askHolder, checkReachable, DataDirInUse, EmbeddedPostgres, holdDataDir, type Holder } from '#libs/database';
import type { Settings } from '#libs/kernel';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from './failure.js';

const LOOK_EVERY_MS = 100;
const SERVICE_PATIENCE_MS = 30_000;

/** Where the database is that a command works on. */
export interface Place {
  url: string;
  /** The same as the role that owns the log; undefined where no such role is known (DATABASE_OWNER_URL). */
  ownerUrl?: string;
  /** Nobody else works on it: it was started for this command alone. */
  alone: boolean;
  /** Where the service that runs on `DATA_DIR` is reached, as it says itself; undefined where none runs. */
  serviceUrl: string | undefined;
  /** Whether reading needs a key at that service; undefined where none runs, or one of an earlier release. */
  serviceReadAccess: Settings['readAccess'] | undefined;
  /** Leaves everything as it was found. */
  close(): Promise<void>;
}

/**
 * What a command wants there: to `read` the views, which are brought up to date first; to `inspect` the log alone; to
 * `write`, which makes the database where there is none; or to `own` the log as well, for restore and redaction.
 */
export type Intent = 'read' | 'inspect' | 'write' | 'own';

/**
 * Finds the database of the settings: `DATABASE_URL`, or the Postgres of the service that runs on `DATA_DIR`, or that
 * of `DATA_DIR` itself, which is started for the time of this command. Another command that has it is waited for.
 *
 * @param note takes a line for people while there is something to wait for
 * @throws Failure where there is nothing to read yet, or a service does not let its database be found.
 */
export async function openPlace(
  settings: Settings,
  intent: Intent,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<Place> {
  if (settings.databaseUrl !== undefined) {
    const { databaseUrl: url, databaseOwnerUrl: ownerUrl } = settings;
    // The role of the service may be one that the owner has yet to make.
    if (intent === 'own' && ownerUrl !== undefined) await checkReachable(ownerUrl, 'DATABASE_OWNER_URL');
    else await checkReachable(url);
    return { url, ownerUrl, alone: false, ...toldBy(await askHolder(settings.dataDir)), close: async () => {} };
  }
  const { dataDir } = settings;
  const since = Date.now();
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const holder = await askHolder(dataDir);
    if (holder === undefined || holder.leaving === true) {
      if (intent !== 'write' && intent !== 'own' && !hasDatabase(dataDir)) throw nothingThere(dataDir);
      const place = await takeOver(dataDir);
      if (place !== undefined) return place;
    } else if (holder.what === 'service') {
      const urls = await EmbeddedPostgres.findRunning(dataDir);
      if (urls !== null) return { ...urls, alone: false, ...toldBy(holder), close: async () => {} };
      if (Date.now() > since + SERVICE_PATIENCE_MS) throw notFound(dataDir, holder);
    }
    if (!told && Date.now() > since + 1_000) {
      note(
        `Waiting for ${holder === undefined ? 'whoever uses' : `the ${holder.what} (process ${holder.pid}) that uses`} ${dataDir} ...`,
      );
      told = true;
    }
    await wait(LOOK_EVERY_MS);
  }
}

/** The folder's own Postgres, for this process alone; undefined where somebody else was quicker. */
async function takeOver(dataDir: string): Promise<Place | undefined> {
  try {
    const hold = await holdDataDir(dataDir, 'command');
    try {
      const postgres = await EmbeddedPostgres.start(hold.dataDir);
      const close = async (): Promise<void> => {
        hold.leave();
        await postgres.stop();
        await hold.release();
      };
      return { url: postgres.url, ownerUrl: postgres.ownerUrl, alone: true, ...toldBy(undefined), close };
    } catch (error) {
      await hold.release();
      throw error;
    }
  } catch (error) {
    if (error instanceof DataDirInUse && error.holder !== undefined) return undefined;
    throw error;
  }
}

/** What the service that holds a data folder tells of itself. */
function toldBy(holder: Holder | undefined): Pick<Place, 'serviceUrl' | 'serviceReadAccess'> {
  const { address, readAccess } = holder?.what === 'service' ? holder : ({} as Record<string, unknown>);
  return {
    serviceUrl: typeof address === 'string' ? address : undefined,
    serviceReadAccess: readAccess === 'key' || readAccess === 'public' ? readAccess : undefined,
  };
}

function hasDatabase(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgres', 'PG_VERSION'));
}

function nothingThere(dataDir: string): Failure {
  return new Failure(
    `There is no timeline in ${dataDir} yet; start the service with "npm start", or bring records in with "dateline import FILE".`,
  );
}

function notFound(dataDir: string, holder: Holder): Failure {
  return new Failure(
    `The service (process ${holder.pid}) that uses ${dataDir} runs no Postgres there that answers; give the DATABASE_URL that it was started with, or try again when it is ready.`,
  );
}
