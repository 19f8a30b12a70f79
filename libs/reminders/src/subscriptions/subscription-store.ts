import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import type { Recorder } from '#libs/event-store';
import { CLOCK, DomainError, type Clock } from '#libs/kernel';
import { REASONS } from '../domain/reasons.js';
import { REMINDER_OPTIONS, type ReminderOptions } from '../options.js';
import { Planner } from '../planning/planner.js';
import { IS_COVERED_BY_CONFIRMATION, isCoveredBy } from './covered-addresses.js';
import type { Mailbox } from './mailboxes.js';
import { hasEndedKey } from './maker-keys.js';
import {
  LOCK_OWN,
  scheduleColumns,
  selectSubscriptions,
  subscriptionOf,
  type Subscription,
  type SubscriptionRow,
} from './subscription-rows.js';
import { SubscriptionLog, type SubscriptionEventType } from './subscription-log.js';
import { SecretBox } from './secret-box.js';
import { linksOf, newTokenKey, type SubscriptionLinks } from './tokens.js';
import type { SubscriptionForm } from '../domain/subscription.js';

/** A subscription with what only its owner may see. */
export interface OwnSubscription {
  subscription: Subscription;
  /** Where it sends to; null for a calendar. */
  address: string | null;
  secrets: string[];
  links: SubscriptionLinks;
  /** Reading needs a key, and the one that made it has ended: it shows and sends nothing of what is on record. */
  isClosed: boolean;
}

/** The same with the key that signs its links, against which a token is checked. */
export interface KeyedSubscription {
  own: OwnSubscription;
  key: Buffer;
}

/** What a subscription has beside its row of `subscriptions`. */
interface OwnColumns {
  address: string | null;
  secrets: string[];
  token_key: Buffer;
  closed: boolean;
}

/** A message that is about no fact. */
export type ServiceMessage = 'confirmation' | 'test' | 'disabled' | 'links';

