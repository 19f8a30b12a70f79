import { request as httpRequest } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { ensureAdminKey, Keys } from '#libs/access';
import { WorkReports } from '#libs/health';
import { QueueProbe } from '#libs/jobs';
import { createTestDatabase, eventually, startSource, type SourceProcess, type TestDatabase } from '#libs/testing';
import { HealthAnswers } from '../../apps/worker/src/health/health-answers.js';
import { HealthServer, type HealthServerOptions } from '../../apps/worker/src/health/health-server.js';
import { SECRETS_KEY } from '../api/secrets-key.js';
import { startTestApi, type TestApi } from '../api/test-api.js';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function read(port: number, path: string): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).text();
}

async function ask(
  url: URL,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; text: string }> {
  const answer = await fetch(new URL(path, url), { method, headers });
  return { status: answer.status, text: await answer.text() };
}

describe('the health of a worker as a process', () => {
  let api: TestApi;
  const workers: SourceProcess[] = [];

  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(async () => {
    for (const { child, ended } of workers.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    await api.stop();
  });

  const startWorker = (port: number): SourceProcess => {
    const settings = { DATABASE_URL: api.database.url, WORKER_PORT: String(port), LOG_LEVEL: 'error' };
    const secrets = { SECRETS_KEY: SECRETS_KEY.toString('base64'), SMTP_URL: 'smtp://127.0.0.1:9' };
    const worker = startSource('apps/worker/src/main.ts', [], { env: { ...process.env, ...settings, ...secrets } });
    workers.push(worker);
    return worker;
  };
  it('shows its runs and attempts in its own figures, and is ready', async () => {
    const port = await freePort();
    startWorker(port);
    await eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
      expect({ status: answer.status, body: await answer.json() }).toMatchObject({
        status: 200,
        body: { problems: [] },
      });
      const figures = await read(port, '/metrics');
      expect(figures).toMatch(/^process_cpu_seconds_total /m);
      expect(figures).toMatch(/^dateline_job_runs_total\{job="sweep-reminders",result="succeeded"\} [1-9]/m);
      expect(figures).toMatch(/^dateline_job_duration_seconds_count\{job="sweep-reminders"\} [1-9]/m);
      expect(figures).toMatch(/^dateline_schedule_success_age_seconds\{job="sweep-reminders"\} \d/m);
    });
    expect(await read(port, '/health/live')).toBe('{"status":"live"}');
  });

  it('shows a sweep that fails in the API and in the worker, and no longer once it is mended', async () => {
    const port = await freePort();
    startWorker(port);
    const { db: owner, url } = api.database;
    await eventually(async () =>
      expect(await read(port, '/metrics')).toMatch(/job="sweep-reminders",result="succeeded"\} [1-9]/),
    );
    const role = new URL(url).username;
    await owner.pool.query(`revoke select on planned_reminders from ${role}`);
    const broken = expect.stringMatching(/^The (job sweep-reminders|step \w+) has failed .*permission denied/);
    await eventually(async () => {
      // A minute of real time is over.
      await owner.pool.query(`update schedule_runs set failing_since = failing_since - interval '2 minutes'`);
      await owner.pool.query(`update faults set since = since - interval '2 minutes'`);
      const { status, body } = await api.get('/health/ready', { key: api.adminKey });
      expect({ status, body }).toMatchObject({ status: 200, body: { problems: expect.arrayContaining([broken]) } });
      expect((await api.get('/metrics')).text).toMatch(
        /^dateline_(schedule_failing_seconds\{job="sweep-reminders"\}|step_fault_age_seconds\{\S+\}) [1-9]\d\d/m,
      );
      expect(await read(port, '/health/ready')).toMatch(/has failed/);
    });
    await owner.pool.query(`grant select on planned_reminders to ${role}`);
    await eventually(async () => {
      await owner.pool.query(`update faults set next_at = now()`);
      const { body } = await api.get('/health/ready', { key: api.adminKey });
      expect(body.problems).not.toContainEqual(broken);
    });
  });

  it('works also where another worker of the machine has its port, and says so', async () => {
    const port = await freePort();
    const first = startWorker(port);
    await eventually(async () => expect(await read(port, '/health/live')).toContain('live'));
    const second = startWorker(port);
    await eventually(() =>
      expect(second.complaints()).toMatch(/cannot show its health at 127\.0\.0\.1.*another program listens there/),
    );
    first.child.kill('SIGKILL');
    await first.ended;
    await eventually(async () =>
      expect(await read(port, '/metrics')).toMatch(/job="sweep-reminders",result="succeeded"\} [1-9]/),
    );
  });
});

describe('the health server of a worker', () => {
  let database: TestDatabase;
  let key: string;
  let keys: Keys;
  const servers: HealthServer[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    key = (await ensureAdminKey(database.db))!;
    keys = new Keys(database.db);
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.beforeApplicationShutdown();
  });
  afterAll(async () => {
    await keys.beforeApplicationShutdown();
    await database.drop();
  });

  const start = async (options: Partial<HealthServerOptions> = {}): Promise<URL> => {
    const reports = new WorkReports(database.db, { now: () => new Date() }, new QueueProbe({}));
    const server = new HealthServer(new HealthAnswers(reports, new Registry()), keys, {
      workerHost: '127.0.0.1',
      workerPort: 0,
      readAccess: 'public',
      ...options,
    });
    servers.push(server);
    server.onApplicationBootstrap();
    await eventually(() => expect(server.address()).toBeDefined());
    return new URL(server.address()!.replace('0.0.0.0', '127.0.0.1'));
  };
  it('shows figures on loopback without a key, and findings without ids', async () => {
    const url = await start();
    expect((await ask(url, '/metrics')).status).toBe(200);
    expect(JSON.parse((await ask(url, '/health/ready')).text)).toEqual({ status: 'ready', problems: [] });
    const full = JSON.parse((await ask(url, '/health/ready', { authorization: `Bearer ${key}` })).text) as object;
    expect(full).toMatchObject({ status: 'ready', work: { queue: 'reachable' } });
  });

  it.each([
    ['READ_ACCESS is key', { readAccess: 'key' as const }],
    ['other machines reach it', { workerHost: '0.0.0.0' }],
  ])('shows without a key only its status where %s', async (_when, options) => {
    const url = await start(options);
    expect((await ask(url, '/metrics')).status).toBe(401);
    expect((await ask(url, '/metrics', { authorization: 'Bearer dl_guessed' })).status).toBe(401);
    expect(JSON.parse((await ask(url, '/health/ready')).text)).toEqual({ status: 'ready' });
    expect((await ask(url, '/health/live')).status).toBe(200);
    expect((await ask(url, '/metrics', { authorization: `Bearer ${key}` })).status).toBe(200);
  });

  it('answers nothing else, no other method, and no name that another site points at it', async () => {
    const url = await start();
    expect((await ask(url, '/')).status).toBe(404);
    expect((await ask(url, '/metrics', {}, 'POST')).status).toBe(405);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(new URL('/metrics', url), { headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      request.on('error', reject).end();
    });
    expect(status).toBe(421);
  });

  it('answers 503 while the database is away, and goes on', async () => {
    const other = await createTestDatabase();
    const probe = new QueueProbe({});
    const reports = new WorkReports(other.db, { now: () => new Date() }, probe);
    const answers = new HealthAnswers(reports, new Registry());
    await other.drop();
    expect(await answers.readiness()).toMatchObject({
      full: { status: 'not-ready', work: null },
      reduced: { problems: ['The database cannot be asked.'] },
    });
    expect((await answers.metrics()).body).toMatch(/^process_cpu_seconds_total /m);
  });
});
