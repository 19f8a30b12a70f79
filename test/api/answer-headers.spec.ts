import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { startTestApi, type TestApi } from './test-api.js';

/** Headers of every answer. */
const EVERYWHERE = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'x-request-id',
];

interface Sent {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

function missing({ headers }: { headers: IncomingHttpHeaders }): string[] {
  return EVERYWHERE.filter((name) => headers[name] === undefined);
}

describe('the headers of answers', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ settings: { allowedHosts: ['dates.example', '2001:db8::7'] } });
  });
  afterAll(() => api.stop());

  /** A request with headers that `fetch` does not let a caller set. */
  const send = (path: string, headers: Record<string, string>, method = 'GET'): Promise<Sent> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(`${api.url}${path}`, { method, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      sent.on('error', reject);
      sent.end();
    });

  /** What is answered to bytes on a connection of their own. */
  const sendBytes = (bytes: string): Promise<Sent> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(api.url);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let received = '';
      socket.on('data', (data) => (received += data.toString()));
      socket.on('error', reject);
      socket.on('close', () => {
        const [head = '', text = ''] = received.split('\r\n\r\n', 2);
        const [first = '', ...lines] = head.split('\r\n');
        const headers = lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.replace(/^[^:]*: */, '')]);
        resolve({
          status: Number(first.split(' ')[1]),
          headers: Object.fromEntries(headers) as IncomingHttpHeaders,
          text,
        });
      });
    });

  it('are on every answer of every path, whatever its status', async () => {
    const { paths } = (await api.get('/openapi.json')).body as { paths: Record<string, Record<string, unknown>> };
    const addresses = Object.entries(paths).flatMap(([path, methods]) =>
      path === '/v1/stream'
        ? []
        : Object.keys(methods).map((method) => [method.toUpperCase(), path.replaceAll(/[{}]/g, '')]),
    );
    const others = [
      '/',
      '/cases',
      '/cases/x',
      '/editor',
      '/embed/timeline',
      '/docs',
      '/docs/',
      '/queues',
      '/nowhere',
      '/assets/x.js',
    ];
    const odd = [
      ['OPTIONS', '/v1/timeline'],
      ['GET', '/%zz'],
      ['GET', '/v1/facts/%'],
      ['PUT', '/v1/timeline'],
      ['HEAD', '/v1/timeline'],
    ];
    for (const [method, path] of [...addresses, ...others.map((other) => ['GET', other]), ...odd]) {
      const answer = await send(path!, {}, method);
      expect([method, path, missing(answer)]).toEqual([method, path, []]);
    }
  });

  it.each([
    ['no HTTP', 'NONSENSE\r\n\r\n', 400],
    ['headers that are too long', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['no Host', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'two lengths',
      'POST /v1/facts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
  ])('are on the answer to %s, which is problem details', async (_what, bytes, status) => {
    const answer = await sendBytes(bytes);
    expect([answer.status, missing(answer)]).toEqual([status, []]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(answer.text)).toMatchObject({ status, requestId: answer.headers['x-request-id'] });
  });

  it('have an id of the service, with that of the client beside it', async () => {
    const answer = await send('/v1/timeline?limit=0', { 'x-request-id': 'trace-42' });
    const id = answer.headers['x-request-id'];
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['x-client-request-id']).toBe('trace-42');
    expect(JSON.parse(answer.text)).toMatchObject({ requestId: id });
    for (const odd of ['<script>', 'a'.repeat(101), 'a b'])
      expect((await send('/v1/timeline', { 'x-request-id': odd })).headers['x-client-request-id']).toBeUndefined();
  });

  it.each([
    'dateline.test',
    'DATELINE.test:80',
    'dateline.test.',
    'localhost',
    'app.localhost:3000',
    '127.0.0.1:1',
    '127.1.2.3',
    '[::1]:3000',
    'dates.example',
    '[2001:db8::7]',
  ])('are those of a usual answer for the host %s', async (host) => {
    expect((await send('/health/live', { host })).status).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:3000',
    '127.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '[::2]',
    'dateline.test@evil.example',
    'x',
    'a b',
  ])('are those of a refusal for the host %s', async (host) => {
    for (const path of ['/', '/v1/timeline', '/health/live', '/nowhere']) {
      const answer = await send(path, { host });
      expect([answer.status, missing(answer)]).toEqual([421, []]);
      expect(JSON.parse(answer.text)).toMatchObject({ type: '/problems/host-not-allowed' });
    }
  });

  it.each([
    ['two lines Host', 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n', 400],
    ['two equal lines Host', 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nhost: localhost\r\n\r\n', 400],
    ['another host in absolute form', 'GET http://evil.example/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n', 421],
    [
      'another host behind a name',
      'GET http://localhost@evil.example/v1/topics HTTP/1.1\r\nHost: localhost\r\n\r\n',
      421,
    ],
    ['the target *', 'GET * HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
    ['another host in absolute form, without Host', 'GET http://evil.example/health/live HTTP/1.0\r\n\r\n', 421],
    ['the target * for another host', 'GET * HTTP/1.1\r\nHost: evil.example\r\n\r\n', 421],
    ['the target * by HEAD', 'HEAD * HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
    ['another scheme', 'GET ftp://localhost/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
    ['another scheme and host', 'GET ftp://evil.example/x HTTP/1.1\r\nHost: localhost\r\n\r\n', 421],
    ['its host in absolute form', 'GET http://localhost/health/live HTTP/1.1\r\nHost: evil.example\r\n\r\n', 200],
  ])('are on the answer to a request with %s', async (_what, bytes, status) => {
    const answer = await sendBytes(bytes.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
    expect([answer.status, missing(answer)]).toEqual([status, []]);
  });

  it('need no Host from a probe that speaks HTTP/1.0', async () => {
    expect((await sendBytes('GET /health/live HTTP/1.0\r\n\r\n')).status).toBe(200);
  });

  it('decide a preflight by its host as any other request', async () => {
    const asked = { 'access-control-request-method': 'GET', origin: 'https://elsewhere.example' };
    const foreign = await send('/v1/topics', { ...asked, host: 'evil.example' }, 'OPTIONS');
    expect([foreign.status, foreign.headers['access-control-allow-methods']]).toEqual([421, undefined]);
    const own = await send('/v1/topics', asked, 'OPTIONS');
    expect([own.status, own.headers['access-control-allow-methods']]).toEqual([204, 'GET, HEAD']);
  });

  it('keep what needs a key to read out of shared caches, on every route', async () => {
    const closed = await startTestApi({ settings: { readAccess: 'key' } });
    try {
      const read = closed.routes.filter(({ method, needed }) => method === 'GET' && needed !== 'open');
      expect(read.length).toBeGreaterThan(50);
      const shared: unknown[] = [];
      for (const { url } of read) {
        const stop = new AbortController();
        const address = `${closed.url}${url.replace('/*', '/nowhere').replaceAll(/:\w+/g, 'x')}`;
        const { headers, status } = await fetch(address, {
          headers: { 'x-api-key': closed.adminKey },
          redirect: 'manual',
          signal: stop.signal,
        });
        stop.abort();
        const [cache, vary] = [headers.get('cache-control') ?? '', headers.get('vary') ?? ''];
        const isKept = /no-store/.test(cache) || (/private/.test(cache) && /X-API-Key/i.test(vary));
        if (!isKept) shared.push([url, status, cache, vary]);
      }
      expect(shared).toEqual([]);
    } finally {
      await closed.stop();
    }
  });

  it('keep what is said of a mailbox, a subscription or a key out of caches, also where the request carries no token', async () => {
    const about = new Set(['subscriptions', 'confirmations', 'remind', 'keys', 'audit']);
    const routes = api.routes.filter(({ url }) => url.split('/').some((part) => about.has(part)));
    expect(routes.length).toBeGreaterThan(20);
    for (const { method, url } of routes) {
      const { headers } = await send(url.replaceAll(/:\w+/g, 'x'), {}, method);
      expect([method, url, headers['cache-control']]).toEqual([method, url, 'private, no-store']);
    }
    const escaped = await send('/v1/%73ubscriptions/x', {});
    expect([escaped.status, escaped.headers['cache-control']]).toEqual([404, 'private, no-store']);
  });

  it('keep the answer to a request with a token out of caches, in a header or in the address, on every route', async () => {
    const usual = await send('/v1/topics', {});
    expect([usual.status, usual.headers['cache-control']]).toEqual([200, 'no-cache']);
    for (const [path, headers] of [
      ['/v1/topics', { 'dateline-token': 'any' }],
      ['/v1/topics?token=any', {}],
    ] as const) {
      const answer = await send(path, headers);
      expect([path, answer.headers['cache-control']]).toEqual([path, 'private, no-store']);
    }
  });

  it('say of a 304 and of both encodings what they say of the whole answer, on every route that has an ETag', async () => {
    const { paths } = (await api.get('/openapi.json')).body as { paths: Record<string, Record<string, unknown>> };
    const reads = Object.entries(paths).flatMap(([path, methods]) =>
      'get' in methods && path !== '/v1/stream' && !path.includes('{') ? [path] : [],
    );
    const seen: string[] = [];
    for (const path of [...reads, '/', '/cases', '/docs']) {
      const whole = await send(path, {});
      const { etag, vary } = whole.headers;
      if (whole.status !== 200 || etag === undefined) continue;
      seen.push(path);
      for (const coding of ['gzip', 'br', 'identity']) {
        const packed = await send(path, { 'accept-encoding': coding });
        const known = await send(path, { 'accept-encoding': coding, 'if-none-match': etag });
        expect([path, packed.status, packed.headers.vary]).toEqual([path, 200, vary]);
        expect([path, known.status, known.text, known.headers.vary, known.headers['content-length']]).toEqual([
          path,
          304,
          '',
          vary,
          undefined,
        ]);
      }
      expect(
        vary
          ?.toLowerCase()
          .split(', ')
          .filter((name) => name === 'accept-encoding'),
      ).toHaveLength(1);
    }
    expect(seen.length).toBeGreaterThan(15);
  });

  it('let a page of another site resume the stream', async () => {
    const asked = { 'access-control-request-method': 'GET', origin: 'https://elsewhere.example' };
    const { headers } = await send('/v1/stream', asked, 'OPTIONS');
    expect(headers['access-control-allow-headers']).toContain('Last-Event-ID');
  });

  it('keep the cookie of the theme to https where the service is reached by it', async () => {
    const secure = await startTestApi({ settings: { publicUrl: 'https://dateline.test' } });
    try {
      for (const [one, isSecure] of [
        [api, false],
        [secure, true],
      ] as const)
        for (const theme of ['dark', 'auto']) {
          const body = new URLSearchParams({ theme, back: '/' });
          const { headers } = await one.request('POST', '/appearance', { body, redirect: 'manual' });
          expect(headers.get('set-cookie')?.includes('; Secure')).toBe(isSecure);
        }
    } finally {
      await secure.stop();
    }
  });
});
