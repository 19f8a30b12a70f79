import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';

const HOUR_S = 3_600;
/** How often each action is taken in an hour, and by which of what it names it is counted; the narrowest first. */
const LIMITS = {
  /** Sign-ups by e-mail, whether they send a mail or not. */
  email: { caller: 20 },
  calendar: { caller: 20, total: 500 },
  webhook: { caller: 10_000, total: 100_000 },
  preview: { subscription: 60, caller: 300, total: 5_000 },
  /** What sends a message because its owner asks for one: a test, a recovery. */
  message: { subscription: 3, caller: 20, total: 1_000 },
  /** New links of one subscription. Counted by itself, so that who holds a leaked link cannot keep its owner from them. */
  rotation: { subscription: 3, caller: 20, total: 1_000 },
  /** New links that the operator makes for many subscriptions, each of which is mailed. */
  links: { total: 1_000 },
  /** Changes of a subscription, each of which plans it anew. */
  change: { subscription: 30, caller: 600 },
} as const satisfies Record<string, Partial<Record<Counted | 'total', number>>>;

type Counted = 'subscription' | 'caller';

/** How many confirmation mails go out in an hour, beside as many that waited for it. */
const CONFIRMATION_MAILS = { domain: 500, total: 2_000 };

/** An action that is limited. */
export type LimitedAction = keyof typeof LIMITS;

/**
 * Limits what costs a third party (mail), or memory for as long as the service runs (calendars). Counted in Postgres for
 * all processes, in real time.
 */
@Injectable()
export class RateLimits {
  readonly #limiters = new Map<string, RateLimiterPostgres>();

  constructor(private readonly db: Database) {}

  /**
   * Counts an action by everything that limits it.
   *
   * @param by what it is counted by; the total is always counted
   * @throws DomainError `RATE_LIMITED` with the time after which it is taken again
   */
  async count(action: LimitedAction, by: Partial<Record<Counted, string>>): Promise<void> {
    for (const [name, points] of Object.entries(LIMITS[action])) {
      const value = name === 'total' ? '' : by[name as Counted];
      if (value === undefined) continue;
      const beyond = await this.#consume(`${action}-${name}`, points, value);
      if (beyond !== null) throw limited(beyond.msBeforeNext);
    }
  }

  /**
   * Counts a confirmation mail. Where those of an hour are used up, as many wait for the next one, so that a stranger who
   * uses them up only delays the mail of an owner.
   *
   * @returns for how many milliseconds the mail waits; null where those of the next hour are used up too
   */
  async confirmationWait(domain: string): Promise<number | null> {
    let waitMs = 0;
    for (const [name, value] of Object.entries({ domain, total: '' }) as [keyof typeof CONFIRMATION_MAILS, string][]) {
      const points = CONFIRMATION_MAILS[name];
      const beyond = await this.#consume(`confirmation-${name}`, points, value);
      if (beyond === null) continue;
      if (beyond.consumedPoints > 2 * points) return null;
      waitMs = Math.max(waitMs, beyond.msBeforeNext);
    }
    return waitMs;
  }

  /** @returns null where it is within the limit, else how far it is beyond, and how many milliseconds until it is again */
  async #consume(name: string, points: number, value: string): Promise<RateLimiterRes | null> {
    try {
      await this.#limiter(name, points).consume(createHash('sha256').update(value).digest('hex'));
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) return error;
      throw error;
    }
  }

  #limiter(name: string, points: number): RateLimiterPostgres {
    const known = this.#limiters.get(name);
    if (known !== undefined) return known;
    const made = new RateLimiterPostgres({
      storeClient: this.db.pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      duration: HOUR_S,
      // The sweep removes what expired.
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points,
    });
    this.#limiters.set(name, made);
    return made;
  }
}

function limited(waitMs: number): DomainError {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return new DomainError(
    'RATE_LIMITED',
    'limited',
    `Too many of these requests came; try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    [],
    minutes * 60,
  );
}
