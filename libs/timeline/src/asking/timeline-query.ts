import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Json } from '#libs/kernel';
import { timelineView } from '../views/timeline/index.js';
import { cutPage, fingerprint, readCursor, type PageLinks } from './cursor.js';
import { entryColumns, toItems } from './entries-reader.js';
import type { SelectedEntry, TimelineItem } from './item.js';
import { pageParameters, readParameters, type RawParameters } from './parameters.js';
import { conditionsOf, timelineFilters } from './timeline-filter.js';
import { ViewReader, type Reading } from './view-reader.js';

/** The parameters of `GET /v1/timeline` (contract section 4). */
export const timelineParameters = z.object({
  ...timelineFilters,
  order: z.enum(['asc', 'desc']).default('asc').meta({ description: '`desc`: the latest first.' }),
  ...pageParameters,
});

/** The parameters of a timeline as they are understood. */
export type TimelineParameters = z.infer<typeof timelineParameters>;

/** One page of a timeline. */
export interface TimelinePage {
  items: TimelineItem[];
  page: PageLinks;
  position: string;
}

/** The place of an item in the total order: first day, last day, position (contract section 2). */
export type TimelineKey = [sortStart: number, lastDay: number, position: string];

/** Asks for one page of a timeline, in the contract's total order. Throws DomainError for parameters that do not fit. */
export class TimelineQuery extends Query<TimelinePage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers TimelineQuery. */
@QueryHandler(TimelineQuery)
@Injectable()
export class TimelineQueryHandler implements IQueryHandler<TimelineQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: TimelineQuery): Promise<TimelinePage> {
    const parameters = readParameters(timelineParameters, raw);
    const filters = filtersOf(raw);
    const cursor = readCursor(parameters.cursor, filters, ['day', 'day', 'position']);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const beyond = cursor && { key: cursor.key as TimelineKey, backwards: cursor.direction === 'prev' };
      const rows = await selectEntries(parameters, reading, parameters.limit + 1, beyond);
      const cut = cutPage(rows, parameters.limit, cursor, filters, keyOf);
      return { items: await toItems(cut.rows, reading), page: cut.page };
    });
  }
}

/** The fingerprint of the filters: all parameters but those that say where in the list one is. */
export function filtersOf(raw: RawParameters): string {
  const { limit: _limit, cursor: _cursor, after: _after, ...filters } = raw;
  return fingerprint(JSON.parse(JSON.stringify(filters)) as Json);
}

/** The key of a row in the total order. */
export function keyOf(row: SelectedEntry): TimelineKey {
  return [row.sort_start, row.last_day, row.position];
}

/** Rows of a timeline in order, beyond a key where one is given; `backwards` walks against the order asked for. */
export async function selectEntries(
  parameters: TimelineParameters,
  reading: Reading,
  limit: number,
  beyond: { key: TimelineKey; backwards: boolean; inclusive?: boolean } | null,
): Promise<SelectedEntry[]> {
  const conditions = await conditionsOf(parameters, reading);
  const descending = (parameters.order === 'desc') !== (beyond?.backwards ?? false);
  const direction = descending ? sql`desc` : sql`asc`;
  if (beyond) {
    const sign = sql.raw(`${descending ? '<' : '>'}${beyond.inclusive ? '=' : ''}`);
    const [start, end, position] = beyond.key;
    conditions.push(
      sql`(entry.sort_start, entry.last_day, entry.position) ${sign} (${start}::integer, ${end}::integer, ${position}::bigint)`,
    );
  }
  const { rows } = await sql<SelectedEntry>`
    select ${entryColumns(reading)} from timeline entry
     where ${sql.join(conditions, sql` and `)}
     order by entry.sort_start ${direction}, entry.last_day ${direction}, entry.position ${direction}
     limit ${limit}`.execute(reading.tx);
  return rows;
}
