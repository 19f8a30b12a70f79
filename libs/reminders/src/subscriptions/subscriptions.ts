import { Inject, Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import { EventStore, type Recorder } from '#libs/event-store';
import { CLOCK, DomainError, type Clock } from '#libs/kernel';
import { REASONS } from '../domain/reasons.js';
import { IS_RETRIED, sentAgain } from '../delivery/sendable.js';
import type { SubscriptionPatch } from '../domain/subscription.js';
import { noteRead } from './expired-rows.js';
import { checkOnRecord } from './filter-on-record.js';
import { Mailboxes } from './mailboxes.js';
import { RateLimits, type Caller } from './rate-limits.js';
import { keyOfAuthority, makerKeyEnded, type Authority } from './maker-keys.js';
import { invalidSubscription } from './read-form.js';
import { SecretBox } from './secret-box.js';
import { newSecret } from './sign-ups.js';
import { SubscriptionStore, unknownSubscription, type OwnSubscription } from './subscription-store.js';
import { subscriptionStream } from './subscription-log.js';
import { scheduleColumns } from './subscription-rows.js';
import { SwitchedOff } from './switched-off.js';
import { isToken, TOKEN_PURPOSES, type TokenPurpose } from './tokens.js';

/** What is left of a subscription: nothing, or the event in the chain of the log that says that it was erased. */
export interface Erasure {
  id: string;
  erasedAt: string;
  /** The event; null where nothing of the subscription was ever one. */
  proof: { position: bigint; hash: string } | null;
}

/** A subscription, and what the holder of the token that opened it may do. */
export interface OpenedSubscription {
  own: OwnSubscription;
  purpose: TokenPurpose;
}

/** Who changes a subscription. */
export interface Changer extends Caller {
  /** Who records what becomes an event. */
  recorder: Recorder;
  /** By whose right what is switched on goes on; without it a token alone decides. */
  authority?: Authority;
}

/** What the holder of a token does with a subscription: read, change, try, end. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly db: Database,
    private readonly events: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: SubscriptionStore,
    private readonly switchedOff: SwitchedOff,
    private readonly mailboxes: Mailboxes,
    private readonly limits: RateLimits,
    private readonly box: SecretBox,
  ) {}

  /**
   * A subscription, for the holder of a token that stands for a purpose.
   *
   * @throws DomainError `SUBSCRIPTION_UNKNOWN`, also where it is pending or was erased; `TOKEN_INVALID`
   */
  async open(id: string, token: string | undefined, purpose: TokenPurpose = 'manage'): Promise<OwnSubscription> {
    return (await this.#open(id, token, [purpose])).own;
  }

  /** A subscription of which its owner sees what is on record. @throws DomainError as `open` does, `MAKER_KEY_ENDED` */
  async openForReading(id: string, token: string | undefined): Promise<OwnSubscription> {
    const own = await this.open(id, token);
    if (own.isClosed) throw makerKeyEnded();
    return own;
  }

  /**
   * A subscription whose calendar or feed is fetched.
   *
   * @throws DomainError as `open` does; one that is closed is unknown
   */
  async read(id: string, token: string | undefined): Promise<OwnSubscription> {
    const own = await this.open(id, token, 'read');
    if (own.isClosed) throw unknownSubscription();
    await noteRead(this.db.kysely, id);
    return own;
  }

  /**
   * What a link stands for: the subscription, and what the holder of its token may do.
   *
   * @throws DomainError as `open` does
   */
  purposeOf(id: string, token: string | undefined): Promise<OpenedSubscription> {
    return this.#open(id, token, TOKEN_PURPOSES);
  }

  /**
   * Changes what is asked for, and plans anew. New links of one by e-mail go to its mailbox.
   *
   * Switching off and on by the owner is no event: the log never shrinks, and a mailbox costs nothing. Switching on with a
   * key binds it to that key; where its own key has ended, nothing else is changed.
   *
   * @throws DomainError as `open` and `SignUps.create` do, `MAKER_KEY_ENDED`
   */
  async change(
    id: string,
    token: string | undefined,
    patch: SubscriptionPatch,
    { recorder, authority, ...by }: Changer,
  ): Promise<OwnSubscription> {
    const before = await this.open(id, token);
    const { channel } = before.subscription;
    const newKey = patch.status === 'active' ? keyOfAuthority(authority, channel) : undefined;
    if (before.isClosed && newKey === undefined) throw makerKeyEnded();
    await this.limits.count('change', { ...by, subscription: id });
    const { filter, status, rotateSecret, rotateLinks, ...schedule } = patch;
    if (filter) await checkOnRecord(this.db.kysely, filter, before.subscription.filter);
    if (rotateSecret && channel !== 'webhook')
      throw invalidSubscription('/rotateSecret', 'stands only for a webhook, which alone has a secret', 'no-secret');
    if (rotateLinks) await this.limits.count('rotation', { ...by, subscription: id });
    return this.#changeAs(id, token, 'manage', async (tx, { subscription, secrets }) => {
      const row = { ...filter, ...scheduleColumns({ ...subscription.schedule, ...schedule }) };
      await sql`
        update subscriptions s
           set subjects = new.subjects, topics = new.topics, types = new.types, parties = new.parties, milestones = new.milestones,
               kinds = new.kinds, lead_times = new.lead_times, time_zone = new.time_zone, local_time = new.local_time,
               digest = new.digest, digest_day = new.digest_day, quiet_from = new.quiet_from, quiet_to = new.quiet_to
          from (select (jsonb_populate_record(old, ${JSON.stringify(row)}::jsonb)).* from subscriptions old where old.id = ${id}) new
         where s.id = new.id`.execute(tx);
      if (newKey !== undefined)
        await sql`update subscriptions set made_by_key = ${newKey}::bigint where id = ${id}`.execute(tx);
      if (status === 'active') await this.switchedOff.enable(tx, subscription, recorder);
      if (rotateSecret) await this.#rotateSecret(tx, id, secrets);
      if (rotateLinks) await this.store.rotateLinks(tx, subscription);
      if (status === 'disabled') await this.switchedOff.disable(tx, id, REASONS['switched-off']);
      await this.store.plan(tx, id);
      return this.store.own(id, tx);
    });
  }

  /** Erases a subscription with all that belongs to it. @throws DomainError as `open` does */
  async erase(
    id: string,
    token: string | undefined,
    recorder: Recorder,
    purpose: TokenPurpose = 'manage',
  ): Promise<Erasure> {
    await this.open(id, token, purpose);
    await this.#changeAs(id, token, purpose, (tx) => this.store.erase(tx, id, recorder));
    return this.#erasureOf(id);
  }

  /**
   * Erases a subscription by e-mail with all others of its mailbox, and refuses sign-ups for it for good; of a tagged
   * spelling, those of this address.
   *
   * @throws DomainError as `open` does, `SUBSCRIPTION_INVALID` where it is not by e-mail
   */
  async refuse(id: string, token: string | undefined, recorder: Recorder): Promise<Erasure> {
    const { subscription, address } = await this.open(id, token, 'unsubscribe');
    if (subscription.channel !== 'email' || address === null)
      throw invalidSubscription('/channel', 'is not e-mail, so there is no mailbox', 'no-mailbox');
    const mailbox = await this.mailboxes.of(address);
    await this.store.change(async (tx) => {
      await this.mailboxes.suppress(tx, mailbox, 'refused');
      // Before the one of the token, so that two links of a mailbox at once do not wait for each other.
      await this.store.lockMailbox(tx, mailbox);
      await this.#open(id, token, ['unsubscribe'], tx);
      await this.store.erase(tx, id, recorder);
      await this.store.eraseMailbox(tx, mailbox, recorder);
    });
    return this.#erasureOf(id);
  }

  /** Plans a message to try the channel. @throws DomainError as `open` does, `SUBSCRIPTION_INACTIVE`, `RATE_LIMITED` */
  async sendTest(id: string, token: string | undefined, by: Caller): Promise<string> {
    checkSending(await this.open(id, token));
    await this.limits.count('message', { ...by, subscription: id });
    return this.#changeAs(id, token, 'manage', (tx, own) => {
      checkSending(own);
      return this.store.message(tx, id, 'test');
    });
  }

  /**
   * Sends again, with the same ids, what was due since an instant and could not be sent: what was given up, and what failed
   * and would be tried again by itself, hours later.
   *
   * @throws DomainError as `sendTest`
   */
  async recover(id: string, token: string | undefined, since: Date, by: Caller): Promise<number> {
    checkActive(await this.open(id, token));
    await this.limits.count('message', { ...by, subscription: id });
    return this.#changeAs(id, token, 'manage', async (tx, own) => {
      checkActive(own);
      const { numAffectedRows } = await sql`
        update deliveries set ${sentAgain(this.clock.now())}
         where subscription_id = ${id} and due_at >= ${since} and kind not in ('confirmation', 'disabled')
           and (status = 'failed' or (status = 'skipped' and reason = ${REASONS.disabled}) or ${IS_RETRIED})`.execute(
        tx,
      );
      return Number(numAffectedRows ?? 0);
    });
  }

  /**
   * A subscription for the holder of a token. Its links are made with the key against which the token was checked.
   *
   * @param tx where it is locked until the end of what the holder does
   */
  async #open(
    id: string,
    token: string | undefined,
    purposes: readonly TokenPurpose[],
    tx?: Transaction<unknown>,
  ): Promise<OpenedSubscription> {
    const { own, key } = await this.store.keyed(id, tx);
    const purpose = purposes.find((one) => token !== undefined && isToken(token, key, id, one));
    if (purpose !== undefined) return { own, purpose };
    throw new DomainError(
      'TOKEN_INVALID',
      'denied',
      token === undefined
        ? 'This needs the token of the link that came with the subscription.'
        : 'This link was replaced or has ended; use that of the newest mail, or the address that was shown last.',
    );
  }

  /** One change by the holder of a token, which may have ended since the request began: it is checked again under the lock. */
  #changeAs<T>(
    id: string,
    token: string | undefined,
    purpose: TokenPurpose,
    change: (tx: Transaction<unknown>, own: OwnSubscription) => Promise<T>,
  ): Promise<T> {
    return this.store.change(async (tx) => change(tx, (await this.#open(id, token, [purpose], tx)).own));
  }

  /** The secret before signs as well for a day, so that a receiver changes without a gap and a stolen one soon ends. */
  async #rotateSecret(tx: Transaction<unknown>, id: string, secrets: readonly string[]): Promise<void> {
    const sealed = [newSecret(), ...secrets.slice(0, 1)].map((secret) => this.box.sealText(secret, id));
    await sql`
      update subscription_addresses
         set secrets = ${sealed}::text[], secret_before_until = clock_timestamp() + interval '24 hours'
       where subscription_id = ${id}`.execute(tx);
  }

  async #erasureOf(id: string): Promise<Erasure> {
    const events = await this.events.readStream(subscriptionStream(id), { types: ['subscription.erased'] });
    const event = events.at(-1);
    if (event === undefined) return { id, erasedAt: this.clock.now().toISOString(), proof: null };
    return { id, erasedAt: event.recordedAt, proof: { position: event.position, hash: event.hash } };
  }
}

/** @throws DomainError `SUBSCRIPTION_INACTIVE` */
function checkActive({ subscription }: OwnSubscription): void {
  if (subscription.status === 'active') return;
  throw inactive('Nothing is sent to this subscription now; switch it on first.');
}

/** @throws DomainError `SUBSCRIPTION_INACTIVE` where nothing can be sent, which holds for a calendar at all times */
function checkSending({ subscription }: OwnSubscription): void {
  if (subscription.status === 'active' && subscription.channel !== 'calendar') return;
  throw inactive('Nothing is sent to this subscription now, so there is nothing to try.');
}

function inactive(sentence: string): DomainError {
  return new DomainError('SUBSCRIPTION_INACTIVE', 'conflict', sentence);
}
