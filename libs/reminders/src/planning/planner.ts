import { Inject, Injectable } from '@nestjs/common';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import { dayOfInstant } from '#libs/edtf';
import { CLOCK, type Clock } from '#libs/kernel';
import { daysOf, selectMilestones, selectOpenMilestones, type Milestone } from '#libs/milestones';
import { wantsMilestone } from '../domain/wants.js';
import type { Subscription } from '../subscriptions/subscription-rows.js';
import { wantsMilestoneSql } from './matching.js';
import { planNews, planReminders } from './plan-rows.js';
import { planningAlone } from './planning-lock.js';
import { movedTo, REASONS } from '../domain/reasons.js';

/** How many changes are planned for in one transaction. */
const BATCH = 100;

interface ChangeRow {
  id: string;
  milestone: string;
  position: string;
  before_edtf: string | null;
  after_edtf: string | null;
  ended_by: 'met' | 'cancelled' | null;
  cause: string | null;
}

/**
 * Keeps what is planned true to the milestones. It takes what the view changed from the outbox and plans for it in the
 * same transaction, so that a change is planned for once, whatever dies in between.
 */
@Injectable()
export class Planner {
  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Plans for everything that has changed since it was last called. */
  async catchUp(): Promise<void> {
    while ((await this.#step()) === BATCH);
  }

  /** Plans for one subscription that became active or was changed: what lies ahead, and nothing that lies behind. */
  async planFor(tx: Transaction<unknown>, subscription: Subscription): Promise<void> {
    await planningAlone(tx);
    await sql`
      delete from planned_reminders
       where subscription_id = ${subscription.id} and status = 'planned' and kind = 'reminder'`.execute(tx);
    if (subscription.status !== 'active' || subscription.channel === 'calendar') return;
    for (const milestone of await selectOpenMilestones(tx))
      if (wantsMilestone(subscription.filter, milestone))
        await planReminders(tx, milestone, sql<boolean>`s.id = ${subscription.id}`, this.clock.now());
  }

  #step(): Promise<number> {
    return this.db.kysely
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (tx) => {
        await planningAlone(tx);
        const { rows } = await sql<ChangeRow>`
          delete from milestone_changes
           where id in (select id from milestone_changes order by id limit ${BATCH}) returning *`.execute(tx);
        const changes = rows.toSorted((one, other) => Number(BigInt(one.id) - BigInt(other.id)));
        if (changes.some(({ milestone }) => milestone === '')) await this.#planAll(tx);
        const named = Map.groupBy(
          changes.filter(({ milestone }) => milestone !== ''),
          ({ milestone }) => milestone,
        );
        for (const of of named.values()) await this.#planChange(tx, of[0]!, of.at(-1)!);
        return changes.length;
      });
  }

  /** After a rebuild: what is planned is made to agree with the view, and nothing is told. */
  async #planAll(tx: Transaction<unknown>): Promise<void> {
    const open = await selectOpenMilestones(tx);
    const windows = JSON.stringify(open.map(({ id, window }) => ({ id, window })));
    await sql`
      update planned_reminders plan set status = 'cancelled', reason = ${REASONS['not-as-planned']}
       where status = 'planned' and kind = 'reminder' and not exists (
         select from jsonb_to_recordset(${windows}::jsonb) as open (id text, "window" text)
          where open.id = plan.about and open."window" = plan.edtf)`.execute(tx);
    for (const milestone of open) await planReminders(tx, milestone, wantsMilestoneSql(milestone), this.clock.now());
  }

  async #planChange(tx: Transaction<unknown>, first: ChangeRow, last: ChangeRow): Promise<void> {
    const [subject = '', rule = '', occasion = ''] = last.milestone.split('.');
    const [milestone] = await selectMilestones(
      tx,
      sql<boolean>`subject_id = ${subject} and rule = ${rule} and occasion = ${occasion}`,
    );
    const open = milestone && isOpen(milestone) ? milestone : undefined;
    const told = await cancelPlanned(tx, last, open);
    if (milestone === undefined) return;
    const wanted = wantsMilestoneSql(milestone);
    const now = this.clock.now();
    if (open) {
      await cancelUnwanted(tx, open.id, wanted);
      await planReminders(tx, open, wanted, now);
    }
    const before = first.before_edtf;
    const isNews = before !== null && before !== (open?.window ?? null) && last.cause !== null;
    if (!isNews) return;
    const since = sql<boolean>`s.active_position < ${last.position}::bigint`;
    const detail = { before, cause: last.cause };
    const cause = BigInt(last.position);
    const about = { about: milestone.id, edtf: milestone.window, cause, detail };
    if (open && (isAhead(before, now) || isAhead(open.window, now)))
      await planNews(tx, { kind: 'milestone-moved', ...about }, sql<boolean>`${wanted} and ${since}`, now);
    else if (last.ended_by === 'cancelled' && isAhead(before, now)) {
      const heard = sql<boolean>`${wanted} and ${since} and s.id = any(${told}::text[])`;
      await planNews(tx, { kind: 'milestone-cancelled', ...about }, heard, now);
    }
  }
}

/** Cancels what was planned for another window than the open one; answers who had planned or heard of the milestone. */
async function cancelPlanned(
  tx: Transaction<unknown>,
  change: ChangeRow,
  open: Milestone | undefined,
): Promise<string[]> {
  const reason = open ? movedTo(open.window) : REASONS[change.ended_by ?? 'not-derived'];
  const { rows } = await sql<{ subscription_id: string }>`
    with cancelled as (
      update planned_reminders set status = 'cancelled', reason = ${reason}
       where about = ${change.milestone} and status = 'planned' and kind = 'reminder' and edtf is distinct from ${open?.window ?? null}
      returning subscription_id)
    select subscription_id from cancelled
    union select subscription_id from planned_reminders
     where about = ${change.milestone} and kind = 'reminder' and status = 'collected'`.execute(tx);
  return rows.map((row) => row.subscription_id);
}

/** Cancels what was planned of a milestone for subscriptions whose filters no longer have it. */
async function cancelUnwanted(tx: Transaction<unknown>, milestone: string, wanted: RawBuilder<boolean>): Promise<void> {
  await sql`
    update planned_reminders plan set status = 'cancelled', reason = ${REASONS['not-as-planned']}
     where about = ${milestone} and status = 'planned' and kind = 'reminder'
       and not exists (select from subscriptions s where s.id = plan.subscription_id and ${wanted})`.execute(tx);
}

function isOpen({ metBy, cancelledBy }: Milestone): boolean {
  return metBy === null && cancelledBy === null;
}

/** Whether the window is not over yet. */
function isAhead(window: string, now: Date): boolean {
  const { ends } = daysOf(window);
  return ends === null || ends >= dayOfInstant(now);
}
