import { Logger } from '@nestjs/common';
import { WaitingError, type Job as QueuedJob } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#libs/kernel';
import { Outage, type JobsLog } from './outage.js';
import { openQueue, type OpenQueue, type QueuePlace } from './queue.js';
import type { Task, TaskItem } from './task.js';

const REOPEN_MS = 1_000;

/** How a runner of tasks works. */
export interface TaskRunnerOptions {
  /** After how long without a sign of life a piece of a process that was cut off may start over elsewhere (10,000 ms). */
  lockMs?: number;
  logger?: JobsLog;
}

/** The queue of one task, and the work on it. It waits for a queue that cannot be reached and outlives its outages. */
export class TaskRunner {
  readonly #stopping = new AbortController();
  readonly #logger: JobsLog;
  readonly #outage: Outage;
  readonly #lockMs: number;
  #opening: Promise<void> | undefined;
  #open: OpenQueue | undefined;

  constructor(
    private readonly place: QueuePlace,
    private readonly task: Task,
    { lockMs = 10_000, logger = new Logger('tasks') }: TaskRunnerOptions = {},
  ) {
    this.#lockMs = lockMs;
    this.#logger = logger;
    this.#outage = new Outage(logger, async () => void (await this.#queue().getJobCounts()), this.#stopping.signal);
  }

  /** Begins to work until `stop`, and returns at once; what it answers settles when the queue is open. */
  start(): Promise<void> {
    this.#opening ??= this.#openWhenReachable();
    return this.#opening;
  }

  /** Lets what is under way end, and leaves no connection behind. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The process was asked to leave.'));
    await this.#opening;
    await this.#open?.close();
    this.#open = undefined;
  }

  /**
   * Puts pieces of work in.
   *
   * @throws Error while the queue cannot be reached; then none, some or all of them are in it.
   */
  async add(items: readonly TaskItem[]): Promise<void> {
    const { name } = this.task;
    await this.#queue().addBulk(
      items.map(({ id, data, delayMs }) => ({
        name,
        data,
        opts: { jobId: id, ...(delayMs && { delay: delayMs }), removeOnComplete: true, removeOnFail: true },
      })),
    );
  }

  /** Forgets what waits, also for its time; what is under way goes on. @throws Error while the queue cannot be reached */
  async clear(): Promise<void> {
    await this.#queue().drain(true);
  }

  /** True where nothing waits in the queue and nothing is under way. @throws Error while it cannot be reached */
  async isIdle(): Promise<boolean> {
    const counts = await this.#queue().getJobCounts('waiting', 'active', 'delayed', 'prioritized');
    return Object.values(counts).every((count) => count === 0);
  }

  #queue(): OpenQueue['queue'] {
    if (this.#open === undefined) throw new Error(`The queue of the task ${this.task.name} is not open yet.`);
    return this.#open.queue;
  }

  async #openWhenReachable(): Promise<void> {
    const { signal } = this.#stopping;
    const { name, concurrency } = this.task;
    while (!signal.aborted) {
      try {
        const work = { process: this.#process, lockMs: this.#lockMs, onError: this.#outage.report, signal };
        const open = await openQueue(this.place, { ...work, name, concurrency });
        this.#open = open;
        open.worker.on('failed', (_, error) => this.#logger.error(`The task ${name} failed: ${messageOf(error)}`));
        open.worker.run().catch(this.#outage.report);
        return;
      } catch (error) {
        this.#outage.report(error);
        await sleep(REOPEN_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  readonly #process = async (queued: QueuedJob<unknown, void>, token?: string): Promise<void> => {
    const { signal } = this.#stopping;
    try {
      await this.task.run(queued.data, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      await queued.moveToWait(token);
      throw new WaitingError();
    }
  };
}
