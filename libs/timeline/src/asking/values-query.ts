import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { FACT_TYPES, factTypeOf } from '../domain/catalogue.js';
import { timelineView } from '../views/timeline/index.js';
import { countsByWord } from './carried-words.js';
import { avoidSorting, hadOccurred, isBounded, occurredUnder, wordingUnder } from './clock-conditions.js';
import type { PageLinks } from './cursor.js';
import { readParameters, type RawParameters } from './parameters.js';
import { singleParameters } from './subjects-query.js';
import { ViewReader, type Reading } from './view-reader.js';

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

/** Answers ValuesQuery. */
@QueryHandler(ValuesQuery)
@Injectable()
export class ValuesQueryHandler implements IQueryHandler<ValuesQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ list, raw }: ValuesQuery): Promise<ValuesPage> {
    const parameters = readParameters(singleParameters, raw);
    return this.reader.read(timelineView, parameters, async (reading) => {
      await avoidSorting(reading);
      const { rows } = await sql<ValueCount>`${countsOf(list, reading)}`.execute(reading.tx);
      return {
        items: list === 'types' ? allTypes(rows) : rows.toSorted(mostUsedFirst),
        page: { next: null, prev: null },
      };
    });
  }
}

function countsOf(list: ValueList, reading: Reading): RawBuilder<unknown> {
  if (list === 'types')
    return sql`select type as value, sum(facts)::integer as facts from (${countedBy('type', reading)}) told group by type`;
  const byWords = sql`select words, null as span, sum(facts) as facts from (${countedBy('words', reading)}) told group by words`;
  return sql`select word as value, facts from (${countsByWord(list, byWords, 'span')}) told`;
}

/**
 * Counts of facts by a column that the index of the order holds. Under `asOf` undated facts for which the other facts of
 * their subject have to be looked at are counted apart: they stand together at the end of that index.
 */
function countedBy(column: 'type' | 'words', reading: Reading): RawBuilder<unknown> {
  const { asOf } = reading;
  const bounded = isBounded('entry');
  const parts =
    asOf === null
      ? [sql`true`]
      : [
          sql`${hadOccurred(asOf, 'entry')} and not ${bounded}`,
          sql`${bounded} and ${occurredUnder(reading, 'entry')!}`,
        ];
  return sql.join(
    parts.map(
      (part) => sql`select ${sql.ref(`entry.${column}`)}, count(*) as facts from timeline entry
        where not entry.retracted and ${wordingUnder(reading, 'entry')} and ${part} group by 1`,
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
