import { Inject, Injectable, Logger } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import { CLOCK, type Clock } from '#libs/kernel';
import { planAllAnew } from '../planning/time-zone-rules.js';
import { DELIVERY_QUEUE, type DeliveryQueue } from './delivery-queue.js';
import { LEASE_MS } from './delivery-rows.js';

/** How far the clocks of two hosts may differ without being taken for one that went back, in milliseconds. */
const TOLERANCE_MS = 30_000;

/**
 * Notices that the clock of the database or of the service went back, and dates anew what it would hold up: retries, messages
 * in the queue, leases, faults. A clock that goes forth holds up nothing. What the clocks showed is kept in the database, so
 * that one process mends it once, also where none ran meanwhile.
 */
@Injectable()
export class ClockJumps {
  readonly #logger = new Logger('reminders');
  /** What the clock of the service showed in this process at the last turn, and the monotonic clock, in milliseconds. */
  #last: { now: number; monotonic: number } | undefined;

  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DELIVERY_QUEUE) private readonly queue: DeliveryQueue,
  ) {}

  /** Looks at the clocks. @throws what the database or the queue says where one of them is away; the next turn mends it then */
  async turn(): Promise<void> {
    const [now, monotonic] = [this.clock.now(), performance.now()];
    await this.db.kysely.transaction().execute(async (tx) => {
      const { rows } = await sql<{ database: number; service: number }>`
        select extract(epoch from database_at - clock_timestamp())::float8 * 1000 as database,
               extract(epoch from service_at - ${now}::timestamptz)::float8 * 1000 as service
          from clock_seen for update`.execute(tx);
      const { database = 0 } = rows[0] ?? {};
      // The clock of another host may be ahead of this one, which never went back.
      const service = this.#wentBack(now, monotonic) ? (rows[0]?.service ?? 0) : 0;
      if (Math.max(database, service) > TOLERANCE_MS) {
        await this.queue.clear();
        await dateAnew(tx, now, Math.max(0, service));
        const seconds = Math.round(Math.max(database, service) / 1_000);
        this.#logger.warn(`A clock went back by ${seconds} s; what was dated by it is dated anew.`);
      }
      await sql`
        insert into clock_seen (database_at, service_at) values (clock_timestamp(), ${now})
        on conflict (single) do update set database_at = excluded.database_at, service_at = excluded.service_at`.execute(
        tx,
      );
    });
    this.#last = { now: now.getTime(), monotonic };
  }

  /** Whether the clock of this process shows less than has passed since its last turn; of a first turn that is not known. */
  #wentBack(now: Date, monotonic: number): boolean {
    const last = this.#last;
    return last === undefined || now.getTime() < last.now + (monotonic - last.monotonic) - TOLERANCE_MS;
  }
}

/** What was in the queue was due; what waits for its next try goes on waiting as long as it would have. */
async function dateAnew(tx: Transaction<unknown>, now: Date, backMs: number): Promise<void> {
  await sql`
    update deliveries
       set queued_at = null, leased_until = case when leased_until is not null then
             least(leased_until, clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond') end,
           next_at = case when queued_at is null then next_at - ${backMs}::float8 * interval '1 millisecond'
             else least(next_at, ${now}::timestamptz) end
     where status = 'waiting'`.execute(tx);
  // What goes out at once was planned for an instant that is still to come.
  await sql`
    update planned_reminders set detail = jsonb_set(detail, '{at}', to_jsonb(${now.toISOString()}::text))
     where status = 'planned' and (detail ->> 'at')::timestamptz > ${now}`.execute(tx);
  await planAllAnew(tx);
  await sql`update faults set next_at = least(next_at, clock_timestamp())`.execute(tx);
}
