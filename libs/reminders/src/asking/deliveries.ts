import { sql } from 'kysely';
import type { Database } from '#libs/database';
import type { Fault } from '../channels/channel.js';
import { codesOfReason, type ReasonCode } from '../domain/reasons.js';

/** The most that one answer tells. */
const MOST = 200;

/** One reminder, notice or development of a subscription: what became of it, or when it will go out. */
export interface DeliveryItem {
  /** The id of its message; null while it is only planned. */
  id: string | null;
  kind: string;
  /** The id of the milestone or of the event that it tells; null for a confirmation, a test or a notice of failure. */
  about: string | null;
  /** What records call that milestone or fact; null where it is neither, or not on record any more. */
  name: string | null;
  /** The text that a legal deadline is computed from; null for what is none. */
  article: string | null;
  window: string | null;
  leadTime: string | null;
  dueAt: string;
  status: 'planned' | 'waiting' | 'sent' | 'failed' | 'skipped' | 'cancelled';
  /** Why it did not go out, or what the last attempt said. */
  why: string | null;
  /** The same by its codes; empty where it is in the words of somebody else. */
  whyCodes: ReasonCode[];
  /** Whose trouble it is that its last attempt failed; null where none did. */
  fault: Fault | null;
  attempts: number;
  sentAt: string | null;
  /** When it is tried next; null where it is not. */
  next: string | null;
}

interface Row {
  id: string | null;
  kind: string;
  about: string | null;
  edtf: string | null;
  lead_time: string | null;
  due_at: Date;
  status: DeliveryItem['status'];
  why: string | null;
  fault: Fault | null;
  attempts: number;
  sent_at: Date | null;
  next_at: Date | null;
}

/**
 * What went out to a subscription, what did not and why, and what is planned, by the time at which each was or is due, the
 * latest first.
 *
 * @param before only what is due before this instant: the next page begins where the last one ended
 */
export async function deliveriesOf(db: Database, id: string, before?: Date): Promise<DeliveryItem[]> {
  const { rows } = await sql<Row>`
    select * from (
      select plan.delivery_id as id, plan.kind, plan.about, nullif(plan.edtf, '') as edtf, nullif(plan.lead_time, '') as lead_time,
             plan.due_at, coalesce(sent.status, plan.status) as status, coalesce(sent.reason, plan.reason) as why,
             sent.fault, coalesce(sent.attempts, 0) as attempts, sent.sent_at,
             case when sent.id is null and plan.status = 'planned' then plan.due_at
                  when sent.status = 'waiting' then sent.next_at end as next_at
        from planned_reminders plan left join deliveries sent on sent.id = plan.delivery_id
       where plan.subscription_id = ${id}
      union all
      select id, kind, null, null, null, due_at, status, reason, fault, attempts, sent_at, case when status = 'waiting' then next_at end
        from deliveries where subscription_id = ${id} and kind in ('confirmation', 'test', 'disabled')) told
     where ${before === undefined ? sql`true` : sql`due_at < ${before}`}
     order by due_at desc, about, lead_time limit ${MOST}`.execute(db.kysely);
  const named = await namesOf(db, [...new Set(rows.flatMap(({ about }) => about ?? []))]);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    about: row.about,
    name: named.get(row.about ?? '')?.name ?? null,
    article: named.get(row.about ?? '')?.article ?? null,
    window: row.edtf,
    leadTime: row.lead_time,
    dueAt: row.due_at.toISOString(),
    status: row.status,
    why: row.why,
    whyCodes: row.why === null ? [] : codesOfReason(row.why),
    fault: row.fault,
    attempts: row.attempts,
    sentAt: row.sent_at?.toISOString() ?? null,
    next: row.next_at?.toISOString() ?? null,
  }));
}

interface Named {
  about: string;
  name: string;
  article: string | null;
}

/** What records call milestones, by their ids, and facts, by the ids of their events. */
async function namesOf(db: Database, abouts: readonly string[]): Promise<Map<string, Named>> {
  const facts = abouts.flatMap((about) => (about.startsWith('fact:') ? [about.slice('fact:'.length)] : []));
  const { rows } = await sql<Named>`
    select subject_id || '.' || rule || '.' || occasion as about, title || ' (' || subject_name || ')' as name, article
      from milestones
     where subject_id || '.' || rule || '.' || occasion = any(${abouts}::text[])
    union all
    select 'fact:' || fact_id, title, null from timeline
     where fact_id = any(${facts}::text[]) and recorded_to is null and known_to is null`.execute(db.kysely);
  return new Map(rows.map((named) => [named.about, named]));
}
