import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { keyIdOf } from '#libs/access';
import { Database } from '#libs/database';
import { readHead, type Recorder } from '#libs/event-store';
import { webhookUrlProblem } from '../channels/webhook/webhook-url.js';
import type { SubscriptionForm } from '../domain/subscription.js';
import { REMINDER_OPTIONS, type ReminderOptions } from '../options.js';
import { canonicalMailbox } from './canonical-mailbox.js';
import { checkOnRecord } from './filter-on-record.js';
import { Mailboxes } from './mailboxes.js';
import { PendingRequests } from './pending-requests.js';
import { RateLimits, type Caller } from './rate-limits.js';
import { invalidSubscription } from './read-form.js';
import { findRequest, keepRequest, type AnsweredRequest, type IdempotentRequest } from './requests-kept.js';
import { SecretBox } from './secret-box.js';
import { SubscriptionStore, type OwnSubscription } from './subscription-store.js';
import { newSubscriptionId, newTokenKey } from './tokens.js';

/** Who asks for a subscription. */
export interface Asker extends Caller {
  /** The wider network of the client (/24, /48), by which pending requests for one mailbox are counted; else the caller. */
  network?: string;
  /** Who records the request of a webhook; nothing else is an event yet. */
  recorder: Recorder;
  idempotency?: IdempotentRequest;
}

/** What a sign-up is answered. */
export interface SignedUp extends AnsweredRequest {
  /** With its links and its secret, this once: missing for e-mail, whose mailbox alone gets them, and for a repeat. */
  own?: OwnSubscription;
}

/** Makes subscriptions. */
@Injectable()
export class SignUps {
  constructor(
    private readonly db: Database,
    private readonly store: SubscriptionStore,
    private readonly pending: PendingRequests,
    private readonly mailboxes: Mailboxes,
    private readonly limits: RateLimits,
    private readonly box: SecretBox,
    @Inject(REMINDER_OPTIONS) private readonly options: ReminderOptions,
  ) {}

  /**
   * Makes a subscription. One by e-mail is a pending request until the link is used that is sent to its mailbox; every
   * such request is answered alike, whatever is known of the mailbox. The others are active at once. The same
   * `Idempotency-Key` of the same caller with the same body gets the same id, and neither links nor a secret again.
   *
   * @throws DomainError `SUBSCRIPTION_INVALID`, `SUBJECT_UNKNOWN`, `FILTER_UNKNOWN`, `RATE_LIMITED`, `IDEMPOTENCY_KEY_REUSED`
   */
  async create(
    form: SubscriptionForm,
    { caller, site, network = caller, recorder, idempotency }: Asker,
  ): Promise<SignedUp> {
    const { channel } = form;
    const by: Caller = { caller, ...(site !== undefined && { site }) };
    const domain = channel.type === 'email' ? canonicalMailbox(channel.address).domain : '';
    // Before the look-up, so that keys of others cannot be tried without end, and whatever is known of a mailbox.
    await this.limits.count(channel.type, { ...by, domain });
    const made = idempotency && (await findRequest(this.db.kysely, caller, idempotency));
    if (made !== undefined) return made;
    if (channel.type === 'webhook') this.#checkTarget(channel.url);
    await checkOnRecord(this.db.kysely, form.filter);
    const answer: AnsweredRequest = {
      id: newSubscriptionId(),
      status: channel.type === 'email' ? 'pending' : 'active',
    };
    const keep = async (tx: Transaction<unknown>): Promise<void> => {
      if (idempotency !== undefined) await keepRequest(tx, caller, idempotency, answer);
    };
    if (channel.type === 'email') {
      const mailbox = await this.mailboxes.of(channel.address);
      // Not in the transaction, which would wait for a second connection of the pool. Only what sends a mail is counted.
      const isMailed = await this.pending.sendsMail(mailbox);
      const mailWaitMs = isMailed ? await this.limits.confirmationWait(by, domain) : null;
      await this.store.change(async (tx) => {
        await keep(tx);
        await this.pending.add(tx, answer.id, form, { mailbox, network, mailWaitMs, madeByKey: keyIdOf(recorder.by) });
      });
      return answer;
    }
    await this.store.change(async (tx) => {
      await keep(tx);
      await this.#activate(tx, answer.id, form, recorder);
    });
    return { ...answer, own: await this.store.own(answer.id) };
  }

  async #activate(tx: Transaction<unknown>, id: string, form: SubscriptionForm, recorder: Recorder): Promise<void> {
    const { channel } = form;
    await this.store.insert(tx, id, form, { active: await readHead(tx), madeByKey: keyIdOf(recorder.by) });
    const isHook = channel.type === 'webhook';
    const address = isHook ? channel.url : null;
    const secrets = isHook ? [this.box.sealText(newSecret(), id)] : [];
    await sql`
      insert into subscription_addresses (subscription_id, address, secrets, token_key)
      values (${id}, ${address}, ${secrets}::text[], ${this.box.seal(newTokenKey(), id)})`.execute(tx);
    await this.store.note(tx, { id, channel: channel.type }, 'subscription.requested', recorder);
    await this.store.plan(tx, id);
  }

  #checkTarget(url: string): void {
    const problem = webhookUrlProblem(url, this.options);
    if (problem !== null) throw invalidSubscription('/channel/url', problem, 'webhook-target');
  }
}

/** A new secret that signs webhooks, as Standard Webhooks writes it. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
