import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { eventually } from '#libs/testing';
import { rawClient, requestHead, type RawClient } from './raw-client.js';
import { startTestApi, type TestApi } from './test-api.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const NDJSON = { 'content-type': 'application/x-ndjson' };
const withBody = OPERATIONS.filter(({ body }) => body !== undefined);
const addressOf = (path: string): string => path.replaceAll(/\{\w+\}/g, 'nothing');

describe('the encoding of a body', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ views: false });
  });
  afterAll(() => api.stop());

  it.each(withBody.map(({ method, path }) => [method, path] as const))(
    'is refused for %s %s where it is compressed or not UTF-8',
    async (method, path) => {
      const asked: Record<string, string>[] = [
        { ...JSON_TYPE, 'content-encoding': 'gzip' },
        { ...JSON_TYPE, 'content-encoding': 'identity, br' },
        { 'content-type': 'application/json; charset=utf-16' },
        { 'content-type': 'application/json;charset="ISO-8859-1"' },
      ];
      for (const headers of asked) {
        const init = { headers: { ...headers, 'x-api-key': api.adminKey }, body: '{}' };
        const answer = await api.request(method, addressOf(path), init);
        expect([headers, answer.status, answer.body.type]).toEqual([
          headers,
          415,
          '/problems/content-type-unsupported',
        ]);
      }
    },
  );

  it.each([
    { ...JSON_TYPE, 'content-encoding': 'identity' },
    { 'content-type': 'application/json; charset=UTF-8' },
    { 'content-type': 'application/json; charset="utf-8"' },
  ])('may be named: %j', async (headers) => {
    expect((await api.request('POST', '/v1/subscriptions/preview', { headers, body: '[' })).status).toBe(400);
  });
});

describe('the size of a body', () => {
  let api: TestApi;
  const clients: RawClient[] = [];

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.destroy();
  });
  afterAll(() => api.stop());

  const open = (text: string): RawClient => {
    const client = rawClient(api.url, text);
    clients.push(client);
    return client;
  };

  it.each(withBody.map(({ method, path, scope }) => [method, path, scope] as const))(
    'is refused before a byte of it came, without a key: %s %s (%s)',
    async (method, path, scope) => {
      const head = requestHead(method, addressOf(path), { ...JSON_TYPE, 'content-length': 65_537 });
      expect(await open(head).status).toBe(scope === 'open' || scope === 'read' ? 413 : 401);
    },
  );

  it.each(withBody.filter(({ path }) => path !== '/v1/import').map(({ method, path }) => [method, path] as const))(
    'is refused beyond 1 MiB before a byte of it came, with a key: %s %s',
    async (method, path) => {
      const headers = { ...JSON_TYPE, 'x-api-key': api.adminKey, 'content-length': 1_048_577 };
      expect(await open(requestHead(method, addressOf(path), headers)).status).toBe(413);
    },
  );

  it.each([
    ['POST', '/nowhere', 404],
    ['PUT', '/v1/facts', 405],
    ['DELETE', '/v1/facts/x', 405],
    ['POST', '/v1/facts', 401],
  ])('does not matter for %s %s, which is answered with %d before it came', async (method, path, status) => {
    const client = open(requestHead(method, path, { ...JSON_TYPE, 'content-length': 1_000_000 }));
    expect(await client.status).toBe(status);
  });

  it.each([
    ['HTTP/1.1', 100],
    ['HTTP/1.0', 400],
  ])(
    'is requested with 100 Continue from a client of %s that expects it: the first status is %d',
    async (version, status) => {
      const headers = { ...JSON_TYPE, expect: '100-continue', 'content-length': 1 };
      const client = open(`${requestHead('POST', '/v1/subscriptions/preview', headers).replace('HTTP/1.1', version)}[`);
      expect(await client.status).toBe(status);
    },
  );

  it('is refused while it is read where it was not announced', async () => {
    const client = open(
      requestHead('POST', '/v1/subscriptions/preview', { ...JSON_TYPE, 'transfer-encoding': 'chunked' }),
    );
    const piece = `4000\r\n${' '.repeat(16_384)}\r\n`;
    for (let sent = 0; sent < 5; sent++) client.socket.write(piece);
    expect(await client.status).toBe(413);
    expect(client.received()).toContain('64 KiB');
  });

  it('is asked for only where everything else was accepted, of a client that waits for 100 Continue', async () => {
    const waiting = { ...JSON_TYPE, expect: '100-continue', 'content-length': 2 };
    const refused = open(requestHead('POST', '/v1/facts', waiting));
    expect(await refused.status).toBe(401);
    expect(refused.received()).not.toContain('100 Continue');
    const accepted = open(requestHead('POST', '/v1/subscriptions/preview', waiting));
    expect(await accepted.status).toBe(100);
    accepted.socket.write('{}');
    await eventually(() => expect(accepted.received()).toMatch(/HTTP\/1\.1 200 /));
  });

  it('is read whatever else its client expects', async () => {
    const client = open(requestHead('GET', '/health/live', { expect: 'miracles' }));
    expect(await client.status).toBe(200);
  });

  it('is 1 MiB with a key on a route that needs none', async () => {
    const body = JSON.stringify({ note: 'x'.repeat(100_000) });
    const path = '/v1/subscriptions/preview';
    expect((await api.post(path, body)).status).toBe(400);
    expect(await api.post(path, body, { key: null })).toMatchObject({
      status: 413,
      body: { detail: expect.stringContaining('64 KiB') },
    });
  });

  it('is not limited for an import with a key', async () => {
    const answer = await api.post('/v1/import', `${' '.repeat(700_000)}\n`.repeat(3), { headers: NDJSON });
    expect(answer).toMatchObject({ status: 200, body: { recorded: 0, refused: 0 } });
  });

  it('of ten bodies of 1 MB that no JSON is does not keep /health/live waiting', async () => {
    const headers = { ...JSON_TYPE, 'content-length': 1_000_000 };
    const refused = Array.from({ length: 10 }, () =>
      open(requestHead('POST', '/v1/facts', headers) + '['.repeat(1_000_000)),
    );
    expect((await api.get('/health/live')).status).toBe(200);
    expect(await Promise.all(refused.map(({ status }) => status))).toEqual(Array(10).fill(401));
  });
});

