import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Milestone } from '#libs/milestones';
import type { JsonObject } from '#libs/kernel';
import type { Schedule } from '../domain/subscription.js';
import { scheduleOf, type ScheduleColumns } from '../subscriptions/subscription-rows.js';
import { dueAt, newsAt } from './schedule.js';

const SCHEDULE = sql.raw('s.lead_times, s.time_zone, s.local_time, s.digest, s.digest_day, s.quiet_from, s.quiet_to');

/**
 * Plans the reminders of a milestone for the subscriptions `s` under a condition: one row for each lead time that is still
 * ahead. What was planned before and cancelled is planned again, what went out stays as it is. Schedules are few and
 * subscriptions many, so the instants are computed for each schedule and the rows are written by one statement.
 */
export async function planReminders(
  tx: Transaction<unknown>,
  milestone: Pick<Milestone, 'id' | 'window'>,
  wanted: RawBuilder<boolean>,
  now: Date,
): Promise<void> {
  const schedules = await schedulesOf(tx, wanted);
  const rows = schedules.flatMap((columns) =>
    remindersOf(milestone.window, scheduleOf(columns), now).map(({ leadTime, at }) => ({
      ...columns,
      lead_time: leadTime,
      due_at: at.toISOString(),
    })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into planned_reminders (subscription_id, kind, about, edtf, lead_time, cause, due_at, status)
    select s.id, 'reminder', ${milestone.id}, ${milestone.window}, plan.lead_time, 0, plan.due_at, 'planned'
      from subscriptions s join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as plan (lead_times text[], time_zone text,
           local_time text, digest text, digest_day smallint, quiet_from text, quiet_to text, lead_time text, due_at timestamptz)
        on (${SCHEDULE}) = (plan.lead_times, plan.time_zone, plan.local_time, plan.digest, plan.digest_day, plan.quiet_from, plan.quiet_to)
     where ${wanted}
    on conflict on constraint planned_reminders_key do update
       set status = 'planned', reason = null, due_at = excluded.due_at where planned_reminders.status = 'cancelled'`.execute(
    tx,
  );
}

/** The lead times of a schedule that are still ahead, with their instants, the earliest first: pure. */
export function remindersOf(window: string, schedule: Schedule, now: Date): { leadTime: string; at: Date }[] {
  return schedule.leadTimes
    .flatMap((leadTime) => {
      const at = dueAt(window, leadTime, schedule);
      return at === null || at <= now ? [] : [{ leadTime, at }];
    })
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

/** What is told at once, or as soon as a schedule allows: a notice about a milestone, or a development. */
export interface News {
  kind: 'milestone-moved' | 'milestone-cancelled' | 'development';
  /** The id of the milestone, or of the event. */
  about: string;
  /** The window of the milestone now; empty for a development. */
  edtf: string;
  /** The position of the event that is told. */
  cause: bigint;
  detail: JsonObject;
}

/** Plans news for the subscriptions `s` under a condition, once for each. */
export async function planNews(
  tx: Transaction<unknown>,
  news: News,
  wanted: RawBuilder<boolean>,
  now: Date,
): Promise<void> {
  const schedules = await schedulesOf(tx, wanted);
  if (schedules.length === 0) return;
  const rows = schedules.map((columns) => ({ ...columns, due_at: newsAt(now, scheduleOf(columns)).toISOString() }));
  await sql`
    insert into planned_reminders (subscription_id, kind, about, edtf, lead_time, cause, due_at, status, detail)
    select s.id, ${news.kind}, ${news.about}, ${news.edtf}, '', ${String(news.cause)}::bigint, plan.due_at, 'planned', ${JSON.stringify(news.detail)}::jsonb
      from subscriptions s join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as plan (lead_times text[], time_zone text,
           local_time text, digest text, digest_day smallint, quiet_from text, quiet_to text, due_at timestamptz)
        on (${SCHEDULE}) = (plan.lead_times, plan.time_zone, plan.local_time, plan.digest, plan.digest_day, plan.quiet_from, plan.quiet_to)
     where ${wanted}
    on conflict do nothing`.execute(tx);
}

async function schedulesOf(tx: Transaction<unknown>, wanted: RawBuilder<boolean>): Promise<ScheduleColumns[]> {
  const { rows } = await sql<ScheduleColumns>`select distinct ${SCHEDULE} from subscriptions s where ${wanted}`.execute(
    tx,
  );
  return rows;
}
