import { Logger } from '@nestjs/common';
import { UnrecoverableError, WaitingError, type Job as QueuedJob } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLostConnection } from '#libs/database';
import { messageOf } from '#libs/kernel';
import type { JobRunEnd, JobRuns } from './job-runs.js';
import { jobsByName, type Job } from './job.js';
import { Outage, type JobsLog } from './outage.js';
import { openQueue, type OpenQueue, type QueuePlace } from './queue.js';

/** The one queue of all jobs by schedule. */
export const SCHEDULED = 'scheduled';
/** How many runs a process has under way at most. */
const QUEUE = { name: SCHEDULED, concurrency: 4 };
const ATTEMPTS = 3;
const REOPEN_MS = 1_000;
/** How late a run may be before its schedule counts as lost, or further ahead than its rhythm has it. */
const OVERDUE_MS = 60_000;
/** How runs end. */
const OUTCOMES = ['completed', 'failed'] as const;
/** What BullMQ throws away by itself: finished runs beyond the last hundred of each outcome. */
const KEPT = { removeOnComplete: { count: 100 }, removeOnFail: { count: 100 } };

/** How a runner works. */
export interface JobRunnerOptions {
  /** The pause before the second attempt, doubled before the third (5000 ms). */
  retryMs?: number;
  /** After how long without a sign of life the run of a process that was cut off may start over elsewhere (10,000 ms). */
  lockMs?: number;
  /** How often it looks whether the schedules are still there (10,000 ms). */
  mendMs?: number;
  /** Where failures, outages and recoveries are told. */
  logger?: JobsLog;
  /** Keeps how runs end. */
  runs?: JobRuns;
}

/**
 * Runs jobs by their schedules. Any number of processes may know the same jobs: each run is done by one of them. It
 * starts beside whatever else the process does, waits for a queue that cannot be reached, and outlives its outages.
 */
export class JobRunner {
  readonly #jobs: ReadonlyMap<string, Job>;
  readonly #options: Required<Omit<JobRunnerOptions, 'runs'>> & Pick<JobRunnerOptions, 'runs'>;
  readonly #stopping = new AbortController();
  readonly #outage: Outage;
  #opening: Promise<void> | undefined;
  #open: OpenQueue | undefined;
  #mending: NodeJS.Timeout | undefined;

  /** @throws Error where two jobs have the same name */
  constructor(
    private readonly place: QueuePlace,
    jobs: readonly Job[],
    options: JobRunnerOptions = {},
  ) {
    this.#jobs = jobsByName(jobs);
    this.#options = { retryMs: 5_000, lockMs: 10_000, mendMs: 10_000, logger: new Logger('jobs'), ...options };
    this.#outage = new Outage(this.#options.logger, () => this.#mend(), this.#stopping.signal);
  }

  /** Begins to run jobs until `stop`, and returns at once; what it answers settles when the schedules are in place. */
  start(): Promise<void> {
    this.#opening ??= this.#openWhenReachable();
    return this.#opening;
  }

