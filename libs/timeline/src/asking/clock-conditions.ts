import { sql, type RawBuilder } from 'kysely';
import type { Day } from '#libs/edtf';
import { BOUNDED_TYPES, orderOfType, type TypeOrder } from '../domain/fact-order.js';
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

/**
 * What had occurred by a day, of all facts but the undated ones whose days other facts of their subject bound: an index
 * holds all that this needs.
 */
export function hadOccurred(day: Day, alias: string): Condition {
  return sql`${sql.raw(alias)}.begun_by <= ${day}`;
}

/** The undated facts whose days other facts of their subject bound, beside `hadOccurred`. */
export function isBounded(alias: string): Condition {
  const row = sql.raw(alias);
  return sql`(${row}.sort_start = ${OPEN_END} and ${row}.precision is null and ${row}.type = any(${BOUNDED_TYPES}::text[]))`;
}

/** What had certainly occurred by `asOf`: the rule of `occurrencesOf` in SQL. Null where `asOf` is not asked. */
export function occurredUnder(reading: ClocksOfReading, alias: string): Condition | null {
  if (reading.asOf === null) return null;
  const row = sql.raw(alias);
  return sql`(case when ${isBounded(alias)} then ${boundedDay(reading, alias)} else ${row}.begun_by end <= ${reading.asOf})`;
}

const typesBy = (of: (order: TypeOrder) => Iterable<string>): string =>
  JSON.stringify(Object.fromEntries(BOUNDED_TYPES.map((type) => [type, [...of(orderOfType(type))]])));
const AFTER = typesBy(({ after }) => after);
const BEFORE = typesBy(({ before }) => before);
const OPENING = typesBy(({ opening }) => opening);

/** The certain day of an undated fact that other facts of its subject bound: OPEN_END where no day makes it certain. */
function boundedDay(reading: ClocksOfReading, alias: string): RawBuilder<number> {
  const row = sql.raw(alias);
  const other = (name: string): Condition => {
    const one = sql.raw(name);
    return sql`${one}.subject_id = ${row}.subject_id and ${one}.fact_id <> ${row}.fact_id and not ${one}.retracted
      and ${wordingUnder(reading, name)}`;
  };
  const isOf = (types: string, name: string): Condition =>
    sql`jsonb_exists(${types}::jsonb -> ${row}.type, ${sql.raw(name)}.type)`;
  return sql`(
    select case when broken.day is null then last.day else greatest(${row}.known_day, broken.day) end
      from (select least(${row}.known_day, (
        select min(later.begun_by) from timeline later
         where ${other('later')} and later.edtf is not null and ${isOf(BEFORE, 'later')}
           and not exists (select from timeline twin where ${other('twin')} and twin.type = ${row}.type))) as day) last
     cross join lateral (
      select max(step.certain) as day from (
        select min(earlier.first_day) as possible, min(earlier.begun_by) as certain from timeline earlier
         where ${other('earlier')} and ${isOf(AFTER, 'earlier')}
         group by earlier.type having bool_and(earlier.edtf is not null)
        union all
        (select opening.first_day, opening.begun_by from timeline opening
          where ${other('opening')} and opening.edtf is not null and ${isOf(OPENING, 'opening')}
          order by array_position(array(select jsonb_array_elements_text(${OPENING}::jsonb -> ${row}.type)), opening.type),
                   opening.sort_start, opening.last_day, opening.position limit 1)) step
       where step.possible > last.day) broken)`;
}

/** A plan whose window has passed with no outcome on record, for the day that the answer is told for. */
export function unconfirmed(reading: Reading, alias: string): Condition {
  const row = sql.raw(alias);
  const had = occurredUnder(reading, 'outcome') ?? sql`true`;
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
