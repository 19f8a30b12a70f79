import { parseDayOrInstant } from './instant.js';
import { estimatedBits, NEEDED_BITS } from './key-strength.js';
import { isMailbox } from './mailbox-setting.js';
import { nat64PrefixesOf } from './nat64-setting.js';
import { trustedProxies, type TrustedProxies } from './proxy-setting.js';

/** How a Dateline process is set up (contract section 1). Every field has been checked. */
export interface Settings {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl?: string;
  databaseOwnerUrl?: string;
  databaseReadUrl?: string;
  redisUrl?: string;
  publicUrl: string;
  /** Further names by which requests may address the service, beside those of `publicUrl` and `host`. */
  allowedHosts: string[];
  smtpUrl?: string;
  /** The sender of mail and where replies go; an address, with or without a name before it (RFC 5322). */
  mailFrom?: string;
  mailReplyTo?: string;
  logSigningKey?: string;
  adminKey?: string;
  /** 32 bytes. */
  secretsKey?: Buffer;
  /** The key before, while what it encrypted is encrypted anew (SECRETS_KEY_BEFORE). */
  secretsKeyBefore?: Buffer;
  /** Where the worker shows its health and its figures; nowhere without a port. */
  workerHost: string;
  workerPort?: number;
  readAccess: 'public' | 'key';
  webhookAllowPrivate: boolean;
  /** Prefixes by which NAT64 of the operator's own translates IPv4, in CIDR notation. */
  nat64Prefixes?: string[];
  /** Whose `X-Forwarded-For` is believed; nobody's where it is left out. */
  trustProxy?: TrustedProxies;
  /** How many points a client without a key has in a minute; null: nothing is limited per client. */
  rateLimit: number | null;
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
  const address = (name: string, protocols: readonly string[]): string | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    wrong.push(`${name} is not an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
    return undefined;
  };

  const url = (name: string, protocols: readonly string[]): string | undefined => {
    const password = text(name.replace(/URL$/, 'PASSWORD'));
    return withPassword(address(name, protocols), password);
  };
  const mailbox = (name: string): string | undefined => {
    const value = text(name);
    if (value === undefined || isMailbox(value)) return value;
    wrong.push(`${name} is "${value}"; it must be one address such as dates@example.org or Dates <dates@example.org>.`);
    return undefined;
  };

  const port = portOf('PORT', text('PORT') ?? '3000', wrong);
  const workerPort = text('WORKER_PORT');
  const host = text('HOST') ?? '127.0.0.1';
  const adminKey = text('ADMIN_KEY');
  const bits = adminKey === undefined ? NEEDED_BITS : estimatedBits(adminKey);
  if (bits < NEEDED_BITS)
    wrong.push(
      `ADMIN_KEY is too weak: ${bits === 0 ? 'it looks like words or a pattern, not like what a generator makes' : `about ${bits} bits of entropy, ${NEEDED_BITS} required`}; make one with "openssl rand -hex 32", or leave it out and one is made.`,
    );
  const settings: Settings = {
    port,
    host,
    dataDir: text('DATA_DIR') ?? '.dateline',
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseOwnerUrl: url('DATABASE_OWNER_URL', ['postgres:', 'postgresql:']),
    databaseReadUrl: url('DATABASE_READ_URL', ['postgres:', 'postgresql:']),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    publicUrl: (address('PUBLIC_URL', ['http:', 'https:']) ?? addressOf(host, port)).replace(/\/+$/, ''),
    allowedHosts: hostsOf(text('ALLOWED_HOSTS') ?? '', wrong),
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: mailbox('MAIL_FROM'),
    mailReplyTo: mailbox('MAIL_REPLY_TO'),
    logSigningKey: text('LOG_SIGNING_KEY'),
    adminKey,
    secretsKey: secretsKeyOf('SECRETS_KEY', text('SECRETS_KEY'), wrong),
    secretsKeyBefore: secretsKeyOf('SECRETS_KEY_BEFORE', text('SECRETS_KEY_BEFORE'), wrong),
    workerHost: text('WORKER_HOST') ?? '127.0.0.1',
    workerPort: workerPort === undefined ? undefined : portOf('WORKER_PORT', workerPort, wrong),
    readAccess: choice('READ_ACCESS', ['public', 'key'], 'public'),
    webhookAllowPrivate: choice('WEBHOOK_ALLOW_PRIVATE', ['true', 'false'], 'false') === 'true',
    nat64Prefixes: nat64PrefixesOf(text('NAT64_PREFIXES'), wrong),
    trustProxy: trustedProxies(text('TRUST_PROXY'), wrong),
    rateLimit: rateLimitOf(text('RATE_LIMIT'), wrong),
    logLevel: choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    seed: text('SEED') ?? 'us-mexico',
    clockStart: clockStartOf(text('CLOCK_START'), wrong),
  };
  if (wrong.length > 0) throw new SettingsError(wrong);
  return settings;
}

/** A password need not be escaped where it is a setting of its own, beside an address without one. */
function withPassword(address: string | undefined, password: string | undefined): string | undefined {
  if (address === undefined || password === undefined) return address;
  const url = new URL(address);
  if (url.password !== '') return address;
  url.password = encodeURIComponent(password);
  return url.href;
}

function portOf(name: string, text: string, wrong: string[]): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  wrong.push(`${name} is "${text}"; it must be a number from 1 to 65535.`);
  return 3000;
}

/** Host names and IP addresses, separated by commas. */
function hostsOf(text: string, wrong: string[]): string[] {
  const hosts = text.split(',').flatMap((part) => part.trim() || []);
  for (const host of hosts)
    if (!/^[a-z\d]([a-z\d.-]*[a-z\d])?$|^\[?[\da-f:.]*:[\da-f:.]*\]?$/i.test(host))
      wrong.push(`ALLOWED_HOSTS names "${host}"; it must be host names without a port, separated by commas.`);
  return hosts;
}

/** Points per minute for a client without a key; one with a key has ten times as many. */
const USUAL_RATE = 1_200;

function rateLimitOf(text: string | undefined, wrong: string[]): number | null {
  if (text === undefined) return USUAL_RATE;
  if (text === 'off') return null;
  const points = Number(text);
  if (/^\d{1,7}$/.test(text) && points >= 60) return points;
  wrong.push(`RATE_LIMIT is "${text}"; it must be a number of points per minute, at least 60, or off.`);
  return USUAL_RATE;
}

function secretsKeyOf(name: string, text: string | undefined, wrong: string[]): Buffer | undefined {
  if (text === undefined) return undefined;
  const key = Buffer.from(text, 'base64');
  if (key.length === 32 && /^[A-Za-z0-9+/]{43}=$/.test(text)) return key;
  wrong.push(`${name} is not 32 bytes in base64; make one with "openssl rand -base64 32".`);
  return undefined;
}

function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${reachable}:${port}`;
}

function clockStartOf(text: string | undefined, wrong: string[]): string | undefined {
  if (text === undefined) return undefined;
  const instant = parseDayOrInstant(text, 'beginning');
  if (instant !== null) return instant.toISOString();
  wrong.push(`CLOCK_START is "${text}"; it must be an RFC 3339 instant such as 2024-09-16T09:00:00Z.`);
  return undefined;
}
