import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '#libs/database';
import { NODE_FLAGS } from '#libs/process';
import type { Ground } from './ground.js';

const READY_MS = 60_000;

/** The built API and workers as real processes on a database. They end with the benchmark, however it ends. */
export class Service {
  /** A key that may write and administer. */
  readonly key = randomBytes(32).toString('hex');
  readonly #children: ChildProcess[] = [];

  private constructor(
    private readonly ground: Ground,
    private readonly databaseUrl: string,
    private readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts the API and so many workers, and waits until the API says that it is ready. */
  static async start(
    ground: Ground,
    databaseUrl: string,
    workers = 1,
    env: Record<string, string> = {},
  ): Promise<Service> {
    const service = new Service(ground, databaseUrl, await freePort(), env);
    service.#run('api');
    for (let n = 0; n < workers; n++) service.startWorker();
    try {
      await service.#ready();
    } catch (error) {
      await service.end();
      throw error;
    }
    return service;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.key}` };
  }

  get api(): ChildProcess {
    return this.#children[0]!;
  }

  /** The first worker. */
  get worker(): ChildProcess {
    return this.#children[1]!;
  }

  /** The worker with this process number; undefined where it is none of ours. */
  workerOf(pid: number): ChildProcess | undefined {
    return this.#children.slice(1).find((child) => child.pid === pid);
  }

  /** Starts one more worker. */
  startWorker(): ChildProcess {
    return this.#run('worker');
  }

  async end(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await Promise.all(this.#children.map(ended));
  }

  #run(app: 'api' | 'worker'): ChildProcess {
    const build = process.env['DATELINE_BENCH_BUILD'];
    if (build === undefined)
      throw new Error('The processes are run from a build; start the benchmark by npm run bench.');
    const entry = join(projectRoot(), 'dist', build, 'apps', app, 'src', 'main.js');
    const log = openSync(this.#log(app), 'a');
    const child = spawn(process.execPath, ['--enable-source-maps', ...NODE_FLAGS, entry], {
      stdio: ['ignore', log, log, 'ipc'],
      env: {
        ...process.env,
        DATABASE_URL: this.databaseUrl,
        PORT: String(this.port),
        ADMIN_KEY: this.key,
        SEED: 'none',
        // One machine is all clients at once.
        RATE_LIMIT: 'off',
        // Heads are kept for one log.
        DATA_DIR: join(this.ground.folder, 'data', new URL(this.databaseUrl).pathname),
        LOG_LEVEL: 'warn',
        ...this.env,
      },
    });
    this.#children.push(child);
    return child;
  }

  #log(app: string): string {
    return join(this.ground.folder, `${app}.log`);
  }

  async #ready(): Promise<void> {
    const end = performance.now() + READY_MS;
    for (;;) {
      const answer = await fetch(`${this.address}/health/ready`).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      if (performance.now() > end || this.api.exitCode !== null) {
        throw new Error(`The service did not get ready: ${readFileSync(this.#log('api'), 'utf8').slice(-500)}`);
      }
      await wait(50);
    }
  }
}

/** Settles when a process has ended. */
export function ended(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', resolve));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
