import { sql, type RawBuilder, type Transaction } from 'kysely';
import { noteFaults } from '#libs/database';
import type { JsonObject } from '#libs/kernel';
import { daysOf, type Milestone } from '#libs/milestones';
import type { Schedule } from '../domain/subscription.js';
import { scheduleOf, type ScheduleColumns } from '../subscriptions/subscription-rows.js';
import { atOnce, dueAt, localDay, newsAt } from './schedule.js';

/** The columns of a schedule, of rows `s` of `subscriptions`. */
export const SCHEDULE = sql.raw(
  's.lead_times, s.time_zone, s.local_time, s.digest, s.digest_day, s.quiet_from, s.quiet_to',
);

/** What a row is about. */
export interface Planned {
  kind: 'reminder' | 'milestone-moved' | 'milestone-cancelled' | 'development';
  /** The id of the milestone, or of the event. */
  about: string;
  /** The window of the milestone now; empty for a development. */
  edtf: string;
  /** The position of the event that is told; 0 for a reminder. */
  cause: bigint;
}

/** What a schedule makes of it: one row for each lead time, or the one row of a notice or a development. */
export interface PlannedRow {
  leadTime: string;
  at: Date;
  detail: JsonObject | null;
}

/** How it is kept where a schedule cannot be computed. */
export interface Unplanned {
  since: Date;
  /** Lead times that passed before `since` are sent as well. */
  missed: boolean;
  detail: JsonObject | null;
}

/**
 * Plans for the subscriptions `s` under a condition. What was planned before and cancelled is planned again, what is planned
 * or went out stays as it is. Schedules are few and subscriptions many, so instants are computed once for each schedule and
 * the rows are written by one statement. Where a schedule cannot be computed, the fault is noted for its subscriptions, and
 * what was to be planned is kept until it can be.
 */
export async function planBySchedule(
  tx: Transaction<unknown>,
  planned: Planned,
  wanted: RawBuilder<boolean>,
  rowsOf: (schedule: Schedule) => PlannedRow[],
  unplanned: Unplanned,
): Promise<void> {
  const rows: object[] = [];
  for (const columns of await schedulesOf(tx, wanted)) {
    try {
      for (const { leadTime, at, detail } of rowsOf(scheduleOf(columns)))
        rows.push({ ...columns, row_lead_time: leadTime, due_at: at.toISOString(), detail });
    } catch (error) {
      const these = sql<boolean>`${wanted} and ${hasSchedule(columns)}`;
      await noteOnce(tx, planned.kind, await keepUnplanned(tx, planned, these, unplanned), error);
    }
  }
  if (rows.length === 0) return;
  const { kind, about, edtf, cause } = planned;
  await sql`
    insert into planned_reminders (subscription_id, kind, about, edtf, lead_time, cause, due_at, status, detail)
    select s.id, ${kind}, ${about}, ${edtf}, plan.row_lead_time, ${String(cause)}::bigint, plan.due_at, 'planned', plan.detail
      from subscriptions s join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as plan (lead_times text[], time_zone text,
           local_time text, digest text, digest_day smallint, quiet_from text, quiet_to text, row_lead_time text,
           due_at timestamptz, detail jsonb)
        on (${SCHEDULE}) = (plan.lead_times, plan.time_zone, plan.local_time, plan.digest, plan.digest_day, plan.quiet_from, plan.quiet_to)
     where ${wanted}
    on conflict on constraint planned_reminders_key do update
       set status = 'planned', reason = null, due_at = excluded.due_at, detail = excluded.detail
     where planned_reminders.status = 'cancelled'`.execute(tx);
}

/** Plans the lead times of a milestone that are still ahead. @throws RangeError where its window cannot be computed */
export async function planReminders(
  tx: Transaction<unknown>,
  milestone: Pick<Milestone, 'id' | 'window'>,
  wanted: RawBuilder<boolean>,
  now: Date,
): Promise<void> {
  daysOf(milestone.window);
  const rowsOf = (schedule: Schedule): PlannedRow[] =>
    remindersOf(milestone.window, schedule, now).map((reminder) => ({ ...reminder, detail: null }));
  await planBySchedule(tx, reminderOf(milestone), wanted, rowsOf, { since: now, missed: false, detail: null });
}

/**
 * Plans what is told at once of a milestone that becomes known: the lead times that have passed, together. Nothing where its
 * window is over.
 */
export async function planMissed(
  tx: Transaction<unknown>,
  milestone: Pick<Milestone, 'id' | 'window'>,
  wanted: RawBuilder<boolean>,
  now: Date,
): Promise<void> {
  const rowsOf = (schedule: Schedule): PlannedRow[] => missedOf(milestone.window, schedule, now, now);
  await planBySchedule(tx, reminderOf(milestone), wanted, rowsOf, { since: now, missed: true, detail: null });
}

/** The reminders of a milestone, as rows name them. */
export function reminderOf({ id, window }: Pick<Milestone, 'id' | 'window'>): Planned {
  return { kind: 'reminder', about: id, edtf: window, cause: 0n };
}

