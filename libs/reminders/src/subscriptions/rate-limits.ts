import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';

const HOUR_S = 3_600;
const HOUR_MS = HOUR_S * 1_000;

/** How many confirmation mails go out in an hour, of each of two queues. */
const CONFIRMATION_MAILS = { domain: 500, total: 2_000 };
/** How many confirmation mails of a site in an hour are in the first queue; more of them are in the second. */
const FIRST_OF_SITE = 3;
/** What all share is shared by at least as many sites. */
const SITES = 8;

/** How often each action is taken in an hour, and by which of what it names it is counted; the narrowest first. */
export const SUBSCRIPTION_LIMITS = {
  /** Sign-ups by e-mail, whether they send a mail or not. */
  email: {
    caller: 20,
    siteAndDomain: shareOfSite(CONFIRMATION_MAILS.domain),
    site: shareOfSite(CONFIRMATION_MAILS.total),
  },
  calendar: { caller: 20, ...shared(500) },
  webhook: { caller: 10_000, ...shared(100_000) },
  preview: { subscription: 60, caller: 300, ...shared(5_000) },
  /** What sends a message because its owner asks for one: a test, a recovery. */
  message: { subscription: 3, caller: 20, ...shared(1_000) },
  /** New links of one subscription. Counted by itself, so that who holds a leaked link cannot keep its owner from them. */
  rotation: { subscription: 3, caller: 20, ...shared(1_000) },
  /** New links that the operator makes for many subscriptions, each of which is mailed. */
  links: { total: 1_000 },
  /** Changes of a subscription, each of which plans it anew. */
  change: { subscription: 30, caller: 600 },
} as const satisfies Record<string, Partial<Record<Counted | 'total', number>>>;

type Counted = 'subscription' | 'caller' | 'siteAndDomain' | 'site';

/** By whom an action is counted. */
export interface Caller {
  /** The key or the network from which the request comes. */
  caller: string;
  /** All networks that one household or company may have (an IPv6 /56), counted together; the caller where it is missing. */
  site?: string;
}

/** An action that is limited. */
export type LimitedAction = keyof typeof SUBSCRIPTION_LIMITS;

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
   * One site gets an eighth of what all share, so that it keeps nobody else from the rest.
   *
   * @param by what it is counted by; the total is always counted
   * @param domain of the mailbox that is signed up
   * @throws DomainError `RATE_LIMITED` with the time after which it is taken again
   */
  async count(
    action: LimitedAction,
    { domain, ...by }: Partial<Caller> & { subscription?: string; domain?: string },
  ): Promise<void> {
    const site = by.site ?? by.caller;
    const values: Partial<Record<string, string>> = {
      ...by,
      ...(site !== undefined && { site }),
      ...(site !== undefined && domain !== undefined && { siteAndDomain: `${site} ${domain}` }),
      total: '',
    };
    for (const [name, points] of Object.entries(SUBSCRIPTION_LIMITS[action])) {
      const value = values[name];
      if (value === undefined) continue;
      const beyond = await this.#consume(`${action}-${name}`, points, value);
      if (beyond !== null) throw limited(beyond.msBeforeNext);
    }
  }

  /**
   * Counts a confirmation mail. Where those of an hour are used up it waits for a later one, however many are before it. The
   * first mails of a site are in a queue of their own, so that only many sites together delay the mail of an owner.
   *
   * @returns for how many milliseconds the mail waits
   */
  async confirmationWait({ caller, site = caller }: Caller, domain: string): Promise<number> {
    const isOneOfMany = (await this.#consume('confirmation-site', FIRST_OF_SITE, site)) !== null;
    const queue = isOneOfMany ? 'further' : 'first';
    const ofDomain = await this.#wait(`confirmation-domain-${queue}`, CONFIRMATION_MAILS.domain, domain);
    const ofAll = await this.#wait(`confirmation-total-${queue}`, CONFIRMATION_MAILS.total, '');
    return Math.max(ofDomain, ofAll);
  }

  /** @returns how many milliseconds until the hour in which it has a place, as many each hour as there are points */
  async #wait(name: string, points: number, value: string): Promise<number> {
    const beyond = await this.#consume(name, points, value);
    if (beyond === null) return 0;
    const isFirstOfHour = beyond.consumedPoints % points === 1;
    if (!isFirstOfHour) return Math.max(0, beyond.msBeforeNext - HOUR_MS);
    // The counter lives for as many hours as it has given places in, so that nobody is counted as the first again.
    await this.db.pool.query('update rate_limits set expire = expire + $2 where key = $1', [
      `${name}:${hashOf(value)}`,
      HOUR_MS,
    ]);
    return beyond.msBeforeNext;
  }

  /** @returns null where it is within the limit, else how far it is beyond, and how many milliseconds until it is again */
  async #consume(name: string, points: number, value: string): Promise<RateLimiterRes | null> {
    try {
      await this.#limiter(name, points).consume(hashOf(value));
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

/** The limits of what all share. */
function shared(total: number) {
  return { site: shareOfSite(total), total };
}

/** How much of what all share one site gets. */
function shareOfSite(total: number): number {
  return Math.floor(total / SITES);
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
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
