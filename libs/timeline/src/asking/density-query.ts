import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { isoOfDay } from '#libs/edtf';
import { timelineView } from '../views/timeline/index.js';
import { OPEN_END, OPEN_START } from '../views/timeline/tables.js';
import { countsByWord } from './carried-words.js';
import { avoidSorting, wordingUnder } from './clock-conditions.js';
import { newestNews } from './newest-news.js';
import { readParameters, wholeNumber, type RawParameters } from './parameters.js';
import { conditionsOf, periodDays, timelineFilters, type TimelineFilter } from './timeline-filter.js';
import { ViewReader, type Reading } from './view-reader.js';

const LANES = ['subject', 'subjectType', 'type', 'topic', 'party'] as const;

/** The parameters of `GET /v1/timeline/density`. */
export const densityParameters = z.object({
  ...timelineFilters,
  buckets: wholeNumber(1, 1000)
    .default(100)
    .meta({ description: 'Into how many spans of equal length the period is cut (100).' }),
  lane: z
    .enum(LANES)
    .optional()
    .meta({ description: 'Count each lane for itself; a fact with several topics or parties counts in each.' }),
  lanes: wholeNumber(1, 200)
    .optional()
    .meta({ description: 'Only so many lanes, the fullest ones; the others are counted together in `others`.' }),
});

/** How many facts begin in each span of a period, for drawing. Dates without a day are told by their first day. */
export interface Density {
  spans: { from: string; to: string }[];
  lanes: { lane: string | null; label: string; total: number; counts: number[] }[];
  /** The lanes that were not asked for, counted together; null where there are none. */
  others: { lanes: number; total: number; counts: number[] } | null;
  total: number;
  /** Facts without a date, which lie in no span. */
  undated: number;
  /** The newest known day of these facts, as `lastNews` of a case; null where none has one. */
  lastNews: string | null;
  /** The day that the answer is told for: `asOf`, or today. */
  today: string;
  position: string;
}

/** Asks for the density of a timeline. */
export class DensityQuery extends Query<Density> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

interface CountRow {
  lane: string | null;
  span: number;
  count: number;
}

/** Answers DensityQuery with one grouped count. */
@QueryHandler(DensityQuery)
@Injectable()
export class DensityQueryHandler implements IQueryHandler<DensityQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: DensityQuery): Promise<Density> {
    const { buckets, lane, lanes: mostLanes, ...filter } = readParameters(densityParameters, raw);
    return this.reader.read(timelineView, filter, async (reading) => {
      const dated = sql.join(await conditionsOf({ ...filter, undated: 'exclude' }, reading), sql` and `);
      const { rows: bounds } = await sql<{ first: number | null; last: number | null; facts: string }>`
        select min(entry.sort_start) as first, count(*) as facts,
               max(case when entry.last_day = ${OPEN_END} then entry.sort_start else entry.last_day end) as last
          from timeline entry where ${dated}`.execute(reading.tx);
      const undated = filter.undated === 'include' ? await undatedIn(filter, reading) : 0;
      const lastNews = await newestNews(await conditionsOf(filter, reading), reading);
      const today = isoOfDay(reading.today);
      const [least, most] = [bounds[0]?.first ?? null, bounds[0]?.last ?? null];
      if (least === null || most === null)
        return { spans: [], lanes: [], others: null, total: 0, undated, lastNews, today };
      const period = periodDays(filter);
      const first = period && period.first !== OPEN_START ? period.first : least;
      const last = Math.max(first, period && period.last !== OPEN_END ? period.last : most);
      const length = Math.ceil((last - first + 1) / buckets);
      const spans = Math.ceil((last - first + 1) / length);
      await avoidSorting(reading);
      const span = sql`greatest(0, least(${spans - 1}::integer, (entry.sort_start - ${first}::integer) / ${length}::integer))`;
      const { rows } = await sql<CountRow>`${countsIn(lane, span, dated)}`.execute(reading.tx);
      return {
        spans: Array.from({ length: spans }, (_, index) => ({
          from: isoOfDay(first + index * length),
          to: isoOfDay(Math.min(last, first + (index + 1) * length - 1)),
        })),
        ...(await lanesFrom(rows, spans, lane, mostLanes, reading)),
        total: Number(bounds[0]?.facts ?? 0),
        undated,
        lastNews,
        today,
      };
    });
  }
}

