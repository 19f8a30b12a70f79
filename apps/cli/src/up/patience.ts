const WINDOW_MS = 60_000;
const MOST_DEATHS = 5;

/** Decides how long to wait before something that has died is started again, and when to give it up. */
export class Patience {
  #deaths: number[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** One more death. Answers the wait in milliseconds, longer each time, or `give-up` at the fifth within a minute. */
  afterDeath(): number | 'give-up' {
    const now = this.now();
    this.#deaths = [...this.#deaths.filter((death) => now - death < WINDOW_MS), now];
    if (this.#deaths.length >= MOST_DEATHS) return 'give-up';
    return 100 * 3 ** this.#deaths.length;
  }
}
