import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProjectionRunner, requestRebuild } from '#libs/projections';
import { EventStore } from '#libs/event-store';
import { VIEWS } from '#libs/milestones';
import { eventually } from '#libs/testing';
import { lines, source } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('health', () => {
  const open: TestApi[] = [];
  const start = async (...options: Parameters<typeof startTestApi>): Promise<TestApi> => {
    const api = await startTestApi(...options);
    open.push(api);
    return api;
  };
  afterEach(async () => {
    for (const api of open.splice(0)) await api.stop();
  });

  it('is live and ready with an empty log, and tells its head', async () => {
    const api = await start();
    expect(await api.get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    await eventually(async () => {
      expect(await api.get('/health/ready')).toMatchObject({
        status: 200,
        body: { status: 'ready', head: `0:${'0'.repeat(64)}`, problems: [] },
      });
    });
    await api.post('/v1/sources', source());
    expect((await api.get('/health/ready')).body.head).toMatch(/^1:[0-9a-f]{64}$/);
  });

  it('names a subscription whose keys no SECRETS_KEY opens to readers with a key, until it is mended', async () => {
    const api = await start();
    const { body } = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } });
    const store = (key: Buffer) =>
      api.database.db.pool.query(
        `update subscription_addresses a set token_key = $2
           from (select subscription_id, token_key from subscription_addresses) old
          where a.subscription_id = $1 and old.subscription_id = a.subscription_id returning old.token_key`,
        [body.id, key],
      );
    const [before] = (await store(Buffer.alloc(60))).rows as { token_key: Buffer }[];
    const sentence = 'Neither SECRETS_KEY nor SECRETS_KEY_BEFORE opens';
    const keyed = async () => (await api.get('/health/ready', { key: api.adminKey })).body.problems;
    expect(await keyed()).toContainEqual(expect.stringContaining(`${sentence} the keys of ${body.id};`));
    expect((await api.get('/health/ready')).body.problems).toContain(`${sentence} some keys of subscriptions.`);
    await store(before!.token_key);
    expect(await keyed()).not.toContainEqual(expect.stringContaining(sentence));
  });

  it('is ready only when its views have arrived at the head, and stays so while they keep near it', async () => {
    const api = await start({ views: false });
    await api.post('/v1/sources', source());
    expect(await api.get('/health/ready')).toMatchObject({ status: 503, body: { status: 'not-ready' } });
    const { db } = api.database;
    const store = new EventStore(db);
    const runner = new ProjectionRunner(db, store, VIEWS);
    await runner.catchUp();
    expect(await api.get('/health/ready')).toMatchObject({
      status: 200,
      body: { views: [{ lag: '0' }, { lag: '0' }] },
    });
    await api.post('/v1/sources', source({ id: 'another' }));
    expect(await api.get('/health/ready')).toMatchObject({
      status: 200,
      body: { views: [{ lag: '1' }, { lag: '1' }] },
    });
    await db.pool.query(`update projections set error = 'it broke', failed_since = now() where name = 'timeline'`);
    expect(await api.get('/health/ready', { key: api.adminKey })).toMatchObject({
      status: 503,
      body: { problems: [expect.stringContaining('it broke')] },
    });
  });

  it('stays ready on the old rows while a raised version of a view is built, and says so', async () => {
    const api = await start({ views: false });
    await api.post('/v1/sources', source());
    const { db } = api.database;
    const store = new EventStore(db);
    await new ProjectionRunner(db, store, VIEWS).catchUp();
    await api.post('/v1/sources', source({ id: 'another' }));
    await new ProjectionRunner(db, store, VIEWS.slice(1)).catchUp();
    await requestRebuild(db, { ...VIEWS[0]!, version: VIEWS[0]!.version + 1 });
    const waiting = await api.get('/health/ready');
    expect(waiting.status).toBe(503);
    await db.pool.query(
      `update projections set owner = 'a worker', lease_until = now() + interval '1 hour' where status = 'building'`,
    );
    const { status, body } = await api.get('/health/ready');
    expect(body.problems).toContainEqual(
      expect.stringContaining(`the rows of version ${VIEWS[0]!.version} are served`),
    );
    expect(body.problems).not.toContainEqual(expect.stringContaining(`The view ${VIEWS[0]!.name} is at position`));
    expect(status).toBe(200);
  });

  it('is not ready before SEED is loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dateline-seed-'));
    try {
      const file = join(folder, 'small.ndjson');
      await writeFile(file, lines([{ record: 'source', ...source() }]));
      const api = await start({ settings: { seed: file } });
      expect(await api.get('/health/ready')).toMatchObject({
        status: 503,
        body: { problems: [expect.stringContaining('small.ndjson')] },
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is not ready without all migrations, and says which', async () => {
    const api = await start();
    await api.database.owner.pool.query(`delete from kysely_migration where name like '0004%'`);
    expect(await api.get('/health/ready')).toMatchObject({
      status: 503,
      body: { head: null, problems: [expect.stringContaining('0004_access')] },
    });
  });

  it('stays ready while a job or step fails for more than a minute, and says so: with ids and reasons to a key alone', async () => {
    const api = await start();
    await api.database.db.pool.query(`
      insert into schedule_runs (name, every_ms, succeeded_at, failing_since, failures, reason)
      values ('sweep-reminders', 5000, now() - interval '95 s', now() - interval '90 s', 18, 'sub-7 is broken')`);
    await api.database.db.pool.query(`
      insert into faults values ('planning', 'sub-7', 'unknown zone', 3, now() - interval '2 minutes', now(), now())`);
    await eventually(async () => {
      const { status, body } = await api.get('/health/ready', { key: api.adminKey });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'ready',
        problems: [
          expect.stringMatching(/^The job sweep-reminders has failed since \S+, 18 times; at last: sub-7 is broken$/),
          expect.stringMatching(/^The step planning has failed .* \(sub-7: unknown zone\)\.$/),
        ],
        work: {
          schedules: [{ name: 'sweep-reminders', failures: 18 }],
          faults: [{ step: 'planning', count: 1 }],
          queue: 'reachable',
          takesWrites: true,
        },
      });
    });
    const { body, text } = await api.get('/health/ready');
    expect(body.problems).toHaveLength(2);
    expect(body.work).toBeUndefined();
    expect(text).not.toMatch(/sub-7|unknown zone|broken/);
    const { text: figures } = await api.get('/metrics');
    expect(figures).toMatch(/^dateline_schedule_success_age_seconds\{job="sweep-reminders"\} 9\d/m);
    expect(figures).toMatch(/^dateline_schedule_failing_seconds\{job="sweep-reminders"\} 9\d/m);
    expect(figures).toMatch(/^dateline_step_faults\{step="planning"\} 1$/m);
    expect(figures).toMatch(/^dateline_queue_reachable 1$/m);
  });

  it('answers in time and stays ready where the figures of jobs and messages cannot be read', async () => {
    const api = await start();
    await eventually(async () => expect((await api.get('/health/ready')).status).toBe(200));
    const holder = await api.database.db.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('lock table schedule_runs in access exclusive mode');
      await eventually(async () => {
        const { status, body } = await api.get('/health/ready', { key: api.adminKey });
        expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ready', work: null } });
        expect(body.problems).toContainEqual(expect.stringMatching(/^How jobs and messages go cannot be read: /));
      });
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });

  it('tells figures for Prometheus: the process, answers by route, the log and its views', async () => {
    const api = await start();
    await api.post('/v1/sources', source());
    await api.get('/v1/sources?after=1');
    await api.get('/v1/facts/nobody');
    const { text, headers } = await api.get('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    expect(text).toMatch(/^dateline_log_head_position 1$/m);
    expect(text).toMatch(/^dateline_view_lag_events\{view="timeline"\} 0$/m);
    expect(text).toMatch(
      /^dateline_http_request_duration_seconds_count\{method="GET",route="\/v1\/facts\/:id",status="404"\} 1$/m,
    );
  });
});
