import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askHolder, EmbeddedPostgres } from '#libs/database';
import { createTestDatabase, eventually, startSource, type SourceProcess } from '#libs/testing';
import { childrenOf, freePort, listen } from './machine.js';

const READY = /^Dateline is ready at /;

describe('dateline up', () => {
  let folder: string;
  let port: number;
  const started: SourceProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dateline-up-'));
    await chmod(folder, 0o755);
    port = await freePort();
  });

  afterEach(async () => {
    for (const service of started.splice(0)) {
      service.child.kill('SIGTERM');
      await service.ended;
    }
    const left = await EmbeddedPostgres.findRunning(join(folder, 'data'));
    if (left !== null) await (await EmbeddedPostgres.start(join(folder, 'data'))).stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (env: NodeJS.ProcessEnv = {}): SourceProcess => {
    const settings = { PORT: String(port), DATA_DIR: join(folder, 'data'), SEED: 'none', LOG_LEVEL: 'error' };
    const service = startSource('apps/cli/src/main.ts', ['up'], { env: { ...process.env, ...settings, ...env } });
    started.push(service);
    return service;
  };
  const isReady = async (): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
    await answer.body?.cancel();
    expect(answer.status).toBe(200);
  };
  const nothingRuns = async (): Promise<void> => {
    expect(await EmbeddedPostgres.findRunning(join(folder, 'data'))).toBeNull();
    expect(await askHolder(join(folder, 'data'))).toBeUndefined();
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
  };

  it('serves, and leaves nothing running when it is asked to end', async () => {
    const service = start();
    expect(await service.line(READY)).toBe(`Dateline is ready at http://127.0.0.1:${port}`);
    await isReady();
    service.child.kill('SIGINT');
    expect(await service.ended).toBe(0);
    await nothingRuns();
  });

  it('starts the API again when it is killed, and Postgres too', async () => {
    const service = start();
    await service.line(READY);
    const [api] = childrenOf(service.child.pid).filter((child) => child.command.includes('apps/api/'));
    process.kill(Number(api?.pid), 'SIGKILL');
    await service.line(/^The API ended \(SIGKILL\); starting it again\.$/);
    await eventually(isReady);
    const pidFile = join(folder, 'data', 'postgres', 'postmaster.pid');
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
    await service.line(/^Postgres ended; starting it again\.$/);
    await eventually(isReady);
  });

  it('is followed by a clean start after kill -9, its programs having left by themselves', async () => {
    const killed = start();
    await killed.line(READY);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const next = start();
    await next.line(READY);
    await isReady();
  });

  it('is refused while another service holds the folder, in one sentence', async () => {
    const first = start();
    await first.line(READY);
    const second = start({ PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.complaints()).toBe(
      `${join(folder, 'data')} is in use by a Dateline service (process ${first.child.pid}); ` +
        'stop it or choose another DATA_DIR.',
    );
    await isReady();
  });

  it('is refused on a busy port, in one sentence, and leaves nothing running', async () => {
    const other = await listen(port);
    try {
      const service = start();
      expect(await service.ended).toBe(1);
      expect(service.complaints()).toBe(
        `Port ${port} of 127.0.0.1 is in use by another program; stop that or choose another PORT.`,
      );
      expect(await readdir(join(folder, 'data'))).toEqual([]);
    } finally {
      other.close();
    }
  });

  it('is refused without the database of DATABASE_URL, in one sentence that keeps the password', async () => {
    const service = start({ DATABASE_URL: `postgresql://someone:secret@127.0.0.1:${port}/timeline` });
    expect(await service.ended).toBe(1);
    expect(service.complaints()).toMatch(
      /^The database at 127\.0\.0\.1:\d+\/timeline cannot be reached \(.+\); start it or correct DATABASE_URL\.$/,
    );
    expect(service.complaints()).not.toContain('secret');
  });

  it('needs the role that owns the log only where something is left for it to do', async () => {
    const database = await createTestDatabase();
    const nobody = `postgresql://owner:secret@127.0.0.1:${await freePort()}/timeline`;
    const env = { DATABASE_URL: database.url, DATABASE_OWNER_URL: nobody };
    try {
      const service = start(env);
      expect(await service.line(READY)).toBe(`Dateline is ready at http://127.0.0.1:${port}`);
      service.child.kill('SIGTERM');
      expect(await service.ended).toBe(0);

      const latest = 'select max(name) from kysely_migration';
      await database.owner.pool.query(`delete from kysely_migration where name = (${latest})`);
      const refused = start(env);
      expect(await refused.ended).toBe(1);
      expect(refused.complaints()).toContain(`The database at ${new URL(nobody).host}/timeline cannot be reached`);
    } finally {
      await database.drop();
    }
  });

  it('tells every setting that is wrong in a sentence of its own', async () => {
    const service = start({ PORT: 'http', READ_ACCESS: 'everybody' });
    expect(await service.ended).toBe(1);
    expect(service.complaints().split('\n')).toEqual([
      'PORT is "http"; it must be a number from 1 to 65535.',
      'READ_ACCESS is "everybody"; it must be one of public, key.',
    ]);
  });
});