describe('bodies that are on their way', () => {
  it('hold no more memory together than is allowed, and what would is refused', async () => {
    const api = await startTestApi({ views: false, admission: { bodiesHeld: 300_000 } });
    const head = requestHead('POST', '/v1/facts', {
      ...JSON_TYPE,
      'x-api-key': api.adminKey,
      'content-length': 200_000,
    });
    const clients = Array.from({ length: 4 }, () => rawClient(api.url, head + ' '.repeat(150_000)));
    try {
      const first = await Promise.race(clients.map(({ status }) => status));
      expect(first).toBe(503);
      for (const { socket } of clients) socket.destroy();
      await Promise.all(clients.map(({ closed }) => closed));
      await eventually(async () => expect((await api.post('/v1/facts', ' '.repeat(200_000))).status).toBe(400));
    } finally {
      await api.stop();
    }
  });
});

describe('what is wrong with a body', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it.each([
    ['POST', '/v1/facts'],
    ['POST', '/v1/subscriptions'],
    ['POST', '/v1/subscriptions/preview'],
  ])('is listed up to a hundred problems, then counted: %s %s', async (method, path) => {
    const fields = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`f${index}`, 1]));
    const { status, body } = await api.post(path, fields, { key: path === '/v1/facts' ? api.adminKey : null });
    expect([method, status, body.errors.length]).toEqual(['POST', 400, 101]);
    expect(body.errors.at(-1).detail).toMatch(/^and 3,?9\d\d more problems$/);
  });

  it('is listed in the same way for a line of an import', async () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 1]));
    const line = JSON.stringify({ record: 'source', ...fields });
    const { body } = await api.post('/v1/import', `${line}\n`, { headers: NDJSON });
    expect(body.problems).toHaveLength(101);
    expect(body.problems.at(-1)).toMatchObject({ line: 1, code: 'custom', params: { rule: 'more-problems' } });
  });
});

