import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { JsonObject } from '#libs/kernel';
import type { Milestone } from '#libs/milestones';
import type { Schedule } from '../domain/subscription.js';
import { wantsMilestoneSql } from './matching.js';
import { instantsOf, missedOf, planBySchedule, planNews, reminderOf, type News, type PlannedRow } from './plan-rows.js';

/** What could not be planned for a subscription. */
export interface WaitingPlan {
  subscription: string;
  kind: News['kind'] | 'reminder';
  about: string;
  edtf: string;
  cause: bigint;
  detail: JsonObject | null;
  since: Date;
  missed: boolean;
}

/** Takes what could not be planned, under a condition on rows of `unplanned_reminders`; whatever fails again is kept again. */
export async function takeWaiting(tx: Transaction<unknown>, condition: RawBuilder<boolean>): Promise<WaitingPlan[]> {
  const { rows } = await sql<Omit<WaitingPlan, 'cause' | 'subscription'> & { subscription_id: string; cause: string }>`
    delete from unplanned_reminders where ${condition} returning *`.execute(tx);
  return rows.map(({ subscription_id, cause, ...row }) => ({
    ...row,
    subscription: subscription_id,
    cause: BigInt(cause),
  }));
}

/** Plans the reminders of a milestone that could not be planned while its window could not be computed. */
export async function planWaitingOf(tx: Transaction<unknown>, milestone: Milestone, now: Date): Promise<void> {
  const plans = await takeWaiting(
    tx,
    sql<boolean>`about = ${milestone.id} and kind = 'reminder'
      and not exists (select from faults where step in ('planning', 'news') and faults.about = subscription_id)`,
  );
  // Many that wait since the same instant are planned by one statement.
  const groups = Map.groupBy(plans, ({ since, missed }) => `${since.toISOString()} ${missed}`);
  for (const group of groups.values()) await planLate(tx, milestone, group, now);
}

/**
 * Plans the lead times of a milestone, for subscriptions that wait for them since the same instant. What passed since then is
 * due as it was; what had passed before is announced at once where the milestone became known inside it.
 */
export async function planLate(
  tx: Transaction<unknown>,
  milestone: Milestone,
  plans: readonly WaitingPlan[],
  now: Date,
): Promise<void> {
  const [{ since, missed }] = plans as [WaitingPlan, ...WaitingPlan[]];
  const ids = plans.map(({ subscription }) => subscription);
  const rowsOf = (schedule: Schedule): PlannedRow[] => [
    ...instantsOf(milestone.window, schedule)
      .filter(({ at }) => at > since)
      .map((reminder) => ({ ...reminder, detail: null })),
    ...(missed ? missedOf(milestone.window, schedule, since, now) : []),
  ];
  const wanted = sql<boolean>`s.id = any(${ids}::text[]) and ${wantsMilestoneSql(milestone)}`;
  await planBySchedule(tx, reminderOf(milestone), wanted, rowsOf, { since, missed, detail: null });
}

/** Plans a notice or a development that could not be planned. */
export async function planLateNews(tx: Transaction<unknown>, plan: WaitingPlan, now: Date): Promise<void> {
  const { kind, about, edtf, cause, detail, subscription } = plan;
  if (kind === 'reminder') return;
  const news = { kind, about, edtf, cause, detail: detail ?? {} };
  await planNews(tx, news, sql<boolean>`s.id = ${subscription} and s.status = 'active'`, now);
}
