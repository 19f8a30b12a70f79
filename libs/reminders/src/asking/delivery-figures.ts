import { sql, type Kysely } from 'kysely';
import type { Fault } from '../channels/channel.js';

/** How long after its time a message counts as late. */
export const LATE_MS = 60_000;
/** For how many days messages that were given up are counted. */
export const FAILED_DAYS = 7;

/** Messages of one channel whose last attempt, if any, failed for the same fault. */
export interface DeliveryFigure {
  channel: string;
  /** Null where no attempt was made, or the fault is not known. */
  fault: Fault | null;
  /** Not sent yet, for whatever reason. */
  waiting: number;
  /** Of these, how many were tried in vain and are tried again. */
  retrying: number;
  /** Of these, how many are not under way more than a minute after the time of their next attempt. */
  late: number;
  /** Given up within the last seven days. */
  failed: number;
}

/** How sending goes, at an instant of the service's clock. */
export interface DeliveryFigures {
  /** What is due and not sent: planned and not collected yet, or a message that waits, tried in vain or not. */
  due: number;
  oldestDueSeconds: number | null;
  /** Of these, what was not even collected. */
  uncollected: number;
  oldestUncollectedSeconds: number | null;
  oldestLateSeconds: number | null;
  byChannel: DeliveryFigure[];
}

interface WaitingRow extends DeliveryFigure {
  due: number;
  oldest_due: Date | null;
  oldest_late: Date | null;
}

/**
 * Counts what waits and what failed. It reads what is due, waits or failed lately by indexes, and nothing of what was sent.
 *
 * @param now by the clock of the service
 */
export async function deliveryFigures(db: Kysely<unknown>, now: Date): Promise<DeliveryFigures> {
  const lateAt = new Date(now.getTime() - LATE_MS);
  const failedSince = new Date(now.getTime() - FAILED_DAYS * 86_400_000);
  const [planned, waiting] = await Promise.all([
    sql<{ count: number; oldest: Date | null }>`
      select count(*)::int as count, min(plan.due_at) as oldest
        from planned_reminders plan join subscriptions s on s.id = plan.subscription_id
       where plan.status = 'planned' and plan.due_at <= ${now} and s.status = 'active'`.execute(db),
    sql<WaitingRow>`
      with counted as (
        select subscription_id, fault, 'waiting' as status, attempts, due_at, next_at, leased_until
          from deliveries where status = 'waiting' and queued_at is null
        union all
        select subscription_id, fault, 'waiting', attempts, due_at, next_at, leased_until
          from deliveries where status = 'waiting' and queued_at is not null
        union all
        select subscription_id, fault, 'failed', attempts, due_at, next_at, leased_until
          from deliveries where status = 'failed' and next_at >= ${failedSince}),
      judged as (
        select counted.*, status = 'waiting' and due_at <= ${now} as is_due,
               status = 'waiting' and next_at <= ${lateAt}
                 and (leased_until is null or leased_until < clock_timestamp()) as is_late
          from counted)
      select s.channel, judged.fault, count(*) filter (where judged.status = 'waiting')::int as waiting,
             count(*) filter (where judged.status = 'waiting' and attempts > 0)::int as retrying,
             count(*) filter (where is_late)::int as late, count(*) filter (where judged.status = 'failed')::int as failed,
             count(*) filter (where is_due)::int as due, min(due_at) filter (where is_due) as oldest_due,
             min(next_at) filter (where is_late) as oldest_late
        from judged join subscriptions s on s.id = judged.subscription_id
       group by s.channel, judged.fault order by s.channel, judged.fault`.execute(db),
  ]);
  const uncollected = planned.rows[0]!;
  const secondsSince = (instants: readonly (Date | null)[]): number | null => {
    const times = instants.flatMap((instant) => instant?.getTime() ?? []);
    return times.length === 0 ? null : Math.max(0, (now.getTime() - Math.min(...times)) / 1_000);
  };
  const { rows } = waiting;
  return {
    due: uncollected.count + rows.reduce((sum, { due }) => sum + due, 0),
    oldestDueSeconds: secondsSince([uncollected.oldest, ...rows.map((row) => row.oldest_due)]),
    uncollected: uncollected.count,
    oldestUncollectedSeconds: secondsSince([uncollected.oldest]),
    oldestLateSeconds: secondsSince(rows.map((row) => row.oldest_late)),
    byChannel: rows.map(({ channel, fault, waiting: count, retrying, late, failed }) => ({
      channel,
      fault,
      waiting: count,
      retrying,
      late,
      failed,
    })),
  };
}
