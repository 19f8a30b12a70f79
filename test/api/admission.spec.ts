import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '#libs/testing';
import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { fact, source, subject } from './records.js';
import { rawClient, requestHead } from './raw-client.js';
import { startTestApi, type Answer, type TestApi } from './test-api.js';

const addressOf = (path: string): string => path.replaceAll(/\{\w+\}/g, 'nothing');
const remaining = ({ headers }: Answer): number => Number(/;r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);

describe('the quota of a client', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ settings: { rateLimit: 100_000 } });
  });
  afterAll(() => api.stop());

  it.each(OPERATIONS.filter(({ path }) => path !== '/health/live').map(({ method, path }) => [method, path] as const))(
    'is used by %s %s, and the answer says how much is left',
    async (method, path) => {
      const stop = new AbortController();
      const { headers } = await fetch(`${api.url}${addressOf(path)}`, { method, signal: stop.signal });
      stop.abort();
      expect(headers.get('ratelimit-policy')).toBe('"client";q=100000;w=60');
      expect(headers.get('ratelimit')).toMatch(/^"client";r=\d+;t=\d+$/);
    },
  );

  it.each([
    '/',
    '/cases',
    '/cases/statistics',
    '/milestones',
    '/reconciliation',
    '/embed/timeline',
    '/docs/',
    '/nowhere',
  ])('is used by the page %s', async (path) => {
    const { headers } = await api.get(path, { headers: { accept: 'text/html' } });
    expect(headers.get('ratelimit')).toMatch(/^"client";r=\d+;t=\d+$/);
  });

  it('is used by a page once, and not by the answers that it is made of', async () => {
    const before = remaining(await api.get('/v1/topics'));
    const page = remaining(await api.get('/cases/statistics'));
    expect(before - page).toBe(40);
  });

  it.each([
    ['/v1/cases/statistics', 20],
    ['/v1/cases/statistics.csv', 40],
    ['/v1/cases/changes', 20],
    ['/v1/cases?asOf=2024-01-01', 20],
    ['/v1/subjects?knownAt=2024-01-01', 20],
    ['/cases/changes', 40],
    ['/cases', 15],
  ])('is used by %s, whose answer takes much computing, by %d points', async (path, points) => {
    const before = remaining(await api.get('/v1/topics'));
    expect(before - remaining(await api.get(path))).toBe(points);
  });

  it.each(['*', 'ftp://localhost/v1/topics'])('is used by a request for %s, which is no path', async (target) => {
    const client = rawClient(api.url, requestHead('GET', target, { host: 'localhost' }));
    expect(await client.status).toBe(404);
    client.socket.destroy();
    await client.closed;
    expect(client.received()).toMatch(/^ratelimit: "client";r=\d+;t=\d+\r$/m);
  });

  it.each([
    ['for another host', 'GET', '/v1/topics', { host: 'evil.test' }, 421],
    ['for another host, with a key,', 'GET', '/v1/topics', { host: 'evil.test', 'x-api-key': 'any' }, 421],
    ['of another site', 'POST', '/v1/facts', { origin: 'http://evil.test' }, 403],
    ['for an id that cannot be read', 'GET', '/v1/facts/%ff', {}, 400],
    ['for a path that cannot be read', 'GET', '/%', {}, 400],
    ['that holds NUL', 'GET', '/v1/topics?q=%00', {}, 400],
    [
      'with a body that is too large for any key',
      'POST',
      '/v1/facts',
      { 'x-api-key': 'any', 'content-length': 2e6 },
      413,
    ],
    ['that asks whether the process lives, with a body,', 'GET', '/health/live', { 'content-length': 1 }, 200],
  ])('is used by a request %s by a point: %s %s', async (_what, method, path, headers, status) => {
    const before = remaining(await api.get('/v1/topics'));
    const client = rawClient(api.url, requestHead(method, path, headers));
    expect(await client.status).toBe(status);
    client.socket.destroy();
    await client.closed;
    const [, left] = /^ratelimit: "client";r=(\d+);t=\d+\r$/m.exec(client.received()) ?? [];
    expect(before - Number(left)).toBe(1);
  });

  it('is used by a preflight, by one point', async () => {
    const before = remaining(await api.get('/v1/topics'));
    const headers = { 'access-control-request-method': 'GET' };
    expect(before - remaining(await api.request('OPTIONS', '/v1/topics', { headers }))).toBe(1);
  });

  it('is used by more than a point on every open route that reads a body', async () => {
    const open = api.routes.filter(({ method, needed }) => needed === 'open' && !['GET', 'HEAD'].includes(method));
    expect(open.length).toBeGreaterThan(8);
    for (const { method, url } of open) {
      const before = remaining(await api.get('/v1/topics'));
      const answer = await api.request(method, url.replaceAll(/:\w+/g, 'nothing'), { redirect: 'manual' });
      expect([url, before - remaining(answer) > 1]).toEqual([url, true]);
    }
  });

  it('is not used by the question whether the process lives', async () => {
    expect((await api.get('/health/live')).headers.has('ratelimit')).toBe(false);
  });

  it('is another one for a key, ten times as large', async () => {
    const { headers } = await api.get('/v1/topics', { key: api.adminKey });
    expect(headers.get('ratelimit-policy')).toBe('"key";q=1000000;w=60');
  });

  it('can be read by pages of other sites', async () => {
    const { headers } = await api.get('/v1/topics');
    expect(headers.get('access-control-expose-headers')).toMatch(/\bRateLimit, RateLimit-Policy, Retry-After\b/);
  });

  it('is not enlarged by headers that no trusted proxy sent', async () => {
    const claims: Record<string, string>[] = [
      { 'x-forwarded-for': '192.0.2.1' },
      { 'x-forwarded-for': '192.0.2.2', forwarded: 'for=192.0.2.2', 'x-real-ip': '192.0.2.3' },
    ];
    const left: number[] = [];
    for (const headers of claims) left.push(remaining(await api.get('/v1/topics', { headers })));
    expect(left[0]! - left[1]!).toBe(1);
  });
});

