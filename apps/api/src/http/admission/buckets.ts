import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** So many holders are counted before the counts begin anew: what strangers fill must have an end. */
const MOST_HOLDERS = 100_000;

/** What is left of a quota, and in how many seconds it is whole again. */
export interface Quota {
  /** What it is called in the RateLimit fields. */
  name: string;
  points: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
  /** More was asked than there was. */
  isExceeded: boolean;
}

/**
 * Quotas of one kind: points per holder and window, counted in the memory of this process. A window begins with
 * the first request, so what is refused now succeeds when the window is over. After MOST_HOLDERS windows all counts begin
 * anew, so that addresses without number cost bounded memory.
 */
export class Buckets {
  #limiter: RateLimiterMemory;
  #begun = 0;

  constructor(
    private readonly name: string,
    private readonly points: number,
    private readonly windowSeconds: number,
  ) {
    this.#limiter = this.#empty();
  }

  /** Takes points from a holder's quota; what is taken beyond it is counted too, and refused. */
  async take(holder: string, points: number): Promise<Quota> {
    return this.#quota(await this.#limiter.penalty(holder, points));
  }

  /** The quota of a holder as it stands; null where nothing was taken from it in this window. */
  async look(holder: string): Promise<Quota | null> {
    const found = await this.#limiter.get(holder);
    return found === null || found.msBeforeNext <= 0 ? null : this.#quota(found);
  }

  #quota(counted: RateLimiterRes): Quota {
    if (counted.isFirstInDuration && ++this.#begun >= MOST_HOLDERS) {
      this.#limiter = this.#empty();
      this.#begun = 0;
    }
    return {
      name: this.name,
      points: this.points,
      windowSeconds: this.windowSeconds,
      remaining: counted.remainingPoints,
      resetSeconds: Math.max(1, Math.ceil(counted.msBeforeNext / 1000)),
      isExceeded: counted.consumedPoints > this.points,
    };
  }

  #empty(): RateLimiterMemory {
    return new RateLimiterMemory({ points: this.points, duration: this.windowSeconds });
  }
}
