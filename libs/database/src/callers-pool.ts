import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { currentCaller } from './caller.js';
import { isReadOnlyAnswer } from './database-away.js';

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void;

/** How often at most all connections of a pool are dropped because the server took no writes. */
const DROP_EVERY_MS = 1_000;

/**
 * A pool of which the current caller gets a connection only with a place (`Caller.takePlace`), held until its release. After
 * an answer that the server takes no writes (25006) it lends no connection out again that was made before: after a failover
 * they lead to the former primary, and only a new one may reach its successor.
 */
export class CallersPool extends Pool {
  readonly #madeAt = new WeakMap<PoolClient, number>();
  #droppedUpTo = -Infinity;

  constructor(config?: PoolConfig) {
    super(config);
    this.on('connect', (client) => {
      this.#madeAt.set(client, performance.now());
      // Every error of the server passes here, however the statement was sent.
      (client as unknown as { connection: NodeJS.EventEmitter }).connection.on('errorMessage', (error: unknown) => {
        if (isReadOnlyAnswer(error)) this.#drop(client);
      });
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | void {
    const connected = this.#connectWith(currentCaller.getStore()?.takePlace);
    if (callback === undefined) return connected;
    // As in the pool itself, what the callback throws is nobody's to catch.
    connected.then(
      (client) => process.nextTick(callback, undefined, client, (destroy?: boolean) => client.release(destroy)),
      (error: unknown) => process.nextTick(callback, error, undefined, () => {}),
    );
    return undefined;
  }

  async #connectWith(takePlace: (() => Promise<() => void>) | undefined): Promise<PoolClient> {
    const giveBack = await takePlace?.();
    try {
      const client = await this.#usable();
      const release = client.release.bind(client);
      client.release = (destroy) => {
        giveBack?.();
        release(destroy || this.#isDropped(client));
      };
      return client;
    } catch (error) {
      giveBack?.();
      throw error;
    }
  }

  async #usable(): Promise<PoolClient> {
    for (;;) {
      const client = await super.connect();
      if (!this.#isDropped(client)) return client;
      client.release(true);
    }
  }

  #isDropped(client: PoolClient): boolean {
    return this.#madeAt.get(client)! <= this.#droppedUpTo;
  }

  #drop(client: PoolClient): void {
    this.#madeAt.set(client, -Infinity);
    const now = performance.now();
    if (now - this.#droppedUpTo >= DROP_EVERY_MS) this.#droppedUpTo = now;
  }
}
