import { defineJob, JobRunner } from '#libs/jobs';
import { createKey } from '#libs/access';
import { eventually } from '#libs/testing';
import { backends, type StartedBackend } from '../jobs/backends.js';
import { startTestApi, type TestApi } from './test-api.js';

const basic = (key: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`anybody:${key}`).toString('base64')}`,
});

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

  it('asks a browser for the key, and lets no other in', async () => {
    const { status, headers, body } = await api.get('/queues');
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Basic realm="Dateline queues", charset="UTF-8"']);
    expect(body.type).toBe('/problems/key-missing');
    const { key } = await createKey(api.database.db, { name: 'writer', scopes: ['write'] });
    expect((await api.get('/queues/api/queues', { headers: basic(key) })).status).toBe(403);
    expect((await api.get('/queues', { headers: basic('wrong') })).status).toBe(401);
    expect((await api.get('/queues/static/js/nothing.js')).status).toBe(401);
  });

  it('shows the queues with their schedules, for a key with the scope admin in either form', async () => {
    const page = await api.get('/queues', { headers: basic(api.adminKey) });
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
      expect(body.queues.map(({ name }: { name: string }) => name)).toEqual(['scheduled', 'deliver']);
      expect(body.queues.every(({ readOnlyMode }: { readOnlyMode: boolean }) => readOnlyMode)).toBe(true);
      expect(text).toContain('look-after-things');
    });
  });

  it.each(['PUT', 'POST', 'PATCH'])('takes no %s, so that nothing can be changed through it', async (method) => {
    const path = '/queues/api/queues/scheduled/pause';
    const { status, headers } = await api.request(method, path, { headers: basic(api.adminKey) });
    // Where the board has a route for the method it is refused; where it has none, nothing is there.
    if (method === 'PUT') expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    else expect(status).toBe(404);
    const { body } = await api.get('/queues/api/queues', { key: api.adminKey });
    expect(body.queues.map(({ isPaused }: { isPaused: boolean }) => isPaused)).toEqual([false, false]);
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
