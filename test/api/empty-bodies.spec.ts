import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('an empty body with a type', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const writes = OPERATIONS.filter(({ method }) => method !== 'GET');

  it.each(writes.map(({ method, path }) => [method, path] as const))('is none: %s %s', async (method, path) => {
    const address = path.replaceAll(/\{\w+\}/g, 'nobody');
    const key = { authorization: `Bearer ${api.adminKey}` };
    const bare = await api.request(method, address, { headers: key });
    const json = { ...key, 'content-type': 'application/json' };
    for (const body of ['', ' \n']) {
      const typed = await api.request(method, address, { headers: json, body });
      expect([typed.status, typed.body?.type]).toEqual([bare.status, bare.body?.type]);
    }
    expect(bare.status).toBeLessThan(500);
    expect(bare.body?.type).not.toBe('/problems/body-unreadable');
  });
});
