import { Client } from 'pg';
import { eventually } from '#libs/testing';
import { ANSWER_SCHEMAS } from '../../apps/api/src/openapi/answers.js';
import { source } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('the views over HTTP', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    expect((await api.post('/v1/sources', source())).status).toBe(201);
    expect((await api.get('/v1/sources?after=1')).status).toBe(200);
  });
  afterAll(() => api.stop());

  const order = (path: string, key: string | null = api.adminKey) =>
    api.request('POST', `/v1/projections/${path}`, key === null ? {} : { headers: { authorization: `Bearer ${key}` } });
  const view = async (name: string) =>
    (await api.get('/v1/projections', { key: api.adminKey })).body.items.find(
      (one: { name: string }) => one.name === name,
    );

  it('are told with who holds them, what they have set aside and how their last rebuild ended', async () => {
    expect(await view('timeline')).toMatchObject({
      holder: { owner: expect.stringContaining(`process ${process.pid} on `) },
      quarantine: [],
      rebuild: null,
      lastRebuild: null,
    });
  });

  it('are rebuilt by whoever keeps them, and the list says how that went', async () => {
    const accepted = await order('milestones/rebuild');
    expect(accepted).toMatchObject({ status: 202, body: { name: 'milestones', rebuild: { outcome: null } } });
    expect(accepted.headers.get('location')).toBe('/v1/projections');
    expect(ANSWER_SCHEMAS.RebuildAccepted.safeParse(accepted.body).error?.message).toBeUndefined();
    await eventually(async () => {
      const { rebuild, lastRebuild } = await view('milestones');
      expect(rebuild).toBeNull();
      expect(lastRebuild).toMatchObject({ request: accepted.body.rebuild.request, outcome: 'swapped', position: '1' });
    });
    const list = await api.get('/v1/projections', { key: api.adminKey });
    expect(ANSWER_SCHEMAS.Projections.safeParse(list.body).error?.message).toBeUndefined();
  });

  it('are rebuilt and replayed for administrators only, under their names, with parameters that there are', async () => {
    expect(await order('timeline/rebuild', null)).toMatchObject({ status: 401 });
    expect(await order('nobody/rebuild')).toMatchObject({
      status: 404,
      body: { type: '/problems/view-unknown' },
    });
    expect((await order('timeline/rebuild?check=perhaps')).status).toBe(400);
    expect(await order('milestones/replay?stream=subject-nobody')).toMatchObject({
      status: 404,
      body: { type: '/problems/stream-not-set-aside' },
    });
    const replayed = await order('milestones/replay');
    expect(replayed).toMatchObject({ status: 200, body: { name: 'milestones', replayed: [] } });
    expect(ANSWER_SCHEMAS.Replayed.safeParse(replayed.body).error?.message).toBeUndefined();
  });

  it('are told in health and metrics with what they have set aside', async () => {
    await api.database.db.pool.query(
      `insert into projection_quarantine values ('milestones', 'subject-x', 1, 'fact:x', 'agreement.signed', 'it has no date', 3)`,
    );
    await eventually(async () => {
      expect(await api.get('/health/ready', { key: api.adminKey })).toMatchObject({
        status: 200,
        body: {
          views: [{ name: 'milestones', quarantined: 1, holder: expect.any(String) }, { quarantined: 0 }],
          problems: [
            expect.stringMatching(
              /^The view milestones has set aside one stream, .*subject-x at position 1: it has no date/,
            ),
          ],
        },
      });
    });
    const { text } = await api.get('/metrics');
    expect(text).toMatch(/^dateline_view_quarantined_streams\{view="milestones"\} 1$/m);
    expect(text).toMatch(/^dateline_view_held\{view="timeline"\} 1$/m);
    await api.database.db.pool.query('delete from projection_quarantine');
  });

  it('do not stand still without a word: health names the process whose forgotten transaction others wait for', async () => {
    const forgotten = new Client({ connectionString: api.database.url, application_name: 'a forgotten console' });
    await forgotten.connect();
    await forgotten.query(
      `begin; select * from append_events('{}', '{}', '{}', null, null, '{}', '{}', '{}', '', '', '', 'each'); select 'secret', 4711 as one`,
    );
    const waiting = api.post('/v1/sources', source({ id: 'waiting' }));
    try {
      await eventually(async () => {
        const { status, body } = await api.get('/health/ready', { key: api.adminKey });
        expect(status).toBe(200);
        expect(body.problems).toEqual([
          expect.stringMatching(
            /^Process \d+ of Postgres \(a forgotten console, idle in transaction, .*one session waits/,
          ),
        ]);
        expect(body.problems[0]).toContain(
          'its last statement: begin; select * from append_events(?, ?, ?, null, null, ?, ?, ?, ?, ?, ?, ?); select ?, ? as one.',
        );
      });
    } finally {
      await forgotten.end();
    }
    expect((await waiting).status).toBe(201);
    expect((await api.get('/health/ready', { key: api.adminKey })).body.problems).toEqual([]);
  });
});
