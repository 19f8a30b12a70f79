import * as fc from 'fast-check';
import { EventStore } from '#libs/event-store';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { Description } from './description.js';
import { targetOf, type Draft } from './draft.js';
import { faultOf, type JudgedRequest } from './judge-answer.js';
import { Causes } from './judge-log.js';
import type { KnownValues } from './known-values.js';
import { addressOf, learn } from './learn.js';
import { mutated, mutations, type Mutation } from './mutations.js';
import { growthOf } from './process-figures.js';
import { rawRequests, type RawRequest } from './raw-requests.js';
import { requestsFor } from './requests.js';
import { outgoing, send, sendRaw, type Outcome } from './send.js';
import { FuzzedService, type Program } from './service.js';

/** So many requests are under way at once. */
const AT_ONCE = 3;
/** Requests come from so many clients in turn. */
const CLIENTS = 200;
/** A client waits so much longer than an answer may take before it counts as hung. */
const BEYOND_LONGEST_MS = 15_000;
const MEMORY_EVERY = 50;
/** Below this many requests memory is still that of a process that has just started. */
const MEMORY_FROM = 2_000;
/** Bytes by which the heap of a process that nothing presses may grow between two quarters of a run, whatever was sent. */
const GROWTH = 160 * 1_048_576;
/** What is left of a request beyond that is a leak. */
const GROWTH_PER_REQUEST = 2_048;

/** What a run is to do. */
export interface FuzzOptions {
  requests: number;
  seed: number;
  /** The number of the only request to send. */
  only?: number;
  /** The longest that an answer may take, without what the API waited for a core. */
  longestMs: number;
  say?: (line: string) => void;
  /** Aborted: no further request is sent, and what was done is judged. */
  enough?: AbortSignal;
}

/** A fault with the smallest request that shows it. */
export interface Finding {
  fault: string;
  target: string;
  status: number;
  /** How many requests showed it. */
  count: number;
  /** The number of the first one, to repeat it with `--only`. */
  index: number;
  /** The id under which the service logged the first one. */
  requestId?: string;
  shown: string[];
}

/** What a run found. */
export interface FuzzReport {
  seed: number;
  sent: number;
  seconds: number;
  statuses: Map<string, number>;
  /** How many operations and pages had at least one answer below 400, and how many there are. */
  reached: { succeeded: number; targets: number };
  slowestMs: number;
  slowest: string;
  /** Bytes at the second quarter of the run and growth up to its last; none where the system does not say. */
  memory: Record<Program, { last: number; growth: number } | undefined>;
  events: number;
  findings: Finding[];
  /** What is wrong with the processes, their memory or the log. */
  faults: string[];
}

type Planned = { draft: Draft; changes: Mutation[] } | { raw: RawRequest };

