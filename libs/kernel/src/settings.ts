import { estimatedBits, NEEDED_BITS } from './key-strength.js';

/** How a Dateline process is set up (contract section 1). Every field has been checked. */
export interface Settings {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl?: string;
  databaseReadUrl?: string;
  redisUrl?: string;
  publicUrl: string;
  smtpUrl?: string;
  adminKey?: string;
  readAccess: 'public' | 'key';
  webhookAllowPrivate: boolean;
  logLevel: LogLevel;
  seed: string;
  clockStart?: string;
}

const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;

/** How much a process writes to its log, from least to most. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One or more settings cannot be used; one sentence per setting. */
export class SettingsError extends Error {
  constructor(readonly sentences: string[]) {
    super(sentences.join('\n'));
    this.name = 'SettingsError';
  }
}

/**
 * Reads the settings from environment variables. An empty variable counts as unset.
 * Throws SettingsError with one sentence per setting that cannot be used.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const wrong: string[] = [];
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const choice = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = text(name);
    if (value === undefined) return fallback;
    if ((allowed as readonly string[]).includes(value)) return value as T;
    wrong.push(`${name} is "${value}"; it must be one of ${allowed.join(', ')}.`);
    return fallback;
  };
  const url = (name: string, protocols: readonly string[]): string | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    wrong.push(`${name} is not an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
    return undefined;
  };

  const port = portOf(text('PORT') ?? '3000', wrong);
  const host = text('HOST') ?? '127.0.0.1';
  const adminKey = text('ADMIN_KEY');
  if (adminKey !== undefined && estimatedBits(adminKey) < NEEDED_BITS)
    wrong.push(
      `ADMIN_KEY carries at most ${estimatedBits(adminKey)} of the ${NEEDED_BITS} bits that a key needs; make one with "openssl rand -hex 32", or leave it out and one is made.`,
    );
  const settings: Settings = {
    port,
    host,
    dataDir: text('DATA_DIR') ?? '.dateline',
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseReadUrl: url('DATABASE_READ_URL', ['postgres:', 'postgresql:']),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    publicUrl: (url('PUBLIC_URL', ['http:', 'https:']) ?? addressOf(host, port)).replace(/\/+$/, ''),
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    adminKey,
    readAccess: choice('READ_ACCESS', ['public', 'key'], 'public'),
    webhookAllowPrivate: choice('WEBHOOK_ALLOW_PRIVATE', ['true', 'false'], 'false') === 'true',
    logLevel: choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    seed: text('SEED') ?? 'us-mexico',
    clockStart: clockStartOf(text('CLOCK_START'), wrong),
  };
  if (wrong.length > 0) throw new SettingsError(wrong);
  return settings;
}

function portOf(text: string, wrong: string[]): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  wrong.push(`PORT is "${text}"; it must be a number from 1 to 65535.`);
  return 3000;
}

function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${reachable}:${port}`;
}

function clockStartOf(text: string | undefined, wrong: string[]): string | undefined {
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/.test(day)
    ? new Date(day)
    : null;
  if (instant !== null && !Number.isNaN(instant.getTime()) && isDay(text.slice(0, 10))) return instant.toISOString();
  wrong.push(`CLOCK_START is "${text}"; it must be an RFC 3339 instant such as 2024-09-16T09:00:00Z.`);
  return undefined;
}

/** Whether the calendar has the day; `Date` itself would run on from 30 February into March. */
function isDay(text: string): boolean {
  return new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}
