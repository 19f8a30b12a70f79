import { sql, type Transaction } from 'kysely';
import type { Database } from '#libs/database';
import { planningAlone } from '../planning/planning-lock.js';
import type { QueuedRow } from './enqueue.js';

/** How many planned rows are taken in one transaction, beside the others of the same subscriptions. */
const BATCH = 5_000;

/**
 * Turns what is planned up to an instant into messages, batch by batch, and answers them. Several lead times of one
 * milestone that are due together, as after an outage, become one message; so does everything that a digest holds. Each
 * planned row becomes part of one message, in one transaction. The messages are marked as in the queue, into which the
 * caller puts them: whatever is lost in between is put in again as what the queue itself has lost.
 */
export async function* collectDue(db: Database, until: Date): AsyncIterable<QueuedRow[]> {
  for (;;) {
    const messages = await db.kysely
      .transaction()
      .setIsolationLevel('read committed')
      .execute((tx) => collectBatch(tx, until));
    if (messages.length === 0) return;
    yield messages;
  }
}

/**
 * One statement, since a hundred thousand rows are due at once on the day of a review that many wait for. Whole
 * subscriptions are taken, so that what belongs in one message is not divided among two batches, and they are locked
 * against being erased meanwhile. The id of a message follows from the last of what it tells, so that the same is never
 * told under two ids. Planned rows are changed by nobody else under the lock, so they are found again by their places.
 */
async function collectBatch(tx: Transaction<unknown>, until: Date): Promise<QueuedRow[]> {
  await planningAlone(tx);
  const { rows } = await sql<QueuedRow>`
    with first as materialized (
      select s.id, s.digest from planned_reminders plan join subscriptions s on s.id = plan.subscription_id
       where plan.status = 'planned' and plan.due_at <= ${until} and s.status = 'active'
       order by plan.due_at limit ${BATCH} for key share of s),
    due as (
      select plan.ctid as place, plan.*, who.digest <> 'none' as in_digest
        from (select distinct id, digest from first) who join planned_reminders plan on plan.subscription_id = who.id
       where plan.status = 'planned' and plan.due_at <= ${until}),
    numbered as materialized (
      select due.*, row_number() over message as nth,
             first_value(json_build_array(subscription_id, kind, about, edtf, lead_time, cause)::text) over message as tells
        from due
      window message as (
        partition by subscription_id, in_digest, case when not in_digest then about end,
          case when not in_digest then kind end, case when kind = 'reminder' and not in_digest then edtf end,
          case when not in_digest then cause end
        order by due_at desc, about desc, lead_time desc, kind desc, cause desc)),
    messages as materialized (
      select place, nth, subscription_id, due_at, case when in_digest then 'digest' else kind end as kind,
             'msg_' || left(encode(sha256(convert_to(tells, 'UTF8')), 'hex'), 32) as id from numbered),
    collected as (
      update planned_reminders plan set status = 'collected', delivery_id = messages.id
        from messages where plan.ctid = messages.place)
    insert into deliveries (id, subscription_id, kind, status, due_at, next_at, queued_at)
    select id, subscription_id, kind, 'waiting', due_at, due_at, clock_timestamp() from messages where nth = 1
    on conflict on constraint deliveries_key do nothing
    returning id, attempts, next_at`.execute(tx);
  return rows;
}