  /** Asks the runs that are under way to end, waits for them, and leaves no connection behind. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The process was asked to leave.'));
    await this.#opening;
    clearInterval(this.#mending);
    await this.#open?.close();
    this.#open = undefined;
  }

  async #openWhenReachable(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const work = { process: this.#process, lockMs: this.#options.lockMs, onError: this.#outage.report, signal };
        const open = await openQueue(this.place, { ...work, ...QUEUE });
        this.#open = open;
        void this.#keep((runs) => runs.declared([...this.#jobs.values()]));
        open.worker.on('failed', this.#tellFailure);
        open.worker.on('stalled', (id) => this.#tellCutOff(id));
        await open.exclusively(() => this.#schedule(open));
        open.worker.run().catch(this.#outage.report);
        this.#mending = setInterval(() => void this.#mend().catch(this.#outage.report), this.#options.mendMs);
        return;
      } catch (error) {
        this.#outage.report(error);
        // What is open on a broken connection may not close in good order; it is opened again all the same.
        await this.#open?.close().catch(this.#outage.report);
        this.#open = undefined;
        await sleep(REOPEN_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  /** Puts every declared schedule in place, in the rhythm that it already has, and ends those that nobody declares any more. */
  async #schedule({ queue }: OpenQueue): Promise<void> {
    for (const { key } of await queue.getJobSchedulers(0, -1, true)) {
      if (!this.#jobs.has(key)) await queue.removeJobScheduler(key);
    }
    for (const job of this.#jobs.values()) await this.#put(job, queue);
  }

  /**
   * Puts the schedules back that the queue has lost: it was emptied, it did not make the next run, or the clock went back, so
   * that the next run lies further ahead than the rhythm has it.
   */
  async #mend(): Promise<void> {
    const open = this.#open;
    if (open === undefined) throw new Error('The queue is not open yet.');
    const next = await nextRuns(open);
    const now = Date.now();
    const late = [...this.#jobs.values()].filter(({ name }) => !(Number(next.get(name)) > now - OVERDUE_MS));
    const early = [...this.#jobs.values()].filter((job) => Number(next.get(job.name)) > latestNext(job, now));
    if (late.length + early.length === 0) return;
    await open.exclusively(async () => {
      for (const { name } of early) await open.queue.removeJobScheduler(name);
      // The runs to come may have the ids of those that the clock has gone back behind.
      if (early.length > 0) for (const of of OUTCOMES) await open.queue.clean(0, 0, of);
      for (const job of [...late, ...early]) await this.#put(job, open.queue);
    });
  }

  async #put(job: Job, queue: OpenQueue['queue']): Promise<void> {
    const rhythm = 'every' in job ? { every: job.every } : { pattern: job.pattern, tz: job.timeZone ?? 'UTC' };
    const backoff = { type: 'exponential', delay: this.#options.retryMs };
    await queue.upsertJobScheduler(job.name, rhythm, { opts: { attempts: ATTEMPTS, backoff, ...KEPT } });
  }

  readonly #process = async (queued: QueuedJob<unknown, void>, token?: string): Promise<void> => {
    const job = this.#jobs.get(queued.name);
    if (job === undefined) throw new UnrecoverableError(`no job of this release has the name "${queued.name}"`);
    const { signal } = this.#stopping;
    const began = performance.now();
    const end = (error?: unknown): JobRunEnd => ({ job, seconds: (performance.now() - began) / 1_000, error });
    try {
      await job.run({ due: dueOf(queued), attempt: queued.attemptsMade + 1, signal });
    } catch (error) {
      if (!signal.aborted) {
        await this.#keep((runs) => runs.failed(end(error)));
        throw error;
      }
      await queued.moveToWait(token);
      throw new WaitingError();
    }
    await this.#keep((runs) => runs.succeeded(end()));
  };

  /** Where it cannot be kept how runs end, the work goes on. */
  async #keep(write: (runs: JobRuns) => Promise<void>): Promise<void> {
    const { runs, logger } = this.#options;
    if (runs === undefined) return;
    try {
      await write(runs);
    } catch (error) {
      if (!this.#stopping.signal.aborted && !isLostConnection(error))
        logger.warn(`How a job ended cannot be kept: ${messageOf(error)}`);
    }
  }

  readonly #tellFailure = (queued: QueuedJob<unknown, void> | undefined, error: Error): void => {
    if (queued === undefined) return;
    const { name, attemptsMade } = queued;
    const what = `The job ${name} failed at attempt ${attemptsMade} of ${ATTEMPTS}: ${messageOf(error)}`;
    if (attemptsMade < ATTEMPTS && !(error instanceof UnrecoverableError)) this.#options.logger.warn(what);
    else this.#options.logger.error(`${what}; it comes again by its schedule.`);
  };

  #tellCutOff(id: string): void {
    const name = [...this.#jobs.keys()].find((known) => id.startsWith(`repeat:${known}:`)) ?? id;
    this.#options.logger.warn(`A run of the job ${name} was cut off with its process; it starts over.`);
  }
}

/** When the schedules of a queue run next, in milliseconds since 1970. */
async function nextRuns({ queue }: OpenQueue): Promise<Map<string, number | undefined>> {
  return new Map((await queue.getJobSchedulers(0, -1, true)).map(({ key, next }) => [key, next]));
}

/** The latest instant at which a job can run next; a calendar has none. */
function latestNext(job: Job, now: number): number {
  return 'every' in job ? now + job.every + OVERDUE_MS / 12 : Infinity;
}

/** BullMQ names a scheduled run `repeat:NAME:MILLISECONDS`. */
function dueOf({ id, timestamp }: QueuedJob<unknown, void>): Date {
  return new Date(Number(id?.split(':').at(-1) ?? timestamp));
}
