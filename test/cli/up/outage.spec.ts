import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EmbeddedPostgres } from '#libs/database';
import { eventually, startOwnPostgres, startSource, type OwnPostgres, type SourceProcess } from '#libs/testing';
import { childrenOf, freePort } from './machine.js';

/** How long Postgres is away; OUTAGE_SECONDS=120 makes it the two minutes that an operator may need. */
const OUTAGE_SECONDS = Number(process.env['OUTAGE_SECONDS'] ?? 15);
const READY = /^Dateline is ready at /;

describe('a running service whose Postgres goes away', () => {
  let folder: string;
  let port: number;
  let service: SourceProcess;
  let postgres: OwnPostgres | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dateline-outage-'));
    await chmod(folder, 0o755);
    port = await freePort();
  });

  afterEach(async () => {
    service.child.kill('SIGTERM');
    await service.ended;
    await postgres?.stop();
    postgres = undefined;
    const left = await EmbeddedPostgres.findRunning(join(folder, 'data'));
    if (left !== null) await (await EmbeddedPostgres.start(join(folder, 'data'))).stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (env: NodeJS.ProcessEnv = {}): Promise<void> => {
    const settings = { PORT: String(port), DATA_DIR: join(folder, 'data'), SEED: 'none', LOG_LEVEL: 'error' };
    service = startSource('apps/cli/src/main.ts', ['up'], { env: { ...process.env, ...settings, ...env } });
    await service.line(READY);
  };
  const startOnOwnPostgres = async (): Promise<OwnPostgres> => {
    postgres = await startOwnPostgres({ durable: false });
    await start({ DATABASE_URL: postgres.url, DATABASE_OWNER_URL: postgres.ownerUrl });
    return postgres;
  };
  const probe = async (): Promise<{ status: number; body: { status: string; problems: string[] } }> => {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
    return { status: answer.status, body: (await answer.json()) as { status: string; problems: string[] } };
  };
  const isReady = async (): Promise<void> => expect((await probe()).status).toBe(200);
  const programs = (): string[] =>
    childrenOf(service.child.pid)
      .map(({ pid }) => pid)
      .toSorted();

  it(
    'answers probes once a second with 503, ends no process, and is ready again within 15 seconds',
    async () => {
      const server = await startOnOwnPostgres();
      const before = programs();
      expect(before).toHaveLength(2);
      server.kill();
      for (let second = 0; second < OUTAGE_SECONDS; second++) {
        const [answer] = await Promise.all([probe(), wait(1_000)]);
        expect(answer).toMatchObject({
          status: 503,
          body: { status: 'not-ready', problems: ['This cannot be checked.'] },
        });
      }
      const asked = await fetch(`http://127.0.0.1:${port}/v1/timeline`);
      expect([asked.status, asked.headers.get('retry-after')]).toEqual([503, '2']);
      await server.startAgain();
      await eventually(isReady, 15_000);
      expect(programs()).toEqual(before);
    },
    (OUTAGE_SECONDS + 240) * 1_000,
  );

  it('starts programs that have ended meanwhile, which wait for it', async () => {
    const server = await startOnOwnPostgres();
    server.kill();
    for (const pid of programs()) process.kill(Number(pid), 'SIGKILL');
    await eventually(() => {
      for (const program of ['API', 'worker'])
        expect(service.complaints()).toMatch(
          new RegExp(`^The database at .+ cannot be reached .+ The ${program} waits for it\\.$`, 'm'),
        );
    });
    const waiting = programs();
    await server.startAgain();
    await eventually(isReady);
    expect(programs()).toEqual(waiting);
  });

  it('starts the embedded one again however often it is killed', async () => {
    await start();
    const before = programs();
    const pidFile = join(folder, 'data', 'postgres', 'postmaster.pid');
    const postmaster = (): number => Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    for (let death = 0; death < 6; death++) {
      const killed = postmaster();
      process.kill(killed, 'SIGKILL');
      await eventually(() => expect(postmaster()).not.toBe(killed));
      await eventually(isReady);
    }
    expect(programs()).toEqual(before);
  }, 600_000);
});
