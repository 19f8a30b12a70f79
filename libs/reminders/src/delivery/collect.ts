import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database } from '#libs/database';

/** How many planned rows are taken in one transaction. */
const BATCH = 5_000;

interface DueRow {
  subscription_id: string;
  kind: string;
  about: string;
  edtf: string;
  lead_time: string;
  cause: string;
  due_at: Date;
  digest: string;
}

/**
 * Turns what is planned up to an instant into messages that wait to be sent. Several lead times of one milestone that are
 * due together, as after an outage, become one message; so does everything that a digest holds. Each planned row becomes
 * part of one message, in one transaction.
 */
export async function collectDue(db: Database, until: Date): Promise<void> {
  let taken = BATCH;
  while (taken === BATCH) {
    taken = await db.kysely
      .transaction()
      .setIsolationLevel('read committed')
      .execute((tx) => collectBatch(tx, until));
  }
}

async function collectBatch(tx: Transaction<unknown>, until: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('dateline:reminders:collecting', 0))`.execute(tx);
  // Whole subscriptions, so that what belongs in one message is not divided among two batches.
  const { rows } = await sql<DueRow>`
    with first as (
      select plan.subscription_id, plan.due_at from planned_reminders plan join subscriptions s on s.id = plan.subscription_id
       where plan.status = 'planned' and plan.due_at <= ${until} and s.status = 'active' order by plan.due_at limit ${BATCH})
    select plan.subscription_id, plan.kind, plan.about, plan.edtf, plan.lead_time, plan.cause, plan.due_at, s.digest
      from planned_reminders plan join subscriptions s on s.id = plan.subscription_id
     where plan.status = 'planned' and plan.due_at <= ${until} and plan.subscription_id in (select subscription_id from first)
     order by plan.due_at, plan.subscription_id, plan.about, plan.lead_time
       for update of plan`.execute(tx);
  if (rows.length === 0) return 0;
  const messages = [...Map.groupBy(rows, messageKey).values()].map((items) => messageOf(items));
  await sql`
    insert into deliveries (id, subscription_id, kind, status, due_at, next_at)
    select id, subscription, kind, 'waiting', due, due
      from jsonb_to_recordset(${JSON.stringify(messages.map(({ id, subscription, kind, due }) => ({ id, subscription, kind, due })))}::jsonb)
        as message (id text, subscription text, kind text, due timestamptz)`.execute(tx);
  const links = messages.flatMap(({ id, items }) => items.map((item) => ({ ...item, delivery: id })));
  await sql`
    update planned_reminders plan set status = 'collected', delivery_id = link.delivery
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as link (subscription_id text, kind text, about text, edtf text, lead_time text, cause bigint, delivery text)
     where (plan.subscription_id, plan.kind, plan.about, plan.edtf, plan.lead_time, plan.cause)
         = (link.subscription_id, link.kind, link.about, link.edtf, link.lead_time, link.cause)`.execute(tx);
  return Math.min(rows.length, BATCH);
}

function messageKey(row: DueRow): string {
  if (row.digest !== 'none') return row.subscription_id;
  if (row.kind === 'reminder') return `${row.subscription_id} ${row.about} ${row.edtf}`;
  return `${row.subscription_id} ${row.kind} ${row.about} ${row.cause}`;
}

function messageOf(items: DueRow[]) {
  const last = items.at(-1)!;
  return {
    id: messageId(last),
    subscription: last.subscription_id,
    kind: last.digest === 'none' ? last.kind : 'digest',
    due: items.reduce((latest, { due_at }) => (due_at > latest ? due_at : latest), last.due_at),
    items,
  };
}

/** The id of a message follows from what it tells, so that the same is never told under two ids. */
function messageId({ subscription_id, kind, about, edtf, lead_time, cause }: DueRow): string {
  const what = JSON.stringify([subscription_id, kind, about, edtf, lead_time, cause]);
  return `msg_${createHash('sha256').update(what).digest('hex').slice(0, 32)}`;
}