describe('a quota that is used up', () => {
  it('is answered with 429 and the seconds after which a request succeeds', async () => {
    const api = await startTestApi({ settings: { rateLimit: 60 }, admission: { windowMs: 3_000 } });
    try {
      let answer = await api.get('/v1/topics');
      while (answer.status === 200) answer = await api.get('/v1/topics');
      expect(answer).toMatchObject({ status: 429, body: { type: '/problems/too-many-requests' } });
      expect(answer.headers.get('ratelimit')).toMatch(/^"client";r=0;t=[1-3]$/);
      for (const path of ['/', '/v1/timeline', '/nowhere']) expect((await api.get(path)).status).toBe(429);
      expect((await api.request('PUT', '/nowhere', { headers: { 'x-api-key': 'any' } })).status).toBe(429);
      expect((await api.get('/v1/topics', { key: api.adminKey })).status).toBe(200);
      expect((await api.get('/health/live')).status).toBe(200);
      expect((await api.post('/v1/facts', '{}', { headers: { origin: 'http://evil.test' } })).status).toBe(429);
      expect((await api.get('/v1/facts/%ff')).status).toBe(429);
      await wait(Number(answer.headers.get('retry-after')) * 1000);
      expect((await api.get('/v1/topics')).status).toBe(200);
    } finally {
      await api.stop();
    }
  });
});

