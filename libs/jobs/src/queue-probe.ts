import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#libs/kernel';
import type { QueuePlace } from './queue.js';

/** How long a Redis that does not answer is waited for. */
const PATIENCE_MS = 1_000;

/**
 * Asks whether the queue can be worked with, without a change to it. A queue in Postgres goes with its database, which is
 * asked otherwise. The connection to Redis is opened when it is first asked for.
 */
export class QueueProbe {
  #redis: Redis | undefined;
  /** What the connection said, which a command that ends with it does not. */
  #broken: Error | undefined;
  #asking: Promise<string | null> | undefined;

  constructor(private readonly place: Pick<QueuePlace, 'redisUrl'>) {}

  /** Why the queue takes nothing, as the rest of a sentence; null where it works. Calls at the same time share one question. */
  problem(): Promise<string | null> {
    const { redisUrl } = this.place;
    if (redisUrl === undefined) return Promise.resolve(null);
    this.#asking ??= this.#ask(redisUrl).finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** Leaves no connection behind. */
  close(): void {
    this.#redis?.disconnect();
    this.#redis = undefined;
  }

  async #ask(url: string): Promise<string | null> {
    const over = new AbortController();
    const late = sleep(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
      throw new Error(`it did not answer within ${PATIENCE_MS / 1_000} second`);
    });
    const answer = this.#info(url);
    for (const either of [late, answer]) either.catch(() => {});
    try {
      return problemIn(await Promise.race([answer, late]));
    } catch (error) {
      // The next question begins with a new connection.
      this.close();
      return `cannot be reached (${messageOf(this.#broken ?? error)})`;
    } finally {
      over.abort();
    }
  }

  async #info(url: string): Promise<string> {
    const open = this.#redis;
    if (open !== undefined) return open.info();
    const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    this.#broken = undefined;
    redis.on('error', (error) => (this.#broken = error));
    this.#redis = redis;
    await redis.connect();
    return redis.info();
  }
}

/** What of a Redis keeps a queue from being written to. @param info its answer to INFO */
function problemIn(info: string): string | null {
  const fields = new Map(info.split(/\r?\n/).map((line) => line.split(':', 2) as [string, string | undefined]));
  const number = (name: string): number => Number(fields.get(name) ?? 0);
  if (fields.get('role') === 'slave') return 'is a read-only replica';
  const most = number('maxmemory');
  if (most > 0 && number('used_memory') > most && fields.get('maxmemory_policy') === 'noeviction')
    return `is full (${number('used_memory')} of ${most} bytes)`;
  if (fields.get('loading') === '1') return 'is loading its data';
  return null;
}
