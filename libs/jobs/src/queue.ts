import {
  createPostgresBackend,
  createRedisBackend,
  withBackend,
  type BackendClasses,
  type IQueueBackend,
  type Processor,
} from 'bullmq';
import { PostgresPool } from './postgres-pool.js';

/** What the keys of a service's queues begin with in Redis. */
export const PREFIX = 'dateline';
/** How long a worker waits after a failed connection before it tries again. */
const RETRY_MS = 1_000;

/** Where the queue is kept: chosen here and nowhere else. */
export interface QueuePlace {
  databaseUrl: string;
  /**
   * Where it is set, the queue is in this Redis, otherwise in the schema `bullmq` of the database. Each service needs a
   * Redis database of its own (`redis://host:6379/1`).
   */
  redisUrl?: string;
}

/** How a queue is worked on. */
export interface QueueWork {
  /** The queue. */
  name: string;
  /** How many runs a process has under way at most. */
  concurrency: number;
  process: Processor<unknown, void>;
  /** How long a process that was cut off keeps its run to itself. */
  lockMs: number;
  /** Told of everything that goes wrong beside the runs themselves. */
  onError: (error: Error) => void;
  /** Gives up opening the queue. */
  signal: AbortSignal;
}

/** Queue and worker, open. The worker begins with `worker.run()`. */
export type OpenQueue = Awaited<ReturnType<typeof openQueue>>;

/**
 * Opens the queue and a worker on it, bringing BullMQ's tables up to date where it is in Postgres.
 *
 * @throws what the database says that keeps the queue, where it cannot be reached; a Redis is waited for.
 */
export async function openQueue({ databaseUrl, redisUrl }: QueuePlace, work: QueueWork) {
  if (redisUrl !== undefined) return open(withBackend(createRedisBackend), redis(redisUrl), work);
  const pool = new PostgresPool(databaseUrl, work.onError);
  try {
    await pool.migrate();
    return await open(withBackend(createPostgresBackend), pool, work, pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function open<Backend extends IQueueBackend, Connection>(
  { Queue, Worker }: BackendClasses<Backend, Connection>,
  connection: Connection,
  { name, concurrency, process, lockMs, onError, signal }: QueueWork,
  pool?: PostgresPool,
) {
  const queue = new Queue<unknown, void>(name, { connection, prefix: PREFIX });
  const worker = new Worker<unknown, void>(name, process, {
    connection,
    prefix: PREFIX,
    concurrency,
    runRetryDelay: RETRY_MS,
    lockDuration: lockMs,
    stalledInterval: lockMs / 2,
    autorun: false,
  });
  queue.on('error', onError);
  worker.on('error', onError);
  const close = async (): Promise<void> => {
    await worker.close();
    await queue.close();
    await pool?.end();
  };
  // Redis does each step at once and needs no lock.
  const exclusively = (step: () => Promise<void>): Promise<void> => (pool ? pool.exclusively(step) : step());
  try {
    await Promise.race([Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]), rejectedWith(signal)]);
    return { queue, worker, close, exclusively };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Commands wait for a Redis that is away; a connection to one that is away is given up at once when it is closed. */
export function redis(url: string): { url: string; maxRetriesPerRequest: null; disconnectTimeout: number } {
  return { url, maxRetriesPerRequest: null, disconnectTimeout: 100 };
}

/** Rejects when the signal is aborted. */
export function rejectedWith(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
