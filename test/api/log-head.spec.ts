import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStore, headText, SignedHeads } from '#libs/event-store';
import { eventually } from '#libs/testing';
import { fact, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

/** Pages and what describes the service itself; everything else that is no plain JSON is saved or followed by a program. */
const ABOUT_THE_SERVICE = new Set(['/metrics', '/openapi.json', '/v1/log/checkpoint']);
/** JSON that is saved or followed. */
const FOLLOWED_JSON = /\.json$|^\/v1\/changes$/;

interface Item {
  get?: { responses: { 200?: { content?: Record<string, unknown> } } };
}

describe('every feed, change feed and export', () => {
  let api: TestApi;
  let dataDir: string;
  let subscription: { id: string; token: string };
  let files: [path: string, type: string][];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dateline-log-head-'));
    api = await startTestApi({ settings: { dataDir } });
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    const { position } = (await api.post('/v1/facts', fact())).body;
    for (const list of ['timeline', 'milestones'])
      await eventually(async () => expect((await api.get(`/v1/${list}?after=${position}&limit=1`)).status).toBe(200));
    const { body } = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
    subscription = { id: body.id, token: new URL(body.manageUrl).searchParams.get('token')! };
    const described = (await api.get('/openapi.json')).body.paths as Record<string, Item>;
    files = Object.entries(described).flatMap(([path, { get }]) =>
      Object.keys(get?.responses[200]?.content ?? {})
        .filter((type) => !ABOUT_THE_SERVICE.has(path) && (type !== 'application/json' || FOLLOWED_JSON.test(path)))
        .map((type): [string, string] => [path, type]),
    );
  });
  afterAll(async () => {
    await api.stop();
    await rm(dataDir, { recursive: true });
  });

  /** What is left of an answer when it is saved: the name of the file and what stands in it; of a stream its beginning. */
  async function saved(path: string, type: string): Promise<{ header: string; name: string; text: string }> {
    const isOfSubscription = path.startsWith('/v1/subscriptions/');
    const query = isOfSubscription ? `?token=${subscription.token}` : '';
    const stop = new AbortController();
    const answer = await fetch(
      `${api.url}${path.replace('{id}', isOfSubscription ? subscription.id : 'accord')}${query}`,
      { headers: { accept: type }, signal: stop.signal },
    );
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
      path,
      200,
      expect.stringContaining(type),
    ]);
    let text = '';
    for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (type === 'text/event-stream') break;
    }
    stop.abort();
    const [, name = ''] = /filename="([^"]*)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
    return { header: answer.headers.get('dateline-log-head') ?? '', name, text };
  }

  it('has a head of the log in what is saved of it, in itself or in the name of the file', async () => {
    const head = headText(await new EventStore(api.database.db).head());
    expect(files.length).toBeGreaterThan(25);
    const types = new Set(files.map(([, type]) => type));
    expect([...types]).toEqual(expect.arrayContaining(['text/event-stream', 'text/csv', 'application/x-ndjson']));
    for (const [path, type] of files) {
      const { header, name, text } = await saved(path, type);
      expect([path, type, header]).toEqual([path, type, head]);
      // Lines of a calendar are folded.
      const isThere = text.replaceAll('\r\n ', '').includes(head) || name.includes(head.replace(':', '-'));
      expect([path, type, isThere]).toEqual([path, type, true]);
      expect(name).not.toMatch(/[:/\\]/);
    }
  });

  it('has it where its format has a place for it', async () => {
    const head = headText(await new EventStore(api.database.db).head());
    const bodyOf = async (path: string) => (await api.get(path)).body;
    expect((await bodyOf('/v1/changes')).head).toBe(head);
    expect((await bodyOf('/v1/timeline.feed.json'))._dateline).toEqual({ head });
    expect((await bodyOf('/v1/timeline.timelinejs.json'))._dateline).toMatchObject({ head });
    const lines = (await api.get('/v1/export')).text.trim().split('\n');
    expect(JSON.parse(lines.at(-1)!).meta.head).toBe(head);
    expect((await api.get('/v1/export')).text.split('"head"')).toHaveLength(2);
  });

  it('has the newest signed head, which outsiders can check, while the log moves on', async () => {
    const signedHeads = new SignedHeads({ dataDir });
    const store = new EventStore(api.database.db);
    for (const id of ['one', 'two']) {
      const signed = signedHeads.sign(await store.head())!;
      await api.post('/v1/facts', fact({ id }));
      expect(await store.head()).not.toMatchObject({ position: signed.position });
      for (const [path, type] of files) {
        const { header } = await saved(path, type);
        expect([path, type, header]).toEqual([path, type, headText(signed)]);
      }
    }
  });
});
