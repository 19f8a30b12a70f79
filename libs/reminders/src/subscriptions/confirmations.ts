import { Inject, Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import { readHead, type Recorder } from '#libs/event-store';
import { CLOCK, DomainError, type Clock } from '#libs/kernel';
import { REASONS } from '../domain/reasons.js';
import { recordNames } from './filter-on-record.js';
import { isCoveredBy } from './covered-addresses.js';
import { Mailboxes, type Mailbox } from './mailboxes.js';
import { SecretBox } from './secret-box.js';
import { LOCK_OWN, selectSubscriptions, type Subscription, type SubscriptionStatus } from './subscription-rows.js';
import { SubscriptionStore, unknownSubscription, type OwnSubscription } from './subscription-store.js';
import { isConfirmationToken, newTokenKey } from './tokens.js';

/** How many confirmed subscriptions a link shows, the newest first. */
const MOST_SHOWN = 20;

/** Which pending requests are listed, the newest first. */
export interface RequestPart {
  limit: number;
  /**
   * Only those beyond one, by when it was made (milliseconds since 1970 in digits) and its id: older ones, or newer ones
   * (`prev`), which come in the opposite order.
   */
  beyond?: { madeAt: string; id: string; direction: 'next' | 'prev' };
}
const CONFIRMATION_ID = /^conf-[0-9a-f]{20}$/;

/** What the link of a confirmation mail opens: the pending requests of its mailbox, and what it confirmed. */
export interface Confirmation {
  id: string;
  /** Where the mail went: what is confirmed is sent there. */
  address: string;
  validUntil: Date;
  requests: Subscription[];
  /** What this link has confirmed and is not erased, with its links, until those are rotated. */
  confirmed: OwnSubscription[];
  /** The names that records give to subjects and milestones of what is pending and confirmed, by id. */
  names: ReadonlyMap<string, string>;
}

interface Opened {
  mailbox: Mailbox;
  validUntil: Date;
}

/** What the holder of the token of a confirmation mail does. The token proves the mailbox, and nothing else does. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: SubscriptionStore,
    private readonly mailboxes: Mailboxes,
    private readonly box: SecretBox,
  ) {}

  /** Pending requests of the mailbox, and what its link confirmed. @throws DomainError `CONFIRMATION_UNKNOWN`, `TOKEN_INVALID` */
  async open(id: string, token: string | undefined, part: RequestPart): Promise<Confirmation> {
    const { mailbox, validUntil } = await this.#open(id, token);
    const requests = await this.#pending(mailbox, part);
    const own = await this.store.confirmedBy(id, mailbox, MOST_SHOWN);
    const named = [...requests, ...own.map(({ subscription }) => subscription)];
    const names = await recordNames(
      this.db.kysely,
      named.map(({ filter }) => filter),
    );
    return {
      id,
      address: mailbox.address,
      validUntil,
      requests,
      confirmed: own,
      names,
    };
  }

  /**
   * Confirms one request: it becomes active, its first links are made, and it is sent to the address that the mail proved.
   * Again does nothing.
   *
   * @throws DomainError as `open`, `SUBSCRIPTION_UNKNOWN` where the request is not one of the mailbox
   */
  async confirm(id: string, token: string | undefined, request: string, recorder: Recorder): Promise<OwnSubscription> {
    const { mailbox } = await this.#open(id, token);
    return this.store.change(async (tx) => {
      const status = await this.#lockRequest(tx, { id, token, mailbox }, request);
      if (status !== 'pending') return this.store.own(request, tx);
      const head = await readHead(tx);
      await sql`
        update subscriptions set status = 'active', active_since = ${this.clock.now()}, active_position = ${head.position}
         where id = ${request}`.execute(tx);
      await sql`
        update subscription_addresses set confirm_until = null, token_key = ${this.box.seal(newTokenKey(), request)},
           address = ${mailbox.address}, requested_by = null, confirmed_by = ${id}
         where subscription_id = ${request}`.execute(tx);
      await sql`
        update deliveries set status = 'skipped', reason = ${REASONS['confirmed-already']}
         where subscription_id = ${request} and kind = 'confirmation' and status = 'waiting'`.execute(tx);
      await this.store.note(tx, { id: request, channel: 'email' }, 'subscription.confirmed', recorder);
      await this.store.plan(tx, request);
      return this.store.own(request, tx);
    });
  }

  /** Drops one pending request; nothing of it is kept. @throws DomainError as `confirm` */
  async drop(id: string, token: string | undefined, request: string): Promise<void> {
    const { mailbox } = await this.#open(id, token);
    await this.store.change(async (tx) => {
      const status = await this.#lockRequest(tx, { id, token, mailbox }, request);
      if (status !== 'pending') throw unknownSubscription();
      await sql`delete from subscriptions where id = ${request}`.execute(tx);
    });
  }

  /**
   * Sends nothing to the mailbox any more: drops its requests, ends its subscriptions, and refuses sign-ups for good; by the
   * link of a tagged spelling, those of this address.
   */
  async refuse(id: string, token: string | undefined, recorder: Recorder): Promise<void> {
    const { mailbox } = await this.#open(id, token);
    await this.store.change(async (tx) => {
      await this.mailboxes.suppress(tx, mailbox, 'refused');
      await this.store.lockMailbox(tx, mailbox);
      await this.#open(id, token, tx);
      await this.store.eraseMailbox(tx, mailbox, recorder);
    });
  }

  /**
   * Locks what a link may confirm or has confirmed, and checks its token again: in this order, as whoever erases a subscription
   * locks its confirmation last.
   *
   * @returns its status
   */
  async #lockRequest(
    tx: Transaction<unknown>,
    { id, token, mailbox }: { id: string; token: string | undefined; mailbox: Mailbox },
    request: string,
  ): Promise<SubscriptionStatus> {
    const { rows } = await sql<{ status: SubscriptionStatus }>`
      select s.status from subscriptions s join subscription_addresses place on place.subscription_id = s.id
       where s.id = ${request} and ${isCoveredBy(mailbox)}
         and (s.status = 'pending' or place.confirmed_by = ${id}) ${LOCK_OWN}`.execute(tx);
    const [found] = rows;
    if (found === undefined) throw unknownSubscription();
    await this.#open(id, token, tx);
    return found.status;
  }

  async #pending(mailbox: Mailbox, { limit, beyond }: RequestPart): Promise<Subscription[]> {
    const isForward = beyond?.direction !== 'prev';
    const direction = sql.raw(isForward ? 'desc' : 'asc');
    const madeAt = sql`(extract(epoch from s.created_at) * 1000)::bigint`;
    const isBeyond =
      beyond === undefined
        ? sql`true`
        : sql`(${madeAt}, s.id) ${sql.raw(isForward ? '<' : '>')} (${beyond.madeAt}::bigint, ${beyond.id}::text)`;
    const found = await selectSubscriptions(
      this.db.kysely,
      sql`id in (
        select s.id from subscriptions s join subscription_addresses place on place.subscription_id = s.id
         where s.status = 'pending' and ${isCoveredBy(mailbox)} and ${isBeyond}
         order by ${madeAt} ${direction}, s.id ${direction} limit ${limit})`,
    );
    return isForward ? found.toReversed() : found;
  }

  /** @param tx where it is locked until the end of what the holder does */
  async #open(id: string, token: string | undefined, tx?: Transaction<unknown>): Promise<Opened> {
    if (!CONFIRMATION_ID.test(id)) throw unknownConfirmation();
    const { rows } = await sql<{ address: string; token_key: Buffer; valid_until: Date }>`
      select address, token_key, valid_until from mailbox_confirmations
       where id = ${id} and token_key is not null and valid_until > ${this.clock.now()}
       ${tx === undefined ? sql`` : sql`for update`}`.execute(tx ?? this.db.kysely);
    const [row] = rows;
    if (row === undefined) throw unknownConfirmation();
    if (token === undefined || !isConfirmationToken(token, this.box.open(row.token_key, id), id))
      throw new DomainError('TOKEN_INVALID', 'denied', 'This needs the token of the link in the confirmation mail.');
    return { mailbox: await this.mailboxes.of(row.address), validUntil: row.valid_until };
  }
}

function unknownConfirmation(): DomainError {
  return new DomainError(
    'CONFIRMATION_UNKNOWN',
    'not-found',
    'There is no confirmation with this id, or its link has expired; sign up again.',
  );
}
