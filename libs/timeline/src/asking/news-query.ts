import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { dayOfIso, isoOfDay } from '#libs/edtf';
import { timelineView } from '../views/timeline/index.js';
import { cutPage, readCursor, type PageLinks } from './cursor.js';
import { entryColumns, toItems } from './entries-reader.js';
import { changesOfFacts, type FactChangeAnswer } from './fact-query.js';
import type { SelectedEntry, TimelineItem } from './item.js';
import { pageParameters, parameterError, readParameters, type RawParameters } from './parameters.js';
import { conditionsOf, includes, timelineFilters } from './timeline-filter.js';
import { filtersOf } from './timeline-query.js';
import { redactedAt } from './redacted-at.js';
import { ViewReader, type Reading } from './view-reader.js';

/** The parameters of a news feed: the filters of a timeline. What was withdrawn is told, as somebody may have read it. */
export const newsParameters = z.object({
  ...timelineFilters,
  retracted: z
    .enum(['include', 'exclude'])
    .default('include')
    .meta({ description: '`exclude`: without withdrawn facts, which are otherwise marked as such.' }),
  ...pageParameters,
});

/** A fact as news: in its newest wording, with what was changed since it was recorded. */
export interface NewsItem extends TimelineItem {
  /** The first day since which any wording could be known: a correction can never make it a later one. */
  newsOf: string;
  changes: FactChangeAnswer[];
  /** When a text of it was removed last; null where none was. */
  redactedAt: string | null;
}

/** One page of news. */
export interface NewsPage {
  items: NewsItem[];
  page: PageLinks;
  position: string;
}

/**
 * Asks for the facts that became known last, first. A correction leaves a fact in its place, unless it says that the fact
 * could be known since another day, so that it never looks like news.
 */
export class NewsQuery extends Query<NewsPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers NewsQuery. */
@QueryHandler(NewsQuery)
@Injectable()
export class NewsQueryHandler implements IQueryHandler<NewsQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: NewsQuery): Promise<NewsPage> {
    const parameters = readParameters(newsParameters, raw);
    if (includes(parameters).has('milestones')) {
      const detail = 'takes no milestones in a feed of what became known; what is due is at /v1/milestones';
      throw parameterError('include', detail);
    }
    const filters = filtersOf(raw);
    const cursor = readCursor(parameters.cursor, filters, ['day', 'position']);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const conditions = await conditionsOf(parameters, reading);
      const backwards = cursor?.direction === 'prev';
      const direction = backwards ? sql`asc` : sql`desc`;
      if (cursor) {
        const [day = 0, position = '0'] = cursor.key;
        const sign = backwards ? sql`>` : sql`<`;
        conditions.push(sql`(entry.known_day, entry.position) ${sign} (${day}::integer, ${position}::bigint)`);
      }
      const { rows } = await sql<SelectedEntry>`
        select ${entryColumns(reading)} from timeline entry
         where ${sql.join(conditions, sql` and `)}
         order by entry.known_day ${direction}, entry.position ${direction}
         limit ${parameters.limit + 1}`.execute(reading.tx);
      const cut = cutPage(rows, parameters.limit, cursor, filters, (row) => [row.known_day, row.position]);
      const told = await toItems(cut.rows, reading);
      const first = await firstKnown(
        told.map(({ id }) => id),
        reading,
      );
      const changed = told.filter((item) => item.revision > 1 || item.status === 'retracted');
      const changes = await changesOfFacts(
        changed.map(({ id }) => id),
        reading,
      );
      const removed = await redactedAt(
        told.map((item) => ({ ...item, facts: [item.id] })),
        reading,
      );
      const items = told.map((item, index): NewsItem => {
        const newsOf = isoOfDay(first.get(item.id) ?? dayOfIso(item.known.at));
        return { ...item, newsOf, changes: changes.get(item.id) ?? [], redactedAt: removed[index]?.at ?? null };
      });
      return { items, page: cut.page };
    });
  }
}

/** The first known day among the wordings of each fact that the recorded clock lets through. */
async function firstKnown(facts: readonly string[], reading: Reading): Promise<Map<string, number>> {
  const recorded = reading.upTo === null ? sql`true` : sql`recorded_from <= ${reading.upTo}`;
  const { rows } = await sql<{ fact_id: string; day: number }>`
    select fact_id, min(known_day) as day from timeline
     where fact_id = any(${facts}::text[]) and ${recorded} group by fact_id`.execute(reading.tx);
  return new Map(rows.map((row) => [row.fact_id, row.day]));
}
