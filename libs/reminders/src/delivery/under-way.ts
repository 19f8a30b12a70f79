/** How often a sign of life is given; several fit into the term of a lease. */
const BEAT_MS = 4_000;

/**
 * The messages with which attempts of this process are under way. As long as there are any, signs of life are given for
 * all of them at once, so that a slow receiver is waited for and a process that died is soon followed.
 */
export class UnderWay {
  readonly #ids = new Set<string>();
  #beat: NodeJS.Timeout | undefined;

  /** @param keep gives the sign of life; what it throws is left to the next one */
  constructor(
    private readonly keep: (ids: string[]) => Promise<void>,
    private readonly beatMs = BEAT_MS,
  ) {}

  /** Does work on a message, for which signs of life are given until it ends. */
  async while<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    this.#ids.add(id);
    this.#beat ??= setInterval(() => void this.keep([...this.#ids]).catch(() => {}), this.beatMs);
    try {
      return await work();
    } finally {
      this.#ids.delete(id);
      if (this.#ids.size === 0) {
        clearInterval(this.#beat);
        this.#beat = undefined;
      }
    }
  }
}
