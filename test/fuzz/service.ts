import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createKey } from '#libs/access';
import { readSettings } from '#libs/kernel';
import {
  createTestDatabase,
  startOwnPostgres,
  startSource,
  type OwnPostgres,
  type SourceProcess,
  type TestDatabase,
} from '#libs/testing';
import { prepare } from '../../apps/cli/src/up/prepare.js';
import { memoryOf, waitedForCoreMs } from './process-figures.js';

/** A start or a shutdown that takes longer has failed. */
const PATIENCE_MS = 120_000;

/** Without limits of requests: a run in which most requests are refused for their rate would prove nothing. */
const LIMITS = { RATE_LIMIT: 'off' };

const PROGRAMS = ['api', 'worker'] as const;
export type Program = (typeof PROGRAMS)[number];

/** The service as real processes on the bundled data: its own Postgres, an API and a worker. */
export class FuzzedService {
  /** The keys by the scope that they have; `unknown` is the key of nobody. */
  readonly keys: Readonly<Record<string, string>>;
  /** What is wrong with the processes themselves: one that ended, a line of a log that is no JSON. */
  readonly faults: string[] = [];
  readonly #programs = new Map<Program, SourceProcess>();
  #isStopping = false;

  private constructor(
    private readonly postgres: OwnPostgres,
    readonly database: TestDatabase,
    readonly port: number,
    readonly dataDir: string,
    keys: Record<string, string>,
  ) {
    this.keys = keys;
  }

  /** Starts everything; settled when `/health/ready` is 200. */
  static async start(): Promise<FuzzedService> {
    const postgres = await startOwnPostgres({ durable: false });
    const database = await createTestDatabase({ server: postgres });
    const adminKey = randomBytes(32).toString('base64url');
    const settings = readSettings({ DATABASE_URL: database.url, ADMIN_KEY: adminKey });
    await prepare(database, settings, () => {}, new AbortController().signal);
    const keys: Record<string, string> = { unknown: randomBytes(32).toString('base64url'), owner: adminKey };
    for (const scope of ['read', 'write', 'admin'] as const)
      keys[scope] = (await createKey(database.db, { name: `fuzz ${scope}`, scopes: [scope] })).key;
    const dataDir = await mkdtemp(join(tmpdir(), `dateline-test-${process.pid}-fuzz-`));
    const service = new FuzzedService(postgres, database, await freePort(), dataDir, keys);
    for (const program of PROGRAMS) service.#run(program);
    await service.#untilReady();
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The memory of a program in bytes; undefined where the system does not say. */
  memoryOf(program: Program): number | undefined {
    return memoryOf(this.#pidOf(program));
  }

  /** How long the API has waited for a core since it began, in milliseconds. */
  waitedForCoreMs(): number {
    return waitedForCoreMs(this.#pidOf('api'));
  }

  /** The lines of the error log that name a request. */
  linesAbout(requestId: string): string[] {
    const errors = this.#programs.get('api')?.complaints() ?? '';
    return errors.split('\n').filter((line) => line.includes(requestId));
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { child, ended } of this.#programs.values()) {
      child.kill('SIGTERM');
      const isEnded = await Promise.race([ended.then(() => true), wait(PATIENCE_MS, false, { ref: false })]);
      if (!isEnded) child.kill('SIGKILL');
    }
    await this.database.drop();
    await this.postgres.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #pidOf(program: Program): number {
    return this.#programs.get(program)?.child.pid ?? 0;
  }

  #run(name: Program): void {
    const env = {
      ...process.env,
      DATABASE_URL: this.database.url,
      DATA_DIR: this.dataDir,
      PORT: String(this.port),
      ADMIN_KEY: this.keys['owner'],
      LOG_LEVEL: 'error',
      ...LIMITS,
    };
    const program = startSource(`apps/${name}/src/main.ts`, [], { env, channel: true });
    this.#programs.set(name, program);
    void this.#readLog(name, program);
    void this.#noteEnd(name, program);
  }

  async #noteEnd(name: Program, program: SourceProcess): Promise<void> {
    const how = await program.ended;
    if (!this.#isStopping) this.faults.push(`${name} ended (${how}): ${program.complaints().slice(-1_000)}`);
  }

  /** Reads a log to its end, also so that the program never waits for a reader. */
  async #readLog(name: Program, program: SourceProcess): Promise<void> {
    for (;;) {
      const line = await program.line().catch(() => undefined);
      if (line === undefined) return;
      try {
        JSON.parse(line);
      } catch {
        this.faults.push(`${name} wrote a line to its log that is no JSON: ${line.slice(0, 200)}`);
      }
    }
  }

  async #untilReady(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      const said = await answer?.text().catch(() => undefined);
      if (answer?.status === 200) return;
      if (performance.now() > end || this.faults.length > 0)
        throw new Error(`The service did not become ready: ${[said, ...this.faults].join(' ')}`);
      await wait(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
