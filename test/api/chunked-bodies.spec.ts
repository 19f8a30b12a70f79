import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { rawClient, requestHead } from './raw-client.js';
import { startTestApi, type TestApi } from './test-api.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('a body in tiny chunks', () => {
  /** In the first piece of a body that the system hands over there are some thousands. */
  const CHUNKS = '1\r\n[\r\n'.repeat(60_000);
  const REQUESTS = 'http.server.request.start';
  const ON_BODY = 3;
  const CHUNKED = { ...JSON_TYPE, 'transfer-encoding': 'chunked' };
  let api: TestApi;
  let calls = 0;

  /** Counts how often Node's parser calls for a piece of a body. */
  const count = (message: unknown): void => {
    const { socket } = message as { socket: Socket & { parser: Record<number, (...given: unknown[]) => unknown> } };
    const { parser } = socket;
    const onBody = parser[ON_BODY]!;
    parser[ON_BODY] = function parserOnBody(this: unknown, ...given) {
      calls++;
      return onBody.apply(this, given);
    };
    socket.prependOnceListener('close', () => (parser[ON_BODY] = onBody));
  };

  beforeAll(async () => {
    api = await startTestApi();
    subscribe(REQUESTS, count);
  });
  beforeEach(() => {
    calls = 0;
  });
  afterAll(async () => {
    unsubscribe(REQUESTS, count);
    await api.stop();
  });

  it.each([
    ['that is read', 'POST', '/v1/subscriptions/preview', {}, 400],
    ['of an import', 'POST', '/v1/import', { 'content-type': 'application/x-ndjson' }, 400],
    ['without a key', 'POST', '/v1/facts', {}, 401],
    ['at no address', 'POST', '/nowhere', {}, 404],
    ['for another host', 'POST', '/nowhere', { host: 'evil.test' }, 421],
    ['of another site', 'POST', '/v1/facts', { origin: 'http://evil.test' }, 403],
    ['at a path that cannot be read', 'POST', '/v1/facts/%ff', {}, 400],
    ['that nothing reads', 'GET', '/health/live', {}, 200],
  ])('%s is no longer taken after 250 of them: %s %s', async (_what, method, path, headers, status) => {
    const key: Record<string, string> = path === '/v1/import' ? { 'x-api-key': api.adminKey } : {};
    const client = rawClient(api.url, requestHead(method, path, { ...CHUNKED, ...key, ...headers }) + CHUNKS);
    expect(await client.status).toBe(status);
    await client.closed;
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(251);
  });

  it('hinders no body of another connection', async () => {
    for (let n = 0; n < 3; n++) {
      const refused = rawClient(api.url, requestHead('POST', '/nowhere', CHUNKED) + CHUNKS);
      await refused.closed;
      expect((await api.post('/v1/subscriptions/preview', '{}', { key: null })).status).toBe(200);
    }
  });

  it('is read to its end where it is short, or its chunks are of lines', async () => {
    const spaces = `${requestHead('POST', '/v1/subscriptions/preview', CHUNKED)}${'1\r\n \r\n'.repeat(200)}2\r\n{}\r\n0\r\n\r\n`;
    const short = rawClient(api.url, spaces);
    expect(await short.status).toBe(200);
    short.socket.destroy();
    const type = { 'content-type': 'application/x-ndjson', 'x-api-key': api.adminKey };
    const lines = `64\r\n${' '.repeat(99)}\n\r\n`.repeat(2_000);
    const long = rawClient(api.url, `${requestHead('POST', '/v1/import', { ...CHUNKED, ...type })}${lines}0\r\n\r\n`);
    expect(await long.status).toBe(200);
    long.socket.destroy();
  });
});

describe('the chunks of bodies that are on their way', () => {
  it('count for more than their bytes, as they take more memory', async () => {
    const api = await startTestApi({ views: false, admission: { bodiesHeld: 40_000 } });
    const head = requestHead('POST', '/v1/subscriptions', { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
    const client = rawClient(api.url, head + '1\r\n[\r\n'.repeat(200));
    try {
      expect(await client.status).toBe(503);
    } finally {
      client.socket.destroy();
      await api.stop();
    }
  });
});
