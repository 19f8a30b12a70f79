import { ensureAdminKey } from '#libs/access';
import { ensureClock } from '#libs/database';
import type { Json, JsonObject, Settings } from '#libs/kernel';
import { VIEWS } from '#libs/milestones';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { SECRETS_KEY } from './secrets-key.js';
import { createApi } from '../../apps/api/src/api.js';
import { Access, type GuardedRoute } from '../../apps/api/src/http/access.js';
import type { AdmissionLimits } from '../../apps/api/src/http/admission/limits.js';
import type { StreamLimits } from '../../apps/api/src/stream/stream-limits.js';

/** An answer of the API, its body read: JSON where it is JSON, and the text in any case. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // Specs look into answers as a client in any language would: by name.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** How a request is made. */
export interface Asking {
  /** A key; null for none. By default the administrator's for writes, and none for reads. */
  key?: string | null;
  headers?: Record<string, string>;
}

/** The real API on a port and a database of its own, with the views kept up to date inside the same process. */
export interface TestApi {
  url: string;
  adminKey: string;
  database: TestDatabase;
  get(path: string, asking?: Asking): Promise<Answer>;
  /** Sends a value as JSON, or a text as it is. */
  post(path: string, body: Json | JsonObject | string, asking?: Asking): Promise<Answer>;
  request(method: string, path: string, init?: RequestInit): Promise<Answer>;
  /** Every route of the server, with what it needs. */
  routes: GuardedRoute[];
  stop(): Promise<void>;
}

/** The address under which the API of a spec believes to be reached. */
export const PUBLIC_URL = 'http://dateline.test';

/**
 * Starts the API for a spec file.
 *
 * @param options.clockStart the instant that the service's clock shows at its start (RFC 3339)
 * @param options.settings what differs from the defaults of a spec: nothing is seeded, reading is public
 * @param options.views false: nothing keeps the views up to date
 * @param options.way how the API reaches the database of the spec, given its URL; by default directly
 * @param options.assets where the bundle of the pages lies; without it they have no script and no styles
 * @param options.streams how streams behave where that differs from what is usual
 * @param options.admission what is admitted where that differs from what is usual; by default nothing is limited per client
 */
export async function startTestApi(
  options: {
    clockStart?: string;
    settings?: Partial<Settings>;
    views?: boolean;
    way?: (url: string) => Promise<string>;
    assets?: string;
    streams?: Partial<StreamLimits>;
    admission?: Partial<AdmissionLimits>;
  } = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  try {
    await ensureClock(database.owner, options.clockStart);
    const adminKey = (await ensureAdminKey(database.db)) ?? '';
    const app = await createApi({
      settings: { ...settingsOf((await options.way?.(database.url)) ?? database.url), ...options.settings },
      views: options.views === false ? [] : VIEWS,
      assets: options.assets ?? '/nowhere',
      streams: options.streams,
      // How late the event loop is says something about the machine that the specs share.
      admission: { loopDelayMs: Infinity, ...options.admission },
    });
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const once = (method: string, path: string, init: RequestInit = {}): Promise<Answer> =>
      ask(`${url}${path}`, { method, ...init });
    const request = options.views === false ? once : patient(once);
    return {
      url,
      adminKey,
      database,
      request,
      routes: app.get(Access).routes(),
      get: (path, { key = null, headers } = {}) => request('GET', path, { headers: withKey(key, headers) }),
      post: (path, body, { key = adminKey, headers } = {}) =>
        request('POST', path, {
          headers: withKey(key, { 'content-type': 'application/json', ...headers }),
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      stop: async () => {
        await app.close();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

/** Asks again, as it is told to, where a view is behind: a busy machine may need more than the time that one answer waits. */
function patient(once: TestApi['request']): TestApi['request'] {
  return async (...asked) => {
    const end = Date.now() + 60_000;
    for (;;) {
      const answer = await once(...asked);
      const isBehind = answer.status === 409 && answer.body?.type === '/problems/view-behind';
      if (!isBehind || Date.now() > end) return answer;
    }
  };
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
  return { status: answer.status, headers: answer.headers, text, body: isJson ? parsed(text) : undefined };
}

/** Undefined for lines of JSON, of which each is a document. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withKey(key: string | null, headers: Record<string, string> = {}): Record<string, string> {
  return key === null ? headers : { authorization: `Bearer ${key}`, ...headers };
}

function settingsOf(databaseUrl: string): Settings & { databaseUrl: string } {
  return {
    port: 0,
    host: '127.0.0.1',
    dataDir: '',
    databaseUrl,
    publicUrl: PUBLIC_URL,
    allowedHosts: [],
    workerHost: '127.0.0.1',
    readAccess: 'public',
    webhookAllowPrivate: false,
    rateLimit: null,
    logLevel: 'error',
    seed: 'none',
    secretsKey: SECRETS_KEY,
  };
}
