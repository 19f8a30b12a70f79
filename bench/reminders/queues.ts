import { redisProgram, startRedis } from '../../test/jobs/redis-server.js';
import type { Ground } from '../ground.js';

/** Where a queue is kept while it is measured. */
export interface QueueAt {
  databaseUrl: string;
  redisUrl?: string;
  end(): Promise<void>;
}

/** A kind of place for queues. */
export interface Backend {
  name: 'Postgres' | 'Redis';
  /** Why it cannot be measured here; undefined where it can. */
  unavailable?: string;
  /** An empty place, for the queue of a service on this database, or for one that has none. */
  open(ground: Ground, databaseUrl?: string): Promise<QueueAt>;
}

const postgres: Backend = {
  name: 'Postgres',
  open: async (ground, databaseUrl) => {
    if (databaseUrl !== undefined) return { databaseUrl, end: () => Promise.resolve() };
    const own = await ground.database('bare');
    return { databaseUrl: own, end: () => ground.drop(own) };
  },
};

const redis: Backend = {
  name: 'Redis',
  ...(redisProgram === undefined && { unavailable: 'redis-server is not installed here' }),
  open: async (_ground, databaseUrl = 'postgresql://127.0.0.1:1/none') => {
    const { url, stop } = await startRedis();
    return { databaseUrl, redisUrl: url, end: stop };
  },
};

/** The places on which the same is measured. */
export const BACKENDS: readonly Backend[] = [postgres, redis];