/** The lanes by what they are called; of more than so many the fullest, and the others together. */
async function lanesFrom(
  rows: readonly CountRow[],
  spans: number,
  lane: (typeof LANES)[number] | undefined,
  most: number | undefined,
  reading: Reading,
): Promise<Pick<Density, 'lanes' | 'others'>> {
  const totals = new Map<string | null, number>();
  for (const row of rows) totals.set(row.lane, (totals.get(row.lane) ?? 0) + row.count);
  const fullest = [...totals]
    .toSorted(([one, of], [other, by]) => by - of || compare(one ?? '', other ?? ''))
    .slice(0, most)
    .map(([name]) => name);
  const names = lane === 'subject' ? await namesOf(fullest, reading) : new Map<string | null, string>();
  const empty = (): number[] => Array.from({ length: spans }, () => 0);
  const lanes = new Map(
    fullest.map((name) => [
      name,
      { lane: name, label: names.get(name) ?? name ?? 'all', total: totals.get(name) ?? 0, counts: empty() },
    ]),
  );
  const others = { lanes: totals.size - lanes.size, total: 0, counts: empty() };
  for (const row of rows) {
    const { counts } = lanes.get(row.lane) ?? others;
    counts[row.span] = (counts[row.span] ?? 0) + row.count;
    if (!lanes.has(row.lane)) others.total += row.count;
  }
  return {
    lanes: [...lanes.values()].toSorted(
      (one, other) => compare(one.label, other.label) || compare(one.lane ?? '', other.lane ?? ''),
    ),
    others: others.lanes === 0 ? null : others,
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What subjects are called under the clocks. */
async function namesOf(ids: readonly (string | null)[], reading: Reading): Promise<Map<string | null, string>> {
  const { rows: named } = await sql<{ id: string; name: string }>`
    select wanted.id, one.name from unnest(${ids}::text[]) wanted(id)
     cross join lateral (select name from timeline_subjects subject
       where subject_id = wanted.id and ${wordingUnder(reading, 'subject')} limit 1) one`.execute(reading.tx);
  return new Map(named.map(({ id, name }) => [id, name]));
}

/** How many facts have no date: they stand together at the end of the order. */
async function undatedIn(filter: TimelineFilter, reading: Reading): Promise<number> {
  const conditions = await conditionsOf(filter, reading);
  const { rows } = await sql<{ facts: string }>`
    select count(*) as facts from timeline entry
     where entry.sort_start = ${OPEN_END} and entry.precision is null and ${sql.join(conditions, sql` and `)}`.execute(
    reading.tx,
  );
  return Number(rows[0]?.facts ?? 0);
}

const COLUMN = { subject: 'subject_id', subjectType: 'subject_type', type: 'type' } as const;

/** Counts by lane and span of the facts that a condition lets through. */
function countsIn(
  lane: (typeof LANES)[number] | undefined,
  span: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (lane === 'topic' || lane === 'party') {
    const counted = sql`select entry.words, ${span} as span, count(*) as facts from timeline entry where ${where} group by 1, 2`;
    const byWord = countsByWord(lane === 'topic' ? 'topics' : 'parties', counted, 'span');
    return sql`select word as lane, span, facts as count from (${byWord}) told`;
  }
  const of = lane === undefined ? sql`null::text` : sql.ref(`entry.${COLUMN[lane]}`);
  return sql`
    select lane, span, count(*)::integer as count
      from (select ${of} as lane, ${span} as span from timeline entry where ${where}) placed group by lane, span`;
}
