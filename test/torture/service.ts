import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ensureClock } from '#libs/database';
import {
  createTestDatabase,
  startOwnPostgres,
  startSource,
  type OwnPostgres,
  type SourceProcess,
  type TestDatabase,
  type TestServer,
} from '#libs/testing';
import { startRedis, type RedisServer } from '../jobs/redis-server.js';

/** What can be killed. */
export const VICTIMS = ['api', 'worker-1', 'worker-2', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];
type Program = Exclude<Victim, 'postgres'>;

const PATIENCE_MS = 120_000;
const KEY = 'torture-Qm7xT2vK9pLz4RwB8sNcH3jY';

/** How the service is set up. */
export interface ServiceOptions {
  /** The queue is in a Redis of the service's own, which keeps nothing on disk; else in its Postgres. */
  redis?: boolean;
  /** The instant at which its clock begins; the real time if left out. */
  clockStart?: string;
  /** Settings of the programs. */
  env?: Record<string, string>;
}

/** The whole service as real processes: an API, two workers, and a Postgres that waits for the disk. */
export class Service {
  readonly key = KEY;
  /** Programs that ended though nobody killed them, with what they said: each is a finding. */
  readonly leftByThemselves: string[] = [];
  /** How often a program could not start, because Postgres was away just then; it is started again. */
  couldNotStart = 0;
  /** What the programs wrote to their logs, and how often. */
  readonly complaints = new Map<string, number>();
  readonly #programs = new Map<Program, SourceProcess>();
  readonly #killed = new Set<SourceProcess>();
  #recovering: Promise<void> = Promise.resolve();
  #isBack = (): void => {};
  #isAway = false;
  #isStopping = false;

  private constructor(
    private readonly postgres: OwnPostgres,
    readonly database: TestDatabase,
    private readonly port: number,
    private readonly env: Record<string, string>,
    private redis?: RedisServer,
  ) {}

  static async start({ redis, clockStart, env = {} }: ServiceOptions = {}): Promise<Service> {
    const postgres = await startOwnPostgres({ durable: true });
    const database = await createTestDatabase({ server: postgres });
    await ensureClock(database.owner, clockStart);
    const queue = redis === true ? await startRedis() : undefined;
    const service = new Service(postgres, database, await freePort(), env, queue);
    await service.startPrograms();
    return service;
  }

  /** Starts API and workers; settled when the service is ready. */
  async startPrograms(): Promise<void> {
    this.#isStopping = false;
    for (const program of ['api', 'worker-1', 'worker-2'] as const) this.#run(program);
    await this.untilReady();
  }

  /** Where its queue is in Redis, the address of that. */
  get redisUrl(): string | undefined {
    return this.redis?.url;
  }

  /** Kills its Redis with -9, which loses everything in it, and starts an empty one in its place. */
  async killRedis(): Promise<void> {
    if (this.redis === undefined) return;
    const { port } = this.redis;
    await this.redis.stop();
    this.redis = await startRedis(port);
  }

