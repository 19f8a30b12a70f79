import { startTestApi, type TestApi } from './test-api.js';
import { fact, source, subject } from './records.js';

/** What a program saves or follows, by how its address ends. */
const FILES = /\.(atom|ics|csv|ndjson|feed\.json|timelinejs\.json|cloudevents\.json)$|^\/v1\/export$/;
const HEAD = /^\d+:[0-9a-f]{64}$/;

describe('every feed and export', () => {
  let api: TestApi;
  let subscription: { id: string; token: string };

  beforeAll(async () => {
    api = await startTestApi();
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    await api.post('/v1/facts', fact());
    const { body } = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
    subscription = { id: body.id, token: new URL(body.manageUrl).searchParams.get('token')! };
  });
  afterAll(() => api.stop());

  it('names a head of the log, and those with room for it in themselves too', async () => {
    const { body } = await api.get('/openapi.json');
    const paths = Object.entries<object>(body.paths).flatMap(([path, item]) => ('get' in item ? [path] : []));
    const files = paths.filter((path) => FILES.test(path));
    expect(files.length).toBeGreaterThan(20);
    for (const path of files) {
      const isOfSubscription = path.startsWith('/v1/subscriptions/');
      const id = isOfSubscription ? subscription.id : 'accord';
      const answer = await api.get(
        `${path.replace('{id}', id)}${isOfSubscription ? `?token=${subscription.token}` : ''}`,
      );
      expect([path, answer.status]).toEqual([path, 200]);
      const head = answer.headers.get('dateline-log-head');
      expect([path, head]).toEqual([path, expect.stringMatching(HEAD)]);
      if (path.endsWith('.atom')) expect(answer.text).toContain(`A head of the log: ${head}`);
      if (path.endsWith('.feed.json')) expect(answer.body._dateline).toEqual({ head });
      if (path.endsWith('.ics')) expect(answer.text.replaceAll('\r\n ', '')).toContain(`X-DATELINE-LOG-HEAD:${head}`);
    }
  });
});
