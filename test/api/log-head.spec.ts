import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStore, headText, SignedHeads } from '#libs/event-store';
import { startTestApi, type Answer, type TestApi } from './test-api.js';
import { fact, source, subject } from './records.js';

/** What a program saves or follows, by how its address ends. */
const FILES = /\.(atom|ics|csv|ndjson|feed\.json|timelinejs\.json|cloudevents\.json)$|^\/v1\/export$/;
const HEAD = /^\d+:[0-9a-f]{64}$/;

describe('every feed and export', () => {
  let api: TestApi;
  let dataDir: string;
  let subscription: { id: string; token: string };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dateline-log-head-'));
    api = await startTestApi({ settings: { dataDir } });
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    await api.post('/v1/facts', fact());
    const { body } = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
    subscription = { id: body.id, token: new URL(body.manageUrl).searchParams.get('token')! };
  });
  afterAll(async () => {
    await api.stop();
    await rm(dataDir, { recursive: true });
  });

  /** Every file of the API. */
  const files = async (): Promise<string[]> => {
    const { body } = await api.get('/openapi.json');
    const paths = Object.entries<object>(body.paths).flatMap(([path, item]) => ('get' in item ? [path] : []));
    return paths.filter((path) => FILES.test(path));
  };
  const fetched = (path: string): Promise<Answer> => {
    const isOfSubscription = path.startsWith('/v1/subscriptions/');
    const id = isOfSubscription ? subscription.id : 'accord';
    return api.get(`${path.replace('{id}', id)}${isOfSubscription ? `?token=${subscription.token}` : ''}`);
  };

  it('names a head of the log, and those with room for it in themselves too', async () => {
    const paths = await files();
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const answer = await fetched(path);
      expect([path, answer.status]).toEqual([path, 200]);
      const head = answer.headers.get('dateline-log-head');
      expect([path, head]).toEqual([path, expect.stringMatching(HEAD)]);
      if (path.endsWith('.atom')) expect(answer.text).toContain(`A head of the log: ${head}`);
      if (path.endsWith('.feed.json')) expect(answer.body._dateline).toEqual({ head });
      if (path.endsWith('.ics')) expect(answer.text.replaceAll('\r\n ', '')).toContain(`X-DATELINE-LOG-HEAD:${head}`);
    }
  });

  it('names the newest signed head, which outsiders can check, while the log moves on', async () => {
    const signedHeads = new SignedHeads({ dataDir });
    const store = new EventStore(api.database.db);
    for (const id of ['one', 'two']) {
      const signed = signedHeads.sign(await store.head())!;
      await api.post('/v1/facts', fact({ id }));
      expect(await store.head()).not.toMatchObject({ position: signed.position });
      for (const path of await files()) {
        const { headers } = await fetched(path);
        expect([path, headers.get('dateline-log-head')]).toEqual([path, headText(signed)]);
      }
    }
  });
});
