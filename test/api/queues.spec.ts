import { createHmac } from 'node:crypto';
import { defineJob, JobRunner } from '#libs/jobs';
import { createKey } from '#libs/access';
import { eventually } from '#libs/testing';
import { backends, type StartedBackend } from '../jobs/backends.js';
import { startTestApi, type Answer, type TestApi } from './test-api.js';

const HTML = { accept: 'text/html' };
const cookieOf = ({ headers }: Answer): string => headers.get('set-cookie')?.split(';', 1)[0] ?? '';

describe.each(backends)('the page of the queues on $name', ({ start }) => {
  let backend: StartedBackend;
  let api: TestApi;
  let runner: JobRunner;

  beforeAll(async () => {
    backend = await start();
    const { redisUrl } = backend;
    api = await startTestApi({ settings: { redisUrl } });
    const job = defineJob({ name: 'look-after-things', every: 3_600_000, run: async () => {} });
    runner = new JobRunner({ databaseUrl: api.database.url, redisUrl }, [job]);
    void runner.start();
  });
  afterAll(async () => {
    await runner?.stop();
    await api?.stop();
    await backend?.stop();
  });

  const signIn = (key: string): Promise<Answer> =>
    api.request('POST', '/queues/sign-in', { body: new URLSearchParams({ key }), redirect: 'manual', headers: HTML });

  it('shows a browser a form for the key, and nothing else without one', async () => {
    const page = await api.get('/queues', { headers: HTML });
    expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
    expect(page.text).toContain('action="/queues/sign-in"');
    expect(page.text).not.toContain('id="root"');
    const { status, body } = await api.get('/queues');
    expect([status, body.type]).toEqual([401, '/problems/key-missing']);
    const { key } = await createKey(api.database.db, { name: 'writer', scopes: ['write'] });
    expect((await api.get('/queues/api/queues', { key })).status).toBe(403);
    expect((await api.get('/queues', { key: 'wrong' })).status).toBe(401);
    expect((await api.get('/queues/static/js/nothing.js')).status).toBe(401);
    for (const refused of [key, 'wrong', '']) {
      const answer = await signIn(refused);
      expect([answer.status, cookieOf(answer)]).toEqual([refused === key ? 403 : 401, '']);
    }
  });

  it('signs a browser in for a quarter of an hour, and out again', async () => {
    const { id, key } = await createKey(api.database.db, { name: 'operator', scopes: ['admin'] });
    const answer = await signIn(key);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/queues']);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^queues=[\w.-]+; Path=\/queues; Max-Age=900; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers.get('set-cookie')).not.toContain(key);
    const cookie = cookieOf(answer);
    expect((await api.get('/queues', { headers: { ...HTML, cookie } })).text).toContain('action="/queues/sign-out"');
    expect((await api.get('/queues/api/queues', { headers: { cookie } })).status).toBe(200);
    // The token opens the queues and nothing else.
    expect((await api.get('/v1/projections', { headers: { cookie } })).status).toBe(401);
    const [, ends = '', mac = ''] = cookie.split('.');
    for (const forged of [
      `queues=${id}.${Number(ends) + 60}.${mac}`,
      `queues=${id}.1.${mac}`,
      'queues=x',
      `${cookie}x`,
    ])
      expect([forged, (await api.get('/queues', { headers: { cookie: forged } })).status]).toEqual([forged, 401]);
    const out = await api.request('POST', '/queues/sign-out', { headers: { cookie }, redirect: 'manual' });
    expect(out.headers.get('set-cookie')).toMatch(/^queues=; Path=\/queues; Max-Age=0;/);
    await api.database.db.pool.query('update api_keys set revoked_at = now() where id = $1', [id]);
    expect((await api.get('/queues', { headers: { cookie } })).status).toBe(401);
  });

  it('ends a session with the key that it stands for, and takes none that was signed with what the database holds', async () => {
    const { pool } = api.database.db;
    const { id, key } = await createKey(api.database.db, { name: 'expires', scopes: ['admin'] });
    const cookie = cookieOf(await signIn(key));
    expect((await api.get('/queues/api/queues', { headers: { cookie } })).status).toBe(200);
    const { rows } = await pool.query<{ hash: Buffer }>('select hash from api_keys where id = $1', [id]);
    const claim = `${id}.${Math.floor(Date.now() / 1000) + 600}`;
    const mac = createHmac('sha256', rows[0]!.hash).update(`session:${claim}`).digest('base64url');
    const forged = `queues=${claim}.${mac}`;
    expect((await api.get('/queues/api/queues', { headers: { cookie: forged } })).status).toBe(401);
    await pool.query('update api_keys set expires_at = clock_timestamp() where id = $1', [id]);
    expect((await api.get('/queues/api/queues', { headers: { cookie } })).status).toBe(401);
  });

  it('shows the queues with their schedules, for a key with the scope admin', async () => {
    const page = await api.get('/queues', { key: api.adminKey });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(page.text).not.toMatch(/fonts\.googleapis\.com|<style|style="/);
    expect(page.text).toContain('<div id="root"></div>');
    await eventually(async () => {
      const { status, text, body } = await api.get('/queues/api/queues?activeQueue=scheduled&status=latest', {
        key: api.adminKey,
      });
      expect(status).toBe(200);
      expect(body.queues.map(({ name }: { name: string }) => name)).toEqual(['scheduled', 'deliver', 'deliver-mail']);
      expect(body.queues.every(({ readOnlyMode }: { readOnlyMode: boolean }) => readOnlyMode)).toBe(true);
      expect(text).toContain('look-after-things');
    });
  });

  it.each(['PUT', 'POST', 'PATCH'])('takes no %s, so that nothing can be changed through it', async (method) => {
    const path = '/queues/api/queues/scheduled/pause';
    const { status, headers } = await api.request(method, path, {
      headers: { authorization: `Bearer ${api.adminKey}` },
    });
    // Where the board has a route for the method it is refused; where it has none, nothing is there.
    if (method === 'PUT') expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    else expect(status).toBe(404);
    const { body } = await api.get('/queues/api/queues', { key: api.adminKey });
    expect(body.queues.map(({ isPaused }: { isPaused: boolean }) => isPaused)).toEqual([false, false, false]);
  });
});

describe('the page of the queues, where the queue is away', () => {
  it('says so in time, and the service goes on', async () => {
    const api = await startTestApi({ settings: { redisUrl: 'redis://127.0.0.1:1' } });
    const { status, body } = await api.get('/queues', { key: api.adminKey });
    expect([status, body.type]).toEqual([503, '/problems/queue-away']);
    expect((await api.get('/v1/timeline')).status).toBe(200);
    await api.stop();
  });
});
