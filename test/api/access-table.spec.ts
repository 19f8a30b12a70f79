import { createKey, revokeKey } from '#libs/access';
import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { fact, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

/** What a request needs; `open` routes give nothing of what is on record, or need a token instead. */
type Needed = 'open' | 'read' | 'write' | 'admin';

const FEEDS = ['ndjson', 'csv', 'atom', 'feed.json', 'ics', 'timelinejs.json', 'cloudevents.json'];
const feedsOf = (path: string): Record<string, Needed> =>
  Object.fromEntries(FEEDS.map((ending) => [`GET ${path}.${ending}`, 'read']));
const all = (needed: Needed, ...routes: string[]): Record<string, Needed> =>
  Object.fromEntries(routes.map((route) => [route, needed]));

/** What each route needs, by method and path; HEAD needs what GET does. */
const TABLE: Readonly<Record<string, Needed>> = {
  // Says only that the process answers, or whether it is ready; what else it says depends on the key (below).
  ...all('open', 'GET /health/live', 'GET /health/ready'),
  // The bundle of the pages, which those of a token load too, and the choice of a theme, which is kept in a cookie.
  ...all('open', 'GET /assets/:name', 'POST /appearance'),
  // The form that takes a key, and the end of its session.
  ...all('open', 'GET /sign-in', 'POST /sign-in', 'POST /sign-out'),
  // A token of the subscription opens these.
  ...all('open', 'GET /v1/subscriptions/:id', 'PATCH /v1/subscriptions/:id', 'DELETE /v1/subscriptions/:id'),
  ...all('open', 'POST /v1/subscriptions/:id/recover'),
  ...all('open', 'POST /v1/subscriptions/:id/test', 'GET /v1/subscriptions/:id/deliveries'),
  ...all('open', 'GET /v1/subscriptions/:id/preview', 'POST /v1/subscriptions/:id/preview'),
  ...all('open', 'GET /v1/subscriptions/:id/link'),
  ...all('open', 'GET /v1/subscriptions/:id/calendar.ics', 'GET /v1/subscriptions/:id/feed.atom'),
  ...all('open', 'GET /subscriptions/:id', 'POST /subscriptions/:id'),
  // The token of a confirmation mail opens these.
  ...all('open', 'GET /v1/confirmations/:id', 'POST /v1/confirmations/:id/refuse'),
  ...all('open', 'POST /v1/confirmations/:id/requests/:request/confirm'),
  ...all('open', 'DELETE /v1/confirmations/:id/requests/:request'),
  ...all('open', 'GET /confirmations/:id', 'POST /confirmations/:id'),
  ...all('open', 'GET /subscriptions/:id/unsubscribe', 'POST /subscriptions/:id/unsubscribe'),

  ...all('read', 'POST /v1/subscriptions', 'POST /v1/subscriptions/preview', 'GET /remind', 'POST /remind'),
  ...all('read', 'GET /v1/timeline', 'GET /v1/timeline/density', 'GET /v1/timeline/steps', 'GET /v1/changes'),
  ...all('read', 'GET /v1/stream', 'GET /v1/export', 'GET /v1/coverage', 'GET /v1/reconciliation', 'GET /v1/dates'),
  ...all('read', 'GET /v1/log/checkpoint'),
  ...all('read', 'GET /v1/subjects', 'GET /v1/subjects/:id', 'GET /v1/facts/:id', 'GET /v1/sources'),
  ...all('read', 'GET /v1/sources/:id', 'GET /v1/topics', 'GET /v1/types', 'GET /v1/parties'),
  ...all('read', 'GET /v1/milestones', 'GET /v1/milestones/:id', 'GET /v1/milestones.atom', 'GET /v1/milestones.ics'),
  ...all('read', 'GET /v1/cases', 'GET /v1/cases/:id', 'GET /v1/cases/:id/history', 'GET /v1/cases/changes'),
  ...all('read', 'GET /v1/cases/statistics', 'GET /v1/cases/statistics.csv'),
  ...feedsOf('/v1/timeline'),
  ...feedsOf('/v1/subjects/:id'),
  ...feedsOf('/v1/cases/changes'),
  ...all('read', 'GET /', 'GET /cases', 'GET /cases/:id', 'GET /cases/statistics', 'GET /cases/changes'),
  ...all('read', 'GET /reconciliation', 'GET /milestones', 'GET /milestones/:id', 'GET /subjects/:id'),
  ...all('read', 'GET /facts/:id', 'GET /sources/:id', 'GET /embed/timeline', 'GET /embed/milestones'),
  ...all('read', 'GET /editor', 'GET /editor/record', 'GET /editor/change', 'GET /editor/import', 'GET /*'),
  ...all('read', 'GET /docs', 'GET /docs/', 'GET /docs/docs.js', 'GET /docs/docs.css'),
  ...all('read', 'GET /docs/swagger-ui.css', 'GET /docs/swagger-ui-bundle.js', 'GET /openapi.json'),
  ...all('read', 'GET /problems', 'GET /problems/:code', 'GET /metrics'),

  ...all('write', 'POST /v1/sources', 'POST /v1/subjects', 'POST /v1/facts', 'POST /v1/import'),
  ...all('write', 'POST /v1/facts/:id/corrections', 'POST /v1/facts/:id/retractions'),
  ...all('write', 'POST /v1/subjects/:id/corrections', 'POST /v1/sources/:id/corrections'),

  ...all('admin', 'GET /v1/projections', 'POST /v1/projections/:name/rebuild', 'POST /v1/projections/:name/replay'),
  ...all('admin', 'GET /v1/keys', 'POST /v1/keys', 'DELETE /v1/keys/:id', 'POST /v1/keys/:id/rotation'),
  ...all('admin', 'GET /v1/audit', 'GET /v1/deliveries', 'POST /v1/deliveries/recover'),
};

/** The page of the queues has routes of a library: each needs `admin`, and none but GET is served. */
const QUEUES = /^\/queues(\/|$)/;

/** The forms of that page: one takes a key, which none of these requests carries in it; the other ends a session. */
const QUEUE_FORMS: Readonly<Record<string, number>> = { '/queues/sign-in': 401, '/queues/sign-out': 303 };
/** That of the pages as well. */
const SIGN_IN = 'POST /sign-in';

/** Keys, and sessions in which a browser reads: those of keys that are valid, and of one that was revoked since. */
const HOLDERS = [
  ...(['none', 'unknown', 'expired', 'revoked', 'read', 'write', 'admin'] as const),
  ...(['session of read', 'session of admin', 'session of revoked'] as const),
];
type Holder = (typeof HOLDERS)[number];
const SCOPES: readonly Holder[] = ['read', 'write', 'admin'];

const NAME = 'Accord on Rivers';

/** The status of a refusal; null where the request is admitted. */
function refusal(needed: Needed, holder: Holder, readAccess: 'public' | 'key'): 401 | 403 | null {
  if (needed === 'open') return null;
  const isSession = holder.startsWith('session');
  if (needed === 'read' && readAccess === 'public' && (holder === 'none' || isSession)) return null;
  // A session reads, whatever its key is good for.
  if (needed === 'read' && isSession && holder !== 'session of revoked') return null;
  // A key that is not valid is refused also where none is needed.
  if (!SCOPES.includes(holder)) return 401;
  return SCOPES.indexOf(holder) >= SCOPES.indexOf(needed) ? null : 403;
}

describe.each(['public', 'key'] as const)('who may do what with READ_ACCESS=%s', (readAccess) => {
  let api: TestApi;
  let keys: Partial<Record<Holder, string>>;
  const cookies: Partial<Record<Holder, string>> = {};

  beforeAll(async () => {
    api = await startTestApi({ settings: { readAccess } });
    const { db } = api.database;
    const made = async (name: string, scope = 'admin') => createKey(db, { name, scopes: [scope] });
    const [expired, revoked] = [await made('expired'), await made('revoked')];
    await db.pool.query(`update api_keys set expires_at = clock_timestamp() where id = $1`, [expired.id]);
    const signIn = async (key: string): Promise<string> => {
      const body = new URLSearchParams({ key });
      const { headers } = await api.request('POST', '/sign-in', { body, redirect: 'manual' });
      // Where reading is public nobody signs in: a cookie is left from another time.
      return headers.get('set-cookie')?.split(';', 1)[0] ?? 'reading=1.9999999999.x';
    };
    cookies['session of revoked'] = await signIn(revoked.key);
    await revokeKey(db, revoked.id, 'operator');
    keys = {
      unknown: 'dl_unknown',
      expired: expired.key,
      revoked: revoked.key,
      read: (await made('reader', 'read')).key,
      write: (await made('writer', 'write')).key,
      admin: (await made('administrator')).key,
    };
    cookies['session of read'] = await signIn(keys.read!);
    cookies['session of admin'] = await signIn(keys.admin!);
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject({ name: NAME }));
    const { body } = await api.post('/v1/facts', fact());
    await api.get(`/v1/timeline?after=${body.position}`, { key: keys.read! });
  });
  afterAll(() => api.stop());

  /** Sends a request that names nothing on record but the subject, so that nothing is changed where it is admitted. */
  const send = async (method: string, url: string, holder: Holder) => {
    const path = url
      .replace('/*', '/nowhere')
      .replace(/^\/v1\/subjects\/:id/, '/v1/subjects/accord')
      .replace(/:code$/, 'key-missing')
      .replaceAll(/:\w+/g, '999999');
    const [key, cookie] = [keys[holder], cookies[holder]];
    const answer = await fetch(`${api.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        accept: url === '/*' ? 'text/html' : '*/*',
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(cookie !== undefined && { cookie }),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      ...(method === 'POST' && { body: '{}' }),
    });
    const isEndless = url === '/v1/stream' && answer.status === 200;
    if (isEndless) await answer.body?.cancel();
    return { status: answer.status, text: isEndless ? '' : await answer.text() };
  };

  it('names every route, and every operation and page among them', async () => {
    const { ROUTES } = await loadPageRenderer();
    const routes = api.routes
      .filter(({ method, url }) => method !== 'HEAD' && !QUEUES.test(url))
      .map(({ method, url }) => `${method} ${url}`);
    expect(routes.toSorted()).toEqual(Object.keys(TABLE).toSorted());
    const operations = OPERATIONS.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
    expect(routes).toEqual(expect.arrayContaining(operations));
    expect(routes).toEqual(expect.arrayContaining(ROUTES.map(({ path }) => `GET ${path}`)));
  });

  it.each(HOLDERS)('holds on every route for a request with this key: %s', async (holder) => {
    const found: string[] = [];
    for (const { method, url } of api.routes) {
      // A HEAD is answered as the GET beside it, so it is tried without a key and with one.
      if (QUEUES.test(url) || (method === 'HEAD' && holder !== 'none' && holder !== 'read')) continue;
      const needed = TABLE[`${method === 'HEAD' ? 'GET' : method} ${url}`]!;
      const { status } = await send(method, url, holder);
      expect(status).toBeLessThan(429);
      const expected =
        `${method} ${url}` === SIGN_IN && readAccess === 'key' ? 401 : refusal(needed, holder, readAccess);
      const isRight = expected === null ? status !== 401 && status !== 403 : status === expected;
      if (!isRight) found.push(`${method} ${url}: ${status}, not ${expected ?? 'admitted'}`);
    }
    expect(found).toEqual([]);
  });

  it.each(HOLDERS)('holds for the queues, which are only read, with this key: %s', async (holder) => {
    for (const { method, url } of api.routes) {
      if (!QUEUES.test(url)) continue;
      const { status } = await send(method, url, holder);
      const isRead = method === 'GET' || method === 'HEAD';
      const expected = isRead ? refusal('admin', holder, readAccess) : (QUEUE_FORMS[url] ?? 405);
      // The page itself answers 403 where the queue is not on Redis.
      const isRight = expected === null ? status !== 401 && (status !== 403 || url.endsWith('/redis/stats')) : false;
      expect([method, url, isRight ? null : status]).toEqual([method, url, expected]);
    }
  });

  it('refuses every other method on every address', async () => {
    for (const url of new Set(api.routes.map((route) => route.url))) {
      if (QUEUES.test(url)) continue;
      for (const method of ['PUT', 'DELETE', 'PATCH']) {
        if (TABLE[`${method} ${url}`] !== undefined) continue;
        const { status } = await send(method, url, 'none');
        expect([method, url, status >= 400]).toEqual([method, url, true]);
      }
    }
  });

  it('says what is on record to a reader, and to nobody else', async () => {
    const { text } = await send('GET', '/v1/timeline', 'read');
    expect(text).toContain(NAME);
    if (readAccess === 'public') return;
    const { head } = JSON.parse((await send('GET', '/health/ready', 'read')).text) as { head: string };
    for (const holder of ['none', 'unknown', 'expired', 'revoked', 'session of revoked'] as const) {
      for (const { method, url } of api.routes) {
        const answer = await send(method, url, holder);
        expect([url, answer.text.includes(NAME) || answer.text.includes(head)]).toEqual([url, false]);
      }
    }
  });

  it('names processes and streams on /health/ready to the holder of a key only', async () => {
    const { db } = api.database;
    await db.pool.query(
      `insert into projection_quarantine (view, stream, position, event_id, type, error, tries)
       values ('timeline', 'subject-accord', 2, 'subject:accord', 'subject.recorded', 'it broke', 3)`,
    );
    const own = /process \d+|subject-accord|it broke/;
    const read = await send('GET', '/health/ready', 'read');
    expect(read.text).toMatch(own);
    for (const holder of ['none', 'unknown', 'expired', 'revoked'] as const) {
      const { status, text } = await send('GET', '/health/ready', holder);
      expect(status).toBe(read.status);
      expect(text).not.toMatch(own);
      const fields = Object.keys(JSON.parse(text) as object);
      expect(fields).toEqual(readAccess === 'key' ? ['status'] : ['status', 'head', 'views', 'problems']);
    }
    expect((await send('GET', '/metrics', 'read')).text).not.toMatch(own);
  });
});
