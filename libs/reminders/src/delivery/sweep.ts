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
import { forgetLost, markNear, putIntoQueue } from './enqueue.js';

/** How far ahead of their time messages are put into the queue, which then waits out the rest. */
const NEAR_MS = 10_000;

/**
 * One turn of the service of reminders: plan for what changed, collect what is due, put it into the queue. Everything is
 * decided by rows, so it may run at any time, twice at once, or not for days.
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
    @Inject(DELIVERY_QUEUE) private readonly queue: DeliveryQueue,
  ) {}

  /** Does one turn. @throws what the database or the queue says where one of them is away; the next turn goes on. */
  async run(signal?: AbortSignal): Promise<void> {
    await this.clockJumps.turn();
    await this.planner.catchUp();
    await this.developments.catchUp();
    await removeExpired(this.db.kysely, this.clock.now());
    await this.resealing.turn();
    await hashMailboxes(this.db, this.mailboxes);
    await this.switchedOff.disableOfEndedKeys();
    await this.log.flush();
    signal?.throwIfAborted();
    await forgetLost(this.db.kysely, this.queue);
    const now = this.clock.now();
    const near = new Date(now.getTime() + NEAR_MS);
    // What is collected goes into the queue while the next is being collected.
    let adding = Promise.resolve();
    for await (const rows of collectDue(this.db, near)) {
      await adding;
      adding = putIntoQueue(this.db.kysely, this.queue, rows, now);
      adding.catch(() => {});
      if (signal?.aborted) break;
    }
    await adding;
    signal?.throwIfAborted();
    for (
      let rows = await markNear(this.db.kysely, near);
      rows.length > 0;
      rows = await markNear(this.db.kysely, near)
    ) {
      await putIntoQueue(this.db.kysely, this.queue, rows, now);
      signal?.throwIfAborted();
    }
  }
}
