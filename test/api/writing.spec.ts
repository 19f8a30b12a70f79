import { correction, fact, retraction, source, subject } from './records.js';
import { PUBLIC_URL, startTestApi, type Answer, type TestApi } from './test-api.js';

const at = (api: TestApi, id: string, headers: Record<string, string>): Promise<Answer> =>
  api.post('/v1/facts', fact({ id, subject: 'versions' }), { headers });

describe('writing over HTTP', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
  });
  afterAll(() => api.stop());

  const record = (change = {}, headers: Record<string, string> = {}): Promise<Answer> =>
    api.post('/v1/facts', fact(change), { headers });

  it('records a fact and lets its writer read it at once with after', async () => {
    const written = await record();
    expect(written).toMatchObject({ status: 201, body: { id: 'accord-in-force', position: '3', version: 2 } });
    expect(written.headers.get('etag')).toBe('"2"');
    expect(written.headers.get('location')).toBe(`${PUBLIC_URL}/v1/facts/accord-in-force`);
    const { body } = await api.get(`/v1/timeline?subject=accord&after=${written.body.position}`);
    expect(body.items).toMatchObject([{ id: 'accord-in-force', occurred: { edtf: '2020-07-01' }, position: '3' }]);
    expect(Number(body.position)).toBeGreaterThanOrEqual(3);
  });

  it('answers a repeat as it answered the first time, with 200', async () => {
    const first = await record({ id: 'told-twice', occurred: '2021' });
    const again = await record({ id: 'told-twice', occurred: '2021', summary: null, topics: [] });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it('says of an id with other content that it is a conflict, and changes nothing', async () => {
    const { body } = await record({ id: 'told-otherwise', occurred: '2021' });
    const other = await record({ id: 'told-otherwise', occurred: '2022' });
    expect(other).toMatchObject({
      status: 409,
      body: { type: '/problems/id-taken', status: 409, errors: [{ pointer: '/id' }] },
    });
    expect((await api.get(`/v1/facts/told-otherwise?after=${body.position}`)).body.occurred.edtf).toBe('2021');
  });

  it('corrects and retracts a fact at its address, and then refuses to change it', async () => {
    await record({ id: 'to-correct', occurred: '2020-07-01' });
    const corrected = await api.post('/v1/facts/to-correct/corrections', correction());
    expect(corrected).toMatchObject({ status: 201, body: { id: 'accord-in-force-day' } });
    expect(corrected.headers.get('location')).toBe(`${PUBLIC_URL}/v1/facts/to-correct`);
    const after = await api.get(`/v1/facts/to-correct?after=${corrected.body.position}`);
    expect(after.body).toMatchObject({ occurred: { edtf: '2020-07-02' }, status: 'corrected' });

    expect(await api.post('/v1/facts/to-correct/retractions', retraction())).toMatchObject({ status: 201 });
    expect(await api.post('/v1/facts/to-correct/corrections', correction({ id: 'too-late' }))).toMatchObject({
      status: 409,
      body: { type: '/problems/fact-retracted' },
    });
  });

  it('corrects a subject and a source at their addresses', async () => {
    const renamed = { id: 'renamed', changes: { name: 'Accord on Two Rivers' }, reason: 'Full title.' };
    const moved = { id: 'moved', changes: { url: 'https://example.org/new' }, reason: 'Moved.' };
    const sources = [{ source: 'sheet' }];
    expect((await api.post('/v1/subjects/accord/corrections', { ...renamed, sources })).status).toBe(201);
    const { body } = await api.post('/v1/sources/sheet/corrections', { ...moved, sources });
    const after = `after=${body.position}`;
    expect((await api.get(`/v1/subjects/accord?${after}`)).body.name).toBe('Accord on Two Rivers');
    expect((await api.get(`/v1/sources/sheet?${after}`)).body.url).toBe('https://example.org/new');
  });

  it('refuses a body that names something else than its address', async () => {
    expect(await api.post('/v1/facts/one/corrections', correction({ fact: 'another' }))).toMatchObject({
      status: 400,
      body: { type: '/problems/record-invalid', errors: [{ pointer: '/fact' }] },
    });
    expect(await api.post('/v1/facts', { record: 'source', ...fact() })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/record' }] },
    });
  });

  it('takes no parameter', async () => {
    expect(await api.post('/v1/facts?dryRun=true', fact({ id: 'dry' }))).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'dryRun' }] },
    });
  });

  it('finds nothing to correct where the address names nothing on record', async () => {
    const nothing = { status: 404, body: { type: '/problems/fact-unknown' } };
    expect(await api.post('/v1/facts/nobody-told/corrections', correction({ id: 'c' }))).toMatchObject(nothing);
    expect(await api.post('/v1/facts/NOT%20AN%20ID/retractions', retraction({ id: 'r' }))).toMatchObject(nothing);
  });

  it('points to what is wrong with a record that rests on something unknown', async () => {
    expect(await record({ id: 'unknown-source', sources: [{ source: 'hearsay' }] })).toMatchObject({
      status: 422,
      body: { type: '/problems/source-unknown', errors: [{ pointer: '/sources/0/source' }] },
    });
    expect(await record({ id: 'unfit', type: 'dialogue.held' })).toMatchObject({
      status: 422,
      body: { type: '/problems/fact-type-unfit' },
    });
    expect(await record({ id: 'x', titel: 'typo', occurred: '2024-02-30' })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/occurred' })]) },
    });
  });

  describe('expected versions', () => {
    const conflict = { status: 412, body: { type: '/problems/version-conflict' } };

    it('holds If-Match and If-None-Match against the stream of the subject', async () => {
      const create = (change: object): Promise<Answer> =>
        api.post('/v1/subjects', subject({ id: 'versions', ...change }), { headers: { 'if-none-match': '*' } });
      const exists = await api.post('/v1/subjects', subject({ id: 'nowhere' }), { headers: { 'if-match': '*' } });
      expect(exists).toMatchObject(conflict);
      expect((await create({})).status).toBe(201);
      expect((await create({})).status).toBe(200);

      expect((await at(api, 'v-2', { 'if-match': '"1"' })).status).toBe(201);
      expect(await at(api, 'v-3', { 'if-match': '"1"' })).toMatchObject(conflict);
      expect(await at(api, 'v-3', { 'if-none-match': '*' })).toMatchObject(conflict);
      expect((await at(api, 'v-3', { 'if-match': '*' })).headers.get('etag')).toBe('"3"');
      expect((await at(api, 'v-4', {})).headers.get('etag')).toBe('"4"');
    });

    it.each([
      [{ 'if-match': 'W/"1"' }],
      [{ 'if-match': '1' }],
      [{ 'if-match': '"1", "2"' }],
      [{ 'if-match': '"99999999999999999999"' }],
      [{ 'if-none-match': '"1"' }],
      [{ 'if-match': '*', 'if-none-match': '*' }],
    ])('cannot read %j', async (headers) => {
      expect(await at(api, 'unread', headers as Record<string, string>)).toMatchObject({
        status: 400,
        body: { type: '/problems/header-invalid' },
      });
    });

    it('lets one of many writers with the same version win, and tells the others of the conflict', async () => {
      await api.post('/v1/subjects', subject({ id: 'race' }));
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          api.post('/v1/facts', fact({ id: `race-${index}`, subject: 'race' }), { headers: { 'if-match': '"1"' } }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        201, 412, 412, 412, 412, 412, 412, 412,
      ]);
      const { rows } = await api.database.db.pool.query(`select from events where stream = 'subject-race'`);
      expect(rows).toHaveLength(2);
    });
  });
});
