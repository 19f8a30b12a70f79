import { Inject, Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import type { Fault } from '../channels/channel.js';
import { Database } from '#libs/database';
import { CLOCK, type Clock } from '#libs/kernel';
import { REMINDER_OPTIONS, type ReminderOptions } from '../options.js';
import { hasEndedKey } from '../subscriptions/maker-keys.js';
import { IS_RETRIED, isSendable, sentAgain } from './sendable.js';

/** Which messages an operator sends again. */
export interface RecoveryFilter {
  /** Only what was to be tried at or after this instant of the service's clock. */
  since: Date;
  /** Only those of one subscription. */
  subscription?: string;
  /** Only what failed for this fault. */
  fault?: Fault;
}

/** What a recovery does. */
export interface Recovery {
  /** How many messages are sent again. */
  recovered: number;
  /** How many stay as they are, since their subscription is switched off, has ended, or was confirmed. */
  left: number;
}

/**
 * Sends again, over all subscriptions, what could not be sent: what was given up, and what failed and would be tried again
 * by itself. The ids stay the same, and what no longer helps is skipped with the reason when its turn comes.
 */
@Injectable()
export class Recoveries {
  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(REMINDER_OPTIONS) private readonly options: ReminderOptions,
  ) {}

  /** How many messages would be sent again. */
  async count(filter: RecoveryFilter): Promise<Recovery> {
    const { rows } = await sql<Recovery>`
      select count(*) filter (where ${this.#mayGoOut()})::int as recovered,
             count(*) filter (where not ${this.#mayGoOut()})::int as left
        from deliveries delivery join subscriptions s on s.id = delivery.subscription_id
       where ${chosen(filter)}`.execute(this.db.kysely);
    return rows[0]!;
  }

  /** Puts them into the queue again; the service sends them while it runs. */
  async recover(filter: RecoveryFilter): Promise<Recovery> {
    const { numAffectedRows } = await sql`
      update deliveries delivery set ${sentAgain(this.clock.now())}
        from subscriptions s
       where s.id = delivery.subscription_id and ${chosen(filter)} and ${this.#mayGoOut()}`.execute(this.db.kysely);
    // What was recovered waits with no attempt made, so that it is not counted.
    const { left } = await this.count(filter);
    return { recovered: Number(numAffectedRows ?? 0), left };
  }

  /** The link of a confirmation ends; what is sent after that helps nobody. */
  #mayGoOut(): RawBuilder<boolean> {
    return sql<boolean>`(${isSendable(hasEndedKey(this.options, 's'))} and (delivery.kind <> 'confirmation' or exists (
      select from mailbox_confirmations confirmation
       where confirmation.message = delivery.id and confirmation.valid_until > ${this.clock.now()})))`;
  }
}

/** A condition on rows `delivery` of `deliveries`. */
function chosen({ since, subscription, fault }: RecoveryFilter): RawBuilder<boolean> {
  const conditions = [
    sql`delivery.next_at >= ${since}`,
    sql`(delivery.status = 'failed' or delivery.id in (select id from deliveries where ${IS_RETRIED}))`,
    ...(subscription === undefined ? [] : [sql`delivery.subscription_id = ${subscription}`]),
    ...(fault === undefined ? [] : [sql`delivery.fault = ${fault}`]),
  ];
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}
