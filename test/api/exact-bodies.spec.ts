import { fact, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('JSON bodies', () => {
  let api: TestApi;
  let routes: { method: string; path: string }[];

  beforeAll(async () => {
    api = await startTestApi();
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    routes = api.routes
      .filter(({ method, url }) => ['POST', 'PUT', 'PATCH'].includes(method) && url.startsWith('/v1/'))
      .filter(({ url }) => url !== '/v1/import')
      .map(({ method, url }) => ({ method, path: url.replaceAll(/:\w+/g, 'some') }));
  });
  afterAll(() => api.stop());

  it.each([
    ['{"n":[9007199254740993]}', '/n/0', 'number-inexact'],
    ['{"a":{"b":1,"b":2}}', '/a/b', 'duplicate-key'],
  ])('are refused by every route where they hold what would be lost: %s', async (body, pointer, rule) => {
    expect(routes.length).toBeGreaterThan(12);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${api.adminKey}` };
    for (const { method, path } of routes) {
      const answer = await api.request(method, path, { headers, body });
      expect([path, answer]).toEqual([
        path,
        expect.objectContaining({
          status: 400,
          body: expect.objectContaining({
            type: '/problems/body-inexact',
            errors: [{ pointer, detail: expect.any(String), code: 'custom', params: { rule } }],
          }),
        }),
      ]);
    }
  });

  it('record numbers that survive as they were sent, in a fact and in a correction', async () => {
    const body = JSON.stringify(fact({ id: 'exact', body: { a: 0 } })).replace('{"a":0}', '{"a":1.50,"b":1e3,"c":0.1}');
    expect(await api.post('/v1/facts', body)).toMatchObject({ status: 201 });
    const change = '{"id":"c","changes":{"body":{"a":9007199254740993}},"reason":"R","sources":[{"source":"sheet"}]}';
    expect(await api.post('/v1/facts/exact/corrections', change)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/changes/body/a', detail: expect.stringContaining('write it as a string') }] },
    });
    const { body: sent } = await api.post(
      '/v1/facts/exact/corrections',
      change.replace('9007199254740993', '9007199254740992'),
    );
    expect((await api.get(`/v1/facts/exact?after=${sent.position}`)).body.body).toEqual({ a: 9007199254740992 });
  });
});
