import { Inject, Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { CLOCK, type Clock } from '#libs/kernel';
import type { SubscriptionForm } from '../domain/subscription.js';
import { Mailboxes } from './mailboxes.js';
import { SecretBox } from './secret-box.js';
import { SubscriptionStore } from './subscription-store.js';
import { newConfirmationId, newTokenKey } from './tokens.js';

const DAY_MS = 86_400_000;
/** How long the link of a confirmation mail works, and a request waits for it. */
const CONFIRM_MS = 7 * DAY_MS;
/** How many pending requests are kept for one mailbox; the oldest give room. */
const MOST_PENDING = 20;

/** Requests for e-mail that nobody has confirmed: kept for a week, and asked about once a day and mailbox. */
@Injectable()
export class PendingRequests {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: SubscriptionStore,
    private readonly mailboxes: Mailboxes,
    private readonly box: SecretBox,
  ) {}

  /** Adds a request, and plans the one confirmation mail of the day. A suppressed mailbox gets neither. */
  async add(
    tx: Transaction<unknown>,
    id: string,
    form: SubscriptionForm,
    { address, mailbox }: { address: string; mailbox: Buffer },
  ): Promise<void> {
    // One at a time for each mailbox, so that two requests at once send one mail.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`mailbox ${mailbox.toString('hex')}`}, 0))`.execute(tx);
    if (await this.mailboxes.isSuppressed(tx, mailbox)) return;
    const now = this.clock.now();
    await this.store.insert(tx, id, form, null);
    await sql`
      insert into subscription_addresses (subscription_id, address, secrets, mailbox, confirm_until)
      values (${id}, ${address}, '{}', ${mailbox}, ${new Date(now.getTime() + CONFIRM_MS)})`.execute(tx);
    await removeBeyond(tx, id, mailbox);
    const { rows } = await sql`
      select from mailbox_confirmations
       where mailbox = ${mailbox} and made_at > ${new Date(now.getTime() - DAY_MS)} limit 1`.execute(tx);
    if (rows.length === 0) await this.#ask(tx, id, address, mailbox);
  }

  async #ask(tx: Transaction<unknown>, id: string, address: string, mailbox: Buffer): Promise<void> {
    const now = this.clock.now();
    const confirmation = newConfirmationId();
    const message = await this.store.message(tx, id, 'confirmation');
    await sql`
      insert into mailbox_confirmations (id, mailbox, address, token_key, message, made_at, valid_until)
      values (${confirmation}, ${mailbox}, ${address}, ${this.box.seal(newTokenKey(), confirmation)}, ${message}, ${now},
        ${new Date(now.getTime() + CONFIRM_MS)})`.execute(tx);
  }
}

/**
 * Removes requests that a new one repeats, and the oldest beyond what is kept. One whose mail has not gone out stays, since
 * the mail goes with it.
 */
async function removeBeyond(tx: Transaction<unknown>, id: string, mailbox: Buffer): Promise<void> {
  await sql`
    with pending as (
      select s.*, row_number() over (order by s.created_at desc, s.id = ${id} desc, s.id) as nth
        from subscriptions s join subscription_addresses place on place.subscription_id = s.id
       where place.mailbox = ${mailbox} and s.status = 'pending')
    delete from subscriptions
     where id in (
       select old.id from pending old join pending new on new.id = ${id} and old.id <> new.id
        where old.nth > ${MOST_PENDING}
           or (old.subjects, old.topics, old.types, old.parties, old.milestones, old.kinds, old.lead_times, old.time_zone,
               old.local_time, old.digest, old.digest_day, old.quiet_from, old.quiet_to)
            = (new.subjects, new.topics, new.types, new.parties, new.milestones, new.kinds, new.lead_times, new.time_zone,
               new.local_time, new.digest, new.digest_day, new.quiet_from, new.quiet_to))
       and id not in (select subscription_id from deliveries where kind = 'confirmation' and status = 'waiting'
                        and subscription_id in (select id from pending))`.execute(tx);
}
