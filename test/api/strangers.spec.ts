import { describeApi } from '../../apps/api/src/openapi/description.js';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { confirmationMail } from '../reminders/confirming.js';
import { rawClient, requestHead } from './raw-client.js';
import { startTestApi, type TestApi } from './test-api.js';

interface Call {
  method: string;
  path: string;
  body: unknown;
}

/** Every call of the description that changes something, with its example as the body. */
function unsafeCalls(): Call[] {
  const { paths } = describeApi({ readAccess: 'public', version: '0' }) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { example?: unknown }> } }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ['post', 'patch', 'put', 'delete'].includes(method))
      .map(([method, { requestBody }]) => ({
        method: method.toUpperCase(),
        path: path.replaceAll(/\{\w+\}/g, 'sub-0123456789abcdef0123'),
        body: requestBody?.content['application/json']?.example ?? {},
      })),
  );
}

describe('a stranger, with neither a key nor a token,', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const head = async (): Promise<string> => (await api.get('/health/ready')).body.head as string;
  const send = ({ method, path, body }: Call): Promise<{ status: number }> =>
    api.request(method, path, {
      headers: { 'content-type': 'application/json' },
      ...(method !== 'DELETE' && { body: JSON.stringify(body) }),
    });

  it('writes no event, whatever call is sent, some dozens of times each', async () => {
    const before = await head();
    const calls = unsafeCalls();
    expect(calls.length).toBeGreaterThan(15);
    const bodies: Record<string, unknown[]> = {
      '/v1/subscriptions': [
        { channel: { type: 'calendar' } },
        { channel: { type: 'email', address: 'a@example.org' } },
        { channel: { type: 'webhook', url: 'https://example.org/' } },
      ],
    };
    for (const call of calls)
      for (const body of bodies[call.path] ?? [call.body])
        for (let n = 0; n < 24; n += 1) {
          const { status } = await send({ ...call, body });
          expect([call.method, call.path, status < 500]).toEqual([call.method, call.path, true]);
        }
    expect(await head()).toBe(before);
  });

  it('writes no event by a calendar, its changes and its end, nor by a request that is dropped or expires', async () => {
    await api.database.db.pool.query('delete from rate_limits');
    const before = await head();
    const { body } = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
    const { search } = new URL(body.manageUrl);
    const path = `/v1/subscriptions/${body.id}${search}`;
    for (const change of [{ status: 'disabled' }, { status: 'active' }, { rotateLinks: true }]) {
      const init = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) };
      expect((await api.request('PATCH', path, init)).status).toBe(200);
    }
    const next = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
    const erased = await api.request(
      'DELETE',
      `/v1/subscriptions/${next.body.id}${new URL(next.body.manageUrl).search}`,
    );
    expect(erased.body).toEqual({ id: next.body.id, erasedAt: expect.any(String), position: null, hash: null });
    const form = { channel: { type: 'email', address: 'drop@example.org' } };
    const made = await api.post('/v1/subscriptions', form, { key: null });
    const { id, token } = await confirmationMail(api.database.db.pool, 'drop@example.org');
    expect(
      (await api.request('DELETE', `/v1/confirmations/${id}/requests/${made.body.id}?token=${token}`)).status,
    ).toBe(200);
    expect(await head()).toBe(before);
  });
});

const UNSUBSCRIBE = '/subscriptions/sub-0123456789abcdef0123/unsubscribe?token=none';
/** What a mail program sends, by its media type (RFC 8058, section 3.2). */
const ONE_CLICKS = [
  ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
  [
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  ],
] as const;

describe('a request that a page of another site sends', () => {
  let api: TestApi;
  let forms: Call[];
  beforeAll(async () => {
    api = await startTestApi();
    const { ROUTES } = await loadPageRenderer();
    const formPaths = ROUTES.flatMap(({ path, takesForms }) => (takesForms ? [path] : []));
    forms = [...formPaths, '/appearance'].map((path) => ({
      method: 'POST',
      path: path.replaceAll(/:\w+/g, 'sub-0123456789abcdef0123'),
      body: null,
    }));
    expect(forms.length).toBeGreaterThanOrEqual(5);
  });
  afterAll(() => api.stop());

  const answered = async ({ method, path, body }: Call, headers: Record<string, string>) => {
    const isForm = body === null;
    return api.request(method, path, {
      headers: { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json', ...headers },
      ...(method !== 'DELETE' && { body: isForm ? '' : JSON.stringify(body) }),
    });
  };

  it.each([
    ['Origin', { origin: 'https://evil.example' }],
    ['an opaque Origin', { origin: 'null' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
  ])('with %s changes nothing, by any call or form, but for the one click of RFC 8058', async (_, headers) => {
    for (const call of [...unsafeCalls(), ...forms]) {
      const { status, body } = await answered(call, headers);
      const isRefused = status === 403 && body?.type === '/problems/origin-foreign';
      expect([call.method, call.path, isRefused]).toEqual([call.method, call.path, true]);
    }
    for (const [type, body] of ONE_CLICKS) {
      const answer = await api.request('POST', UNSUBSCRIBE, { headers: { 'content-type': type, ...headers }, body });
      expect([type, answer.body?.type]).not.toEqual([type, '/problems/origin-foreign']);
    }
  });

  it.each(['step=refuse', 'List-Unsubscribe=One-Click&step=refuse', 'x=y', ''])(
    'with the body %j is not the one click of RFC 8058',
    async (body) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' };
      const answer = await api.request('POST', UNSUBSCRIBE, { headers, body });
      expect(answer).toMatchObject({ status: 403, body: { type: '/problems/origin-foreign' } });
    },
  );

  it.each([
    ['a foreign Origin beside Sec-Fetch-Site: none', '/appearance', 'dateline.test', 'http://evil.example', 'none'],
    [
      'a foreign Origin beside Sec-Fetch-Site: same-origin',
      '/appearance',
      'dateline.test',
      'http://evil.example',
      'same-origin',
    ],
    ['its own host by another scheme', '/appearance', 'dateline.test', 'https://dateline.test', undefined],
    [
      'the Origin of Host, where the target names this service',
      'http://localhost/appearance',
      'evil.example',
      'http://evil.example',
      undefined,
    ],
  ])('is recognised by %s', async (_what, target, host, origin, site) => {
    const headers = {
      host: host,
      origin,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': 0,
      ...(site !== undefined && { 'sec-fetch-site': site }),
    };
    const client = rawClient(api.url, requestHead('POST', target, headers));
    expect(await client.status).toBe(403);
    client.socket.destroy();
    await client.closed;
  });

  it.each([
    ['its own Origin', () => ({ origin: api.url })],
    ['the Origin of PUBLIC_URL', () => ({ origin: 'http://dateline.test' })],
    ['Sec-Fetch-Site: same-origin', () => ({ 'sec-fetch-site': 'same-origin', origin: 'null' })],
    [
      'Sec-Fetch-Site: same-origin behind a proxy that speaks TLS',
      () => ({ 'sec-fetch-site': 'same-origin', origin: 'https://dateline.test' }),
    ],
    ['Sec-Fetch-Site: none', () => ({ 'sec-fetch-site': 'none', origin: 'null' })],
    ['neither', () => ({})],
  ])('is not confused with one of this service, with %s', async (_, headers) => {
    const { status } = await answered({ method: 'POST', path: '/appearance', body: null }, headers());
    expect(status).toBeLessThan(400);
  });
});
