import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { CLOCK, type Clock } from '#libs/kernel';
import { Developments } from '../planning/developments.js';
import { Planner } from '../planning/planner.js';
import { SubscriptionLog } from '../subscriptions/subscription-log.js';
import { hashMailboxes } from '../subscriptions/hash-mailboxes.js';
import { Mailboxes } from '../subscriptions/mailboxes.js';
import { removeExpired } from '../subscriptions/expired-rows.js';
import { Resealing } from '../subscriptions/resealing.js';
import { SwitchedOff } from '../subscriptions/switched-off.js';
import { ClockJumps } from './clock-jumps.js';
import { collectDue } from './collect.js';
import { DELIVERY_QUEUE, type DeliveryQueue } from './delivery-queue.js';
import { forgetLost, markNear, putIntoQueue, type QueuedRow } from './enqueue.js';
import { MailServer } from './mail-server.js';
import { Steps, type TurnOfSteps } from './steps.js';

/** How far ahead of their time messages are put into the queue, which then waits out the rest. */
const NEAR_MS = 10_000;
/** How often a turn is taken. */
export const SWEEP_MS = 5_000;

/**
 * One turn of the service of reminders: plan for what changed, collect what is due, put it into the queue. Everything is
 * decided by rows, so it may run at any time, twice at once, or not for days. Its steps do not stop each other.
 */
@Injectable()
export class Sweep {
  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly clockJumps: ClockJumps,
    private readonly planner: Planner,
    private readonly developments: Developments,
    private readonly log: SubscriptionLog,
    private readonly mailboxes: Mailboxes,
    private readonly resealing: Resealing,
    private readonly switchedOff: SwitchedOff,
    private readonly mailServer: MailServer,
    private readonly steps: Steps,
    @Inject(DELIVERY_QUEUE) private readonly queue: DeliveryQueue,
  ) {}

  /**
   * Does one turn.
   *
   * @throws what the database or the queue says where one of them is away: the next turn goes on; StepsFailed at the end
   */
  async run(signal?: AbortSignal): Promise<void> {
    const turn = this.steps.begin(SWEEP_MS, signal);
    await turn.run('clock', () => this.clockJumps.turn());
    await turn.run('planning', () => this.planner.catchUp());
    await turn.run('news', () => this.developments.catchUp());
    await turn.run('erasure', () => removeExpired(this.db.kysely, this.clock.now()));
    await turn.run('sealing', () => this.resealing.turn());
    await turn.run('mailboxes', () => hashMailboxes(this.db, this.mailboxes));
    await turn.run('ended-keys', () => this.switchedOff.disableOfEndedKeys());
    await turn.run('log', () => this.log.flush());
    // Its own fault is kept while the server is away, and is none of this turn.
    await turn.run('queueing', () => this.mailServer.turn());
    signal?.throwIfAborted();
    await turn.run('queueing', () => forgetLost(this.db.kysely, this.queue));
    const now = this.clock.now();
    const near = new Date(now.getTime() + NEAR_MS);
    const enqueue = (rows: QueuedRow[]): Promise<void> => putIntoQueue(this.db.kysely, this.queue, rows, now);
    await turn.run('collection', () => this.#collect(turn, near, enqueue, signal));
    signal?.throwIfAborted();
    await turn.run('queueing', async () => {
      for (
        let rows = await markNear(this.db.kysely, near);
        rows.length > 0;
        rows = await markNear(this.db.kysely, near)
      ) {
        await enqueue(rows);
        signal?.throwIfAborted();
      }
    });
    await turn.end();
  }

  /** What is collected goes into the queue while the next is being collected. */
  async #collect(
    turn: TurnOfSteps,
    near: Date,
    enqueue: (rows: QueuedRow[]) => Promise<void>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    let adding = Promise.resolve();
    try {
      for await (const rows of collectDue(this.db, near)) {
        await adding;
        adding = turn.run('queueing', () => enqueue(rows));
        adding.catch(() => {});
        if (signal?.aborted) break;
      }
    } finally {
      await adding;
    }
  }
}
