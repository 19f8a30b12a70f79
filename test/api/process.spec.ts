import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createTestDatabase, eventually, startSource, type SourceProcess, type TestDatabase } from '#libs/testing';
import { source } from './records.js';

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('the processes of the service', () => {
  let database: TestDatabase;
  const processes: SourceProcess[] = [];
  let dataDir: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'dateline-process-'));
  });
  afterEach(async () => {
    for (const { child, ended } of processes.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
  });
  afterAll(async () => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = (app: 'api' | 'worker', env: NodeJS.ProcessEnv): SourceProcess => {
    const settings = {
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      SEED: 'none',
      ADMIN_KEY: 'spec-Qm7xT2vK9pLz4RwB8sNcH3jY',
      ...env,
    };
    const started = startSource(`apps/${app}/src/main.ts`, [], { env: { ...process.env, ...settings } });
    processes.push(started);
    return started;
  };

  it('answer together: what the API records, the worker brings into the views; both end when asked', async () => {
    const port = await freePort();
    const api = start('api', { PORT: String(port) });
    const worker = start('worker', {});
    const address = `http://127.0.0.1:${port}`;
    await eventually(async () => {
      expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    });
    const written = await fetch(`${address}/v1/sources`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer spec-Qm7xT2vK9pLz4RwB8sNcH3jY' },
      body: JSON.stringify(source()),
    });
    const { position } = (await written.json()) as { position: string };
    expect((await fetch(`${address}/v1/sources/sheet?after=${position}`)).status).toBe(200);

    worker.child.kill('SIGTERM');
    api.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(await api.ended).toBe(0);
    await expect(fetch(`${address}/health/live`)).rejects.toThrow('fetch failed');
  });

  it.each([
    ['warns that', {}, true],
    ['does not warn where', { TRUST_PROXY: '10.0.0.1' }, false],
  ])('the API %s a proxy in front of it would make all clients one', async (_what, env, warns) => {
    const settings = { HOST: '0.0.0.0', PUBLIC_URL: 'https://dates.example', PORT: String(await freePort()) };
    const api = start('api', { ...settings, LOG_LEVEL: 'info', ...env });
    const said: string[] = [];
    await eventually(async () => {
      expect((await fetch(`http://127.0.0.1:${settings.PORT}/health/live`)).status).toBe(200);
    });
    api.child.kill('SIGTERM');
    for (let line = await api.line().catch(() => undefined); line !== undefined;)
      line = (said.push(line), await api.line().catch(() => undefined));
    expect(said.some((line) => line.includes('TRUST_PROXY is unset'))).toBe(warns);
  });

  it.each<['api' | 'worker', NodeJS.ProcessEnv, string[]]>([
    ['api', { PORT: '99999', LOG_LEVEL: 'loud' }, ['PORT is "99999"', 'LOG_LEVEL is "loud"']],
    ['api', { DATABASE_URL: 'postgresql://127.0.0.1:1/x' }, ['The database at 127.0.0.1:1/x cannot be reached']],
    ['worker', { DATABASE_URL: '' }, ['DATABASE_URL is not set']],
    ['worker', { DATABASE_URL: 'postgresql://127.0.0.1:1/x' }, ['The database at 127.0.0.1:1/x cannot be reached']],
  ])('%s says with %j what is wrong and ends', async (app, env, beginnings) => {
    const started = start(app, env);
    expect(await started.ended).toBe(1);
    const said = started.complaints().split('\n');
    expect(said.map((line, index) => line.slice(0, beginnings[index]?.length))).toEqual(beginnings);
    expect(said.every((line) => line.endsWith('.'))).toBe(true);
  });

  it('say of a busy port that it is busy', async () => {
    const holder = createServer();
    const port = await listening(holder);
    try {
      const api = start('api', { PORT: String(port) });
      expect(await api.ended).toBe(1);
      expect(api.complaints()).toBe('The port is in use by another program; stop that or choose another PORT.');
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  });
});
