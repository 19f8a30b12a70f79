import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { FACT_TYPES, factTypeOf } from '../domain/catalogue.js';
import { timelineView } from '../views/timeline/index.js';
import { OPEN_END } from '../views/timeline/tables.js';
import { countsByWord } from './carried-words.js';
import { avoidSorting } from './clock-conditions.js';
import type { PageLinks } from './cursor.js';
import { readParameters, type RawParameters } from './parameters.js';
import { conditionsOf, timelineFilters, type TimelineFilter } from './timeline-filter.js';
import { ViewReader, type Reading } from './view-reader.js';

/** The lists of values that facts carry. */
export type ValueList = 'topics' | 'types' | 'parties';

/** A value and how many of the facts that the filters match carry it; fact types also say what they are called. */
export interface ValueCount {
  value: string;
  facts: number;
  headline?: string;
}

/** All values of a list: the most used first, fact types in the order of the catalogue. */
export interface ValuesPage {
  items: ValueCount[];
  page: PageLinks;
  position: string;
}

/** The parameters of `GET /v1/topics`, `/v1/types` and `/v1/parties`: the filters of the timeline whose facts are counted. */
export const valuesParameters = z.object(timelineFilters);

/** Asks for the topics, fact types or parties, each with the count of the facts that `GET /v1/timeline` lists. */
export class ValuesQuery extends Query<ValuesPage> {
  constructor(
    readonly list: ValueList,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

/** Answers ValuesQuery. */
@QueryHandler(ValuesQuery)
@Injectable()
export class ValuesQueryHandler implements IQueryHandler<ValuesQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ list, raw }: ValuesQuery): Promise<ValuesPage> {
    const filter = readParameters(valuesParameters, raw);
    return this.reader.read(timelineView, filter, async (reading) => {
      const counted = await countedBy(list === 'types' ? 'type' : 'words', filter, reading);
      await avoidSorting(reading);
      const { rows } = await sql<ValueCount>`${countsOf(list, counted)}`.execute(reading.tx);
      return {
        items: list === 'types' ? allTypes(rows) : rows.toSorted(mostUsedFirst),
        page: { next: null, prev: null },
      };
    });
  }
}

function countsOf(list: ValueList, counted: RawBuilder<unknown>): RawBuilder<unknown> {
  if (list === 'types')
    return sql`select type as value, sum(facts)::integer as facts from (${counted}) lists group by type`;
  const byWords = sql`select words, null as span, sum(facts) as facts from (${counted}) lists group by words`;
  return sql`select word as value, facts from (${countsByWord(list, byWords, 'span')}) by_word`;
}

/**
 * Counts of facts by a column that the index of the order holds. Facts without a date, for which other facts of their
 * subject may have to be looked at, are counted apart: they stand together at the end of that index.
 */
async function countedBy(
  column: 'type' | 'words',
  filter: TimelineFilter,
  reading: Reading,
): Promise<RawBuilder<unknown>> {
  const dated = await conditionsOf({ ...filter, undated: 'exclude' }, reading);
  const undated =
    filter.undated === 'include'
      ? [...(await conditionsOf(filter, reading)), sql`entry.sort_start = ${OPEN_END} and entry.precision is null`]
      : null;
  return sql.join(
    [dated, ...(undated === null ? [] : [undated])].map(
      (conditions) => sql`select ${sql.ref(`entry.${column}`)}, count(*) as facts from timeline entry
        where ${sql.join(conditions, sql` and `)} group by 1`,
    ),
    sql` union all `,
  );
}

function mostUsedFirst(one: ValueCount, other: ValueCount): number {
  return other.facts - one.facts || (one.value < other.value ? -1 : 1);
}

/** Every fact type that there is, those that no fact has with a count of 0. */
function allTypes(rows: readonly ValueCount[]): ValueCount[] {
  const counts = new Map(rows.map((row) => [row.value, row.facts]));
  return FACT_TYPES.map((value) => ({ value, facts: counts.get(value) ?? 0, headline: factTypeOf(value)?.headline }));
}
