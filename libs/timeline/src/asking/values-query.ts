import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { FACT_TYPES, factTypeOf } from '../domain/catalogue.js';
import { timelineView } from '../views/timeline/index.js';
import { countByHash, occurredBy, wordingUnder } from './clock-conditions.js';
import type { PageLinks } from './cursor.js';
import { readParameters, type RawParameters } from './parameters.js';
import { singleParameters } from './subjects-query.js';
import { ViewReader } from './view-reader.js';

/** The lists of values that facts carry. */
export type ValueList = 'topics' | 'types' | 'parties';

/** A value and how many facts carry it; fact types also say what they are called. */
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

/** Asks for the topics, fact types or parties with counts. */
export class ValuesQuery extends Query<ValuesPage> {
  constructor(
    readonly list: ValueList,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

const COLUMN: Record<ValueList, RawBuilder<unknown>> = {
  topics: sql`unnest(entry.topics)`,
  parties: sql`unnest(entry.parties)`,
  types: sql`entry.type`,
};

/** Answers ValuesQuery. */
@QueryHandler(ValuesQuery)
@Injectable()
export class ValuesQueryHandler implements IQueryHandler<ValuesQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ list, raw }: ValuesQuery): Promise<ValuesPage> {
    const parameters = readParameters(singleParameters, raw);
    return this.reader.read(timelineView, parameters, async (reading) => {
      await countByHash(reading);
      const { rows } = await sql<ValueCount>`
        select value, count(*)::integer as facts from (
          select ${COLUMN[list]} as value from timeline entry
           where not entry.retracted and ${wordingUnder(reading, 'entry')} and ${occurredBy(reading, 'entry') ?? sql`true`}) told
         group by value`.execute(reading.tx);
      return {
        items: list === 'types' ? allTypes(rows) : rows.toSorted(mostUsedFirst),
        page: { next: null, prev: null },
      };
    });
  }
}

function mostUsedFirst(one: ValueCount, other: ValueCount): number {
  return other.facts - one.facts || (one.value < other.value ? -1 : 1);
}

/** Every fact type that there is, those that no fact has with a count of 0. */
function allTypes(rows: readonly ValueCount[]): ValueCount[] {
  const counts = new Map(rows.map((row) => [row.value, row.facts]));
  return FACT_TYPES.map((value) => ({ value, facts: counts.get(value) ?? 0, headline: factTypeOf(value)?.headline }));
}
