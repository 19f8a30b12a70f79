import { Inject, Injectable, Logger } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database, isWaitingAfterFault } from '#libs/database';
import { recorderOfRun, type Recorder } from '#libs/event-store';
import { CLOCK, type Clock } from '#libs/kernel';
import type { Outcome } from '../channels/channel.js';
import type { ClaimedDelivery } from '../delivery/delivery-rows.js';
import { REASONS } from '../domain/reasons.js';
import { REMINDER_OPTIONS, type ReminderOptions } from '../options.js';
import { hasEndedKey } from './maker-keys.js';
import { Mailboxes } from './mailboxes.js';
import { oneByOne } from './one-by-one.js';
import type { Subscription } from './subscription-rows.js';
import { SubscriptionStore } from './subscription-store.js';

/** A subscription whose messages have failed for so long is disabled when one is given up. */
const PATIENCE_MS = 3 * 86_400_000;

/** Switches subscriptions off and on: on the word of their owner, and after failures. */
@Injectable()
export class SwitchedOff {
  readonly #logger = new Logger('subscriptions');

  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: SubscriptionStore,
    private readonly mailboxes: Mailboxes,
    @Inject(REMINDER_OPTIONS) private readonly options: ReminderOptions,
  ) {}

  /** Disables what keys made that have ended, where reading needs a key; of what waits to be confirmed nothing is kept. */
  async disableOfEndedKeys(): Promise<void> {
    if (this.options.readAccess === 'public') return;
    const isClosed = hasEndedKey(this.options, 'subscriptions');
    await sql`delete from subscriptions where status = 'pending' and ${isClosed}`.execute(this.db.kysely);
    const { rows } = await sql<{ id: string }>`
      select id from subscriptions
       where status = 'active' and channel <> 'calendar' and ${isClosed}
         and not ${isWaitingAfterFault('ended-keys', sql`subscriptions.id`)}`.execute(this.db.kysely);
    await oneByOne(this.db.kysely, 'ended-keys', rows, ({ id }) => this.#disableNow(id, REASONS['key-ended'], false));
  }

  /**
   * Draws the conclusions of an attempt: failures are counted from the first, and one that lasts disables. Only those of the
   * recipient count: trouble of the operator, however long it lasts, is no reason to send somebody nothing more.
   */
  async noteOutcome(delivery: ClaimedDelivery, status: string, outcome: Outcome): Promise<void> {
    if (outcome.result === 'failed' && outcome.noMailbox && delivery.address !== null)
      await this.mailboxes.suppressBounced(delivery.address);
    const { id, failingSince } = delivery.subscription;
    if (delivery.kind === 'disabled' || delivery.kind === 'confirmation') return;
    const now = this.clock.now();
    if (status === 'sent') {
      if (failingSince !== null)
        await sql`update subscriptions set failing_since = null where id = ${id}`.execute(this.db.kysely);
      return;
    }
    if (outcome.result === 'failed' && outcome.fault !== 'recipient') return;
    await sql`update subscriptions set failing_since = coalesce(failing_since, ${now}) where id = ${id}`.execute(
      this.db.kysely,
    );
    const lasting = failingSince !== null && now.getTime() - failingSince.getTime() >= PATIENCE_MS;
    if (outcome.result === 'gone') await this.#disableNow(id, outcome.reason, false);
    else if (status === 'failed' && outcome.result === 'failed' && lasting)
      await this.#disableNow(id, outcome.reason, true);
  }

  /** Switches a disabled subscription on again. An event only where the service had disabled it, which is one too. */
  async enable(
    tx: Transaction<unknown>,
    subscription: Pick<Subscription, 'id' | 'channel'>,
    recorder: Recorder,
  ): Promise<void> {
    const { rows } = await sql<{ reason: string | null }>`
      update subscriptions s set status = 'active', disabled_reason = null, failing_since = null
        from (select id, disabled_reason from subscriptions where id = ${subscription.id} for update) before
       where s.id = before.id and s.status = 'disabled' returning before.disabled_reason as reason`.execute(tx);
    const [enabled] = rows;
    if (enabled !== undefined && enabled.reason !== REASONS['switched-off'])
      await this.store.note(tx, subscription, 'subscription.enabled', recorder);
  }

  /**
   * Switches an active subscription off.
   *
   * @param recorder who records it; without one it is no event
   * @returns false where it was not active
   */
  async disable(tx: Transaction<unknown>, id: string, reason: string, recorder?: Recorder): Promise<boolean> {
    const { rows } = await sql<Pick<Subscription, 'id' | 'channel'>>`
      update subscriptions set status = 'disabled', disabled_reason = ${reason}
       where id = ${id} and status = 'active' returning id, channel`.execute(tx);
    const [disabled] = rows;
    if (disabled === undefined) return false;
    await sql`
      update deliveries set status = 'skipped', reason = ${REASONS.disabled}
       where subscription_id = ${id} and status = 'waiting'`.execute(tx);
    if (recorder !== undefined) await this.store.note(tx, disabled, 'subscription.disabled', recorder);
    return true;
  }

  async #disableNow(id: string, reason: string, withNotice: boolean): Promise<void> {
    await this.store.change(async (tx) => {
      const disabled = await this.disable(tx, id, reason, recorderOfRun('dateline'));
      if (disabled && withNotice) await this.store.message(tx, id, 'disabled');
    });
    this.#logger.warn(`The subscription ${id} was disabled: ${reason}.`);
  }
}
