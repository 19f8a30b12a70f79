/** The API as a process: reads its settings, listens, and ends cleanly when it is asked to. */
import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { EXIT_DATABASE_AWAY, exitWithParent, isSupervised } from '#libs/process';
import { checkReachable, DatabaseUnreachable, isDatabaseAway, untilReachable } from '#libs/database';
import { readSettings, SettingsError, settingsWarnings, codeOf, messageOf } from '#libs/kernel';
import { createApi } from './api.js';

/** So long may requests take that are under way when the process is asked to end. */
const LAST_REQUESTS_MS = 8_000;

async function main(): Promise<void> {
  exitWithParent();
  const { databaseUrl, ...settings } = readSettings(process.env);
  if (databaseUrl === undefined)
    throw new SettingsError(['DATABASE_URL is not set; name a Postgres, or start everything with npm start.']);
  await reach(databaseUrl);
  const app = await createApi({ settings: { ...settings, databaseUrl } });
  const kind = { listens: true, isTrial: isSupervised() };
  for (const warning of settingsWarnings(settings, kind)) new Logger('settings').warn(warning);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void wait(LAST_REQUESTS_MS, undefined, { ref: false }).then(() => process.exit(0));
      void app.close().then(() => process.exit(0), endBadly);
    });
  try {
    await app.listen(settings.port, settings.host);
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Under a supervisor, which has reached it before, a database that is away is waited for. */
async function reach(databaseUrl: string): Promise<void> {
  if (!isSupervised()) return checkReachable(databaseUrl);
  await untilReachable(databaseUrl, ({ message }) => process.stderr.write(`${message} The API waits for it.\n`));
}

function endBadly(error: unknown): never {
  process.stderr.write(`The API did not end in good order: ${messageOf(error)}\n`);
  process.exit(1);
}

function sentences(error: unknown): string {
  if (error instanceof SettingsError || error instanceof DatabaseUnreachable) return error.message;
  if (codeOf(error) === 'EADDRINUSE') return 'The port is in use by another program; stop that or choose another PORT.';
  return `The API cannot start: ${messageOf(error)}`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${sentences(error)}\n`);
  process.exit(isDatabaseAway(error) ? EXIT_DATABASE_AWAY : 1);
}