describe('a slow body', () => {
  let api: TestApi;
  const clients: RawClient[] = [];

  beforeAll(async () => {
    api = await startTestApi({
      admission: {
        bodyMs: 400,
        checkMs: 50,
        leastBytesPerSecond: 1_000,
        rateWindowMs: 400,
        headersMs: 400,
        idleMs: 2_000,
      },
    });
  });
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.destroy();
  });
  afterAll(() => api.stop());

  const open = (text: string): RawClient => {
    const client = rawClient(api.url, text);
    clients.push(client);
    return client;
  };

  it.each([
    ['a record', '/v1/facts', JSON_TYPE],
    ['a preview', '/v1/subscriptions/preview', JSON_TYPE],
    ['a form of a page', '/remind', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['an import', '/v1/import', NDJSON],
  ])('of %s is ended with 408 and its connection closed', async (_what, path, type) => {
    const client = open(
      `${requestHead('POST', path, { ...type, 'x-api-key': api.adminKey, 'content-length': 1_000 })}{"id"`,
    );
    expect(await client.status).toBe(408);
    expect(client.received()).toContain('"/problems/body-timeout"');
    await client.closed;
  });

  it('of a request that was refused is no longer taken, and its connection closed', async () => {
    const client = open(`${requestHead('POST', '/nowhere', { 'content-length': 1_000 })}[`);
    expect(await client.status).toBe(404);
    await client.closed;
  });

  it.each([
    ['a request that was refused', 'POST', '/nowhere', {}, 404],
    ['one for another host', 'POST', '/nowhere', { host: 'evil.test' }, 421],
    ['one whose path cannot be read', 'POST', '/v1/facts/%ff', {}, 400],
    ['one that reads no body', 'GET', '/v1/topics', {}, 200],
    ['the question whether the process lives', 'GET', '/health/live', {}, 200],
  ])('of %s ends although bytes go on coming: %s %s', async (_what, method, path, headers, status) => {
    const client = open(`${requestHead(method, path, { 'content-length': 10_000, ...headers })}[`);
    const drip = setInterval(() => client.socket.write('['), 20);
    try {
      expect(await client.status).toBe(status);
      await client.closed;
    } finally {
      clearInterval(drip);
    }
  });

  it('of an import may last as long as enough of it comes', async () => {
    const client = open(
      requestHead('POST', '/v1/import', { ...NDJSON, 'x-api-key': api.adminKey, 'content-length': 40_000 }),
    );
    let sent = 0;
    const timer = setInterval(() => {
      client.socket.write(' '.repeat(1_000));
      sent += 1_000;
      if (sent === 40_000) clearInterval(timer);
    }, 50);
    expect(await client.status).toBe(200);
    clearInterval(timer);
  });

  it('that is only the beginning of a head ends as well', async () => {
    const client = open('GET /health/live HTTP/1.1\r\nhost:');
    expect(await client.status).toBe(408);
    await client.closed;
  });

  it('of each of 300 connections is ended, while others are served', async () => {
    const head = requestHead('POST', '/v1/facts', {
      ...JSON_TYPE,
      'x-api-key': api.adminKey,
      'content-length': 1_000_000,
    });
    const slow = Array.from({ length: 300 }, () => open(`${head}[`));
    expect((await api.get('/v1/topics')).status).toBe(200);
    await Promise.all(slow.map(({ closed }) => closed));
    await eventually(async () => expect((await api.get('/v1/topics')).status).toBe(200));
  });
});

describe('an import of lines that are all refused', () => {
  it('leaves other requests their turns', async () => {
    const api = await startTestApi({ views: false });
    try {
      const over = new AbortController();
      const lines = 'x\n'.repeat(100_000);
      const imported = api.post('/v1/import', lines, { headers: NDJSON }).finally(() => over.abort());
      let answers = 0;
      while (!over.signal.aborted) if ((await api.get('/health/live')).status === 200) answers++;
      expect((await imported).body).toMatchObject({ recorded: 0, refused: 100_000 });
      expect(answers).toBeGreaterThan(10);
    } finally {
      await api.stop();
    }
  });
});
