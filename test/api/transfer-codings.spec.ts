import { rawClient, requestHead } from './raw-client.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('a body', () => {
  const BODY = '2\r\n{}\r\n0\r\n\r\n';
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ views: false });
  });
  afterAll(() => api.stop());

  const send = (method: string, path: string, coding: string, type = 'application/json') => {
    const headers = { 'content-type': type, 'x-api-key': api.adminKey, 'transfer-encoding': coding };
    return rawClient(api.url, requestHead(method, path, { ...headers, connection: 'close' }) + BODY);
  };

  it.each(
    ['gzip, chunked', 'GZIP , Chunked', 'identity, chunked'].flatMap((coding) => [
      [coding, 'POST', '/v1/facts', 'application/json'],
      [coding, 'POST', '/v1/import', 'application/x-ndjson'],
      [coding, 'GET', '/v1/topics', 'application/json'],
    ]),
  )('is refused unread where its Transfer-Encoding is %s: %s %s', async (coding, method, path, type) => {
    const client = send(method, path, coding, type);
    expect(await client.status).toBe(400);
    await client.closed;
    expect(client.received()).toMatch(/"detail":"Of transfer encodings the service reads \\"chunked\\" alone\."/);
  });

  it.each(['chunked', 'Chunked'])('is read where its Transfer-Encoding is %s', async (coding) => {
    const client = send('POST', '/v1/facts', coding);
    await client.closed;
    expect(client.received()).toContain('/problems/record-invalid');
  });
});
