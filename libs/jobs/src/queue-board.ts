import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { PostgresPool } from './postgres-pool.js';
import { PREFIX, redis, rejectedWith, type QueuePlace } from './queue.js';

/** How long a queue that does not answer is waited for. */
const LONGEST_WAIT_MS = 5_000;

/** A queue on either backend, as a board shows it. */
type ShownQueue = ConstructorParameters<typeof BullMQAdapter>[0] & {
  close(): Promise<void>;
  waitUntilReady(): Promise<unknown>;
};

/** What a board shows, and where it is reached. */
export interface QueueBoardOptions extends QueuePlace {
  /** The queues, by name. */
  names: readonly string[];
  /** The path that the board is served under, such as `/queues`. */
  path: string;
  /** Told of every connection that breaks. */
  onError: (error: Error) => void;
}

/**
 * A page that shows the queues: what waits, runs, failed and is scheduled, on Postgres as on Redis. It only shows: what is
 * to be done is decided by rows, and a queue that somebody emptied by hand would be filled again. The queues are opened
 * when they are first looked at, so that a service whose queue is away is not held up by its board.
 */
export class QueueBoard {
  readonly #server = new FastifyAdapter();
  readonly #board: ReturnType<typeof createBullBoard>;
  #opening: Promise<() => Promise<void>> | null = null;

  constructor(private readonly options: QueueBoardOptions) {
    this.#server.setBasePath(options.path);
    this.#board = createBullBoard({
      queues: [],
      serverAdapter: this.#server,
      options: { uiConfig: { boardTitle: 'Dateline', hideRedisDetails: true } },
    });
  }

  /** The routes, to be registered with Fastify under the path. */
  plugin(): ReturnType<FastifyAdapter['registerPlugin']> {
    return this.#server.registerPlugin();
  }

  /** Opens the queues unless they are open. @throws Error where they do not answer; the next call tries again. */
  async open(): Promise<void> {
    this.#opening ??= this.#open();
    try {
      await this.#opening;
    } catch (error) {
      this.#opening = null;
      throw error;
    }
  }

  /** Closes what was opened. */
  async close(): Promise<void> {
    const close = await this.#opening?.catch(() => undefined);
    await close?.();
  }

  async #open(): Promise<() => Promise<void>> {
    const { queues, end } = await this.#queues();
    const close = async (): Promise<void> => {
      await Promise.all(queues.map((queue) => queue.close()));
      await end();
    };
    try {
      const patience = AbortSignal.timeout(LONGEST_WAIT_MS);
      await Promise.race([Promise.all(queues.map((queue) => queue.waitUntilReady())), rejectedWith(patience)]);
    } catch (error) {
      await close();
      throw error;
    }
    this.#board.setQueues(queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })));
    return close;
  }

  async #queues(): Promise<{ queues: ShownQueue[]; end: () => Promise<void> }> {
    const { databaseUrl, redisUrl, names, onError } = this.options;
    if (redisUrl !== undefined) {
      const { Queue: RedisQueue } = withBackend(createRedisBackend);
      const connection = redis(redisUrl);
      const queues = names.map((name) => new RedisQueue(name, { connection, prefix: PREFIX }).on('error', onError));
      return { queues, end: async () => {} };
    }
    const pool = new PostgresPool(databaseUrl, onError);
    try {
      await pool.migrate();
    } catch (error) {
      await pool.end();
      throw error;
    }
    const { Queue: PostgresQueue } = withBackend(createPostgresBackend);
    const queues = names.map((name) =>
      new PostgresQueue(name, { connection: pool, prefix: PREFIX }).on('error', onError),
    );
    // The board's types know the queue on Redis only; the board itself takes either.
    return { queues: queues as unknown as ShownQueue[], end: () => pool.end() };
  }
}
