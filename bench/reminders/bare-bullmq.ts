import {
  createPostgresBackend,
  createRedisBackend,
  runMigrations,
  withBackend,
  type BackendClasses,
  type IQueueBackend,
  type Processor,
} from 'bullmq';
import { Client } from 'pg';
import type { QueueAt } from './queues.js';

/** What is put into bare queues: the same as ours puts in. */
export interface BareJob {
  id: string;
}

/** BullMQ with nothing of ours around it, with its defaults. */
export type BareBullmq = Awaited<ReturnType<typeof bareBullmq>>;

/** Opens a bare queue. */
export async function bareBullmq({ databaseUrl, redisUrl }: QueueAt) {
  if (redisUrl !== undefined)
    return open(withBackend(createRedisBackend), { url: redisUrl, maxRetriesPerRequest: null });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await runMigrations(client);
  await client.end();
  return open(withBackend(createPostgresBackend), { connectionString: databaseUrl });
}

function open<Backend extends IQueueBackend, Connection>(
  { Queue, Worker }: BackendClasses<Backend, Connection>,
  connection: Connection,
) {
  const queue = new Queue<BareJob, void>('deliver', { connection });
  let end = (): Promise<void> => queue.close();
  return {
    queue,
    /** A worker that begins with `run()`. */
    worker: (process: Processor<BareJob, void>, concurrency: number) => {
      const worker = new Worker<BareJob, void>('deliver', process, { connection, concurrency, autorun: false });
      // Its connections end with the database, which is dropped with whoever is connected.
      worker.on('error', () => {});
      end = () => worker.close().then(() => queue.close());
      return worker;
    },
    end: () => end(),
  };
}

/** Puts jobs in by a thousand, with the options that ours have. */
export async function addAll({ queue }: BareBullmq, count: number): Promise<void> {
  for (let from = 0; from < count; from += 1_000) {
    const some = Array.from({ length: Math.min(1_000, count - from) }, (_, n) => {
      const id = `msg_${(from + n).toString(16).padStart(32, '0')}`;
      return { name: 'deliver', data: { id }, opts: { jobId: `${id}-1`, removeOnComplete: true, removeOnFail: true } };
    });
    await queue.addBulk(some);
  }
}