describe('probes and scrapers on the machine itself', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ views: false, settings: { rateLimit: 60 }, admission: { underWay: 3 } });
    await api.post('/v1/sources', source());
  });
  afterAll(() => api.stop());

  const PATHS = ['/health/ready', '/metrics'];
  const problemOf = async (path: string, headers: Record<string, string> = {}): Promise<unknown> =>
    (await api.get(path, { headers })).body?.type;

  it('are answered while as many requests are under way as may be', async () => {
    // Nothing keeps the views up to date, so that these wait.
    const waiting = Array.from({ length: 3 }, () => rawClient(api.url, requestHead('GET', '/v1/topics?after=1')));
    await eventually(async () => expect(await problemOf('/v1/types')).toBe('/problems/overloaded'));
    for (const path of PATHS) {
      expect([path, await problemOf(path)]).toEqual([path, undefined]);
      const forwarded = await problemOf(path, { 'x-forwarded-for': '192.0.2.1' });
      expect([path, forwarded]).toEqual([path, '/problems/overloaded']);
    }
    for (const { socket } of waiting) socket.destroy();
    await Promise.all(waiting.map(({ closed }) => closed));
    await eventually(async () => expect(await problemOf('/v1/types')).not.toBe('/problems/overloaded'));
  });

  it('have a quota of their own', async () => {
    await eventually(async () => expect(await problemOf('/v1/topics')).toBe('/problems/too-many-requests'));
    for (const path of PATHS) {
      expect([path, await problemOf(path)]).toEqual([path, undefined]);
      const forwarded = await problemOf(path, { forwarded: 'for=192.0.2.1' });
      expect([path, forwarded]).toEqual([path, '/problems/too-many-requests']);
    }
    await eventually(async () => expect(await problemOf('/health/ready')).toBe('/problems/too-many-requests'));
  });
});

describe('behind a trusted proxy', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ settings: { rateLimit: 60, trustProxy: ['127.0.0.1'] } });
  });
  afterAll(() => api.stop());

  const useUp = async (client: string): Promise<void> => {
    await eventually(async () => expect(await statusFor(client)).toBe(429));
  };
  const statusFor = async (client: string): Promise<number> =>
    (await api.get('/v1/topics', { headers: { 'x-forwarded-for': client } })).status;

  it('each forwarded client has a quota of its own', async () => {
    await useUp('192.0.2.1');
    expect(await statusFor('192.0.2.2')).toBe(200);
    expect(await statusFor('::ffff:192.0.2.1')).toBe(429);
    expect(await statusFor('198.51.100.7, 192.0.2.1')).toBe(429);
  });

  it('the addresses of one IPv6 network (/64) have one quota', async () => {
    await useUp('2001:db8:1:2::1');
    expect(await statusFor('2001:db8:1:2:ffff::9')).toBe(429);
    expect(await statusFor('2001:db8:1:3::1')).toBe(200);
  });

  it.each([
    ['192.0.2.50', ['192.0.2.50:40001', '"192.0.2.50"', '::ffff:192.0.2.50']],
    ['2001:db8:5:2::1', ['[2001:db8:5:2::1]:55', '"[2001:db8:5:2::9]"']],
    ['unknown', ['_hidden', '01.02.03.04', 'nonsense']],
  ])('%s is one client however it is written', async (client, spellings) => {
    await useUp(client);
    for (const spelling of spellings) expect([spelling, await statusFor(spelling)]).toEqual([spelling, 429]);
  });

  it('a number of proxies in a row is believed as far as it goes', async () => {
    const chain = await startTestApi({ settings: { rateLimit: 60, trustProxy: 2 } });
    const ask = async (forwarded: string): Promise<Answer> =>
      chain.get('/v1/topics', { headers: { 'x-forwarded-for': forwarded } });
    try {
      expect(remaining(await ask('192.0.2.1, 10.0.0.1'))).toBe(59);
      expect(remaining(await ask('203.0.113.5, 192.0.2.1, 10.0.0.1'))).toBe(58);
      expect(remaining(await ask('192.0.2.9, 10.0.0.1'))).toBe(59);
    } finally {
      await chain.stop();
    }
  });
});

describe('a valid key without the scope of a route', () => {
  it('pays for the request, until its quota is used up', async () => {
    const api = await startTestApi({ settings: { rateLimit: 10 } });
    try {
      const made = await api.post('/v1/keys', { name: 'reader', scopes: ['read'] });
      const key = made.body.key as string;
      await eventually(async () => expect((await api.get('/v1/projections', { key })).status).toBe(429));
      const answer = await api.get('/v1/projections', { key });
      expect(answer.body.type).toBe('/problems/too-many-requests');
      expect(answer.headers.has('retry-after')).toBe(true);
      expect((await api.get('/v1/topics', { key })).status).toBe(429);
      expect((await api.get('/v1/projections', { key: api.adminKey })).status).toBe(200);
    } finally {
      await api.stop();
    }
  });
});

