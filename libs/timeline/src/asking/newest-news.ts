import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type QueryExecutorProvider, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { isoOfDay, type Day } from '#libs/edtf';
import { timelineView } from '../views/timeline/index.js';
import { occurredUnder, wordingUnder } from './clock-conditions.js';
import { readParameters, type RawParameters } from './parameters.js';
import { conditionsOf, timelineFilters } from './timeline-filter.js';
import { ViewReader, type Reading } from './view-reader.js';

/** Of rows of `timeline entry` those whose known day is that of a statement or a source: a recording is no news. */
const IS_NEWS = sql<boolean>`(entry.known_basis <> 'recorded' and not entry.retracted)`;

/**
 * The newest known day (UTC, `YYYY-MM-DD`) of the facts that are news; null where there is none.
 *
 * @param conditions on rows of `timeline entry`, those of the clocks among them
 */
export async function newestNews(
  conditions: readonly RawBuilder<unknown>[],
  { tx }: Pick<Reading, 'tx'>,
): Promise<string | null> {
  const { rows } = await sql<{ day: Day }>`
    select entry.known_day as day from timeline entry where ${sql.join([IS_NEWS, ...conditions], sql` and `)}
     order by entry.known_day desc, entry.position desc limit 1`.execute(tx);
  return rows[0] ? isoOfDay(rows[0].day) : null;
}

/** The newest known day of the facts of each of some subjects under the clocks, by id; a subject without news is missing. */
export async function newestNewsOfSubjects(
  ids: readonly string[],
  reading: Pick<Reading, 'upTo' | 'knownAt' | 'asOf'> & { tx: QueryExecutorProvider },
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; day: Day }>`
    select entry.subject_id as id, max(entry.known_day) as day from timeline entry
     where entry.subject_id = any(${[...new Set(ids)]}::text[]) and ${IS_NEWS} and ${wordingUnder(reading, 'entry')}
       and ${occurredUnder(reading, 'entry') ?? sql`true`}
     group by entry.subject_id`.execute(reading.tx);
  return new Map(rows.map(({ id, day }) => [id, isoOfDay(day)]));
}

const filterSchema = z.object(timelineFilters);

/** Returns the newest news of the facts that the filters of a timeline match; other parameters of a list do not count. */
export class TimelineNewsQuery extends Query<{ lastNews: string | null; position: string }> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers TimelineNewsQuery. */
@QueryHandler(TimelineNewsQuery)
@Injectable()
export class TimelineNewsQueryHandler implements IQueryHandler<TimelineNewsQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: TimelineNewsQuery): Promise<{ lastNews: string | null; position: string }> {
    const filters = Object.entries(raw).filter(([name]) => Object.hasOwn(timelineFilters, name));
    const parameters = readParameters(filterSchema, Object.fromEntries(filters));
    return this.reader.read(timelineView, parameters, async (reading) => ({
      lastNews: await newestNews(await conditionsOf(parameters, reading), reading),
    }));
  }
}
