import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { dayOfIso, isoOfDay } from '#libs/edtf';
import { timelineView } from '../views/timeline/index.js';
import { cutPage, readCursor, type Cursor, type PageLinks } from './cursor.js';
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
 * Asks for the facts that became known last, first; those that have neither a date nor a dated source come after all others. A correction leaves a fact in its place, unless it says that the fact
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
    const cursor = readCursor(parameters.cursor, filters, ['day', 'day', 'position']);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const conditions = await conditionsOf(parameters, reading);
      const rows = await newestFirst(conditions, parameters.limit + 1, cursor, reading);
      const cut = cutPage(rows, parameters.limit, cursor, filters, (row) => [
        isUndatedNews(row) ? 1 : 0,
        row.known_day,
        row.position,
      ]);
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

/** A fact without a date, known since its recording alone: that day is no day of news. */
function isUndatedNews({ edtf, known_basis }: Pick<SelectedEntry, 'edtf' | 'known_basis'>): boolean {
  return edtf === null && known_basis === 'recorded';
}

/** The rows beyond a cursor: what became known last, first; behind it all what has no day but that of its recording. */
async function newestFirst(
  conditions: readonly RawBuilder<boolean>[],
  limit: number,
  cursor: Cursor | null,
  reading: Reading,
): Promise<SelectedEntry[]> {
  const backwards = cursor?.direction === 'prev';
  const direction = backwards ? sql`asc` : sql`desc`;
  const sign = backwards ? sql`>` : sql`<`;
  const parts = backwards ? [1, 0] : [0, 1];
  const rows: SelectedEntry[] = [];
  for (const part of parts.slice(cursor ? parts.indexOf(Number(cursor.key[0])) : 0)) {
    const undated = sql<boolean>`(entry.known_basis = 'recorded' and entry.precision is null)`;
    const where = [...conditions, part === 1 ? undated : sql<boolean>`not ${undated}`];
    if (cursor && part === cursor.key[0])
      where.push(sql`(entry.known_day, entry.position) ${sign} (${cursor.key[1]}::integer, ${cursor.key[2]}::bigint)`);
    const { rows: found } = await sql<SelectedEntry>`
      select ${entryColumns(reading)} from timeline entry
       where ${sql.join(where, sql` and `)}
       order by entry.known_day ${direction}, entry.position ${direction}
       limit ${limit - rows.length}`.execute(reading.tx);
    rows.push(...found);
    if (rows.length >= limit) break;
  }
  return rows;
}

/** The first known day among the wordings of each fact that the recorded clock lets through. */
async function firstKnown(facts: readonly string[], reading: Reading): Promise<Map<string, number>> {
  const recorded = reading.upTo === null ? sql`true` : sql`recorded_from <= ${reading.upTo}`;
  const { rows } = await sql<{ fact_id: string; day: number }>`
    select fact_id, min(known_day) as day from timeline
     where fact_id = any(${facts}::text[]) and ${recorded} group by fact_id`.execute(reading.tx);
  return new Map(rows.map((row) => [row.fact_id, row.day]));
}
