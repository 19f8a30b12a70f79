/** The API as a process: reads its settings, listens, and ends cleanly when it is asked to. */
import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { exitWithParent } from '#libs/process';
import { checkReachable, DatabaseUnreachable } from '#libs/database';
import { readSettings, SettingsError, codeOf, messageOf, type Settings } from '#libs/kernel';
import { createApi } from './api.js';

/** So long may requests take that are under way when the process is asked to end. */
const LAST_REQUESTS_MS = 8_000;

async function main(): Promise<void> {
  exitWithParent();
  const { databaseUrl, ...settings } = readSettings(process.env);
  if (databaseUrl === undefined)
    throw new SettingsError(['DATABASE_URL is not set; name a Postgres, or start everything with npm start.']);
  await checkReachable(databaseUrl);
  const app = await createApi({ settings: { ...settings, databaseUrl } });
  if (isBehindUnknownProxy(settings))
    new Logger('settings').warn(
      'PUBLIC_URL is https, which a proxy must serve, and TRUST_PROXY is unset: all clients of the proxy are limited as one. Set TRUST_PROXY to its address.',
    );
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void wait(LAST_REQUESTS_MS, undefined, { ref: false }).then(() => process.exit(0));
      void app.close().then(() => process.exit(0));
    });
  try {
    await app.listen(settings.port, settings.host);
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The service speaks no TLS itself; listening beyond this machine with an https address means that a proxy is in front. */
function isBehindUnknownProxy({ host, publicUrl, trustProxy, rateLimit }: Settings): boolean {
  const isPublic = host !== 'localhost' && host !== '::1' && !host.startsWith('127.');
  return isPublic && publicUrl.startsWith('https:') && trustProxy === undefined && rateLimit !== null;
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
  process.exit(1);
}