/** The rows of subscriptions, and what is written beside every change of them: messages, plans, notes for the log. */
@Injectable()
export class SubscriptionStore {
  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly planner: Planner,
    private readonly log: SubscriptionLog,
    private readonly box: SecretBox,
    @Inject(REMINDER_OPTIONS) private readonly options: ReminderOptions,
  ) {}

  /** One transaction, after which what it noted is appended to the log; where that fails, the sweep appends it later. */
  async change<T>(change: (tx: Transaction<unknown>) => Promise<T>): Promise<T> {
    const result = await this.db.kysely.transaction().setIsolationLevel('read committed').execute(change);
    await this.log.flush();
    return result;
  }

  /** Notes an event of a subscription. A calendar needs neither a key nor a mailbox, so nothing of it is an event. */
  async note(
    tx: Transaction<unknown>,
    { id, channel }: Pick<Subscription, 'id' | 'channel'>,
    type: SubscriptionEventType,
    recorder: Recorder,
  ): Promise<void> {
    if (channel !== 'calendar') await this.log.note(tx, id, type, recorder);
  }

  /** Writes a new subscription; one that is pending has no time from which it is active. */
  async insert(
    tx: Transaction<unknown>,
    id: string,
    form: SubscriptionForm,
    { active, madeByKey }: { active: { position: bigint } | null; madeByKey: string | null },
  ): Promise<void> {
    const now = this.clock.now();
    const row = {
      id,
      status: active === null ? 'pending' : 'active',
      channel: form.channel.type,
      ...form.filter,
      ...scheduleColumns(form),
      created_at: now,
      active_since: active === null ? null : now,
      active_position: active === null ? null : String(active.position),
      made_by_key: madeByKey,
    };
    await sql`
      insert into subscriptions (id, status, channel, subjects, topics, types, parties, milestones, kinds, lead_times, time_zone,
        local_time, digest, digest_day, quiet_from, quiet_to, created_at, active_since, active_position, made_by_key)
      select id, status, channel, subjects, topics, types, parties, milestones, kinds, lead_times, time_zone,
        local_time, digest, digest_day, quiet_from, quiet_to, created_at, active_since, active_position, made_by_key
        from jsonb_populate_record(null::subscriptions, ${JSON.stringify(row)}::jsonb)`.execute(tx);
  }

  /** A message that is not about any fact, due after a wait (milliseconds). @returns its id */
  async message(tx: Transaction<unknown>, id: string, kind: ServiceMessage, waitMs = 0): Promise<string> {
    const message = `msg_${randomBytes(16).toString('hex')}`;
    const due = new Date(this.clock.now().getTime() + waitMs);
    await sql`
      insert into deliveries (id, subscription_id, kind, status, due_at, next_at)
      values (${message}, ${id}, ${kind}, 'waiting', ${due}, ${due})`.execute(tx);
    return message;
  }

  /** Makes new links, with which the old ones end; those of one by e-mail are mailed to it. */
  async rotateLinks(tx: Transaction<unknown>, { id, channel }: Pick<Subscription, 'id' | 'channel'>): Promise<void> {
    await sql`
      update subscription_addresses set token_key = ${this.box.seal(newTokenKey(), id)}, confirmed_by = null
       where subscription_id = ${id}`.execute(tx);
    if (channel === 'email') await this.message(tx, id, 'links');
  }

  /** Plans what lies ahead of a subscription. */
  async plan(tx: Transaction<unknown>, id: string): Promise<void> {
    const [subscription] = await selectSubscriptions(tx, sql`id = ${id}`);
    if (subscription) await this.planner.planFor(tx, subscription);
  }

  /** Deletes a subscription with all that belongs to it. What was never confirmed leaves no event. */
  async erase(tx: Transaction<unknown>, id: string, recorder: Recorder): Promise<void> {
    const { rows: places } = await sql<{ mailbox: Buffer | null }>`
      select mailbox from subscription_addresses where subscription_id = ${id}`.execute(tx);
    const { rows } = await sql<Pick<Subscription, 'id' | 'channel' | 'status'>>`
      delete from subscriptions where id = ${id} returning id, channel, status`.execute(tx);
    const [erased] = rows;
    if (erased !== undefined && erased.status !== 'pending')
      await this.note(tx, erased, 'subscription.erased', recorder);
    const mailbox = places[0]?.mailbox ?? null;
    if (mailbox !== null) await forgetAddresses(tx, mailbox);
  }

  /** Deletes every subscription and pending request of a mailbox; of a tagged spelling, those of this address. */
  async eraseMailbox(tx: Transaction<unknown>, mailbox: Mailbox, recorder: Recorder): Promise<void> {
    for (const id of await this.lockMailbox(tx, mailbox)) await this.erase(tx, id, recorder);
  }

  /**
   * Locks every subscription and pending request of a mailbox, by id. Whoever locks a confirmation as well does so after them.
   *
   * @returns their ids
   */
  async lockMailbox(tx: Transaction<unknown>, mailbox: Mailbox): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select s.id from subscriptions s join subscription_addresses place on place.subscription_id = s.id
       where ${isCoveredBy(mailbox)} order by s.id ${LOCK_OWN}`.execute(tx);
    return rows.map(({ id }) => id);
  }

  /** A confirmed subscription with its links; within a transaction as it stays until its end. @throws DomainError `SUBSCRIPTION_UNKNOWN` */
  async own(id: string, tx?: Transaction<unknown>): Promise<OwnSubscription> {
    return (await this.keyed(id, tx)).own;
  }

  /**
   * A subscription with the key that signs its links. Within a transaction its row is locked, so that a token that was checked
   * against the key is that of the subscription until the end. One that is pending has no key, and counts as unknown.
   *
   * @throws DomainError `SUBSCRIPTION_UNKNOWN`
   */
  async keyed(id: string, tx?: Transaction<unknown>): Promise<KeyedSubscription> {
    if (!SUBSCRIPTION_ID.test(id)) throw unknownSubscription();
    const lock = tx === undefined ? sql`` : LOCK_OWN;
    const [found] = await this.#select(tx ?? this.db.kysely, sql`s.id = ${id} ${lock}`);
    if (found === undefined) throw unknownSubscription();
    return found;
  }

  /** What the link of a confirmation mail confirmed, with the links of each unless they were rotated since; the newest first. */
  async confirmedBy(confirmation: string, { hash }: Mailbox, limit: number): Promise<OwnSubscription[]> {
    const found = await this.#select(
      this.db.kysely,
      sql`place.mailbox = ${hash} and place.confirmed_by = ${confirmation} order by s.active_since desc, s.id limit ${limit}`,
    );
    return found.map(({ own }) => own);
  }

  /**
   * Confirmed subscriptions. One statement reads a row and its key: by two, whoever holds a token that has just ended would be
   * given the links that replace it.
   *
   * @param rest a condition on rows `s` of `subscriptions` and `place` of `subscription_addresses`, and what follows it
   */
  async #select(db: Kysely<unknown>, rest: RawBuilder<unknown>): Promise<KeyedSubscription[]> {
    const { rows } = await sql<SubscriptionRow & OwnColumns>`
      select s.*, place.address, place.secrets, place.token_key, ${hasEndedKey(this.options, 's')} as closed
        from subscriptions s join subscription_addresses place on place.subscription_id = s.id
       where place.token_key is not null and ${rest}`.execute(db);
    return rows.map((row) => this.#keyedOf(row));
  }

  #keyedOf(row: SubscriptionRow & OwnColumns): KeyedSubscription {
    const subscription = subscriptionOf(row);
    const { id } = subscription;
    const isClosed = row.closed;
    if (isClosed && subscription.status === 'active')
      Object.assign(subscription, { status: 'disabled', disabledReason: REASONS['key-ended'] });
    const key = this.box.open(row.token_key, id);
    const links = linksOf(this.options.publicUrl, id, key);
    const secrets = row.secrets.map((secret) => this.box.openText(secret, id));
    return { own: { subscription, address: row.address, secrets, links, isClosed }, key };
  }
}

/** Whatever else stands in a path names nothing; so no NUL reaches the database. */
const SUBSCRIPTION_ID = /^[a-z0-9-]{1,60}$/;

/** An id that names nothing, nothing any more, or nothing yet: all three answer alike. */
export function unknownSubscription(): DomainError {
  return new DomainError('SUBSCRIPTION_UNKNOWN', 'not-found', 'There is no subscription with this id.');
}

/** Removes the address from the confirmations of a mailbox that cover no subscription any more; their links die with it. */
async function forgetAddresses(tx: Transaction<unknown>, mailbox: Buffer): Promise<void> {
  await sql`
    update mailbox_confirmations confirmation set address = null, token_key = null
     where mailbox = ${mailbox} and address is not null
       and not exists (select from subscription_addresses place where ${IS_COVERED_BY_CONFIRMATION})`.execute(tx);
}
