import { Inject, Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { coverageInWords, CoverageQuery } from '#libs/cases';
import { clearFaults, Database, isDatabaseAway, noteFaults } from '#libs/database';
import { PrintedHead } from '#libs/event-store';
import { CLOCK, messageOf, oneLine, type Clock } from '#libs/kernel';
import type { Channel, Message, Outcome, Target } from '../channels/channel.js';
import { waitBeforeRetry } from '../channels/retry-schedule.js';
import { REMINDER_OPTIONS, type ReminderOptions } from '../options.js';
import { hasEndedKey } from '../subscriptions/maker-keys.js';
import { SecretBox } from '../subscriptions/secret-box.js';
import { SwitchedOff } from '../subscriptions/switched-off.js';
import { linksOf } from '../subscriptions/tokens.js';
import { ContentReader, type ReadContent } from './content-reader.js';
import {
  claimDeliveries,
  countAttempt,
  keepLeases,
  recordResults,
  resultOf,
  type AttemptResult,
  type ClaimedDelivery,
  type UnreadableDelivery,
} from './delivery-rows.js';
import { DELIVERY_OBSERVER, resultToObserve, type DeliveryObserver } from './delivery-result.js';
import { gathered } from './gather.js';
import { UnderWay } from './under-way.js';
import { REASONS } from '../domain/reasons.js';

/** How many messages one statement takes or settles. */
const TOGETHER = 200;

/** How messages leave the house, by the type of their target. */
export interface Channels {
  email: Channel;
  webhook: Channel;
}

/** The injection token of the channels. */
export const CHANNELS = Symbol('Channels');

/** Of a subscription whose mailbox is not confirmed. */
const NO_LINKS = { manageUrl: '', unsubscribeUrl: '' };

/** A message that was taken for an attempt: to be sent, or not to be read. */
type Prepared =
  | {
      delivery: ClaimedDelivery;
      content: Exclude<ReadContent, { fault: unknown }>;
      /** How new and how complete the data is when the message is composed. */
      coverage: string;
    }
  | { delivery: Attempted; fault: unknown };

/** What is known of a message even where it cannot be read. */
type Attempted = Omit<UnreadableDelivery, 'error'>;

/** Sends messages: takes each for one attempt, says what it has to say as things stand now, and records how it ended. */
@Injectable()
export class Deliverer {
  readonly #logger = new Logger('reminders');
  readonly #claim = gathered((ids: string[]) => this.#claimTogether(ids), TOGETHER);
  readonly #underWay = new UnderWay((ids) => keepLeases(this.db.kysely, ids));
  readonly #record = gathered((results: AttemptResult[]) => this.#recordTogether(results), TOGETHER);

  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly contents: ContentReader,
    private readonly questions: QueryBus,
    private readonly printedHead: PrintedHead,
    private readonly switchedOff: SwitchedOff,
    private readonly box: SecretBox,
    @Inject(CHANNELS) private readonly channels: Channels,
    @Inject(REMINDER_OPTIONS) private readonly options: ReminderOptions,
    @Inject(DELIVERY_OBSERVER) private readonly observe: DeliveryObserver,
  ) {}

  /**
   * Makes one attempt at a message. Where there is nothing to do (it went out, it is on its way, it was erased) nothing
   * happens.
   *
   * @param signal ends the attempt; another process then goes on with it
   */
  async deliver(id: string, signal: AbortSignal): Promise<void> {
    const prepared = await this.#take(id, signal);
    if (prepared === undefined) return;
    await this.#underWay.while(id, async () => {
      try {
        if ('fault' in prepared) throw prepared.fault;
        await this.#attempt(prepared, signal);
      } catch (error) {
        if (isDatabaseAway(error) || signal.aborted) throw error;
        await this.#failByUs(prepared.delivery, error);
      }
    });
  }

  async #take(id: string, signal: AbortSignal): Promise<Prepared | undefined> {
    try {
      return await this.#claim(id);
    } catch (error) {
      if (isDatabaseAway(error) || signal.aborted) throw error;
      const delivery = await countAttempt(this.db.kysely, id);
      return delivery && { delivery, fault: error };
    }
  }

  async #attempt({ delivery, content, coverage }: Exclude<Prepared, { fault: unknown }>, signal: AbortSignal) {
    const { id } = delivery;
    if ('skip' in content) {
      this.#logger.log(`Message ${id} to ${delivery.subscription.id} is not sent: ${content.skip}.`);
      await this.#recordFor(delivery, {
        id,
        status: 'skipped',
        reason: content.skip,
        fault: null,
        nextAt: null,
        content: null,
      });
      return;
    }
    const outcome = await this.#send(delivery, { content, coverage }, signal);
    if (outcome.result !== 'sent' && signal.aborted) {
      await this.#recordFor(delivery, {
        id,
        status: 'interrupted',
        reason: outcome.reason,
        fault: null,
        nextAt: null,
        content,
      });
      return;
    }
    const result = resultOf(id, outcome, content, this.#retryAt(delivery, outcome));
    await this.#recordFor(delivery, result);
    this.#tell(delivery, result);
    try {
      await this.switchedOff.noteOutcome(delivery, result.status, outcome);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      // The message itself is settled.
      this.#logger.error(`What follows from message ${id} was not done: ${messageOf(error)}`);
      await noteFaults(this.db.kysely, 'delivery', [{ about: id, error }]);
    }
  }

  /** An attempt failed for a fault of this service: it is tried again by the schedule, and the receiver is not blamed. */
  async #failByUs({ id, attempt, subscription }: Attempted, error: unknown): Promise<void> {
    const wait = waitBeforeRetry(attempt, Math.random());
    const nextAt = wait === null ? null : new Date(this.clock.now().getTime() + wait);
    await noteFaults(this.db.kysely, 'delivery', [{ about: id, error, ...(wait !== null && { waitMs: wait }) }]);
    const status = nextAt === null ? 'failed' : 'again';
    const reason = oneLine(messageOf(error));
    await this.#record({ id, status, reason, nextAt, content: null, fault: 'service', isOurs: true });
    const next = nextAt === null ? 'is given up' : `next at ${nextAt.toISOString()}`;
    this.#logger.error(
      `Message ${id} to ${subscription.id} failed at attempt ${attempt} for a fault of this service, ${next}: ${reason}`,
    );
  }

  async #recordFor(delivery: ClaimedDelivery, result: AttemptResult): Promise<void> {
    await this.#record(result);
    this.observe(resultToObserve(delivery, result, this.clock.now()));
  }

  async #claimTogether(ids: string[]): Promise<(Prepared | undefined)[]> {
    const isClosed = hasEndedKey(this.options, 's');
    const { claimed, unreadable } = await claimDeliveries(this.db.kysely, this.box, ids, isClosed);
    const contents = await this.contents.read(claimed);
    const coverage = claimed.length === 0 ? '' : await this.#coverage();
    const prepared = new Map<string, Prepared>();
    for (const { error, ...delivery } of unreadable) prepared.set(delivery.id, { delivery, fault: error });
    claimed.forEach((delivery, index) => {
      const content = contents[index]!;
      prepared.set(
        delivery.id,
        'fault' in content ? { delivery, fault: content.fault } : { delivery, content, coverage },
      );
    });
    // An id that comes twice in one batch is worked on once.
    return ids.map((id) => {
      const one = prepared.get(id);
      prepared.delete(id);
      return one;
    });
  }

  /** How new and how complete the data is; empty where that cannot be read, which keeps no message back. */
  async #coverage(): Promise<string> {
    try {
      return coverageInWords(await this.questions.execute(new CoverageQuery({})), null);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.#logger.error(`How complete the data is could not be read, and messages do not say it: ${messageOf(error)}`);
      return '';
    }
  }

  async #recordTogether(results: AttemptResult[]): Promise<void[]> {
    await recordResults(this.db.kysely, results, this.clock.now());
    const settled = results.flatMap(({ id, isOurs }) => (isOurs ? [] : [id]));
    for (const step of ['delivery', 'queueing'] as const) await clearFaults(this.db.kysely, step, settled);
    return results.map(() => undefined);
  }

  async #send(
    delivery: ClaimedDelivery,
    { content, coverage }: Pick<Message, 'content' | 'coverage'>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const target = targetOf(delivery);
    if (target === null) return { result: 'failed', fault: 'service', reason: REASONS['no-address'], permanent: true };
    const { tokenKey } = delivery;
    const links = tokenKey === null ? NO_LINKS : linksOf(this.options.publicUrl, delivery.subscription.id, tokenKey);
    const message: Message = {
      id: delivery.id,
      subscription: delivery.subscription.id,
      occurredAt: delivery.dueAt.toISOString(),
      content,
      timeZone: delivery.subscription.timeZone,
      manageUrl: links.manageUrl,
      unsubscribeUrl: links.unsubscribeUrl,
      logHead: await this.printedHead.text(),
      coverage,
    };
    return this.channels[target.type].deliver(message, target, delivery.attempt, signal);
  }

  #retryAt({ attempt, kind }: ClaimedDelivery, outcome: Outcome): Date | null {
    if (outcome.result !== 'failed') return null;
    // Whoever failed for days is not asked for days whether it takes the notice of that.
    if (kind === 'disabled' && outcome.fault === 'recipient') return null;
    const wait = waitBeforeRetry(attempt, Math.random(), outcome.retryAfterMs);
    return wait === null ? null : new Date(this.clock.now().getTime() + wait);
  }

  #tell(
    { id, subscription, attempt, items, kind }: ClaimedDelivery,
    { status, reason, fault, nextAt }: AttemptResult,
  ): void {
    const about = items.map((item) => `${item.about}${item.leadTime && ` ${item.leadTime} before ${item.edtf}`}`);
    const what = `Message ${id} (${[kind, ...about].join(', ')}) to ${subscription.id}`;
    if (status === 'sent') this.#logger.log(`${what} was sent at attempt ${attempt}.`);
    else if (status === 'again')
      this.#logger.warn(
        `${what} failed at attempt ${attempt} (${fault}): ${reason}; next at ${nextAt?.toISOString()}.`,
      );
    else this.#logger.error(`${what} failed at attempt ${attempt} (${fault}) and is given up: ${reason}.`);
  }
}

function targetOf({ subscription, address, secrets }: ClaimedDelivery): Target | null {
  if (address === null || subscription.channel === 'calendar') return null;
  return subscription.channel === 'email' ? { type: 'email', address } : { type: 'webhook', url: address, secrets };
}
