import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#libs/database';
import { CLOCK, type Clock } from '#libs/kernel';
import { Developments } from '../planning/developments.js';
import { Planner } from '../planning/planner.js';
import { SubscriptionLog } from '../subscriptions/subscription-log.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { collectDue } from './collect.js';
import { DELIVERY_QUEUE, type DeliveryQueue } from './delivery-queue.js';

/** How far ahead of their time messages are put into the queue, which then waits out the rest. */
const NEAR_MS = 10_000;
/** How many go into the queue by one call. */
const BATCH = 1_000;
/** How long a message may be in the queue before it counts as lost where the queue is empty. */
const LOST_MS = 15_000;

/**
 * One turn of the service of reminders: plan for what changed, collect what is due, put it into the queue. Everything is
 * decided by rows, so it may run at any time, twice at once, or not for days.
 */
@Injectable()
export class Sweep {
  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly planner: Planner,
    private readonly developments: Developments,
    private readonly subscriptions: Subscriptions,
    private readonly log: SubscriptionLog,
    @Inject(DELIVERY_QUEUE) private readonly queue: DeliveryQueue,
  ) {}

  /** Does one turn. @throws what the database or the queue says where one of them is away; the next turn goes on. */
  async run(signal?: AbortSignal): Promise<void> {
    await this.planner.catchUp();
    await this.developments.catchUp();
    await this.subscriptions.eraseUnconfirmed();
    await this.log.flush();
    signal?.throwIfAborted();
    await collectDue(this.db, new Date(this.clock.now().getTime() + NEAR_MS));
    await this.#forgetLost();
    while ((await this.#enqueue()) === BATCH) signal?.throwIfAborted();
  }

  /** What the queue has lost is put in again: it is empty, and the message neither went out nor is on its way. */
  async #forgetLost(): Promise<void> {
    const lost = sql`queued_at < clock_timestamp() - ${LOST_MS}::int * interval '1 millisecond'
      and (leased_until is null or leased_until < clock_timestamp())`;
    const { rows } = await sql`select 1 from deliveries where status = 'waiting' and ${lost} limit 1`.execute(
      this.db.kysely,
    );
    if (rows.length === 0 || !(await this.queue.isIdle())) return;
    await sql`update deliveries set queued_at = null where status = 'waiting' and ${lost}`.execute(this.db.kysely);
  }

  /** The queue comes first: were a process killed between the two, the same piece would be put in twice and count once. */
  async #enqueue(): Promise<number> {
    const now = this.clock.now().getTime();
    const { rows } = await sql<{ id: string; attempts: number; next_at: Date }>`
      select id, attempts, next_at from deliveries
       where status = 'waiting' and queued_at is null and next_at <= ${new Date(now + NEAR_MS)}
       order by next_at limit ${BATCH}`.execute(this.db.kysely);
    if (rows.length === 0) return 0;
    await this.queue.add(
      rows.map(({ id, attempts, next_at }) => ({
        id,
        attempt: attempts + 1,
        delayMs: Math.max(0, next_at.getTime() - now),
      })),
    );
    await sql`
      update deliveries set queued_at = clock_timestamp()
       where id = any(${rows.map(({ id }) => id)}::text[]) and status = 'waiting' and queued_at is null`.execute(
      this.db.kysely,
    );
    return rows.length;
  }
}
