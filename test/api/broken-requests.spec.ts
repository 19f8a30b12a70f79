import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { rawClient, requestHead } from './raw-client.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('a request that proves broken after its headers', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ views: false, settings: { rateLimit: 100_000 } });
  });
  afterAll(() => api.stop());

  const addresses = [
    ...OPERATIONS.map(({ method, path }) => [method, path.replaceAll(/\{\w+\}/g, 'nothing')] as const),
    ...OPERATIONS.filter(({ method }) => method === 'GET').map(
      ({ path }) => ['HEAD', path.replaceAll(/\{\w+\}/g, 'nothing')] as const,
    ),
    ...['GET', 'HEAD', 'POST'].flatMap((method) =>
      ['/', '/%FF', '/nowhere', '/queues'].map((path) => [method, path] as const),
    ),
  ];
  it.each(addresses)('gets one answer to %s %s', async (method, path) => {
    const broken = { 'content-type': 'application/json', 'transfer-encoding': 'x' };
    const client = rawClient(api.url, `${requestHead(method, path, broken)}{"a":1}`);
    expect(await client.status).toBeGreaterThanOrEqual(400);
    await client.closed;
    expect(client.received().match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(client.received().endsWith('\r\n\r\n')).toBe(method === 'HEAD');
  });

  it.each(['GET', 'HEAD'])('gets one answer to %s where its headers are too long', async (method) => {
    const client = rawClient(api.url, requestHead(method, '/v1/timeline', { 'x-long': 'a'.repeat(20_000) }));
    expect(await client.status).toBe(431);
    await client.closed;
    expect(client.received().endsWith('\r\n\r\n')).toBe(method === 'HEAD');
  });
});
