import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '#libs/testing';
import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { fact, source, subject } from './records.js';
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
      await wait(Number(answer.headers.get('retry-after')) * 1000);
      expect((await api.get('/v1/topics')).status).toBe(200);
    } finally {
      await api.stop();
    }
  });
});

describe('a page that is refused for now', () => {
  const HTML = { accept: 'text/html,application/xhtml+xml;q=0.9' };
  const expectPage = ({ status, headers, text }: Answer, language: string, title: string): void => {
    expect([status, headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    const seconds = headers.get('retry-after');
    expect(Number(seconds)).toBeGreaterThan(0);
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain(` ${seconds} s.`);
  };

  it('says so in the language of the request, and when to try again', async () => {
    const api = await startTestApi({ views: false, settings: { rateLimit: 10 } });
    try {
      while ((await api.get('/v1/sources')).status !== 429);
      expectPage(await api.get('/', { headers: HTML }), 'en', 'Too many requests');
      expectPage(await api.get('/cases?lang=es', { headers: HTML }), 'es', 'Demasiadas solicitudes');
      const spanish = { ...HTML, 'accept-language': 'es-MX,es;q=0.9' };
      expectPage(await api.get('/nowhere', { headers: spanish }), 'es', 'Demasiadas solicitudes');
      expect((await api.get('/v1/sources', { headers: HTML })).body.type).toBe('/problems/too-many-requests');
      expect((await api.get('/')).body.type).toBe('/problems/too-many-requests');
    } finally {
      await api.stop();
    }
  });

  it('says so after twenty wrong keys in the form to sign in', async () => {
    const api = await startTestApi({ views: false, settings: { rateLimit: 100_000 } });
    const signIn = (path: string): Promise<Answer> =>
      api.request('POST', path, { headers: HTML, body: new URLSearchParams({ key: 'wrong' }) });
    try {
      for (let n = 0; n < 20; n++) expect((await signIn('/sign-in')).status).toBe(401);
      expectPage(await signIn('/sign-in'), 'en', 'Too many keys that are not valid');
      expectPage(await signIn('/sign-in?lang=es'), 'es', 'Demasiadas claves no válidas');
    } finally {
      await api.stop();
    }
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

interface Guess {
  path: string;
  headers: Record<string, string>;
  form?: URLSearchParams;
}

describe('a client that guesses', () => {
  it.each([
    ['keys', (n: number) => ({ path: '/v1/projections', headers: { authorization: `Bearer wrong-${n}` } })],
    ['keys where none is needed', (n: number) => ({ path: '/v1/topics', headers: { 'x-api-key': `wrong-${n}` } })],
    [
      'keys in the form of the queues',
      (n: number) => ({ path: '/queues/sign-in', headers: {}, form: new URLSearchParams({ key: `wrong-${n}` }) }),
    ],
    [
      'keys in the form of the pages',
      (n: number) => ({ path: '/sign-in', headers: {}, form: new URLSearchParams({ key: `wrong-${n}` }) }),
    ],
    ['tokens', (n: number) => ({ path: `/v1/subscriptions/ID?token=wrong-${n}`, headers: {} })],
  ])(
    '%s is refused after twenty, and a key that was valid before goes on',
    async (_what, guess: (n: number) => Guess) => {
      const api = await startTestApi({ settings: { rateLimit: 100_000 } });
      try {
        const made = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
        expect((await api.get('/v1/projections', { key: api.adminKey })).status).toBe(200);
        const answers: Answer[] = [];
        for (let n = 0; n < 100; n++) {
          const { path, headers, form }: Guess = guess(n);
          const init = { headers, ...(form && { method: 'POST', body: form }) };
          answers.push(await api.request(form ? 'POST' : 'GET', path.replace('ID', made.body.id), init));
        }
        const refused = answers.filter(({ status }) => status === 429);
        expect(refused).toHaveLength(80);
        expect(refused[0]).toMatchObject({ body: { type: '/problems/guesses-limited' } });
        expect(Number(refused[0]!.headers.get('retry-after'))).toBeLessThanOrEqual(60);
        expect((await api.get('/v1/projections', { key: api.adminKey })).status).toBe(200);
        expect((await api.get('/v1/topics')).status).toBe(200);
      } finally {
        await api.stop();
      }
    },
  );

  it('is refused whatever valid key the request holds beside its guess', async () => {
    const api = await startTestApi({ settings: { rateLimit: 100_000 } });
    try {
      const made = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
      const headers = { authorization: `Bearer ${api.adminKey}` };
      const statuses: Record<string, number[]> = { form: [], token: [] };
      for (let n = 0; n < 40; n++) {
        const body = new URLSearchParams({ key: `wrong-${n}` });
        const form = await api.request('POST', '/sign-in?token=any', { headers, body });
        statuses['form']!.push(form.status);
        const token = { ...headers, 'dateline-token': `wrong-${n}` };
        statuses['token']!.push((await api.get(`/v1/subscriptions/${made.body.id}`, { headers: token })).status);
      }
      expect(statuses).toEqual({
        form: [...Array<number>(20).fill(401), ...Array<number>(20).fill(429)],
        token: [...Array<number>(20).fill(403), ...Array<number>(20).fill(429)],
      });
      expect((await api.get('/v1/projections', { headers })).status).toBe(200);
    } finally {
      await api.stop();
    }
  });

  it.each(['/sign-in', '/queues/sign-in'])(
    'can sign in at %s with a key that it used before, in the form alone, and use it as a header',
    async (path) => {
      const api = await startTestApi({ settings: { rateLimit: 100_000 } });
      const signIn = async (key: string): Promise<number> => {
        const init = { body: new URLSearchParams({ key }), redirect: 'manual' } as const;
        return (await api.request('POST', path, init)).status;
      };
      try {
        const { key } = (await api.post('/v1/keys', { name: 'other', scopes: ['admin'] })).body as { key: string };
        expect(await signIn(key)).toBe(303);
        for (let n = 0; n < 21; n++) await signIn(`wrong-${n}`);
        expect(await signIn('wrong')).toBe(429);
        expect(await signIn(key)).toBe(303);
        expect((await api.get('/v1/projections', { key })).status).toBe(200);
      } finally {
        await api.stop();
      }
    },
  );

  it('tokens of one subscription leaves those of others alone, and tokens that were valid before go on', async () => {
    const api = await startTestApi({ settings: { rateLimit: 100_000 } });
    try {
      const made = await Promise.all(
        [1, 2].map(() => api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null })),
      );
      const [known, other] = made.map(({ body }) => new URL(body.manageUrl).searchParams.get('token')!);
      const [id, otherId] = made.map(({ body }) => body.id as string);
      const read = (one: string, token: string, page = '/v1/subscriptions') =>
        api.get(`${page}/${one}?token=${encodeURIComponent(token)}`);
      expect((await read(id!, known!, '/subscriptions')).status).toBe(200);
      for (let n = 0; n < 30; n++) await read(id!, `wrong-${n}`, n % 2 === 0 ? '/subscriptions' : undefined);
      expect((await read(id!, 'wrong')).status).toBe(429);
      // What a page that needs no token answers proves no token.
      await api.get('/?token=wrong');
      expect((await read(id!, 'wrong')).status).toBe(429);
      expect((await read(id!, known!)).status).toBe(200);
      expect((await read(otherId!, other!)).status).toBe(200);
      expect((await api.get('/v1/topics', { key: 'wrong' })).status).toBe(401);
      expect((await api.get('/v1/projections', { key: api.adminKey })).status).toBe(200);
    } finally {
      await api.stop();
    }
  });

  it('pays five points for a token', async () => {
    const api = await startTestApi({ settings: { rateLimit: 1_000 } });
    try {
      const { body } = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
      const before = remaining(await api.get('/v1/topics'));
      await api.get(`/v1/subscriptions/${body.id}?token=wrong`);
      await eventually(async () => expect(before - remaining(await api.get('/v1/topics'))).toBeGreaterThan(5));
      expect(before - remaining(await api.get('/v1/topics'))).toBeLessThan(20);
    } finally {
      await api.stop();
    }
  });

  it('pays twenty points for each', async () => {
    const api = await startTestApi({ settings: { rateLimit: 1_000 } });
    try {
      const before = remaining(await api.get('/v1/topics'));
      await api.get('/v1/projections', { key: 'wrong' });
      await eventually(async () => expect(before - remaining(await api.get('/v1/topics'))).toBeGreaterThan(20));
    } finally {
      await api.stop();
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