/** The lead times of a schedule that are still ahead, with their instants, the earliest first: pure. */
export function remindersOf(window: string, schedule: Schedule, now: Date): { leadTime: string; at: Date }[] {
  return instantsOf(window, schedule).filter(({ at }) => at > now);
}

/** The lead times of a schedule whose time is not after an instant, to be told at once; none where the window is over. */
export function missedOf(window: string, schedule: Schedule, until: Date, now: Date): PlannedRow[] {
  const at = atOnce(now, window, schedule);
  if (at === null) return [];
  return instantsOf(window, schedule)
    .filter(({ at: due }) => due <= until)
    .map(({ leadTime }) => ({ leadTime, at, detail: { at: now.toISOString() } }));
}

/** The lead times of a schedule with their instants, the earliest first. */
export function instantsOf(window: string, schedule: Schedule): { leadTime: string; at: Date }[] {
  return schedule.leadTimes
    .flatMap((leadTime) => {
      const at = dueAt(window, leadTime, schedule);
      return at === null ? [] : [{ leadTime, at }];
    })
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

/** A notice about a milestone, or a development: told at once, or as soon as a schedule allows. */
export interface News extends Planned {
  kind: 'milestone-moved' | 'milestone-cancelled' | 'development';
  detail: JsonObject;
}

/** Plans news for the subscriptions `s` under a condition, once for each. */
export async function planNews(
  tx: Transaction<unknown>,
  news: News,
  wanted: RawBuilder<boolean>,
  now: Date,
): Promise<void> {
  const unplanned = { since: now, missed: false, detail: news.detail };
  await planBySchedule(tx, news, wanted, (schedule) => newsRows(news, schedule, now), unplanned);
}

/**
 * The row of a notice or a development. That a milestone moved names the lead times of the new window that have passed, for
 * which no other message is sent, and is told by the rules of what has to be told at once; it is none where both windows are
 * over.
 */
export function newsRows({ kind, edtf, detail }: News, schedule: Schedule, now: Date): PlannedRow[] {
  const since = { ...detail, at: now.toISOString() };
  if (kind !== 'milestone-moved') return [{ leadTime: '', at: newsAt(now, schedule), detail: since }];
  const today = localDay(now, schedule.timeZone);
  if (!isAhead(edtf, today) && !isAhead(String(detail['before']), today)) return [];
  const missed = missedOf(edtf, schedule, now, now).map(({ leadTime }) => leadTime);
  return [{ leadTime: '', at: atOnce(now, edtf, schedule) ?? newsAt(now, schedule), detail: { ...since, missed } }];
}

/** Whether a window is not over on a day. */
export function isAhead(window: string, today: number): boolean {
  const { ends } = daysOf(window);
  return ends === null || ends >= today;
}

/** A condition on rows `s`: they have this schedule. */
function hasSchedule(columns: ScheduleColumns): RawBuilder<boolean> {
  const { lead_times, time_zone, local_time, digest, digest_day, quiet_from, quiet_to } = columns;
  return sql<boolean>`(${SCHEDULE}) = (${lead_times}::text[], ${time_zone}::text, ${local_time}::text, ${digest}::text,
    ${digest_day}::smallint, ${quiet_from}::text, ${quiet_to}::text)`;
}

/** Keeps what could not be planned for the subscriptions `s` under a condition. @returns their ids */
export async function keepUnplanned(
  tx: Transaction<unknown>,
  { kind, about, edtf, cause }: Planned,
  wanted: RawBuilder<boolean>,
  { since, missed, detail }: Unplanned,
): Promise<string[]> {
  const { rows } = await sql<{ subscription_id: string }>`
    insert into unplanned_reminders as kept (subscription_id, kind, about, edtf, cause, detail, since, missed)
    select s.id, ${kind}, ${about}, ${kind === 'reminder' ? '' : edtf}, ${String(cause)}::bigint,
           ${detail === null ? null : JSON.stringify(detail)}::jsonb, ${since}, ${missed}
      from subscriptions s where ${wanted}
    on conflict on constraint unplanned_reminders_key do update set missed = kept.missed or excluded.missed
    returning subscription_id`.execute(tx);
  return rows.map(({ subscription_id }) => subscription_id);
}

/** Notes that nothing can be planned for subscriptions. Where that is on record, what is to be planned meanwhile is no further try. */
async function noteOnce(
  tx: Transaction<unknown>,
  kind: Planned['kind'],
  subscriptions: readonly string[],
  error: unknown,
): Promise<void> {
  const step = kind === 'development' ? 'news' : 'planning';
  const { rows } = await sql<{ about: string }>`
    select about from faults where step = ${step} and about = any(${[...subscriptions]}::text[])`.execute(tx);
  const known = new Set(rows.map(({ about }) => about));
  const failed = subscriptions.filter((id) => !known.has(id)).map((about) => ({ about, error }));
  await noteFaults(tx, step, failed);
}

async function schedulesOf(tx: Transaction<unknown>, wanted: RawBuilder<boolean>): Promise<ScheduleColumns[]> {
  const { rows } = await sql<ScheduleColumns>`select distinct ${SCHEDULE} from subscriptions s where ${wanted}`.execute(
    tx,
  );
  return rows;
}
