import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { isoOfDay } from '#libs/edtf';
import { timelineView } from '../views/timeline/index.js';
import { OPEN_END, OPEN_START } from '../views/timeline/tables.js';
import { countByHash, wordingUnder } from './clock-conditions.js';
import { readParameters, wholeNumber, type RawParameters } from './parameters.js';
import { conditionsOf, periodDays, timelineFilters } from './timeline-filter.js';
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
});

/** How many facts begin in each span of a period, for drawing. Dates without a day are told by their first day. */
export interface Density {
  spans: { from: string; to: string }[];
  lanes: { lane: string | null; label: string; total: number; counts: number[] }[];
  total: number;
  /** Facts without a date, which lie in no span. */
  undated: number;
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
    const { buckets, lane, ...filter } = readParameters(densityParameters, raw);
    return this.reader.read(timelineView, filter, async (reading) => {
      const conditions = await conditionsOf(filter, reading);
      const where = sql.join(conditions, sql` and `);
      const { rows: bounds } = await sql<{ first: number | null; last: number | null; dated: string; undated: string }>`
        select min(entry.sort_start) filter (where entry.precision is not null) as first,
               max(case when entry.last_day = ${OPEN_END} then entry.sort_start else entry.last_day end)
                 filter (where entry.precision is not null) as last,
               count(*) filter (where entry.precision is not null) as dated,
               count(*) filter (where entry.precision is null) as undated
          from timeline entry where ${where}`.execute(reading.tx);
      const undated = Number(bounds[0]?.undated ?? 0);
      const [least, most] = [bounds[0]?.first ?? null, bounds[0]?.last ?? null];
      if (least === null || most === null) return { spans: [], lanes: [], total: 0, undated };
      const period = periodDays(filter);
      const first = period && period.first !== OPEN_START ? period.first : least;
      const last = Math.max(first, period && period.last !== OPEN_END ? period.last : most);
      const length = Math.ceil((last - first + 1) / buckets);
      const spans = Math.ceil((last - first + 1) / length);
      await countByHash(reading);
      const { rows } = await sql<CountRow>`
        select lane, span, count(*)::integer as count from (
          select ${laneOf(lane)}, greatest(0, least(${spans - 1}::integer, (entry.sort_start - ${first}::integer) / ${length}::integer)) as span
            from timeline entry ${lanesOf(lane)} where ${where} and entry.precision is not null) placed
         group by lane, span`.execute(reading.tx);
      return {
        spans: Array.from({ length: spans }, (_, index) => ({
          from: isoOfDay(first + index * length),
          to: isoOfDay(Math.min(last, first + (index + 1) * length - 1)),
        })),
        lanes: lanesFrom(rows, spans, lane === 'subject' ? await namesOf(rows, reading) : new Map()),
        total: Number(bounds[0]?.dated ?? 0),
        undated,
      };
    });
  }
}

function lanesFrom(
  rows: readonly CountRow[],
  spans: number,
  names: ReadonlyMap<string | null, string>,
): Density['lanes'] {
  const lanes = new Map<string | null, Density['lanes'][number]>();
  for (const { lane, span, count } of rows) {
    const label = names.get(lane) ?? lane ?? 'all';
    const entry = lanes.get(lane) ?? { lane, label, total: 0, counts: Array.from({ length: spans }, () => 0) };
    entry.counts[span] = (entry.counts[span] ?? 0) + count;
    entry.total += count;
    lanes.set(lane, entry);
  }
  return [...lanes.values()].toSorted(
    (one, other) => compare(one.label, other.label) || compare(one.lane ?? '', other.lane ?? ''),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What subjects are called under the clocks. */
async function namesOf(rows: readonly CountRow[], reading: Reading): Promise<Map<string | null, string>> {
  const ids = [...new Set(rows.map(({ lane }) => lane))];
  const { rows: named } = await sql<{ id: string; name: string }>`
    select subject_id as id, name from timeline_subjects subject
     where subject_id = any(${ids}::text[]) and ${wordingUnder(reading, 'subject')}`.execute(reading.tx);
  return new Map(named.map(({ id, name }) => [id, name]));
}

function laneOf(lane: (typeof LANES)[number] | undefined): RawBuilder<unknown> {
  switch (lane) {
    case 'subject':
      return sql`entry.subject_id as lane`;
    case 'subjectType':
      return sql`entry.subject_type as lane`;
    case 'type':
      return sql`entry.type as lane`;
    case 'topic':
    case 'party':
      return sql`word as lane`;
    case undefined:
      return sql`null::text as lane`;
  }
}

function lanesOf(lane: (typeof LANES)[number] | undefined): RawBuilder<unknown> {
  if (lane === 'topic') return sql`cross join unnest(entry.topics) word`;
  return lane === 'party' ? sql`cross join unnest(entry.parties) word` : sql``;
}
