import { eventually } from '#libs/testing';
import { fact, lines, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('the answers after the rows of a view were made again at the same position', () => {
  let api: TestApi;
  let position: string;
  let turn = 0;
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-03-01T00:00:00Z' });
    const records = [
      { record: 'source', ...source() },
      { record: 'subject', ...subject({ id: 'treaty' }) },
      { record: 'fact', ...fact({ id: 'in-force', subject: 'treaty', occurred: '2020-07-01' }) },
    ];
    const headers = { 'content-type': 'application/x-ndjson' };
    expect((await api.post('/v1/import', lines(records), { headers })).body).toMatchObject({ recorded: 3 });
  });
  afterAll(() => api.stop());

  /** A new position, under which nothing was asked yet and the rows of the fact are lost. */
  beforeEach(async () => {
    const recorded = await api.post('/v1/sources', source({ id: `other-${(turn += 1)}` }));
    ({ position } = recorded.body);
    expect((await api.get(`/v1/sources?after=${position}`)).status).toBe(200);
    await api.database.db.pool.query(`delete from timeline where fact_id = 'in-force'`);
  });

  const answers = async (): Promise<object> => {
    const treaty = await api.get('/v1/subjects/treaty');
    const coverage = await api.get('/v1/coverage');
    expect([treaty.body.position, coverage.body.position]).toEqual([position, position]);
    return { status: treaty.body.state.status, facts: coverage.body.facts };
  };
  const right = { status: 'in-force', facts: 1 };
  const wrong = { status: 'noted', facts: 0 };
  const order = (path: string) =>
    api.request('POST', `/v1/projections/${path}`, { headers: { authorization: `Bearer ${api.adminKey}` } });

  it('are those of the new rows after a rebuild, also for who sends the ETag of the old ones', async () => {
    expect(await answers()).toEqual(wrong);
    const calendar = await api.get('/v1/timeline.ics');
    const headers = { 'if-none-match': calendar.headers.get('etag')! };
    expect((await api.get('/v1/timeline.ics', { headers })).status).toBe(304);
    const { body } = await order('timeline/rebuild');
    await eventually(async () => {
      const { items } = (await api.get('/v1/projections', { key: api.adminKey })).body;
      const last = items.find(({ name }: { name: string }) => name === 'timeline').lastRebuild;
      expect(last).toMatchObject({ request: body.rebuild.request, outcome: 'swapped' });
    });
    expect(await answers()).toEqual(right);
    const again = await api.get('/v1/timeline.ics', { headers });
    expect([again.status, again.text]).toEqual([200, expect.stringContaining('BEGIN:VEVENT')]);
  });

  it('are those of the new rows after a replay', async () => {
    expect(await answers()).toEqual(wrong);
    await api.database.db.pool.query(
      `insert into projection_quarantine (view, stream, position, event_id, type, error, tries)
       select 'timeline', stream, position, event_id, type, 'it has no date', 3 from events where event_id = 'fact:in-force'`,
    );
    expect((await order('timeline/replay')).body).toMatchObject({ replayed: [{ events: 1 }] });
    expect(await answers()).toEqual(right);
  });
});
