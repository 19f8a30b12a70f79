/** So long may one import or one answer hold the event loop before other requests have their turn, in milliseconds. */
const SLICE_MS = 10;

/** Shares the event loop: a loop over lines or subjects calls `pause` in each round, and waits for what it answers. */
export class TimeSlice {
  #begun = performance.now();

  /** @param ends ends the loop where nobody waits for it any more: `pause` then rejects with its reason */
  constructor(private readonly ends?: AbortSignal) {}

  /** Undefined while the slice lasts; then a promise that is settled when whatever else was ready has run. */
  pause(): Promise<void> | undefined {
    if (performance.now() - this.#begun < SLICE_MS) return undefined;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#begun = performance.now();
        if (this.ends?.aborted === true) reject(this.ends.reason as Error);
        else resolve();
      });
    });
  }
}
