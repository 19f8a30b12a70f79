import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import { EventStore, readHead, recorderOfRun, type Recorder } from '#libs/event-store';
import { CLOCK, DomainError, type Clock } from '#libs/kernel';
import { ownRule } from '#libs/timeline';
import type { Outcome } from '../channels/channel.js';
import { webhookUrlProblem } from '../channels/webhook/webhook-url.js';
import type { ClaimedDelivery } from '../delivery/delivery-rows.js';
import type { SubscriptionFilter, SubscriptionForm, SubscriptionPatch } from '../domain/subscription.js';
import { REMINDER_OPTIONS, type ReminderOptions } from '../options.js';
import { Planner } from '../planning/planner.js';
import type { Erasure, OwnSubscription } from './own-subscription.js';
import { RateLimits } from './rate-limits.js';
import { findRequest, keepRequest, removeExpired, type IdempotentRequest } from './requests-kept.js';
import { scheduleColumns, selectSubscriptions } from './subscription-rows.js';
import { SubscriptionLog, subscriptionStream } from './subscription-log.js';
import { isToken, linksOf, newSubscriptionId, newTokenKey, TOKEN_PURPOSES, type TokenPurpose } from './tokens.js';
import { REASONS } from '../domain/reasons.js';

const DAY_MS = 86_400_000;
/** How long the link of a confirmation works. */
const CONFIRM_MS = 7 * DAY_MS;
/** A subscription whose messages have failed for so long is disabled when one is given up. */
const PATIENCE_MS = 3 * DAY_MS;

/** Who asks for a subscription. */
export interface Asker {
  /** Where the request comes from: its network address. */
  origin: string;
  recorder: Recorder;
  idempotency?: IdempotentRequest;
}

/** Subscriptions: made, confirmed, changed, disabled, erased. */
@Injectable()
export class Subscriptions {
  readonly #logger = new Logger('subscriptions');

  constructor(
    private readonly db: Database,
    private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly planner: Planner,
    private readonly log: SubscriptionLog,
    private readonly limits: RateLimits,
    @Inject(REMINDER_OPTIONS) private readonly options: ReminderOptions,
  ) {}

