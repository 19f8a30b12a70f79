import { sql, type Transaction } from 'kysely';
import { noteFaults, type Database } from '#libs/database';
import type { Schedule } from '../domain/subscription.js';
import { scheduleOf, type ScheduleColumns } from '../subscriptions/subscription-rows.js';
import { SCHEDULE } from './plan-rows.js';
import { planningAlone } from './planning-lock.js';
import { atOnce, dueAt, newsAt } from './schedule.js';

const RULES = 'time-zones';
/** The rules of time zones by which this process computes: those of ICU, as the IANA names their releases (`2026a`). */
const VERSION = process.versions['tz'] ?? process.versions['icu'] ?? process.version;
/** How many subscriptions are planned anew in one transaction. */
const BATCH = 500;

interface PlanRow extends ScheduleColumns {
  kind: string;
  edtf: string;
  lead_time: string;
  due_at: string;
  /** When it was planned, of what is told at once. */
  at: string | null;
  subscriptions: string[];
}

/**
 * Computes the instants of everything that is planned anew where the rules of time zones are others than those by which they
 * were computed, so that local times hold. It does so by batches, and goes on where it was interrupted.
 */
export async function followTimeZoneRules(db: Database): Promise<void> {
  const { rows } = await sql`
    select from planning_rules where name = ${RULES} and version = ${VERSION} and reached is null`.execute(db.kysely);
  if (rows.length > 0) return;
  const turn = (): Promise<boolean> => db.kysely.transaction().setIsolationLevel('read committed').execute(planBatch);
  while (await turn());
}

/** Lets the next turn compute the instants of everything that is planned anew. */
export async function planAllAnew(tx: Transaction<unknown>): Promise<void> {
  await sql`update planning_rules set reached = '' where name = ${RULES}`.execute(tx);
}

/** Plans a batch of subscriptions anew; answers whether there are more. */
async function planBatch(tx: Transaction<unknown>): Promise<boolean> {
  await planningAlone(tx);
  const { rows } = await sql<{ reached: string | null }>`
    insert into planning_rules as rules (name, version, reached) values (${RULES}, ${VERSION}, '')
    on conflict (name) do update
       set version = excluded.version, reached = case when rules.version = excluded.version then rules.reached else '' end
    returning reached`.execute(tx);
  const { reached } = rows[0]!;
  if (reached === null) return false;
  const { rows: found } = await sql<{ id: string }>`
    select id from subscriptions where id > ${reached} order by id limit ${BATCH}`.execute(tx);
  const ids = found.map(({ id }) => id);
  await planAnew(tx, ids);
  const next = ids.length < BATCH ? null : ids.at(-1)!;
  await sql`update planning_rules set reached = ${next} where name = ${RULES}`.execute(tx);
  return next !== null;
}

async function planAnew(tx: Transaction<unknown>, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<PlanRow>`
    select ${SCHEDULE}, plan.kind, plan.edtf, plan.lead_time, plan.due_at::text, plan.detail ->> 'at' as at,
           array_agg(distinct s.id) as subscriptions
      from planned_reminders plan join subscriptions s on s.id = plan.subscription_id
     where s.id = any(${[...ids]}::text[]) and plan.status = 'planned'
     group by ${SCHEDULE}, plan.kind, plan.edtf, plan.lead_time, plan.due_at, plan.detail ->> 'at'`.execute(tx);
  const changed: object[] = [];
  const failed: { about: string; error: unknown }[] = [];
  for (const row of rows) {
    try {
      const due = instantOf(row, scheduleOf(row));
      if (due !== null && due.getTime() !== new Date(row.due_at).getTime()) changed.push({ ...row, due });
    } catch (error) {
      failed.push(...row.subscriptions.map((about) => ({ about, error })));
    }
  }
  await noteFaults(tx, 'planning', failed);
  if (changed.length === 0) return;
  await sql`
    update planned_reminders plan set due_at = anew.due
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as anew (kind text, edtf text, lead_time text,
             due_at timestamptz, at text, subscriptions text[], due timestamptz)
     where plan.subscription_id = any(anew.subscriptions) and plan.status = 'planned' and plan.kind = anew.kind
       and plan.edtf = anew.edtf and plan.lead_time = anew.lead_time and plan.due_at = anew.due_at
       and plan.detail ->> 'at' is not distinct from anew.at`.execute(tx);
}

/** When it is due by the rules as they are; null where that is not known, or where it never is. */
function instantOf({ kind, edtf, lead_time, at }: PlanRow, schedule: Schedule): Date | null {
  if (at === null) return kind === 'reminder' ? dueAt(edtf, lead_time, schedule) : null;
  const since = new Date(at);
  return kind === 'reminder' || kind === 'milestone-moved'
    ? (atOnce(since, edtf, schedule) ?? newsAt(since, schedule))
    : newsAt(since, schedule);
}
