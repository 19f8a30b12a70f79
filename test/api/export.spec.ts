import { correction, fact, lines, retraction, source, subject } from './records.js';
import { startTestApi, type Answer, type TestApi } from './test-api.js';

const titles = ({ body: { items } }: Answer): unknown =>
  (items as { id: string; status: string; occurred: object }[]).map(({ id, status, occurred }) => [
    id,
    status,
    occurred,
  ]);

describe('export over HTTP', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    await api.post('/v1/facts', fact());
    await api.post('/v1/facts/accord-in-force/corrections', correction());
    await api.post('/v1/facts/accord-in-force/retractions', retraction());
  });
  afterAll(() => api.stop());

  const exported = async (
    path = '/v1/export',
  ): Promise<{ record: string; meta: { position: string; hash: string } }[]> =>
    (await api.get(path)).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { record: string; meta: { position: string; hash: string } });

  it('tells every record in log order with its place, up to the head that health tells', async () => {
    const answer = await api.get('/v1/export');
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const records = await exported();
    expect(records.map(({ record }) => record)).toEqual(['source', 'subject', 'fact', 'correction', 'retraction']);
    expect(records.map(({ meta }) => meta.position)).toEqual(['1', '2', '3', '4', '5']);
    expect((await api.get('/health/ready')).body.head).toBe(`5:${records[4]!.meta.hash}`);
  });

  it('begins where it is asked to', async () => {
    expect((await exported('/v1/export?from=4')).map(({ meta }) => meta.position)).toEqual(['4', '5']);
    expect((await api.get('/v1/export?from=99')).text).toBe('');
    expect(await api.get('/v1/export?from=start')).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'from' }] },
    });
  });

  it('is taken by an import elsewhere, which then answers the same', async () => {
    const other = await startTestApi();
    try {
      const { text } = await api.get('/v1/export');
      const { body } = await other.post('/v1/import', text, { headers: { 'content-type': 'application/x-ndjson' } });
      expect(body).toMatchObject({ recorded: 5, refused: 0 });
      const question = '/v1/timeline?retracted=include&after=5';
      expect(titles(await other.get(question))).toEqual(titles(await api.get(question)));
      expect(
        (await api.post('/v1/import', text, { headers: { 'content-type': 'application/x-ndjson' } })).body,
      ).toMatchObject({ recorded: 0, repeated: 5 });
    } finally {
      await other.stop();
    }
  });

  it('tells CloudEvents to whoever accepts them', async () => {
    const answer = await api.get('/v1/export?from=2', { headers: { accept: 'application/cloudevents-batch+json' } });
    expect(answer.headers.get('content-type')).toBe('application/cloudevents-batch+json');
    expect(answer.body).toHaveLength(4);
    expect(answer.body[0]).toMatchObject({ specversion: '1.0', type: 'subject.recorded', id: 'subject:accord' });
    const nothing = await api.get('/v1/export?from=99', { headers: { accept: 'application/cloudevents-batch+json' } });
    expect(nothing.body).toEqual([]);
  });

  it('survives a receiver that leaves in the middle, and tells the next one everything', async () => {
    const summary = 'x'.repeat(9_000);
    const records = Array.from({ length: 400 }, (_, index) => ({
      record: 'fact',
      ...fact({ id: `long-${index}`, summary }),
    }));
    await api.post('/v1/import', lines(records), { headers: { 'content-type': 'application/x-ndjson' } });
    const stop = new AbortController();
    const answer = await fetch(`${api.url}/v1/export`, { signal: stop.signal });
    const reader = answer.body!.getReader();
    expect((await reader.read()).done).toBe(false);
    stop.abort();
    expect((await api.get('/health/live')).status).toBe(200);
    const { text } = await api.get('/v1/export');
    expect(text.split('\n')).toHaveLength(406);
  });
});
