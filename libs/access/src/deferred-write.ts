/** How long writes are collected. */
const DELAY_MS = 1_000;

/**
 * A write that need not hold up the request which causes it: some time later it is done once for all of them. A write that
 * fails is given up, so what it would have said must be said again by a later request, or be of little weight.
 */
export class DeferredWrite {
  #timer: NodeJS.Timeout | undefined;
  #underway: Promise<void> = Promise.resolve();

  constructor(private readonly write: () => Promise<void>) {}

  /** Has the write done within a second or so. */
  schedule(): void {
    this.#timer ??= setTimeout(() => this.#start(), DELAY_MS).unref();
  }

  /** Does at once what is scheduled, and returns when nothing is under way. */
  async flush(): Promise<void> {
    if (this.#timer !== undefined) this.#start();
    await this.#underway;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#underway = this.#underway.then(this.write).catch(() => {});
  }
}
