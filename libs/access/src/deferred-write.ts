import { Logger } from '@nestjs/common';
import { withoutCaller } from '#libs/database';
import { messageOf } from '#libs/kernel';

/** How long writes are collected. */
const DELAY_MS = 1_000;
/** After how long a write that failed is done again. */
const RETRY_MS = 5_000;

const logger = new Logger('access');

/**
 * A write that need not hold up the request which causes it: some time later it is done once for all of them, whether or
 * not their clients are still connected. A write that fails is logged and done again; what it has to write stays with its
 * owner until then.
 */
export class DeferredWrite {
  #timer: NodeJS.Timeout | undefined;
  #underway: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** @param what is written, for the line of the log of a write that fails */
  constructor(
    private readonly what: string,
    private readonly write: () => Promise<void>,
  ) {}

  /** Has the write done within a second or so. */
  schedule(): void {
    this.#startAfter(DELAY_MS);
  }

  /** Does at once what is scheduled, for the last time, and returns when nothing is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== undefined) this.#start();
    await this.#underway;
  }

  #startAfter(delayMs: number): void {
    this.#timer ??= setTimeout(() => this.#start(), delayMs).unref();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // The timer was set in a request, whose connection may be closed by now.
    this.#underway = this.#underway
      .then(() => withoutCaller(this.write))
      .catch((error: unknown) => {
        logger.error(`The database lacks ${this.what}: ${messageOf(error)}`);
        if (!this.#isClosed) this.#startAfter(RETRY_MS);
      });
  }
}
