import { sql, type RawBuilder } from 'kysely';
import type { Day } from '#libs/edtf';
import { BOUNDED_TYPES, orderOfType, type TypeOrder } from '../domain/fact-order.js';
import { ENDS_BY_CALENDAR } from '../domain/ends-by-calendar.js';
import { OPEN_END, OPEN_START } from '../views/timeline/tables.js';
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

/** The UTC day of the recording, of rows under an alias. */
export function recordedDay(alias: string): RawBuilder<Day> {
  return sql`((${sql.raw(alias)}.recorded_at at time zone 'UTC')::date - date '1970-01-01')`;
}

/**
 * The subjects of rows under an alias that the clocks match: under `knownAt` those of which a fact was known by then, or that
 * had been recorded.
 */
export function subjectUnder(reading: ClocksOfReading, alias: string): Condition {
  const wording = wordingUnder(reading, alias);
  if (reading.knownAt === null) return wording;
  const row = sql.raw(alias);
  return sql`(${wording} and (${recordedDay(alias)} <= ${reading.knownAt} or exists (
    select from timeline about where about.subject_id = ${row}.subject_id and ${wordingUnder(reading, 'about')})))`;
}

/**
 * The sources of rows under an alias that the clocks match: under `knownAt` those that had been published by then. One
 * without a day of publication counts as published when a fact that cites it was known, or it was recorded.
 */
export function sourceUnder(reading: ClocksOfReading, alias: string): Condition {
  const wording = wordingUnder(reading, alias);
  if (reading.knownAt === null) return wording;
  const row = sql.raw(alias);
  return sql`(${wording} and (coalesce(${row}.published_day, ${recordedDay(alias)}) <= ${reading.knownAt}
    or (${row}.published_day is null and exists (select from timeline citing
      where citing.source_ids @> array[${row}.source_id] and ${wordingUnder(reading, 'citing')}))))`;
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
  JSON.stringify(
    Object.fromEntries(
      BOUNDED_TYPES.map((type) => [
        type,
        Object.fromEntries([...of(orderOfType(type))].map((other, index) => [other, index])),
      ]),
    ),
  );
/** By bounded type the types that bound it, each with its place in the list. */
const AFTER = typesBy(({ after }) => after);
const BEFORE = typesBy(({ before }) => before);
const OPENING = typesBy(({ opening }) => opening);

/**
 * The certain day of an undated fact that other facts of its subject bound: OPEN_END where no day makes it certain. Each
 * look-up goes by the index of the subject and sorts nothing.
 */
function boundedDay(reading: ClocksOfReading, alias: string): RawBuilder<number> {
  const row = sql.raw(alias);
  const other = (name: string): Condition => {
    const one = sql.raw(name);
    return sql`${one}.subject_id = ${row}.subject_id and ${one}.fact_id <> ${row}.fact_id and not ${one}.retracted
      and ${wordingUnder(reading, name)}`;
  };
  const placeIn = (types: string, name: string): RawBuilder<number> =>
    sql`(${types}::jsonb -> ${row}.type -> ${sql.raw(name)}.type)::integer`;
  const isIn = (types: string, name: string): Condition => sql`${placeIn(types, name)} is not null`;
  return sql`(
    select case when broken.day is null then last.day else greatest(${row}.known_day, broken.day) end
      from (select least(${row}.known_day, (
        select min(later.begun_by) from timeline later
         where ${other('later')} and later.edtf is not null and ${isIn(BEFORE, 'later')}
           and not exists (select from timeline twin where ${other('twin')} and twin.type = ${row}.type))) as day) last
     cross join lateral (select greatest(
      (select max(step.begun_by) from timeline step
        where ${other('step')} and ${isIn(AFTER, 'step')} and step.edtf is not null and step.first_day > last.day
          and not exists (select from timeline twin where ${other('twin')} and twin.type = step.type
            and (twin.edtf is null or twin.first_day <= last.day or twin.begun_by < step.begun_by))),
      (select max(opening.begun_by) from timeline opening
        where ${other('opening')} and ${isIn(OPENING, 'opening')} and opening.edtf is not null
          and opening.first_day > last.day
          and not exists (select from timeline earlier
            where ${other('earlier')} and ${isIn(OPENING, 'earlier')} and earlier.edtf is not null
              and (${placeIn(OPENING, 'earlier')}, earlier.sort_start, earlier.last_day, earlier.position)
                < (${placeIn(OPENING, 'opening')}, opening.sort_start, opening.last_day, opening.position)))) as day) broken)`;
}

/**
 * A plan whose window has passed with no outcome on record, and that does not end by the calendar alone. That it is
 * outstanding is no outcome, and of moves and cancellations only the newest word counts: what was known last, of one known
 * day what was recorded last. An act settles it by its type where it certainly began in the window; one without a date lies
 * up to its known day.
 */
export function unconfirmed(reading: Reading, alias: string): Condition {
  const row = sql.raw(alias);
  const had = (name: string): Condition => occurredUnder(reading, name) ?? sql`true`;
  return sql`(${row}.plan is not null and ${row}.last_day < ${reading.today}
    and split_part(${row}.plan, '.', 1) !~ ${ENDS_BY_CALENDAR} and not exists (
    select from timeline outcome
    where outcome.subject_id = ${row}.subject_id and outcome.fact_id <> ${row}.fact_id and not outcome.retracted
      and ${wordingUnder(reading, 'outcome')} and ${had('outcome')}
      and outcome.type <> 'milestone.outstanding'
      and (outcome.type <> 'milestone.moved' or ${isNewer('outcome', alias)})
      and (outcome.type <> 'milestone.cancelled' or not exists (
        select from timeline renewal
        where renewal.subject_id = ${row}.subject_id and renewal.plan = ${row}.plan and not renewal.retracted
          and ${wordingUnder(reading, 'renewal')} and ${had('renewal')} and ${isNewer('renewal', 'outcome')}))
      and (${row}.plan = any(outcome.meets)
        or (split_part(${row}.plan, '.', 1) = any(outcome.meets)
          and outcome.begun_by <= ${row}.last_day
          and (${row}.first_day = ${OPEN_START} or outcome.edtf is not null and outcome.first_day >= ${row}.first_day)))))`;
}

/** Whether the row under one alias is newer word than that under another: what was known last, then what was recorded last. */
function isNewer(alias: string, than: string): Condition {
  const [one, other] = [sql.raw(alias), sql.raw(than)];
  return sql`(${one}.known_day, ${one}.position) > (${other}.known_day, ${other}.position)`;
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