/** Starts a service, sends it requests that are made from its own description, and judges what it answered. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const service = await FuzzedService.start();
  try {
    const run = await Run.prepare(service, options);
    await run.send();
    return await run.report();
  } finally {
    await service.stop();
  }
}

class Run {
  readonly #began = performance.now();
  readonly #statuses = new Map<string, number>();
  readonly #findings = new Map<string, Finding>();
  readonly #succeeded = new Set<string>();
  readonly #targets = new Set<string>();
  readonly #memory = { api: [] as number[], worker: [] as number[] };
  readonly #causes = new Causes();
  #sent = 0;
  #resent = 0;
  #slowest = { ms: 0, shown: 'none' };

  private constructor(
    private readonly service: FuzzedService,
    private readonly options: FuzzOptions,
    private readonly description: Description,
    private readonly known: KnownValues,
    private readonly planned: fc.Arbitrary<Planned>,
    private readonly before: Awaited<ReturnType<EventStore['head']>>,
  ) {}

  static async prepare(service: FuzzedService, options: FuzzOptions): Promise<Run> {
    const known = await learn(service);
    const description = await Description.of(service.url, { authorization: `Bearer ${service.keys['owner']}` });
    const { ROUTES } = await loadPageRenderer();
    const paths = ROUTES.map(({ path }) => path);
    const formPaths = ROUTES.flatMap(({ path, takesForms }) => (takesForms ? [path] : []));
    const pages = { paths, formPaths: [...formPaths, '/appearance'] };
    const planned = fc.oneof(
      {
        weight: 19,
        arbitrary: fc.record({
          draft: requestsFor(description, known, pages),
          changes: fc.noBias(fc.array(mutations, { maxLength: 3, size: 'max' })),
        }),
      },
      { weight: 1, arbitrary: rawRequests.map((raw): Planned => ({ raw })) },
    );
    return new Run(service, options, description, known, planned, await new EventStore(service.database.db).head());
  }

  /** Sends the requests, several at once. */
  async send(): Promise<void> {
    const { only, requests, say } = this.options;
    let next = only ?? 0;
    const end = only === undefined ? requests : only + 1;
    const client = async (): Promise<void> => {
      while (next < end && !this.#isOver()) {
        const index = next++;
        await this.#try(index);
        if (++this.#sent % MEMORY_EVERY === 0) this.#measure();
        if (this.#sent % 1_000 === 0)
          say?.(`${this.#sent} requests, ${this.#findings.size} findings, ${this.#memoryNow()}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
  }

  #isOver(): boolean {
    return this.options.enough?.aborted === true || this.service.faults.length > 0;
  }

  async #try(index: number): Promise<void> {
    const request = this.#plan(index);
    const { fault, outcome, shown } = await this.#attempt(request, index);
    const target = 'raw' in request ? `bytes: ${request.raw.name}` : request.draft.target;
    const status = outcome.kind === 'answered' ? String(outcome.status) : outcome.kind;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    if (!('raw' in request)) {
      this.#targets.add(target);
      if (outcome.status > 0 && outcome.status < 400) this.#succeeded.add(target);
    }
    if (fault === undefined) return;
    const key = keyOf(fault, target, outcome);
    const found = this.#findings.get(key);
    if (found !== undefined) found.count++;
    else {
      const requestId = outcome.headers['x-request-id'];
      const finding = { fault, target, status: outcome.status, count: 1, index, requestId, shown };
      this.#findings.set(key, finding);
      // A hang takes as long again each time.
      if (!('raw' in request) && outcome.kind !== 'hung')
        finding.shown = await this.#smallest(request, index, fault, shown);
    }
  }

  /** The request of a seed and a number, whatever was sent before it. */
  #plan(index: number): Planned {
    const seed = (this.options.seed ^ Math.imul(index + 1, 0x9e3779b1)) | 0;
    return fc.sample(this.planned, { seed, numRuns: 1 })[0]!;
  }

  async #attempt(request: Planned, index: number): Promise<{ fault?: string; outcome: Outcome; shown: string[] }> {
    const { port } = this.service;
    const patienceMs = this.options.longestMs + BEYOND_LONGEST_MS;
    const route = { port, localAddress: addressOf(1_000 + (index % CLIENTS)), patienceMs };
    const waited = this.service.waitedForCoreMs();
    if ('raw' in request) {
      const outcome = await sendRaw(request.raw, route);
      const shown = [request.raw.name, JSON.stringify(request.raw.bytes.toString('latin1').slice(0, 300))];
      const judged = { isWhole: request.raw.isWhole, isRaw: true };
      return { ...this.#judge(outcome, judged, waited, shown), outcome };
    }
    const draft = mutated(request.draft, request.changes);
    const going = outgoing(draft, this.known, `fuzz-${index}-${this.#resent}`);
    const outcome = await send(going, route);
    this.#causes.note(draft, going.target, outcome);
    const operation = this.description.operations.find(({ method, path }) => `${method} ${path}` === draft.target);
    // What is shown names keys and tokens by their places: they are made anew in every run.
    const shown = [
      `${draft.method} ${targetOf(draft).slice(0, 600)}`,
      ...draft.headers.map(([name, value]) => `${name}: ${value.slice(0, 200)}`),
      ...(going.body === null ? [] : [JSON.stringify(going.body.toString('latin1').slice(0, 300))]),
    ];
    return { ...this.#judge(outcome, { operation, isWhole: true, isRaw: false }, waited, shown), outcome };
  }

  #judge(
    outcome: Outcome,
    request: JudgedRequest,
    waited: number,
    shown: string[],
  ): { fault?: string; shown: string[] } {
    const ownMs = outcome.ms - (this.service.waitedForCoreMs() - waited);
    if (ownMs > this.#slowest.ms) this.#slowest = { ms: ownMs, shown: shown[0]! };
    const fault = faultOf(outcome, request, { ownMs, longestMs: this.options.longestMs });
    if (fault === undefined) return { shown };
    const answer = `answer: ${outcome.status} ${outcome.text.slice(0, 300)} ${outcome.reason}`.trim();
    return { fault, shown: [...shown, answer] };
  }

  /** Sends the request again with fewer changes for as long as the fault stays. */
  async #smallest(
    request: Exclude<Planned, { raw: RawRequest }>,
    index: number,
    fault: string,
    first: string[],
  ): Promise<string[]> {
    let { changes } = request;
    let shown = first;
    for (const change of request.changes) {
      const fewer = changes.filter((other) => other !== change);
      this.#resent++;
      const again = await this.#attempt({ draft: request.draft, changes: fewer }, index);
      if (again.fault !== fault) continue;
      changes = fewer;
      shown = again.shown;
    }
    return [...shown, `changed: ${changes.map(({ kind }) => kind).join(', ') || 'nothing'}`];
  }

  #memoryNow(): string {
    const megabytes = (program: Program): string => {
      const bytes = this.service.memoryOf(program);
      return bytes === undefined ? 'unknown' : `${Math.round(bytes / 1_048_576)} MB`;
    };
    return `API ${megabytes('api')}, worker ${megabytes('worker')}`;
  }

  #withLog({ requestId, shown }: Finding): string[] {
    const lines = requestId === undefined ? [] : this.service.linesAbout(requestId);
    return [...shown, ...lines.map((line) => `log: ${line.slice(0, 900)}`)];
  }

  #measure(): void {
    for (const program of ['api', 'worker'] as const) {
      const bytes = this.service.memoryOf(program);
      if (bytes !== undefined) this.#memory[program].push(bytes);
    }
  }

  async report(): Promise<FuzzReport> {
    const memoryOf = (program: Program): FuzzReport['memory'][Program] => {
      const last = this.#memory[program].at(-1);
      return last === undefined ? undefined : { last, growth: growthOf(this.#memory[program]) };
    };
    const memory = { api: memoryOf('api'), worker: memoryOf('worker') };
    // Half of the requests lie between the middles of the second and the last quarter.
    const mostGrowth = GROWTH + (GROWTH_PER_REQUEST * this.#sent) / 2;
    const grown = Object.entries(memory).filter(([, figure]) => (figure?.growth ?? 0) > mostGrowth);
    const head = await new EventStore(this.service.database.db).head();
    return {
      seed: this.options.seed,
      sent: this.#sent,
      seconds: (performance.now() - this.#began) / 1_000,
      statuses: this.#statuses,
      reached: { succeeded: this.#succeeded.size, targets: this.#targets.size },
      slowestMs: this.#slowest.ms,
      slowest: this.#slowest.shown,
      memory,
      events: Number(head.position - this.before.position),
      // Read at the end: a process writes its log beside its answers, not before them.
      findings: [...this.#findings.values()].map((finding) => ({ ...finding, shown: this.#withLog(finding) })),
      faults: [
        ...this.service.faults,
        ...(this.#sent < MEMORY_FROM ? [] : grown.map(([program]) => `The memory of the ${program} grows.`)),
        ...(await this.#causes.faults(this.service.database, this.before)),
      ],
    };
  }
}

/** What counts as the same fault: server errors differ by where they happen, refusals by what is refused. */
function keyOf(fault: string, target: string, { status, text }: Outcome): string {
  const isRefusal = status >= 400 && status < 500;
  return [fault, status, isRefusal ? (/"type":"([^"]*)"/.exec(text)?.[1] ?? '') : target].join(' ');
}
