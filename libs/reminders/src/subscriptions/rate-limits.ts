import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';

const HOUR_S = 3_600;
/** How many subscriptions by mail may be asked for from one network address, and for one mailbox, in an hour. */
const PER_ORIGIN = 20;
const PER_ADDRESS = 5;

/** Keeps anybody from filling strangers' mailboxes with questions whether they want to subscribe. Counts real time. */
@Injectable()
export class RateLimits {
  readonly #origins: RateLimiterPostgres;
  readonly #addresses: RateLimiterPostgres;

  constructor(db: Database) {
    const common = {
      storeClient: db.pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      duration: HOUR_S,
      // The sweep removes what expired.
      clearExpiredByTimeout: false,
    };
    this.#origins = new RateLimiterPostgres({ ...common, keyPrefix: 'origin', points: PER_ORIGIN });
    this.#addresses = new RateLimiterPostgres({ ...common, keyPrefix: 'mailbox', points: PER_ADDRESS });
  }

  /** Counts a subscription by mail. @throws DomainError `RATE_LIMITED` */
  async countMail(origin: string, address: string): Promise<void> {
    await this.#count(this.#origins, origin);
    await this.#count(this.#addresses, address.toLowerCase());
  }

  async #count(limiter: RateLimiterPostgres, what: string): Promise<void> {
    try {
      await limiter.consume(createHash('sha256').update(what).digest('hex'));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const minutes = Math.ceil(error.msBeforeNext / 60_000);
      throw new DomainError(
        'RATE_LIMITED',
        'limited',
        `Too many subscriptions were asked for from here or for this address; try again in ${minutes} minutes.`,
      );
    }
  }
}
