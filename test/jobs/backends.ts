import { redisProgram, startRedis } from './redis-server.js';

/** One place where the queue of a spec can be: `redisUrl` is undefined for Postgres. */
export interface StartedBackend {
  redisUrl?: string;
  stop(): Promise<void>;
}

const postgres = { name: 'Postgres', start: async (): Promise<StartedBackend> => ({ stop: async () => {} }) };
const redis = {
  name: 'Redis',
  start: async (): Promise<StartedBackend> => {
    const { url, stop } = await startRedis();
    return { redisUrl: url, stop };
  },
};

/** True where `redis-server` is installed, and always on CI, where a missing one fails the specs. */
export const expectsRedis = redisProgram !== undefined || process.env['CI'] === 'true';

/** The backends that the same specs run against. */
export const backends = expectsRedis ? [postgres, redis] : [postgres];
