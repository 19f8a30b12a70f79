import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkReachable, holdDataDir } from '#libs/database';
import type { Settings } from '#libs/kernel';
import { ensureSecretsKey, findSecretsKeyBefore } from '../secrets-key.js';
import { GuardedPostgres } from './guarded-postgres.js';
import { aborted, leaving } from './leaving.js';
import { holdPort } from './port.js';
import { prepare } from './prepare.js';
import { Programs } from './programs.js';

type Step = () => Promise<void>;

/**
 * Runs the whole service until it is asked to leave: holds `DATA_DIR`, starts Postgres (unless `DATABASE_URL` is set),
 * prepares the database, and keeps API and worker running. Whatever was started is stopped again, in the opposite order,
 * also when a step fails.
 *
 * @param say takes a line for people
 * @throws Error with one sentence where the service cannot start or cannot be kept running.
 */
export async function up(settings: Settings, say: (line: string) => void = console.log): Promise<void> {
  const signal = leaving();
  const undo: Step[] = [];
  try {
    const failure = await serve(settings, say, undo, signal);
    if (failure !== undefined) throw new Error(failure);
  } finally {
    for (const step of undo.toReversed()) await step();
  }
}

/** Answers the sentence of what could not be kept running, or undefined when it was asked to leave. */
async function serve(
  settings: Settings,
  say: (line: string) => void,
  undo: Step[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const asked = aborted(signal).then(() => undefined);
  const told = { address: settings.publicUrl, readAccess: settings.readAccess };
  const hold = await holdDataDir(settings.dataDir, 'service', told);
  undo.push(() => hold.release());
  const port = await holdPort(settings);
  undo.push(() => port.release());
  const failures: Promise<string | undefined>[] = [asked];
  let urls = { url: settings.databaseUrl ?? '', ownerUrl: settings.databaseOwnerUrl };
  if (settings.databaseUrl === undefined) {
    const postgres = await GuardedPostgres.start(hold.dataDir, say);
    undo.push(() => postgres.stop());
    urls = postgres.urls;
  } else if (settings.databaseOwnerUrl === undefined) {
    // With an owner the role of the service may have yet to be made.
    await checkReachable(settings.databaseUrl);
  }
  undo.push(async () => hold.leave());
  await prepare(urls, settings, say, signal);
  await port.release();
  if (signal.aborted) return undefined;
  const secretsKey = ensureSecretsKey({ ...settings, dataDir: hold.dataDir }).toString('base64');
  const env = {
    // Without it React makes pages with its checks for developers, in half as much time again.
    NODE_ENV: 'production',
    ...process.env,
    DATABASE_URL: urls.url,
    DATABASE_OWNER_URL: undefined,
    DATABASE_OWNER_PASSWORD: undefined,
    DATA_DIR: hold.dataDir,
    SECRETS_KEY: secretsKey,
    SECRETS_KEY_BEFORE: findSecretsKeyBefore({ ...settings, dataDir: hold.dataDir })?.toString('base64'),
  };
  const programs = new Programs([program('API', 'api'), program('worker', 'worker')], env, say);
  undo.push(() => programs.stop());
  undo.push(async () => hold.leave());
  programs.start();
  failures.push(programs.failed);
  const address = addressOf(settings);
  const end = Promise.race(failures);
  if (await untilReady(address, end)) say(`Dateline is ready at ${address}`);
  return end;
}

/** An app of this build, or of the sources where this file is one. */
function program(name: string, app: string): { name: string; entry: string } {
  const extension = extname(import.meta.filename);
  return { name, entry: join(import.meta.dirname, '..', '..', '..', app, 'src', `main${extension}`) };
}

/** Where this machine reaches the API, whatever address others use. */
function addressOf({ host, port }: Settings): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  return `http://${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** True when the API says that it is ready, false when `end` settles before. */
async function untilReady(address: string, end: Promise<unknown>): Promise<boolean> {
  const ended = new AbortController();
  const stop = (): void => ended.abort();
  void end.then(stop, stop);
  while (!ended.signal.aborted) {
    try {
      const answer = await fetch(`${address}/health/ready`);
      await answer.body?.cancel();
      if (answer.ok) return true;
    } catch {
      // Not listening yet.
    }
    await wait(100);
  }
  return false;
}
