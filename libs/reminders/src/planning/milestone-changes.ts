import { sql, type RawBuilder, type Transaction } from 'kysely';
import { dayOfInstant } from '#libs/edtf';
import { daysOf, selectMilestones, statusOn, type Milestone } from '#libs/milestones';
import { movedTo, REASONS } from '../domain/reasons.js';
import { wantsMilestoneSql } from './matching.js';
import { isAhead, planMissed, planNews, planReminders } from './plan-rows.js';
import { planWaitingOf } from './waiting-plans.js';

/** A row of the outbox of milestones. */
export interface ChangeRow {
  id: string;
  milestone: string;
  position: string;
  before_edtf: string | null;
  after_edtf: string | null;
  ended_by: 'met' | 'cancelled' | null;
  cause: string | null;
  before_topics: string[] | null;
  before_parties: string[] | null;
}

/** A milestone by its id, as it stands; undefined where nothing derives it any more. */
export async function milestoneOf(tx: Transaction<unknown>, id: string): Promise<Milestone | undefined> {
  const [subject = '', rule = '', occasion = ''] = id.split('.');
  const [milestone] = await selectMilestones(
    tx,
    sql<boolean>`subject_id = ${subject} and rule = ${rule} and occasion = ${occasion}`,
  );
  return milestone;
}

/** Whether a milestone is waited for. */
export function isOpen({ metBy, cancelledBy }: Milestone): boolean {
  return metBy === null && cancelledBy === null;
}

/**
 * Plans for all changes of one milestone, in their order. Who subscribed between two of them knew what was there then: to
 * those who were there before it became known, or became theirs, the lead times that have passed are told at once; to those
 * for whom it moved, the move is told, with the lead times that have passed by the new window. What lay behind when somebody
 * subscribed is told to nobody.
 *
 * @throws RangeError where its window cannot be computed
 */
export async function planChanges(
  tx: Transaction<unknown>,
  id: string,
  changes: readonly ChangeRow[],
  now: Date,
): Promise<void> {
  const milestone = await milestoneOf(tx, id);
  const open = milestone && isOpen(milestone) ? milestone : undefined;
  const last = changes.findLast(({ cause }) => cause !== null);
  const told = await cancelPlanned(tx, id, milestone);
  if (milestone === undefined) return;
  if (open !== undefined) {
    const wanted = wantsMilestoneSql(open);
    await cancelUnwanted(tx, open.id, wanted);
    await planReminders(tx, open, wanted, now);
    if (last !== undefined) await planAtOnce(tx, open, changes, last, now);
    await planWaitingOf(tx, open, now);
  } else if (last !== undefined) await planCancelled(tx, milestone, changes[0]!.before_edtf, last, told, now);
}

async function planAtOnce(
  tx: Transaction<unknown>,
  open: Milestone,
  changes: readonly ChangeRow[],
  last: ChangeRow,
  now: Date,
): Promise<void> {
  const wanted = wantsMilestoneSql(open);
  const isToldAtOnce = await toldAtOnce(tx, open, now);
  for (const [index, change] of changes.entries()) {
    const from = changes[index - 1]?.position ?? '-1';
    const then = sql<boolean>`${wanted} and s.active_position >= ${from}::bigint and s.active_position < ${change.position}::bigint`;
    const before = computable(change.before_edtf);
    const knew = before === null ? sql<boolean>`false` : wantedBefore(open, changes.slice(index));
    if (knew !== null) await planMissed(tx, open, sql<boolean>`${then} and not (${knew}) and ${isToldAtOnce}`, now);
    if (before === null || before === open.window) continue;
    const detail = { before, cause: last.cause };
    await planNews(
      tx,
      { kind: 'milestone-moved', about: open.id, edtf: open.window, cause: BigInt(last.position), detail },
      knew === null ? then : sql<boolean>`${then} and ${knew}`,
      now,
    );
  }
}

async function planCancelled(
  tx: Transaction<unknown>,
  milestone: Milestone,
  firstBefore: string | null,
  last: ChangeRow,
  told: readonly string[],
  now: Date,
): Promise<void> {
  const before = computable(firstBefore);
  if (before === null || last.ended_by !== 'cancelled' || !isAhead(before, dayOfInstant(now))) return;
  const heard = sql<boolean>`${wantsMilestoneSql(milestone)} and s.active_position < ${last.position}::bigint
    and s.id = any(${[...told]}::text[])`;
  const detail = { before, cause: last.cause };
  await planNews(
    tx,
    { kind: 'milestone-cancelled', about: milestone.id, edtf: milestone.window, cause: BigInt(last.position), detail },
    heard,
    now,
  );
}

/** Who waited for a milestone before changes; null where all who do now did. */
function wantedBefore(open: Milestone, changes: readonly ChangeRow[]): RawBuilder<boolean> | null {
  const words = changes.find(({ before_topics }) => before_topics !== null);
  if (words === undefined) return null;
  return wantsMilestoneSql({ ...open, topics: words.before_topics ?? [], parties: words.before_parties ?? [] });
}

/**
 * Who is told at once of lead times that have passed. A window without an end that has begun is never over, so of it only
 * what is news is told: what could be known no earlier than the day on which somebody subscribed.
 */
async function toldAtOnce(tx: Transaction<unknown>, open: Milestone, now: Date): Promise<RawBuilder<boolean>> {
  const { begins, ends } = daysOf(open.window);
  const today = dayOfInstant(now);
  if (ends !== null || begins >= today) return sql<boolean>`true`;
  if (statusOn(open, today) !== 'due') return sql<boolean>`false`;
  const { rows } = await sql<{ known: number | null }>`
    select max(known_day) as known from timeline
     where fact_id = any(${open.derivedFrom}::text[]) and recorded_to is null and known_to is null`.execute(tx);
  const known = rows[0]?.known ?? null;
  if (known === null) return sql<boolean>`false`;
  return sql<boolean>`floor(extract(epoch from s.active_since) / 86400) <= ${known}`;
}

/** A window that can be computed; else, as where there is none, null. */
function computable(window: string | null): string | null {
  if (window === null) return null;
  try {
    daysOf(window);
    return window;
  } catch {
    return null;
  }
}

/** Cancels what was planned for another window than the open one; answers who had planned or heard of the milestone. */
async function cancelPlanned(
  tx: Transaction<unknown>,
  id: string,
  milestone: Milestone | undefined,
): Promise<string[]> {
  const open = milestone && isOpen(milestone) ? milestone : undefined;
  const ended = milestone === undefined ? 'not-derived' : milestone.metBy === null ? 'cancelled' : 'met';
  const reason = open ? movedTo(open.window) : REASONS[ended];
  const { rows } = await sql<{ subscription_id: string }>`
    with cancelled as (
      update planned_reminders set status = 'cancelled', reason = ${reason}
       where about = ${id} and status = 'planned' and kind = 'reminder' and edtf is distinct from ${open?.window ?? null}
      returning subscription_id)
    select subscription_id from cancelled
    union select subscription_id from planned_reminders
     where about = ${id} and kind = 'reminder' and status = 'collected'`.execute(tx);
  return rows.map((row) => row.subscription_id);
}

/** Cancels what was planned of a milestone for subscriptions whose filters no longer have it. */
async function cancelUnwanted(tx: Transaction<unknown>, milestone: string, wanted: RawBuilder<boolean>): Promise<void> {
  await sql`
    update planned_reminders plan set status = 'cancelled', reason = ${REASONS['not-as-planned']}
     where about = ${milestone} and status = 'planned' and kind = 'reminder'
       and not exists (select from subscriptions s where s.id = plan.subscription_id and ${wanted})`.execute(tx);
}
