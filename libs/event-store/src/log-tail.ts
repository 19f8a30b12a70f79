import { withoutCaller, type Database } from '#libs/database';
import { LogSignal } from './log-signal.js';
import { readHead } from './read.js';

/** How often the end of the log is looked at while hints come; they arrive within milliseconds, so this is for lost ones. */
const POLL_MS = 1_000;
/** The same while nobody can listen. */
const POLL_DEAF_MS = 200;
/** How long it waits before it asks again a database that cannot be reached. */
const RETRY_MS = 500;

interface Waiter {
  beyond: bigint;
  wake: () => void;
}

/**
 * Watches where the log ends, for everyone in the process who waits for more: one connection that listens, and one query
 * a look, however many wait. A hint makes it look; that it also looks by itself makes it true. While nobody waits it is
 * silent, and when the last follower has left, its connection is closed.
 */
export class LogTail {
  readonly #signal: LogSignal;
  readonly #waiting = new Set<Waiter>();
  #followers = 0;
  #watching = false;
  #closing: Promise<void> = Promise.resolve();

  constructor(private readonly db: Database) {
    this.#signal = new LogSignal(db);
  }

  /**
   * Listens for one more follower, until `stop` is aborted or the function that it answers with is called; the last
   * follower to leave can wait until the connection is closed.
   */
  join(stop: AbortSignal): () => Promise<void> {
    if (++this.#followers === 1) void this.#closing.catch(() => {}).then(() => this.#listen());
    let left: Promise<void> | undefined;
    const leave = (): Promise<void> => {
      stop.removeEventListener('abort', onAbort);
      left ??= this.#leave();
      return left;
    };
    // A consumer that is told to stop may never come back to end its iteration.
    const onAbort = (): void => void leave().catch(() => {});
    stop.addEventListener('abort', onAbort);
    return leave;
  }

  /** Waits until the log has an event behind this position, or until `stop` is aborted. Never fails. */
  async beyond(position: bigint, stop: AbortSignal): Promise<void> {
    if (stop.aborted) return;
    await new Promise<void>((resolve) => {
      const waiter = {
        beyond: position,
        wake: () => {
          stop.removeEventListener('abort', waiter.wake);
          this.#waiting.delete(waiter);
          // The last one who leaves lets the watch end at once, not when its next look is due.
          if (this.#waiting.size === 0) this.#signal.wake();
          resolve();
        },
      };
      stop.addEventListener('abort', waiter.wake, { once: true });
      this.#waiting.add(waiter);
      if (!this.#watching) void withoutCaller(() => this.#watch());
    });
  }

  async #watch(): Promise<void> {
    this.#watching = true;
    while (this.#waiting.size > 0) {
      const seen = this.#signal.count;
      try {
        const { position } = await readHead(this.db.kysely);
        for (const waiter of this.#waiting) if (position > waiter.beyond) waiter.wake();
      } catch {
        // The database is away, and comes back or does not; those who wait can do nothing about it.
        await this.#signal.wait(seen, RETRY_MS);
        continue;
      }
      if (this.#waiting.size > 0) await this.#signal.wait(seen, this.#signal.isListening ? POLL_MS : POLL_DEAF_MS);
    }
    this.#watching = false;
  }

  async #leave(): Promise<void> {
    if (--this.#followers > 0) return;
    this.#closing = this.#closing.then(() => this.#hangUp());
    await this.#closing;
  }

  #listen(): void {
    if (this.#followers > 0) this.#signal.start();
  }

  async #hangUp(): Promise<void> {
    if (this.#followers === 0) await this.#signal.stop();
  }
}
