import { Inject, Injectable } from '@nestjs/common';
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import { CLOCK, type Clock } from '#libs/kernel';
import type { SubscriptionForm } from '../domain/subscription.js';
import { Mailboxes, type Mailbox } from './mailboxes.js';
import { SecretBox } from './secret-box.js';
import { SubscriptionStore } from './subscription-store.js';
import { newConfirmationId, newTokenKey } from './tokens.js';

const DAY_MS = 86_400_000;
/** How long the link of a confirmation mail works, and a request waits for it. */
const CONFIRM_MS = 7 * DAY_MS;
/** How many pending requests are kept for one mailbox; beyond, one of the network with the most gives room. */
const MOST_PENDING = 500;

/** Where a request comes from, and goes. */
interface PendingOrigin {
  mailbox: Mailbox;
  /** The key or the network from which it comes: those with the most requests give room. */
  network: string;
  /** How long the mail waits; null where the request sends none. */
  mailWaitMs: number | null;
  madeByKey: string | null;
}

/** Requests for e-mail that nobody has confirmed: kept for a week, and asked about once a day and mailbox. */
@Injectable()
export class PendingRequests {
  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: SubscriptionStore,
    private readonly mailboxes: Mailboxes,
    private readonly box: SecretBox,
  ) {}

  /** Whether a request for a mailbox sends a confirmation mail, or may send one earlier that waits for its hour. */
  async sendsMail(mailbox: Mailbox): Promise<boolean> {
    return (
      !(await this.mailboxes.isSuppressed(this.db.kysely, mailbox)) &&
      ((await this.#isDue(this.db.kysely, mailbox)) || (await this.#isDelayed(this.db.kysely, mailbox)))
    );
  }

  /**
   * Adds a request, and plans the one confirmation mail of the day. A suppressed mailbox gets neither.
   */
  async add(
    tx: Transaction<unknown>,
    id: string,
    form: SubscriptionForm,
    { mailbox, network, mailWaitMs, madeByKey }: PendingOrigin,
  ): Promise<void> {
    // One at a time for each mailbox, so that two requests at once send one mail.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`mailbox ${mailbox.hash.toString('hex')}`}, 0))`.execute(
      tx,
    );
    if (await this.mailboxes.isSuppressed(tx, mailbox)) return;
    const until = new Date(this.clock.now().getTime() + (mailWaitMs ?? 0) + CONFIRM_MS);
    const requestedBy = await this.mailboxes.keyedHash(`caller ${network}`);
    await this.store.insert(tx, id, form, { active: null, madeByKey });
    await sql`
      insert into subscription_addresses (subscription_id, address, secrets, mailbox, requested_by, confirm_until)
      values (${id}, ${mailbox.address}, '{}', ${mailbox.hash}, ${requestedBy}, ${until})`.execute(tx);
    const isKept = await removeBeyond(tx, id, mailbox.hash);
    if (!isKept || mailWaitMs === null) return;
    if (await this.#isDue(tx, mailbox)) await this.#ask(tx, id, mailbox, mailWaitMs);
    else await this.#sendEarlier(tx, mailbox, mailWaitMs);
  }

  /**
   * One mail a day for a mailbox, counted from its sending; none while one waits, however long that takes. Only the plain
   * spelling is asked although a tagged one was: that one may bounce, or be somebody else's.
   */
  async #isDue(db: Kysely<unknown>, { hash, isTagged }: Mailbox): Promise<boolean> {
    const { rows } = await sql`
      select from mailbox_confirmations
       where mailbox = ${hash}
         and (made_at > ${new Date(this.clock.now().getTime() - DAY_MS)}
           or exists (select from deliveries where id = message and status = 'waiting'))
         and (not tagged or ${isTagged}::boolean) limit 1`.execute(db);
    return rows.length === 0;
  }

  async #isDelayed(db: Kysely<unknown>, mailbox: Mailbox): Promise<boolean> {
    const { rows } = await sql`
      select from deliveries where ${isDelayedFor(mailbox, this.clock.now())} limit 1`.execute(db);
    return rows.length > 0;
  }

  /** A mail that waits behind many others goes out earlier for a request that has an earlier place. */
  async #sendEarlier(tx: Transaction<unknown>, mailbox: Mailbox, waitMs: number): Promise<void> {
    const due = new Date(this.clock.now().getTime() + waitMs);
    await sql`
      update deliveries set due_at = ${due}, next_at = ${due} where ${isDelayedFor(mailbox, due)}`.execute(tx);
  }

  async #ask(tx: Transaction<unknown>, id: string, mailbox: Mailbox, waitMs: number): Promise<void> {
    const now = this.clock.now();
    const confirmation = newConfirmationId();
    const message = await this.store.message(tx, id, 'confirmation', waitMs);
    await sql`
      insert into mailbox_confirmations (id, mailbox, address, tagged, token_key, message, made_at, valid_until)
      values (${confirmation}, ${mailbox.hash}, ${mailbox.address}, ${mailbox.isTagged},
        ${this.box.seal(newTokenKey(), confirmation)}, ${message}, ${now},
        ${new Date(now.getTime() + waitMs + CONFIRM_MS)})`.execute(tx);
  }
}

/** Of a delivery: a confirmation mail for the mailbox, not tried yet, that is due only after an instant. */
function isDelayedFor({ hash, isTagged }: Mailbox, instant: Date): RawBuilder<boolean> {
  return sql<boolean>`kind = 'confirmation' and status = 'waiting' and attempts = 0 and next_at > ${instant}
    and id in (select message from mailbox_confirmations where mailbox = ${hash} and (not tagged or ${isTagged}::boolean))`;
}

/**
 * Removes a request that a new one of the same network repeats, and one where more than enough are kept: of the network with
 * the most, any but the new one. So a new request is listed, and a network that sends many displaces its own. Chance
 * decides among equals, as every order by time could be used against an owner who came first, or last. One whose mail has
 * not gone out stays, since the mail goes with it; a new one that repeats it does not.
 *
 * @returns false where the new request itself was removed
 */
async function removeBeyond(tx: Transaction<unknown>, id: string, mailbox: Buffer): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    with pending as (
      select s.*, place.requested_by, lower(place.address) as address,
             count(*) over (partition by place.requested_by) as of_network
        from subscriptions s join subscription_addresses place on place.subscription_id = s.id
       where place.mailbox = ${mailbox} and s.status = 'pending'),
    repeated as (
       select old.id from pending old join pending new on new.id = ${id}
        where old.id <> new.id
               and (old.requested_by, old.address, old.subjects, old.topics, old.types, old.parties, old.milestones,
                    old.kinds, old.lead_times, old.time_zone, old.local_time, old.digest, old.digest_day, old.quiet_from,
                    old.quiet_to)
                 = (new.requested_by, new.address, new.subjects, new.topics, new.types, new.parties, new.milestones,
                    new.kinds, new.lead_times, new.time_zone, new.local_time, new.digest, new.digest_day, new.quiet_from,
                    new.quiet_to)),
    mailing as (
      select subscription_id as id from deliveries
       where kind = 'confirmation' and status = 'waiting' and subscription_id in (select id from pending)),
    beyond as (
      select id from pending where id <> ${id} and id not in (select id from mailing)
       order by of_network desc, random()
       limit greatest((select count(*) from pending) - (select count(*) from repeated) - ${MOST_PENDING}::int, 0))
    delete from subscriptions
     where (id in (select id from repeated) and id not in (select id from mailing))
        or id in (select id from beyond)
        or (id = ${id} and exists (select from repeated join mailing using (id)))
    returning id`.execute(tx);
  return !rows.some((removed) => removed.id === id);
}
