import { sql, type RawBuilder } from 'kysely';
import type { Day } from '#libs/edtf';
import { occurredUnder, OPEN_END, wordingUnder, type Reading } from '#libs/timeline';
import { OFFICIAL, OFFICIAL_FIGURE } from '../reconciliation-rules.js';

/** What an official counts the cases to be. */
export interface OfficialFigure {
  value: number;
  /** The id of its indicator, whose cases it counts. */
  indicator: string;
  /** The day of which it is: the last one of its date, or where that has none the day on which it was known. */
  day: Day;
  /** EDTF; null where no source gives a date. */
  countedOn: string | null;
  /** The id of the first source. */
  source: string | null;
}

/** What stands under the clocks, of rows under an alias. */
function standing(reading: Reading, alias: string): RawBuilder<unknown> {
  const row = sql.raw(alias);
  return sql`not ${row}.retracted and ${wordingUnder(reading, alias)} and ${occurredUnder(reading, alias) ?? sql`true`}`;
}

/** The subjects of the official figure: indicators that carry its measure. */
function indicators(reading: Reading): RawBuilder<unknown> {
  return sql`select subject_id, parties, attributes from timeline_subjects indicator where type = 'indicator'
    and attributes->>'measure' = ${OFFICIAL_FIGURE.measure} and ${wordingUnder(reading, 'indicator')}`;
}

/**
 * The newest official figure under the clocks: that of the latest day, of several the one that was known last. A figure
 * with a qualifier ("at least") is a bound and no count; one that a newspaper counted (`countedBy`) is no official one.
 */
export async function officialFigure(reading: Reading): Promise<OfficialFigure | null> {
  // The rules of `daysOfClaim` and `isOver` in SQL: a count over a period is that of its last day.
  const day = sql`case when last_day = ${OPEN_END} then known_day else last_day end`;
  const { rows } = await sql<Omit<OfficialFigure, 'value'> & { value: string }>`
    select body->>'value' as value, subject_id as indicator, ${day} as day, edtf as "countedOn", source_ids[1] as source
      from timeline entry join (${indicators(reading)}) figure using (subject_id)
     where entry.type = 'indicator.reported' and ${standing(reading, 'entry')}
       and body->>'value' ~ '^[0-9]{1,9}$' and body->>'qualifier' is null
       and coalesce(body->>'countedBy', ${OFFICIAL}) = ${OFFICIAL} and ${day} <= ${reading.asOf ?? OPEN_END}::integer
     order by ${day} desc, known_day desc, position desc limit 1`.execute(reading.tx);
  const [row] = rows;
  return row === undefined ? null : { ...row, value: Number(row.value) };
}

/**
 * How many cases on record the official figure counts: those with the step that it counts, under the mechanism and between
 * the parties of its indicator. Without a figure those of any indicator; where no indicator is on record, every case that has
 * a fact. Under `asOf` only what had certainly happened is counted.
 *
 * @param indicator that of the figure; null where there is no figure
 */
export async function casesOnRecord(reading: Reading, indicator: string | null): Promise<number> {
  const { rows } = await sql<{ cases: number }>`
    with figure as materialized (select * from (${indicators(reading)}) own
      where ${indicator}::text is null or own.subject_id = ${indicator})
    select count(*)::integer as cases from timeline_subjects one
     where type = 'case' and ${wordingUnder(reading, 'one')}
       and (not exists (select from figure) or exists (select from figure
         where coalesce(figure.attributes->>'mechanism' = one.attributes->>'mechanism', figure.attributes->>'mechanism' is null)
           and (figure.parties = '{}' or one.parties <@ figure.parties)))
       and exists (select from timeline entry where entry.subject_id = one.subject_id and ${standing(reading, 'entry')}
         and (entry.type = ${OFFICIAL_FIGURE.factType} or not exists (select from figure)))`.execute(reading.tx);
  return rows[0]?.cases ?? 0;
}
