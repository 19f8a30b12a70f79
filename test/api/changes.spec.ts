import type { Change } from '#libs/timeline';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { PUBLIC_URL, startTestApi, type Answer, type TestApi } from './test-api.js';

const items = ({ body }: Answer): Change[] => body.items as Change[];

describe('the change feed', () => {
  let api: TestApi;

  beforeAll(async () => {
    // No process keeps any view, so that nothing but the log can answer.
    api = await startTestApi({ views: false });
    const also = { source: 'gazette', locator: 'page 3' };
    const given = { source: 'sheet', locator: 'paragraph 3' };
    const evidence = { record: 'correction', fact: 'accord-in-force', reason: 'Found.', sources: [also] };
    const { body } = await api.post(
      '/v1/import',
      lines([
        { record: 'source', ...source() },
        { record: 'source', ...source({ id: 'gazette', title: 'Gazette' }) },
        { record: 'subject', ...subject() },
        { record: 'fact', ...fact() },
        { ...evidence, id: 'second-source', changes: { sources: [given, also] } },
        { record: 'correction', fact: 'accord-in-force', ...correction() },
        { ...evidence, id: 'fewer-sources', changes: { sources: [given] } },
        { record: 'correction', subject: 'accord', ...correction({ id: 'renamed', changes: { name: 'Accord' } }) },
        { record: 'correction', source: 'sheet', ...correction({ id: 'retitled', changes: { url: null } }) },
        { record: 'retraction', fact: 'accord-in-force', ...retraction() },
      ]),
      { headers: { 'content-type': 'application/x-ndjson' } },
    );
    expect(body).toMatchObject({ recorded: 10, refused: 0 });
  });
  afterAll(() => api.stop());

  it('tells what each event recorded or changed, in the order of the log', async () => {
    const answer = await api.get('/v1/changes');
    expect(answer.body).toMatchObject({ page: { next: null, prev: null }, position: '10' });
    expect(items(answer).map(({ position, kind, type, id }) => [position, kind, type, id])).toEqual([
      ['1', 'recorded', 'source.recorded', 'sheet'],
      ['2', 'recorded', 'source.recorded', 'gazette'],
      ['3', 'recorded', 'subject.recorded', 'accord'],
      ['4', 'recorded', 'agreement.entered-into-force', 'accord-in-force'],
      ['5', 'evidence', 'fact.corrected', 'second-source'],
      ['6', 'correction', 'fact.corrected', 'accord-in-force-day'],
      ['7', 'correction', 'fact.corrected', 'fewer-sources'],
      ['8', 'correction', 'subject.corrected', 'renamed'],
      ['9', 'correction', 'source.corrected', 'retitled'],
      ['10', 'retraction', 'fact.retracted', 'accord-in-force-withdrawn'],
    ]);
  });

  it('says what a change is about, why, and which fields it sets', async () => {
    const [, , , recorded, , corrected, , renamed, cleared, withdrawn] = items(await api.get('/v1/changes'));
    const about = { subject: 'accord', fact: 'accord-in-force', source: null };
    expect(recorded).toMatchObject({ ...about, title: 'The accord enters into force', reason: null, changes: null });
    expect(corrected).toMatchObject({ ...about, title: null, reason: expect.stringContaining('gazette') });
    expect(corrected?.changes).toEqual({ occurred: '2020-07-02' });
    expect(renamed).toMatchObject({ subject: 'accord', fact: null, source: null, changes: { name: 'Accord' } });
    expect(cleared).toMatchObject({ subject: null, fact: null, source: 'sheet', changes: { url: null } });
    expect(withdrawn).toMatchObject({ ...about, changes: null, reason: 'It never entered into force.' });
    expect(withdrawn?.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('is followed page by page to the end of the log, and on from there', async () => {
    const seen: string[] = [];
    let path = '/v1/changes?limit=3';
    for (;;) {
      const answer = await api.get(path);
      seen.push(...items(answer).map(({ position }) => position));
      const link = answer.headers.get('link');
      if (answer.body.page.next === null) {
        expect(link).toBeNull();
        path = `/v1/changes?since=${answer.body.position}`;
        break;
      }
      const next = `/v1/changes?limit=3&since=${answer.body.page.next}`;
      expect(link).toBe(`<${PUBLIC_URL}${next}>; rel="next"`);
      path = next;
    }
    expect(seen).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    const quiet = await api.get(path);
    expect(quiet.body).toMatchObject({ items: [], page: { next: null }, position: '10' });
    const known = { headers: { 'if-none-match': quiet.headers.get('etag') ?? '' } };
    expect((await api.get(path, known)).status).toBe(304);
    await api.post('/v1/facts', fact({ id: 'noted', type: 'agreement.noted' }));
    expect(items(await api.get(path, known)).map(({ id }) => id)).toEqual(['noted']);
  });

  it('tells evidence from a correction also where the page begins behind what it adds to', async () => {
    expect(items(await api.get('/v1/changes?since=4&limit=1'))).toMatchObject([{ kind: 'evidence' }]);
    expect(items(await api.get('/v1/changes?since=6&limit=1'))).toMatchObject([{ kind: 'correction' }]);
  });

  it('goes through the log by a filter, page by page, and comes to its end', async () => {
    const seen: string[] = [];
    let path = '/v1/changes?kind=correction&kind=retraction&subject=accord&limit=1';
    const { position } = (await api.get(path)).body as { position: string };
    for (;;) {
      const answer = await api.get(path);
      seen.push(...items(answer).map(({ id }) => id));
      if (answer.body.page.next === null) break;
      path = `/v1/changes?kind=correction&kind=retraction&subject=accord&limit=1&since=${answer.body.page.next}`;
    }
    expect(seen).toEqual(['accord-in-force-day', 'fewer-sources', 'renamed', 'accord-in-force-withdrawn']);
    expect(items(await api.get('/v1/changes?kind=evidence')).map(({ id }) => id)).toEqual(['second-source']);
    expect(items(await api.get('/v1/changes?type=source.recorded')).map(({ id }) => id)).toEqual(['sheet', 'gazette']);
    const nothing = await api.get('/v1/changes?kind=evidence&type=source.recorded');
    expect(nothing.body).toMatchObject({ items: [], page: { next: null, prev: null }, position });
  });

  it.each([
    ['/v1/changes?kind=news', 'kind'],
    ['/v1/changes?type=agreement.dreamt', 'type'],
    ['/v1/changes?since=99', 'since'],
    ['/v1/changes?since=yesterday', 'since'],
    ['/v1/changes?limit=0', 'limit'],
    ['/v1/changes?after=1', 'after'],
    ['/v1/changes?since=1&since=2', 'since'],
  ])('says which parameter of %s cannot be used', async (path, parameter) => {
    expect(await api.get(path)).toMatchObject({ status: 400, body: { errors: [{ parameter }] } });
  });
});
