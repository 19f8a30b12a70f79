import { sql, type RawBuilder } from 'kysely';
import type { Day } from '#libs/edtf';
import { OPEN_END } from '../views/timeline/tables.js';
import type { Reading } from './view-reader.js';

type Condition = RawBuilder<boolean>;
type ClocksOfReading = Pick<Reading, 'upTo' | 'knownAt' | 'asOf'>;

/** The wording that the recorded and the known clock let through, of rows under an alias. */
export function wordingUnder({ upTo, knownAt }: ClocksOfReading, alias: string): Condition {
  const row = sql.raw(alias);
  const recorded = recordedUnder({ upTo }, alias);
  const known: Condition =
    knownAt === null
      ? sql`${row}.known_to is null`
      : sql`(${row}.known_from <= ${knownAt} and (${row}.known_to is null or ${row}.known_to > ${knownAt}))`;
  return sql`(${recorded} and ${known})`;
}

/** The wordings that the recorded clock alone lets through, of rows under an alias. */
export function recordedUnder({ upTo }: Pick<ClocksOfReading, 'upTo'>, alias: string): Condition {
  const row = sql.raw(alias);
  return upTo === null
    ? sql`${row}.recorded_to is null`
    : sql`(${row}.recorded_from <= ${upTo} and (${row}.recorded_to is null or ${row}.recorded_to > ${upTo}))`;
}

/** What had occurred by a day, of facts that have a date, and of plans: an index can tell it alone. */
export function hadOccurred(day: Day, alias: string): Condition {
  return sql`${sql.raw(alias)}.begun_by <= ${day}`;
}

/**
 * What had occurred by `asOf`. An undated fact that is no plan counts always, but in a case only from the day of the
 * case's last dated fact on, of those that the other two clocks let through.
 */
export function occurredBy(reading: ClocksOfReading, alias: string): Condition | null {
  if (reading.asOf === null) return null;
  const row = sql.raw(alias);
  const lastDated = sql`(select max(dated.begun_by) from timeline dated
    where dated.subject_id = ${row}.subject_id and ${wordingUnder(reading, 'dated')} and not dated.retracted
      and dated.edtf is not null and dated.plan is null and dated.begun_by < ${OPEN_END})`;
  return sql`(case when ${row}.begun_by is not null then ${row}.begun_by <= ${reading.asOf}
    when ${row}.subject_type <> 'case' then true
    else coalesce(${lastDated} <= ${reading.asOf}, true) end)`;
}

/** The day of the last dated fact of each subject, over rows that hold every fact of it that stands. */
export function lastDatedOfSubject(alias: string): RawBuilder<unknown> {
  const row = sql.raw(alias);
  return sql`max(${row}.begun_by) filter (where ${row}.edtf is not null and ${row}.plan is null
    and ${row}.begun_by < ${OPEN_END}) over (partition by ${row}.subject_id)`;
}

/** As `occurredBy`, of rows that carry `lastDatedOfSubject` as `last_dated`. */
export function occurredInSubject(asOf: Day, alias: string): Condition {
  const row = sql.raw(alias);
  return sql`(${row}.begun_by <= ${asOf} or (${row}.begun_by is null
    and (${row}.subject_type <> 'case' or coalesce(${row}.last_dated <= ${asOf}, true))))`;
}

/** A plan whose window has passed with no outcome on record, for the day that the answer is told for. */
export function unconfirmed(reading: Reading, alias: string): Condition {
  const row = sql.raw(alias);
  const had =
    reading.asOf === null ? sql`true` : sql`(outcome.begun_by is null or outcome.begun_by <= ${reading.asOf})`;
  return sql`(${row}.plan is not null and ${row}.last_day < ${reading.today} and not exists (
    select from timeline outcome
    where outcome.subject_id = ${row}.subject_id and outcome.fact_id <> ${row}.fact_id and not outcome.retracted
      and ${wordingUnder(reading, 'outcome')} and ${had}
      and (outcome.type <> 'milestone.moved' or outcome.position > ${row}.position)
      and (${row}.plan = any(outcome.meets)
        or (split_part(${row}.plan, '.', 1) = any(outcome.meets)
          and outcome.first_day <= ${row}.last_day and outcome.last_day >= ${row}.first_day))))`;
}

/** The transactions that avoid it already: a walk asks for many parts, and once is enough. */
const AVOIDING = new WeakSet<Reading['tx']>();

/**
 * For the rest of the reading, nothing is sorted that an index gives in order or a hash can group. The planner, which takes
 * the values of an expression for as many as there are facts, would sort all facts to count them, or read the facts of
 * some subjects in any order and sort them, as its sample of the table happens to be.
 */
export async function avoidSorting({ tx }: Pick<Reading, 'tx'>): Promise<void> {
  if (AVOIDING.has(tx)) return;
  AVOIDING.add(tx);
  await sql`set local enable_sort = off`.execute(tx);
}
