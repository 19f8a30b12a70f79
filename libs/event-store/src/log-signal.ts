import { Client } from 'pg';
import type { Database } from '#libs/database';

const RECONNECT_MS = 1_000;

/**
 * Tells when something was probably appended, by LISTEN. Only a hint: it can be lost with its connection, so whoever waits
 * also looks by itself from time to time.
 */
export class LogSignal {
  /** How many hints have come. Take it before looking, and give it to `wait`, so that no hint falls in between. */
  count = 0;
  #client: Client | undefined;
  #waiting = new Set<() => void>();
  #reconnect: NodeJS.Timeout | undefined;
  #connecting: Promise<void> = Promise.resolve();
  #stopped = true;
  #listening = false;

  /** @param alsoSay a statement for the connection that listens: what it holds ends with it */
  constructor(
    private readonly db: Database,
    private readonly alsoSay?: string,
  ) {}

  /** Whether hints can come now, as far as anyone knows: a connection that died silently still looks well. */
  get isListening(): boolean {
    return this.#listening;
  }

  /** Begins to listen, on a connection of its own, and begins again whenever that connection is lost. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#connecting = this.#connect();
  }

  /** Waits for a hint later than `since`, but no longer than so many milliseconds. */
  wait(since: number, ms: number): Promise<void> {
    if (this.count !== since) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake(), ms);
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
    });
  }

  /** Wakes everyone who waits. */
  wake(): void {
    this.count++;
    for (const wake of this.#waiting) wake();
  }

  /** Stops listening and wakes everyone who waits. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#reconnect);
    this.wake();
    await this.#connecting;
    await this.#client?.end().catch(() => {});
    this.#client = undefined;
  }

  async #connect(): Promise<void> {
    const client = new Client(this.db.pool.options);
    client.on('error', () => {}); // the end follows, and brings the next attempt
    client.on('notification', () => this.wake());
    client.once('end', () => {
      this.#listening = false;
      if (this.#stopped) return;
      this.#reconnect = setTimeout(() => {
        this.#connecting = this.#connect();
      }, RECONNECT_MS);
    });
    this.#client = client;
    try {
      await client.connect();
      if (this.alsoSay !== undefined) await client.query(this.alsoSay);
      await client.query('listen dateline_log');
      this.#listening = true;
      this.wake(); // for what came while nobody listened
    } catch {
      await client.end().catch(() => {});
    }
  }
}
