import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { DomainError, openedAddress } from '#libs/kernel';
import { timelineView } from '../views/timeline/index.js';
import { recordedText, type SourceRow } from '../views/timeline/tables.js';
import { occurredUnder, sourceUnder, wordingUnder } from './clock-conditions.js';
import { cutPage, readCursor, type Cursor, type PageLinks } from './cursor.js';
import { occurredAnswer, type OccurredAnswer } from './item.js';
import { newestNews } from './newest-news.js';
import { notFound } from './not-found.js';
import { clockParameters, pageParameters, readParameters, type RawParameters } from './parameters.js';
import { singleParameters } from './subjects-query.js';
import { filtersOf } from './timeline-query.js';
import { ViewReader, type Reading } from './view-reader.js';

/** The parameters of `GET /v1/sources`. */
export const sourcesParameters = z.object({ ...clockParameters, ...pageParameters });

/** So many of the facts that a source supports are told with it; the timeline tells all of them (`source=`). */
const MOST_SUPPORTED = 200;

/** One source. */
export interface SourceDetail {
  id: string;
  title: string;
  publisher: string;
  publishedOn: OccurredAnswer | null;
  url: string | null;
  /** The address of an archived copy. */
  archivedUrl: string | null;
  /** The day on which the document was retrieved, `YYYY-MM-DD`. */
  retrievedOn: string | null;
  /** SHA-256 of the document as it was retrieved, in lower-case hexadecimal. */
  sha256: string | null;
  /** The day on which the address was last looked at, `YYYY-MM-DD`. */
  checkedOn: string | null;
  recordedAt: string;
  /** How many facts it supports under the clocks. */
  facts: number;
}

/** One source with what it supports. */
export interface SourceWithFacts extends SourceDetail {
  /** At most 200 facts, in the order of the timeline. */
  supports: SupportedFact[];
  /** The newest known day of all facts that it supports, as `lastNews` of a case; null where there is none. */
  lastNews: string | null;
}

/** A fact that a source supports, and where in the source. */
export interface SupportedFact {
  id: string;
  title: string;
  type: string;
  subject: { id: string; name: string };
  occurred: OccurredAnswer | null;
  locator: string | null;
}

/** One page of sources, by title. */
export interface SourcesPage {
  items: SourceDetail[];
  page: PageLinks;
  position: string;
}

/** Asks for a list of sources. */
export class SourcesQuery extends Query<SourcesPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Asks for one source and what it supports (200 facts at most). Throws SOURCE_UNKNOWN, or NOT_UNDER_CLOCKS where the clocks do not show it (not-found). */
export class SourceQuery extends Query<SourceWithFacts & { position: string }> {
  constructor(
    readonly id: string,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

type Row = SourceRow & { recorded_text: string; facts: number };

/** Answers SourcesQuery. */
@QueryHandler(SourcesQuery)
@Injectable()
export class SourcesQueryHandler implements IQueryHandler<SourcesQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: SourcesQuery): Promise<SourcesPage> {
    const parameters = readParameters(sourcesParameters, raw);
    const filters = filtersOf(raw);
    const cursor = readCursor(parameters.cursor, filters, ['text', 'text']);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const rows = await selectSources(null, reading, parameters.limit + 1, cursor);
      const cut = cutPage(rows, parameters.limit, cursor, filters, (row) => [row.title, row.source_id]);
      return { items: cut.rows.map(sourceDetail), page: cut.page };
    });
  }
}

/** Answers SourceQuery. */
@QueryHandler(SourceQuery)
@Injectable()
export class SourceQueryHandler implements IQueryHandler<SourceQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ id, raw }: SourceQuery): Promise<SourceWithFacts & { position: string }> {
    const parameters = readParameters(singleParameters, raw);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const [row] = await selectSources(id, reading, 1, null);
      if (!row)
        throw await notFound(
          new DomainError('SOURCE_UNKNOWN', 'not-found', `There is no source "${id}" on record.`),
          'source',
          id,
          reading,
        );
      const facts = [sql`entry.source_ids @> array[${id}::text]`, supporting(reading)];
      return {
        ...sourceDetail(row),
        supports: await supportedBy(id, reading),
        lastNews: await newestNews(facts, reading),
      };
    });
  }
}

/** A page of the sources that the clocks match, or the source of an id, which is returned also before its publication. */
async function selectSources(
  id: string | null,
  reading: Reading,
  limit: number,
  cursor: Cursor | null,
): Promise<Row[]> {
  const [sign, direction] = cursor?.direction === 'prev' ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  // One source is not put in order: the index of titles would be gone through for it.
  const order =
    id === null ? sql`order by named.title collate "C" ${direction}, named.source_id collate "C" ${direction}` : sql``;
  const condition =
    id === null ? sourceUnder(reading, 'named') : sql`${wordingUnder(reading, 'named')} and named.source_id = ${id}`;
  const beyond = cursor
    ? sql`(named.title collate "C", named.source_id collate "C") ${sign} (${cursor.key[0]}, ${cursor.key[1]})`
    : sql`true`;
  const { rows } = await sql<Row>`
    select named.*, ${recordedText('named')},
      (select count(*) from timeline entry where entry.source_ids @> array[named.source_id]
          and ${supporting(reading)})::integer as facts
      from timeline_sources named
     where ${condition} and ${beyond} ${order} limit ${limit}`.execute(reading.tx);
  return rows;
}

/** The facts that count as supported, of rows of `timeline entry`: what the three clocks let through. */
function supporting(reading: Reading): RawBuilder<unknown> {
  return sql`not entry.retracted and ${wordingUnder(reading, 'entry')} and ${occurredUnder(reading, 'entry') ?? sql`true`}`;
}

function sourceDetail(row: Row): SourceDetail {
  return {
    id: row.source_id,
    title: row.title,
    publisher: row.publisher,
    publishedOn: row.published_on === null ? null : occurredAnswer(row.published_on),
    url: openedAddress(row.url),
    archivedUrl: openedAddress(row.archived_url),
    retrievedOn: row.retrieved_on,
    sha256: row.sha256,
    checkedOn: row.checked_on,
    recordedAt: row.recorded_text,
    facts: row.facts,
  };
}

interface SupportedRow {
  fact_id: string;
  title: string;
  type: string;
  subject_id: string;
  subject_name: string;
  edtf: string | null;
  locator: string | null;
}

async function supportedBy(id: string, reading: Reading): Promise<SupportedFact[]> {
  const { rows } = await sql<SupportedRow>`
    select fact_id, title, type, subject_id, subject_name, edtf,
      jsonb_path_query_first(sources, '$[*] ? (@.source == $id).locator', jsonb_build_object('id', ${id}::text)) #>> '{}' as locator
      from timeline entry
     where source_ids @> array[${id}::text] and ${supporting(reading)}
     order by sort_start, last_day, position limit ${MOST_SUPPORTED}`.execute(reading.tx);
  return rows.map((row) => ({
    id: row.fact_id,
    title: row.title,
    type: row.type,
    subject: { id: row.subject_id, name: row.subject_name },
    occurred: row.edtf === null ? null : occurredAnswer(row.edtf),
    locator: row.locator,
  }));
}
