import { sql, type Transaction } from 'kysely';
import { clearFaults, noteFaults } from '#libs/database';
import type { JsonObject } from '#libs/kernel';
import { daysOf, selectOpenMilestones, type Milestone } from '#libs/milestones';
import type { Schedule } from '../domain/subscription.js';
import { wantsMilestone } from '../domain/wants.js';
import type { Subscription } from '../subscriptions/subscription-rows.js';
import { assertUsableFilter } from './damaged-filters.js';
import { instantsOf, keepUnplanned, planBySchedule, reminderOf, type PlannedRow, type Unplanned } from './plan-rows.js';
import { atOnce, newsAt } from './schedule.js';
import { planLate, planLateNews, takeWaiting } from './waiting-plans.js';

/** A reminder that was planned before. */
interface Before {
  about: string;
  edtf: string;
  lead_time: string;
  due_at: Date;
  detail: JsonObject | null;
}

/**
 * Plans for one subscription as it stands now: the lead times that are ahead, what was planned and did not go out, and what
 * could not be planned until now. Nothing else that lies behind. Where its schedule cannot be computed, what is planned stays
 * as it is, and the fault is noted.
 *
 * @throws DamagedFilter
 */
export async function planSubscription(tx: Transaction<unknown>, subscription: Subscription, now: Date): Promise<void> {
  const { id, schedule } = subscription;
  if (subscription.status !== 'active' || subscription.channel === 'calendar') {
    await sql`
      delete from planned_reminders where subscription_id = ${id} and status = 'planned' and kind = 'reminder'`.execute(
      tx,
    );
    await sql`delete from unplanned_reminders where subscription_id = ${id} and kind = 'reminder'`.execute(tx);
    await clearOwn(tx, id);
    return;
  }
  assertUsableFilter(subscription.filter);
  const wanted = (await selectOpenMilestones(tx)).filter((milestone) => wantsMilestone(subscription.filter, milestone));
  const computable: Milestone[] = [];
  for (const milestone of wanted) if (await canCompute(tx, subscription, milestone, now)) computable.push(milestone);
  const fault = faultOf(schedule, now);
  if (fault !== null) {
    for (const milestone of computable) await keep(tx, subscription, milestone, now);
    await noteFaults(tx, 'planning', [{ about: id, error: fault }]);
    await clearFaults(tx, 'news', [id]);
    return;
  }
  await clearOwn(tx, id);
  const before = await takePlanned(tx, subscription, wanted, computable);
  const waiting = await takeWaiting(
    tx,
    sql<boolean>`subscription_id = ${id} and (kind = 'development' or about = any(${computable.map((one) => one.id)}::text[])
      or kind = 'milestone-cancelled' or not (about = any(${wanted.map((one) => one.id)}::text[])))`,
  );
  const windows = new Map(computable.map((milestone) => [milestone.id, milestone.window]));
  const isOutdated = (plan: { kind: string; about: string; edtf: string }): boolean =>
    plan.kind === 'milestone-moved' && windows.get(plan.about) !== plan.edtf;
  const moved = new Set(
    waiting.filter((plan) => plan.kind === 'milestone-moved' && !isOutdated(plan)).map(({ about }) => about),
  );
  for (const plan of waiting) if (!isOutdated(plan)) await planLateNews(tx, plan, now);
  for (const milestone of computable) {
    const rowsOf = (of: Schedule): PlannedRow[] => rowsAfter(milestone.window, of, before.get(milestone.id) ?? [], now);
    const own = sql<boolean>`s.id = ${id}`;
    await planBySchedule(tx, reminderOf(milestone), own, rowsOf, unplannedSince(now));
    // The notice of its move names the lead times that have passed.
    if (moved.has(milestone.id)) continue;
    for (const plan of waiting)
      if (plan.kind === 'reminder' && plan.about === milestone.id) await planLate(tx, milestone, [plan], now);
  }
}

/**
 * The lead times that are ahead, and of those that were planned and did not go out the ones that lie behind by the schedule
 * as it is now: what waited for its time is told at once, what is late stays due as it was.
 */
function rowsAfter(window: string, schedule: Schedule, before: readonly Before[], now: Date): PlannedRow[] {
  return instantsOf(window, schedule).flatMap(({ leadTime, at }): PlannedRow[] => {
    if (at > now) return [{ leadTime, at, detail: null }];
    const planned = before.find((row) => row.edtf === window && row.lead_time === leadTime);
    if (planned === undefined) return [];
    const { due_at, detail } = planned;
    if (due_at <= now) return [{ leadTime, at: due_at, detail }];
    const once = atOnce(now, window, schedule);
    return once === null ? [] : [{ leadTime, at: once, detail }];
  });
}

/** Takes the reminders that are planned and did not go out; those of milestones that cannot be computed stay. */
async function takePlanned(
  tx: Transaction<unknown>,
  { id }: Subscription,
  wanted: readonly Milestone[],
  computable: readonly Milestone[],
): Promise<Map<string, Before[]>> {
  const stay = wanted.filter((milestone) => !computable.includes(milestone)).map((milestone) => milestone.id);
  const { rows } = await sql<Before>`
    delete from planned_reminders
     where subscription_id = ${id} and status = 'planned' and kind = 'reminder' and about <> all(${stay}::text[])
    returning about, edtf, lead_time, due_at, detail`.execute(tx);
  return Map.groupBy(rows, ({ about }) => about);
}

async function canCompute(
  tx: Transaction<unknown>,
  subscription: Subscription,
  milestone: Milestone,
  now: Date,
): Promise<boolean> {
  try {
    daysOf(milestone.window);
    return true;
  } catch (error) {
    await keep(tx, subscription, milestone, now);
    await noteFaults(tx, 'planning', [{ about: milestone.id, error }]);
    return false;
  }
}

/** What is the matter with a schedule that cannot be computed. */
function faultOf(schedule: Schedule, now: Date): unknown {
  const today = now.toISOString().slice(0, 10);
  try {
    newsAt(now, schedule);
    atOnce(now, today, schedule);
    instantsOf(today, schedule);
    return null;
  } catch (error) {
    return error;
  }
}

async function keep(tx: Transaction<unknown>, { id }: Subscription, milestone: Milestone, now: Date): Promise<void> {
  await keepUnplanned(tx, reminderOf(milestone), sql<boolean>`s.id = ${id}`, unplannedSince(now));
}

function unplannedSince(now: Date): Unplanned {
  return { since: now, missed: false, detail: null };
}

async function clearOwn(tx: Transaction<unknown>, id: string): Promise<void> {
  await clearFaults(tx, 'planning', [id]);
  await clearFaults(tx, 'news', [id]);
}
