import { sql, type RawBuilder, type Transaction } from 'kysely';
import {
  clearFaults,
  dueFaults,
  isDatabaseAway,
  isolate,
  noteFaults,
  throwWhereAllFailed,
  type Database,
} from '#libs/database';
import { planningAlone } from '../planning/planning-lock.js';
import { CHANNEL, type QueuedRow } from './enqueue.js';

/** How many planned rows are taken in one transaction, beside the others of the same subscriptions. */
const BATCH = 5_000;
/** How many subscriptions that failed before are tried again at one turn. */
const FAULTS = 1_000;

/**
 * Turns what is planned up to an instant into messages, batch by batch, and answers them. Several lead times of one
 * milestone that are due together, as after an outage, become one message; so does everything that a digest holds. Each
 * planned row becomes part of one message, in one transaction. The messages are marked as in the queue, into which the
 * caller puts them: whatever is lost in between is put in again as what the queue itself has lost.
 *
 * A subscription whose rows cannot be collected is noted as a fault and left out until it is to be tried again.
 */
export async function* collectDue(db: Database, until: Date): AsyncIterable<QueuedRow[]> {
  const failedBefore = await dueFaults(db.kysely, 'collection', FAULTS);
  yield* isolated(db, until, failedBefore);
  for (;;) {
    let messages: QueuedRow[];
    try {
      messages = await collect(db, until, null);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      const due = await dueSubscriptions(db, until);
      if (due.length === 0) throw error;
      yield* isolated(db, until, due);
      continue;
    }
    if (messages.length === 0) return;
    yield messages;
  }
}

/** Collects for some subscriptions, without those that fail by themselves, which are noted. */
async function* isolated(db: Database, until: Date, subscriptions: readonly string[]): AsyncIterable<QueuedRow[]> {
  const collected: QueuedRow[][] = [];
  const failed = await isolate(subscriptions, async (ids) => {
    collected.push(await collect(db, until, ids));
  });
  throwWhereAllFailed(subscriptions, failed);
  const faults = failed.map(({ item, error }) => ({ about: item, error }));
  await noteFaults(db.kysely, 'collection', faults);
  const isFailed = new Set(failed.map(({ item }) => item));
  await clearFaults(
    db.kysely,
    'collection',
    subscriptions.filter((id) => !isFailed.has(id)),
  );
  yield* collected.filter((rows) => rows.length > 0);
}

function collect(db: Database, until: Date, of: readonly string[] | null): Promise<QueuedRow[]> {
  return db.kysely
    .transaction()
    .setIsolationLevel('read committed')
    .execute((tx) => collectBatch(tx, until, of));
}

/** The subscriptions for which something is to be collected, those of the earliest rows. */
async function dueSubscriptions(db: Database, until: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct id from (${dueFirst(until, null)}) first`.execute(
    db.kysely,
  );
  return rows.map(({ id }) => id);
}

/** The earliest rows that are due, or all of some subscriptions. */
function dueFirst(until: Date, of: readonly string[] | null): RawBuilder<unknown> {
  const which =
    of === null
      ? sql`not exists (select from faults where step = 'collection' and faults.about = s.id)`
      : sql`s.id = any(${[...of]}::text[])`;
  return sql`
    select s.id, s.digest from planned_reminders plan join subscriptions s on s.id = plan.subscription_id
     where plan.status = 'planned' and plan.due_at <= ${until} and s.status = 'active' and ${which}
     order by plan.due_at limit ${of === null ? BATCH : null}`;
}

/**
 * One statement, since a hundred thousand rows are due at once on the day of a review that many wait for. Whole
 * subscriptions are taken, so that what belongs in one message is not divided among two batches, and they are locked
 * against being erased meanwhile. The id of a message follows from the last of what it tells, so that the same is never
 * told under two ids. Planned rows are changed by nobody else under the lock, so they are found again by their places.
 */
async function collectBatch(tx: Transaction<unknown>, until: Date, of: readonly string[] | null): Promise<QueuedRow[]> {
  await planningAlone(tx);
  const { rows } = await sql<QueuedRow>`
    with first as materialized (${dueFirst(until, of)} for key share of s),
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
    returning id, attempts, next_at, ${CHANNEL}`.execute(tx);
  return rows;
}
