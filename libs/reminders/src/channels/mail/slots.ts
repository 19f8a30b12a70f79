/** A number of places, each of which one at a time has; the others wait in the order in which they came. */
export class Slots {
  readonly #waiting = new Set<() => void>();

  constructor(private free: number) {}

  /**
   * Waits for a place.
   *
   * @returns gives it back; a second call does nothing
   * @throws the reason of the signal where that ends the waiting
   */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.free > 0) this.free -= 1;
    else await this.#turn(signal);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const [next] = this.#waiting;
      if (next === undefined) this.free += 1;
      else next();
    };
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => (): void => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', leave);
        end();
      };
      const go = settle(resolve);
      const leave = settle(() => reject(signal.reason as Error));
      this.#waiting.add(go);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
