import { Inject, Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { clearFaults, Database, dueFaults, noteFaults } from '#libs/database';
import { CLOCK, type Clock } from '#libs/kernel';
import { daysOf, selectOpenMilestones, type Milestone } from '#libs/milestones';
import { REASONS } from '../domain/reasons.js';
import { selectSubscriptions, type Subscription } from '../subscriptions/subscription-rows.js';
import { noteDamagedFilters } from './damaged-filters.js';
import { wantsMilestoneSql } from './matching.js';
import { planChanges, type ChangeRow } from './milestone-changes.js';
import { keepUnplanned, planReminders, reminderOf } from './plan-rows.js';
import { planningAlone } from './planning-lock.js';
import { planSubscription } from './subscription-plan.js';
import { followTimeZoneRules } from './time-zone-rules.js';

/** How many changes are planned for in one transaction, beside the others of the same milestones. */
const BATCH = 100;

/**
 * Keeps what is planned true to the milestones. It takes what the view changed from the outbox and plans for it in the
 * same transaction, so that a change is planned for once, whatever dies in between. What cannot be computed of one milestone
 * or subscription is noted and tried again, and holds up no other.
 */
@Injectable()
export class Planner {
  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Plans for everything that has changed since it was last called, and what could not be planned and is due again. */
  async catchUp(): Promise<void> {
    await followTimeZoneRules(this.db);
    await noteDamagedFilters(this.db.kysely);
    for (const step of ['planning', 'news'] as const)
      for (const about of await dueFaults(this.db.kysely, step, BATCH)) await this.#again(step, about);
    while (await this.#step());
  }

  /** Plans for one subscription that became active or was changed: what lies ahead, and nothing that lies behind. */
  async planFor(tx: Transaction<unknown>, subscription: Subscription): Promise<void> {
    await planningAlone(tx);
    await planSubscription(tx, subscription, this.clock.now());
  }

  async #again(step: 'planning' | 'news', about: string): Promise<void> {
    try {
      await this.#alone(async (tx) => {
        // Ids of subscriptions have no dots, those of milestones have two.
        if (about.includes('.')) await this.#planMilestone(tx, about, await changesOf(tx, [about]));
        else {
          const [subscription] = await selectSubscriptions(tx, sql`id = ${about}`);
          if (subscription === undefined) await clearFaults(tx, step, [about]);
          else await planSubscription(tx, subscription, this.clock.now());
        }
      });
    } catch (error) {
      await noteFaults(this.db.kysely, step, [{ about, error }]);
    }
  }

  /** Plans for some changes; answers whether there may be more. */
  #step(): Promise<boolean> {
    return this.#alone(async (tx) => {
      const { rows: first } = await sql<{ milestone: string }>`
        select milestone from milestone_changes
         where not exists (select from faults where step = 'planning' and about = milestone)
         order by id limit ${BATCH}`.execute(tx);
      const changes = await changesOf(tx, [...new Set(first.map(({ milestone }) => milestone))]);
      const named = Map.groupBy(changes, ({ milestone }) => milestone);
      if (named.has('')) {
        await this.#planAll(tx);
        await forgetChanges(tx, named.get('')!);
        named.delete('');
      }
      for (const [milestone, of] of named) await this.#planMilestone(tx, milestone, of);
      return first.length === BATCH;
    });
  }

  /** Plans for the changes of a milestone. Where it cannot be computed they stay in the outbox, until the fault is due again. */
  async #planMilestone(tx: Transaction<unknown>, id: string, changes: readonly ChangeRow[]): Promise<void> {
    await sql`savepoint milestone`.execute(tx);
    try {
      await planChanges(tx, id, changes, this.clock.now());
      await forgetChanges(tx, changes);
      await clearFaults(tx, 'planning', [id]);
    } catch (error) {
      await sql`rollback to savepoint milestone`.execute(tx);
      await noteFaults(tx, 'planning', [{ about: id, error }]);
    }
    await sql`release savepoint milestone`.execute(tx);
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
    for (const milestone of open) await this.#planOne(tx, milestone);
  }

  async #planOne(tx: Transaction<unknown>, milestone: Milestone): Promise<void> {
    const now = this.clock.now();
    const wanted = wantsMilestoneSql(milestone);
    try {
      daysOf(milestone.window);
    } catch (error) {
      await keepUnplanned(tx, reminderOf(milestone), wanted, { since: now, missed: false, detail: null });
      await noteFaults(tx, 'planning', [{ about: milestone.id, error }]);
      return;
    }
    await planReminders(tx, milestone, wanted, now);
  }

  #alone<T>(work: (tx: Transaction<unknown>) => Promise<T>): Promise<T> {
    return this.db.kysely
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (tx) => {
        await planningAlone(tx);
        return work(tx);
      });
  }
}

/** The changes of milestones that wait in the outbox, in their order. */
async function changesOf(tx: Transaction<unknown>, milestones: readonly string[]): Promise<ChangeRow[]> {
  if (milestones.length === 0) return [];
  const { rows } = await sql<ChangeRow>`
    select * from milestone_changes where milestone = any(${[...milestones]}::text[]) order by id`.execute(tx);
  return rows;
}

async function forgetChanges(tx: Transaction<unknown>, changes: readonly ChangeRow[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`delete from milestone_changes where id = any(${changes.map(({ id }) => id)}::bigint[])`.execute(tx);
}
