import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DeliveryQueue } from './delivery-queue.js';

/** How many messages go into the queue by one call. */
const BATCH = 1_000;
/** How long a message may be in the queue before it counts as lost: where the queue is empty, and where it is not. */
const LOST_MS = 15_000;
const PERHAPS_LOST_MS = 60_000;

/** A message that is marked as in the queue, as it goes there. */
export interface QueuedRow {
  id: string;
  attempts: number;
  next_at: Date;
}

/** Puts messages into the queue that are marked as in it. What it did not take is no longer marked. @throws what the queue says */
export async function putIntoQueue(
  db: Kysely<unknown>,
  queue: DeliveryQueue,
  rows: readonly QueuedRow[],
  now: Date,
): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    const some = rows.slice(from, from + BATCH);
    try {
      await queue.add(
        some.map(({ id, attempts, next_at }) => ({
          id,
          attempt: attempts + 1,
          delayMs: Math.max(0, next_at.getTime() - now.getTime()),
        })),
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

/** Marks messages whose time is near, by a thousand, and answers them; empty where there are no more. */
export async function markNear(db: Kysely<unknown>, until: Date): Promise<QueuedRow[]> {
  const { rows } = await sql<QueuedRow>`
    update deliveries set queued_at = clock_timestamp()
     where id in (
       select id from deliveries where status = 'waiting' and queued_at is null and next_at <= ${until}
        order by next_at limit ${BATCH} for update skip locked)
    returning id, attempts, next_at`.execute(db);
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
