/** So long may one import or one answer hold the event loop before other requests have their turn, in milliseconds. */
const SLICE_MS = 10;

/** Shares the event loop: a loop over lines or subjects calls `pause` in each round, and waits for what it answers. */
export class TimeSlice {
  #begun = performance.now();

  /** Undefined while the slice lasts; then a promise that is settled when whatever else was ready has run. */
  pause(): Promise<void> | undefined {
    if (performance.now() - this.#begun < SLICE_MS) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#begun = performance.now();
        resolve();
      });
    });
  }
}