  /** Empties the queue. */
  async wipeQueue(): Promise<void> {
    if (this.redis === undefined) {
      await this.database.db.pool.query('truncate bullmq.job, bullmq.scheduler cascade');
      return;
    }
    const redis = new Redis(this.redis.url);
    await redis.flushall();
    redis.disconnect();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The Postgres under it, for databases beside the service's. */
  get server(): TestServer {
    return this.postgres;
  }

  /** The number of a program's process; none for Postgres. */
  pidOf(victim: Victim): number | undefined {
    return victim === 'postgres' ? undefined : this.#programs.get(victim)?.child.pid;
  }

  /**
   * Kills with -9 and starts again, as a supervisor would; settled when Postgres takes connections again.
   *
   * @param onStrike called at the moment of the kill
   */
  async kill(victim: Victim, onStrike: () => void): Promise<void> {
    // Postgres cannot be killed while it is only being started; while it is away on purpose, programs can be.
    if (!this.#isAway || victim === 'postgres') await this.#recovering;
    onStrike();
    if (victim === 'postgres') {
      this.postgres.kill();
      this.#recovering = this.postgres.startAgain();
      await this.#recovering;
      return;
    }
    const program = this.#programs.get(victim);
    if (program === undefined) return;
    this.#killed.add(program);
    program.child.kill('SIGKILL');
    await program.ended;
  }

  /** Kills its Postgres with -9, and does not start it again before `bringPostgresBack`. */
  async takePostgresAway(): Promise<void> {
    await this.#recovering;
    this.postgres.kill();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#recovering = promise;
    this.#isBack = resolve;
    this.#isAway = true;
  }

  /** Starts it again; settled when it takes connections. */
  async bringPostgresBack(): Promise<void> {
    await this.postgres.startAgain();
    this.#isAway = false;
    this.#isBack();
  }

  /** Asks with the key: a GET, or with a body, which may be empty, a POST. @throws Error where the answer is no success */
  async ask(path: string, body?: string, contentType = 'application/json'): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${KEY}`, ...(body && { 'content-type': contentType }) },
      ...(body && { body }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Asks for a view to be rebuilt; false where nothing came of it, because nobody answered or one is under way. */
  async askForRebuild(view: string): Promise<boolean> {
    const answer = await fetch(`${this.url}/v1/projections/${view}/rebuild`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      signal: AbortSignal.timeout(30_000),
    }).catch(() => undefined);
    await answer?.body?.cancel().catch(() => {});
    return answer?.status === 202;
  }

  /** Until the API answers. */
  untilLive(): Promise<void> {
    return this.#until('/health/live');
  }

  /** Until the service says that it is ready: the views have caught up. */
  untilReady(): Promise<void> {
    return this.#until('/health/ready');
  }

  async #until(path: string): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await fetch(`${this.url}${path}`).catch(() => undefined);
      const told = await answer?.text().catch(() => undefined);
      if (answer?.status === 200) return;
      if (performance.now() > end) throw new Error(`The service did not get well (${path}): ${told ?? 'no answer'}`);
      await wait(50);
    }
  }

  /** Ends the programs and keeps Postgres, for whoever compares. */
  async stopPrograms(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.#isStopping = true;
    await this.#recovering;
    for (const { child, ended } of this.#programs.values()) {
      child.kill(signal);
      await ended;
    }
  }

  async stop(): Promise<void> {
    await this.stopPrograms();
    await this.database.drop();
    await this.postgres.stop();
    await this.redis?.stop();
  }

  #run(name: Program): void {
    const app = name === 'api' ? 'api' : 'worker';
    const { dataDir } = this.postgres;
    const settings = {
      DATABASE_URL: this.database.url,
      DATA_DIR: dataDir,
      PORT: String(this.port),
      ADMIN_KEY: KEY,
      RATE_LIMIT: 'off',
    };
    const queue = this.redis === undefined ? {} : { REDIS_URL: this.redis.url };
    const env = { ...process.env, ...settings, SEED: 'none', LOG_LEVEL: 'error', ...queue, ...this.env };
    const program = startSource(`apps/${app}/src/main.ts`, [], { env, channel: true });
    this.#programs.set(name, program);
    void this.#replace(name, program);
  }

  async #replace(name: Program, program: SourceProcess): Promise<void> {
    void this.#listen(name, program);
    const how = await program.ended;
    if (this.#isStopping) return;
    if (/cannot (be reached|start)/.test(program.complaints())) this.couldNotStart++;
    else if (!this.#killed.has(program)) {
      this.leftByThemselves.push(`${name} ended (${how}): ${program.complaints().slice(-2_000)}`);
    }
    // A program that cannot start without its Postgres would only leave again.
    await this.#recovering;
    if (!this.#isStopping) this.#run(name);
  }

  /** Reads a program's log to its end, also so that the program never waits for a reader. */
  async #listen(name: Program, program: SourceProcess): Promise<void> {
    for (;;) {
      const line = await program.line().catch(() => undefined);
      if (line === undefined) return;
      const complaint = `${name.replace(/-.*/, '')}: ${messageIn(line)}`;
      this.complaints.set(complaint, (this.complaints.get(complaint) ?? 0) + 1);
    }
  }
}

/** What a line of a log says, without what differs from one time to the next. */
function messageIn(line: string): string {
  let message = line;
  try {
    message = String((JSON.parse(line) as { message?: unknown }).message ?? line);
  } catch {
    // A line for people.
  }
  return message.replaceAll(/\d+/g, 'N').slice(0, 160);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
