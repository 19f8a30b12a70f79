import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isolate, noteFaults } from '#libs/database';
import type { DeliveryQueue, QueuedDelivery, SentBy } from './delivery-queue.js';

/** How many messages go into the queue by one call. */
const BATCH = 1_000;
/** How a row of `deliveries` leaves. What else a damaged row says is sent by nobody, and said to be so by an attempt. */
export const CHANNEL = sql`(select case s.channel when 'email' then 'email' else 'webhook' end
  from subscriptions s where s.id = deliveries.subscription_id) as channel`;
/** How long a message may be in the queue before it counts as lost: where the queue is empty, and where it is not. */
const LOST_MS = 15_000;
const PERHAPS_LOST_MS = 60_000;

/** A message that is marked as in the queue, as it goes there. */
export interface QueuedRow {
  id: string;
  channel: SentBy;
  attempts: number;
  next_at: Date;
}

/**
 * Puts messages into the queue that are marked as in it. What the queue does not take by itself is noted as a fault and stays
 * marked, so that it is tried again as what the queue has lost; where it takes nothing, nothing stays marked.
 *
 * @throws what the queue says where it takes nothing
 */
export async function putIntoQueue(
  db: Kysely<unknown>,
  queue: DeliveryQueue,
  rows: readonly QueuedRow[],
  now: Date,
): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    const some = rows.slice(from, from + BATCH);
    try {
      const failed = await isolate(some, (batch) => queue.add(batch.map((row) => queued(row, now))));
      // Of one row too it may be the queue that is at fault.
      if (failed.length === some.length && !(failed[0]!.error instanceof DamagedTime)) throw failed[0]!.error;
      await noteFaults(
        db,
        'queueing',
        failed.map(({ item, error }) => ({ about: item.id, error, waitMs: PERHAPS_LOST_MS })),
      );
    } catch (error) {
      const ids = rows.slice(from).map(({ id }) => id);
      await sql`update deliveries set queued_at = null where id = any(${ids}::text[]) and status = 'waiting'`.execute(
        db,
      );
      throw error;
    }
  }
}

/** The time of a message cannot be used. */
class DamagedTime extends Error {}

/** @throws DamagedTime where its time is none, such as infinity */
function queued({ id, channel, attempts, next_at }: QueuedRow, now: Date): QueuedDelivery {
  if (!(next_at instanceof Date) || Number.isNaN(next_at.getTime()))
    throw new DamagedTime(`The time of the message is stored as ${String(next_at)}.`);
  return { id, channel, attempt: attempts + 1, delayMs: Math.max(0, next_at.getTime() - now.getTime()) };
}

/** Marks messages whose time is near, by a thousand, and answers them; empty where there are no more. */
export async function markNear(db: Kysely<unknown>, until: Date): Promise<QueuedRow[]> {
  const { rows } = await sql<QueuedRow>`
    update deliveries set queued_at = clock_timestamp()
     where id in (
       select id from deliveries where status = 'waiting' and queued_at is null and next_at <= ${until}
        order by next_at limit ${BATCH} for update skip locked)
    returning id, attempts, next_at, ${CHANNEL}`.execute(db);
  return rows;
}

/**
 * Takes the mark from what the queue seems to have lost: it was put in a while ago, it did not go out, and nobody is at it.
 * Where the queue is empty that is certain, and holds for all of it. Where it is not, the oldest are put in once more: the
 * queue takes nothing twice, and has the oldest first, so that where it is merely long little is asked of it for nothing.
 */
export async function forgetLost(db: Kysely<unknown>, queue: DeliveryQueue): Promise<void> {
  const { rows } = await sql`select 1 from deliveries where ${lost(LOST_MS)} limit 1`.execute(db);
  if (rows.length === 0) return;
  const of = (await queue.isIdle())
    ? lost(LOST_MS)
    : sql`id in (select id from deliveries where ${lost(PERHAPS_LOST_MS)} order by queued_at limit ${BATCH})`;
  await sql`update deliveries set queued_at = null where ${of} and status = 'waiting'`.execute(db);
}

/** What was put in so long ago, did not go out, and is not under way. */
function lost(ms: number): RawBuilder<boolean> {
  return sql`status = 'waiting' and queued_at < clock_timestamp() - ${ms}::int * interval '1 millisecond'
    and (leased_until is null or leased_until < clock_timestamp())`;
}
