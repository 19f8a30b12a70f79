import { createKey, type NewKey } from '#libs/access';
import { EventStore, recorderOfRun, redact, type StoredEvent } from '#libs/event-store';
import { whatRemains } from '#libs/timeline';
import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { correction, fact, retraction, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('who recorded what', () => {
  let api: TestApi;
  let editor: NewKey;
  let position: string;

  beforeAll(async () => {
    api = await startTestApi();
    editor = await createKey(api.database.db, { name: 'Ana', scopes: ['write'] });
  });
  afterAll(() => api.stop());

  const events = async (): Promise<StoredEvent[]> => new EventStore(api.database.db).readAll({ limit: 1_000 });

  it('is in the metadata of every event of every operation that records, with the request', async () => {
    const bodies: Record<string, object> = {
      recordSource: source(),
      recordSubject: subject(),
      recordFact: fact(),
      correctFact: correction(),
      correctSubject: { ...correction(), id: 'renamed', changes: { name: 'Accord on all Rivers' } },
      correctSource: { ...correction(), id: 'retitled', changes: { title: 'Fact sheet of 2024' } },
      retractFact: retraction(),
    };
    const targets: Record<string, string> = { facts: 'accord-in-force', subjects: 'accord', sources: 'sheet' };
    const recording = OPERATIONS.filter(({ writes }) => writes === true);
    expect(recording.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(bodies).toSorted());
    for (const { path, operationId } of recording) {
      const address = path.replace(/^\/v1\/(\w+)\/\{id\}/, (_, kind: string) => `/v1/${kind}/${targets[kind]}`);
      const answer = await api.post(address, { ...bodies[operationId] }, { key: editor.key });
      expect([operationId, answer.status]).toEqual([operationId, 201]);
      const latest = (await events()).at(-1)!;
      expect([operationId, latest.metadata]).toEqual([
        operationId,
        { by: `key-${editor.id}`, requestId: answer.headers.get('x-request-id') },
      ]);
      position = answer.body.position;
    }
  });

  it('is in the metadata of the events of an import and of a subscription', async () => {
    const line = JSON.stringify({ record: 'source', ...source({ id: 'imported' }) });
    const imported = await api.post('/v1/import', line, {
      key: editor.key,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(imported.body).toMatchObject({ recorded: 1 });
    const hook = { channel: { type: 'webhook', url: 'https://example.org/hook' } };
    const made = await api.post('/v1/subscriptions', hook, { key: editor.key });
    expect(made.status).toBe(201);
    const token = new URL(made.body.manageUrl).searchParams.get('token');
    const ended = await api.request('DELETE', `/v1/subscriptions/${made.body.id}?token=${token}`);
    expect(ended.status).toBe(200);
    const all = await events();
    expect(all.find(({ id }) => id === 'source:imported')!.metadata).toEqual({
      by: `key-${editor.id}`,
      requestId: imported.headers.get('x-request-id'),
    });
    expect(all.find(({ type }) => type === 'subscription.erased')!.metadata).toEqual({
      by: 'subscriber',
      requestId: ended.headers.get('x-request-id'),
    });
    expect(all.filter(({ metadata }) => typeof metadata['by'] !== 'string')).toEqual([]);
  });

  it('is in the answer about a fact for the holder of a key that writes, and for nobody else', async () => {
    const reader = await createKey(api.database.db, { name: 'reader', scopes: ['read'] });
    const path = `/v1/facts/accord-in-force?after=${position}`;
    for (const key of [null, reader.key]) {
      const { text, status } = await api.get(path, { key });
      expect(status).toBe(200);
      expect(text).not.toContain('recorder');
      expect(text).not.toContain('Ana');
    }
    const recorder = { by: `key-${editor.id}`, name: 'Ana', requestId: expect.any(String) };
    const { body, headers } = await api.get(path, { key: editor.key });
    expect(body.recorder).toEqual(recorder);
    expect(body.changes.map((change: { kind: string; recorder: unknown }) => [change.kind, change.recorder])).toEqual([
      ['correction', recorder],
      ['retraction', recorder],
    ]);
    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  it('is in the answer about a fact for each text that was removed, for such a holder and for nobody else', async () => {
    const recorder = recorderOfRun('operator');
    const order = { ground: 'court-order', reason: 'Order of 3 May' } as const;
    for (const event of ['fact:accord-in-force', 'correction:accord-in-force-day'])
      position = String(await redact(api.database.owner, { event, ...order, recorder, remainsOf: whatRemains }));
    const path = `/v1/facts/accord-in-force?after=${position}`;
    const open = await api.get(path);
    const removals = ['fact:accord-in-force', 'correction:accord-in-force-day'].map((event) => ({
      event,
      at: expect.any(String),
      ...order,
    }));
    expect(open.body.redactions).toEqual(expect.arrayContaining(removals));
    expect(open.text).not.toContain(recorder.requestId);
    const { body } = await api.get(path, { key: editor.key });
    expect(body.redactions).toHaveLength(2);
    expect(body.redactions).toEqual(
      expect.arrayContaining(removals.map((one) => ({ ...one, recorder: { ...recorder, name: null } }))),
    );
  });
});
