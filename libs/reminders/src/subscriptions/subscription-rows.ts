import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Schedule, SubscriptionFilter } from '../domain/subscription.js';

/** Where a subscription stands. */
export type SubscriptionStatus = 'pending' | 'active' | 'disabled';

/** One subscription as it stands, without its address. */
export interface Subscription {
  id: string;
  status: SubscriptionStatus;
  channel: 'email' | 'webhook' | 'calendar';
  filter: SubscriptionFilter;
  schedule: Schedule;
  createdAt: Date;
  activeSince: Date | null;
  activePosition: bigint | null;
  failingSince: Date | null;
  disabledReason: string | null;
  /** The id of the key that made it; null where none did. */
  madeByKey: string | null;
}

/** A row of `subscriptions`. */
export interface SubscriptionRow {
  id: string;
  status: SubscriptionStatus;
  channel: Subscription['channel'];
  subjects: string[];
  topics: string[];
  types: string[];
  parties: string[];
  milestones: string[];
  kinds: SubscriptionFilter['kinds'];
  lead_times: string[];
  time_zone: string;
  local_time: string;
  digest: Schedule['digest'];
  digest_day: number;
  quiet_from: string;
  quiet_to: string;
  created_at: Date;
  active_since: Date | null;
  active_position: string | null;
  failing_since: Date | null;
  disabled_reason: string | null;
  made_by_key: string | null;
}

/** A subscription out of its row. */
export function subscriptionOf(row: SubscriptionRow): Subscription {
  const { subjects, topics, types, parties, milestones, kinds } = row;
  return {
    id: row.id,
    status: row.status,
    channel: row.channel,
    filter: { subjects, topics, types, parties, milestones, kinds },
    schedule: scheduleOf(row),
    createdAt: row.created_at,
    activeSince: row.active_since,
    activePosition: row.active_position === null ? null : BigInt(row.active_position),
    failingSince: row.failing_since,
    disabledReason: row.disabled_reason,
    madeByKey: row.made_by_key,
  };
}

/** The columns that make a schedule. */
export type ScheduleColumns = Pick<
  SubscriptionRow,
  'lead_times' | 'time_zone' | 'local_time' | 'digest' | 'digest_day' | 'quiet_from' | 'quiet_to'
>;

/** A schedule out of its columns. */
export function scheduleOf(row: ScheduleColumns): Schedule {
  return {
    leadTimes: row.lead_times,
    timeZone: row.time_zone,
    localTime: row.local_time,
    digest: row.digest,
    digestDay: row.digest_day,
    quietHours: row.quiet_from === '' ? null : { from: row.quiet_from, to: row.quiet_to },
  };
}

/** The columns of a schedule. */
export function scheduleColumns(schedule: Schedule): ScheduleColumns {
  return {
    lead_times: [...new Set(schedule.leadTimes)].toSorted(),
    time_zone: schedule.timeZone,
    local_time: schedule.localTime,
    digest: schedule.digest,
    digest_day: schedule.digestDay,
    quiet_from: schedule.quietHours?.from ?? '',
    quiet_to: schedule.quietHours?.to ?? '',
  };
}

/**
 * Locks rows `s` of `subscriptions` and `place` of `subscription_addresses`, in this order everywhere. Whoever collects what is due
 * may refer to them meanwhile: it holds the lock of planning, for which a change of a subscription waits under this one.
 */
export const LOCK_OWN = sql`for no key update of s, place`;

/** The subscriptions under a condition on rows of `subscriptions`, in the order of their making. */
export async function selectSubscriptions(
  executor: Kysely<unknown>,
  condition: RawBuilder<unknown>,
): Promise<Subscription[]> {
  const { rows } = await sql<SubscriptionRow>`
    select * from subscriptions where ${condition} order by created_at, id`.execute(executor);
  return rows.map(subscriptionOf);
}