describe('a query', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ admission: { statementMs: 20_000, underWay: 4 } });
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    const { body } = await api.post('/v1/facts', fact());
    await api.get(`/v1/timeline?after=${body.position}`);
  });
  afterAll(() => api.stop());

  /** Holds the table of the timeline, so that every question about it waits. */
  async function whileLocked(act: () => Promise<void>): Promise<void> {
    const client = await api.database.db.pool.connect();
    try {
      await client.query('begin; lock table timeline in access exclusive mode');
      await act();
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
  async function waiting(): Promise<number> {
    const { rows } = await api.database.db.pool.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
        where datname = current_database() and application_name = 'dateline-api' and wait_event_type = 'Lock'`,
    );
    return rows[0]!.n;
  }

  it.each([
    '/v1/timeline',
    '/v1/timeline.ndjson',
    '/v1/cases/statistics',
    '/v1/timeline/density',
    '/',
    '/cases/statistics',
  ])('is cancelled in the database when the client of %s has gone', async (path) => {
    await whileLocked(async () => {
      const gone = new AbortController();
      const asked = fetch(`${api.url}${path}`, { signal: gone.signal }).catch(() => 'gone');
      await eventually(async () => expect(await waiting()).toBeGreaterThan(0));
      gone.abort();
      expect(await asked).toBe('gone');
      await eventually(async () => expect(await waiting()).toBe(0), 15_000);
    });
    expect((await api.get(path)).status).toBe(200);
  });

  it('that takes too long is answered with 503, and its connection serves on', async () => {
    const hasty = await startTestApi({ views: false, admission: { statementMs: 300 } });
    const client = await hasty.database.db.pool.connect();
    try {
      await client.query('begin; lock table timeline in access exclusive mode');
      const answer = await hasty.get('/v1/timeline');
      expect(answer).toMatchObject({ status: 503, body: { type: '/problems/query-timeout' } });
      expect(answer.headers.has('retry-after')).toBe(true);
      await client.query('rollback');
      expect((await hasty.get('/v1/timeline')).status).toBe(200);
    } finally {
      client.release(true);
      await hasty.stop();
    }
  });

  it('is refused at once while as many requests are under way as the process serves, but for /health/live', async () => {
    await whileLocked(async () => {
      const gone = new AbortController();
      const asked = Array.from({ length: 4 }, () =>
        fetch(`${api.url}/v1/timeline`, { signal: gone.signal }).catch(() => 'gone'),
      );
      await eventually(async () => {
        const answer = await api.get('/v1/topics');
        expect(answer).toMatchObject({ status: 503, body: { type: '/problems/overloaded' } });
        expect(answer.headers.get('retry-after')).toBe('2');
      });
      expect((await api.get('/health/live')).status).toBe(200);
      gone.abort();
      expect(await Promise.all(asked)).toEqual(Array(4).fill('gone'));
    });
    await eventually(async () => expect((await api.get('/v1/topics')).status).toBe(200));
  });
});

describe('an event loop that is late', () => {
  it('has requests refused with 503 until it is on time again, but for /health/live', async () => {
    const api = await startTestApi({ views: false, admission: { loopDelayMs: 150 } });
    const busy = setInterval(() => {
      const end = performance.now() + 400;
      while (performance.now() < end);
    }, 1);
    try {
      await eventually(async () =>
        expect(await api.get('/v1/topics')).toMatchObject({ status: 503, body: { type: '/problems/overloaded' } }),
      );
      expect((await api.get('/health/live')).status).toBe(200);
      clearInterval(busy);
      await eventually(async () => expect((await api.get('/v1/topics')).status).toBe(200));
    } finally {
      clearInterval(busy);
      await api.stop();
    }
  });
});