  /**
   * Makes a subscription. One by mail waits until its address is confirmed by the link that is sent there; the others are
   * active at once. The same `Idempotency-Key` with the same body answers with the subscription that it made.
   *
   * @throws DomainError `SUBSCRIPTION_INVALID`, `SUBJECT_UNKNOWN`, `RATE_LIMITED`, `IDEMPOTENCY_KEY_REUSED`
   */
  async create(form: SubscriptionForm, { origin, recorder, idempotency }: Asker): Promise<OwnSubscription> {
    const made = idempotency && (await findRequest(this.db.kysely, idempotency));
    if (made !== undefined) return this.#own(made);
    const { channel } = form;
    if (channel.type === 'webhook') this.#checkTarget(channel.url);
    await this.#checkSubjects(form.filter);
    if (channel.type === 'email') await this.limits.countMail(origin, channel.address);
    const id = newSubscriptionId();
    const now = this.clock.now();
    await this.#change(async (tx) => {
      const isPending = channel.type === 'email';
      const head = await readHead(tx);
      const row = {
        id,
        status: isPending ? 'pending' : 'active',
        channel: channel.type,
        ...form.filter,
        ...scheduleColumns(form),
        created_at: now,
        active_since: isPending ? null : now,
        active_position: isPending ? null : String(head.position),
      };
      await sql`
        insert into subscriptions (id, status, channel, subjects, topics, types, parties, milestones, kinds, lead_times, time_zone,
          local_time, digest, digest_day, quiet_from, quiet_to, created_at, active_since, active_position)
        select id, status, channel, subjects, topics, types, parties, milestones, kinds, lead_times, time_zone,
          local_time, digest, digest_day, quiet_from, quiet_to, created_at, active_since, active_position
          from jsonb_populate_record(null::subscriptions, ${JSON.stringify(row)}::jsonb)`.execute(tx);
      const address = channel.type === 'email' ? channel.address : channel.type === 'webhook' ? channel.url : null;
      await sql`
        insert into subscription_addresses (subscription_id, address, secrets, token_key, confirm_until)
        values (${id}, ${address}, ${channel.type === 'webhook' ? [newSecret()] : []}::text[], ${newTokenKey()},
          ${isPending ? new Date(now.getTime() + CONFIRM_MS) : null})`.execute(tx);
      if (idempotency !== undefined) await keepRequest(tx, idempotency, id);
      await this.log.note(tx, id, 'subscription.requested', recorder);
      if (isPending) await this.#message(tx, id, 'confirmation');
      else await this.#plan(tx, id);
    });
    return this.#own(id);
  }

  /**
   * A subscription, for whoever holds a token that stands for a purpose.
   *
   * @throws DomainError `SUBSCRIPTION_UNKNOWN`, `SUBSCRIPTION_ERASED`, `TOKEN_INVALID`
   */
  async open(id: string, token: string | undefined, purpose: TokenPurpose = 'manage'): Promise<OwnSubscription> {
    const key = await this.#tokenKey(id);
    if (token === undefined || !isToken(token, key, id, purpose))
      throw new DomainError(
        'TOKEN_INVALID',
        'denied',
        'This needs the token of the link that came with the subscription.',
      );
    return this.#own(id);
  }

  /**
   * What a link stands for: the subscription, and what the holder of its token may do.
   *
   * @throws DomainError as `open` does
   */
  async purposeOf(id: string, token: string | undefined): Promise<{ own: OwnSubscription; purpose: TokenPurpose }> {
    const key = await this.#tokenKey(id);
    const purpose = TOKEN_PURPOSES.find((one) => token !== undefined && isToken(token, key, id, one));
    return { own: await this.open(id, token, purpose), purpose: purpose! };
  }

  /** Confirms the address of a subscription by mail; again does nothing. @throws DomainError as `open` does */
  async confirm(id: string, token: string | undefined, recorder: Recorder): Promise<OwnSubscription> {
    await this.open(id, token, 'confirm');
    await this.#change(async (tx) => {
      const head = await readHead(tx);
      const { numAffectedRows } = await sql`
        update subscriptions set status = 'active', active_since = ${this.clock.now()}, active_position = ${head.position}
         where id = ${id} and status = 'pending'`.execute(tx);
      if (numAffectedRows === 0n) return;
      await sql`update subscription_addresses set confirm_until = null where subscription_id = ${id}`.execute(tx);
      await sql`
        update deliveries set status = 'skipped', reason = ${REASONS['confirmed-already']}
         where subscription_id = ${id} and kind = 'confirmation' and status = 'waiting'`.execute(tx);
      await this.log.note(tx, id, 'subscription.confirmed', recorder);
      await this.#plan(tx, id);
    });
    return this.#own(id);
  }

  /** Changes what is asked for, and plans anew. @throws DomainError as `open` and `create` do */
  async change(
    id: string,
    token: string | undefined,
    patch: SubscriptionPatch,
    recorder: Recorder,
  ): Promise<OwnSubscription> {
    const { subscription, secrets } = await this.open(id, token);
    const { filter, status, rotateSecret, ...schedule } = patch;
    if (filter) await this.#checkSubjects(filter);
    if (status === 'active' && subscription.status === 'pending')
      throw new DomainError(
        'SUBSCRIPTION_PENDING',
        'conflict',
        'The address is not confirmed yet; use the link in the mail that was sent to it.',
      );
    if (status === 'disabled' && subscription.status === 'pending')
      throw new DomainError(
        'SUBSCRIPTION_PENDING',
        'conflict',
        'The address is not confirmed yet, so nothing is sent to it anyway.',
      );
    if (rotateSecret && subscription.channel !== 'webhook')
      throw invalid('/rotateSecret', 'stands only for a webhook, which alone has a secret', 'no-secret');
    const enables = status === 'active' && subscription.status === 'disabled';
    const row = { ...filter, ...scheduleColumns({ ...subscription.schedule, ...schedule }) };
    await this.#change(async (tx) => {
      await sql`
        update subscriptions s
           set subjects = new.subjects, topics = new.topics, types = new.types, parties = new.parties, milestones = new.milestones,
               kinds = new.kinds, lead_times = new.lead_times, time_zone = new.time_zone, local_time = new.local_time,
               digest = new.digest, digest_day = new.digest_day, quiet_from = new.quiet_from, quiet_to = new.quiet_to
          from (select (jsonb_populate_record(old, ${JSON.stringify(row)}::jsonb)).* from subscriptions old where old.id = ${id}) new
         where s.id = new.id`.execute(tx);
      if (enables) {
        await sql`
          update subscriptions set status = 'active', disabled_reason = null, failing_since = null where id = ${id}`.execute(
          tx,
        );
        await this.log.note(tx, id, 'subscription.enabled', recorder);
      }
      if (rotateSecret)
        await sql`
          update subscription_addresses set secrets = ${[newSecret(), ...secrets.slice(0, 1)]}::text[]
           where subscription_id = ${id}`.execute(tx);
      if (status === 'disabled') await this.#switchOff(tx, id, REASONS['switched-off'], recorder);
      await this.#plan(tx, id);
    });
    return this.#own(id);
  }

  /** Erases a subscription with all that belongs to it, and proves it. @throws DomainError as `open` does */
  async erase(
    id: string,
    token: string | undefined,
    recorder: Recorder,
    purpose: TokenPurpose = 'manage',
  ): Promise<Erasure> {
    await this.open(id, token, purpose);
    await this.#change((tx) => this.#erase(tx, id, recorder));
    return (await this.erasureOf(id))!;
  }

  /** The proof that a subscription was erased, if it was. */
  async erasureOf(id: string): Promise<Erasure | undefined> {
    const events = await this.store.readStream(subscriptionStream(id), { types: ['subscription.erased'] });
    const event = events.at(-1);
    return event && { id, erasedAt: event.recordedAt, position: event.position, hash: event.hash };
  }

  /** Plans a message to try the channel. @throws DomainError as `open` does, `SUBSCRIPTION_INACTIVE` */
  async sendTest(id: string, token: string | undefined): Promise<string> {
    const { subscription } = await this.open(id, token);
    if (subscription.status !== 'active' || subscription.channel === 'calendar')
      throw new DomainError(
        'SUBSCRIPTION_INACTIVE',
        'conflict',
        'Nothing is sent to this subscription now, so there is nothing to try.',
      );
    return this.#message(this.db.kysely as Transaction<unknown>, id, 'test');
  }

  /**
   * Sends again, with the same ids, what was due since an instant and could not be sent: what was given up, and what failed
   * and would be tried again by itself, hours later.
   *
   * @throws DomainError as `sendTest`
   */
  async recover(id: string, token: string | undefined, since: Date): Promise<number> {
    const { subscription } = await this.open(id, token);
    if (subscription.status !== 'active')
      throw new DomainError(
        'SUBSCRIPTION_INACTIVE',
        'conflict',
        'Nothing is sent to this subscription now; switch it on first.',
      );
    const { numAffectedRows } = await sql`
      update deliveries set status = 'waiting', attempts = 0, queued_at = null, leased_until = null, reason = null, next_at = ${this.clock.now()}
       where subscription_id = ${id} and due_at >= ${since} and kind not in ('confirmation', 'disabled')
         and (status = 'failed' or (status = 'skipped' and reason = ${REASONS.disabled})
           or (status = 'waiting' and attempts > 0 and (leased_until is null or leased_until < clock_timestamp())))`.execute(
      this.db.kysely,
    );
    return Number(numAffectedRows ?? 0);
  }

  /** Draws the conclusions of an attempt: failures are counted from the first, and one that lasts disables. */
  async noteOutcome(delivery: ClaimedDelivery, status: string, outcome: Outcome): Promise<void> {
    const { id, failingSince } = delivery.subscription;
    if (delivery.kind === 'disabled' || delivery.kind === 'confirmation') return;
    const now = this.clock.now();
    if (status === 'sent') {
      if (failingSince !== null)
        await sql`update subscriptions set failing_since = null where id = ${id}`.execute(this.db.kysely);
      return;
    }
    await sql`update subscriptions set failing_since = coalesce(failing_since, ${now}) where id = ${id}`.execute(
      this.db.kysely,
    );
    const lasting = failingSince !== null && now.getTime() - failingSince.getTime() >= PATIENCE_MS;
    if (outcome.result === 'gone') await this.#disable(id, outcome.reason, false);
    else if (status === 'failed' && outcome.result === 'failed' && lasting)
      await this.#disable(id, outcome.reason, true);
  }

  /** Erases what nobody confirmed in time, and what is kept for a time only. */
  async eraseUnconfirmed(): Promise<void> {
    await removeExpired(this.db.kysely);
    const late = await selectSubscriptions(
      this.db.kysely,
      sql`status = 'pending' and id in (select subscription_id from subscription_addresses where confirm_until < ${this.clock.now()})`,
    );
    const recorder = recorderOfRun('dateline');
    for (const { id } of late) await this.db.kysely.transaction().execute((tx) => this.#erase(tx, id, recorder));
  }

  async #disable(id: string, reason: string, withNotice: boolean): Promise<void> {
    await this.#change(async (tx) => {
      const disabled = await this.#switchOff(tx, id, reason, recorderOfRun('dateline'));
      if (disabled && withNotice) await this.#message(tx, id, 'disabled');
    });
    this.#logger.warn(`The subscription ${id} was disabled: ${reason}.`);
  }

  /** @returns false where it was not active */
  async #switchOff(tx: Transaction<unknown>, id: string, reason: string, recorder: Recorder): Promise<boolean> {
    const { numAffectedRows } = await sql`
      update subscriptions set status = 'disabled', disabled_reason = ${reason} where id = ${id} and status = 'active'`.execute(
      tx,
    );
    if (numAffectedRows === 0n) return false;
    await sql`
      update deliveries set status = 'skipped', reason = ${REASONS.disabled}
       where subscription_id = ${id} and status = 'waiting'`.execute(tx);
    await this.log.note(tx, id, 'subscription.disabled', recorder);
    return true;
  }

  async #erase(tx: Transaction<unknown>, id: string, recorder: Recorder): Promise<void> {
    const { numAffectedRows } = await sql`delete from subscriptions where id = ${id}`.execute(tx);
    if (numAffectedRows === 1n) await this.log.note(tx, id, 'subscription.erased', recorder);
  }

  /** A message that is not about any fact, due now. */
  async #message(tx: Transaction<unknown>, id: string, kind: 'confirmation' | 'test' | 'disabled'): Promise<string> {
    const message = `msg_${randomBytes(16).toString('hex')}`;
    const now = this.clock.now();
    await sql`
      insert into deliveries (id, subscription_id, kind, status, due_at, next_at)
      values (${message}, ${id}, ${kind}, 'waiting', ${now}, ${now})`.execute(tx);
    return message;
  }

  async #plan(tx: Transaction<unknown>, id: string): Promise<void> {
    const [subscription] = await selectSubscriptions(tx, sql`id = ${id}`);
    if (subscription) await this.planner.planFor(tx, subscription);
  }

  /** One transaction, and then the log is told what it noted; where that fails, the sweep tells it later. */
  async #change(change: (tx: Transaction<unknown>) => Promise<void>): Promise<void> {
    await this.db.kysely.transaction().setIsolationLevel('read committed').execute(change);
    await this.log.flush();
  }

  async #own(id: string): Promise<OwnSubscription> {
    const [subscription] = await selectSubscriptions(this.db.kysely, sql`id = ${id}`);
    const { rows } = await sql<{ address: string | null; secrets: string[]; token_key: Buffer }>`
      select address, secrets, token_key from subscription_addresses where subscription_id = ${id}`.execute(
      this.db.kysely,
    );
    const [place] = rows;
    if (subscription === undefined || place === undefined) throw await this.#missing(id);
    const links = linksOf(this.options.publicUrl, id, place.token_key);
    return { subscription, address: place.address, secrets: place.secrets, links };
  }

  async #tokenKey(id: string): Promise<Buffer> {
    const { rows } = await sql<{ token_key: Buffer }>`
      select token_key from subscription_addresses where subscription_id = ${id}`.execute(this.db.kysely);
    const key = rows[0]?.token_key;
    if (key === undefined) throw await this.#missing(id);
    return key;
  }

  async #missing(id: string): Promise<DomainError> {
    const erasure = await this.erasureOf(id);
    if (erasure === undefined)
      return new DomainError('SUBSCRIPTION_UNKNOWN', 'not-found', `There is no subscription with this id.`);
    const sentence = `This subscription was erased at ${erasure.erasedAt}; event ${erasure.position} of the log says so.`;
    return new DomainError('SUBSCRIPTION_ERASED', 'not-found', sentence);
  }

  #checkTarget(url: string): void {
    const problem = webhookUrlProblem(url, { allowPrivate: this.options.allowPrivate });
    if (problem !== null) throw invalid('/channel/url', problem, 'webhook-target');
  }

  async #checkSubjects({ subjects }: SubscriptionFilter): Promise<void> {
    const known = new Set((await this.store.readById(subjects.map((id) => `subject:${id}`))).map(({ id }) => id));
    const unknown = subjects.flatMap((id, index) =>
      known.has(`subject:${id}`)
        ? []
        : [{ pointer: `/filter/subjects/${index}`, detail: `names no subject on record` }],
    );
    if (unknown.length > 0)
      throw new DomainError(
        'SUBJECT_UNKNOWN',
        'not-found',
        'The filter names a subject that is not on record.',
        unknown,
      );
  }
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function invalid(pointer: string, detail: string, rule: string): DomainError {
  const sentence = `The subscription cannot be taken: ${pointer} ${detail}.`;
  return new DomainError('SUBSCRIPTION_INVALID', 'invalid', sentence, [{ pointer, detail, ...ownRule(rule) }]);
}
