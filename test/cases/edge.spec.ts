import { startTestApi, type TestApi } from '../api/test-api.js';

describe('The questions about cases', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
  });
  afterAll(() => api.stop());

  it.each([
    'cases?q=%20',
    'cases?cursor=nonsense',
    'cases?asOf=2024-02-30',
    'cases?nonsense=1',
    'cases?status=lost',
    'cases?sector=',
    'cases/changes?since=2024-02-30',
    'cases/changes?since=yesterday',
    'cases/changes?clock=occurred',
    'cases/changes?limit=0',
    'cases/statistics?interval=day',
    'cases/statistics?groupBy=judge',
    'cases/statistics?from=soon',
    'cases/statistics?from=2024&to=2023',
    'reconciliation?after=999',
    'reconciliation?asOf=then',
  ])('refuse what cannot be asked, and name it: %s', async (path) => {
    const answer = await api.get(`/v1/${path}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      type: '/problems/parameter-invalid',
      errors: [{ parameter: expect.any(String), detail: expect.any(String) }],
    });
  });

  it.each([
    'cases/changes?since=0000-01-01',
    'cases/changes?since=0000-01-01&clock=recorded',
    'cases/changes?since=0001-01-01&clock=recorded&until=9999-12-31',
    'cases/changes?since=0000-01-01T00:00:00Z&clock=recorded',
    'cases/changes?since=999999999999999999',
    'cases/changes?since=999999999999999999&clock=known',
    'cases/changes?since=0&until=0&clock=known',
    'cases/statistics?recordedBy=0&knownAt=0000-01-01',
    'cases/statistics?from=Y-170000002&to=Y170000002',
    'cases/statistics?to=-5000',
    'cases?asOf=9999-12-31&knownAt=0000-01-01&recordedBy=0',
    'cases/changes?until=0000-06-01&clock=recorded',
    'reconciliation?recordedBy=9999-12-31',
    'cases/statistics?recordedBy=9999-12-31T23:59:59Z',
  ])('answer what lies at the edge, or refuse it, and never fail: %s', async (path) => {
    const answer = await api.get(`/v1/${path}`);
    const settled = answer.status === 200 || answer.body.type === '/problems/parameter-invalid';
    expect({ path, settled, status: answer.status }).toMatchObject({ path, settled: true });
  });

  it('send no more than pages, with links to both sides', async () => {
    const answer = await api.get('/v1/cases');
    expect(answer.body).toEqual({ items: [], page: { next: null, prev: null }, position: '0' });
    expect((await api.get('/v1/cases/nobody/history')).body).toMatchObject({
      type: '/problems/case-unknown',
      status: 404,
    });
    expect((await api.get('/v1/cases/NOBODY')).body).toMatchObject({ type: '/problems/case-unknown', status: 404 });
  });
});
