import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { currentCaller } from '#libs/database';
import { isoOfDay, type Day } from '#libs/edtf';
import { DomainError, type JsonObject } from '#libs/kernel';
import { kindOf, SUBJECT_TYPES } from '../domain/catalogue.js';
import type { Standing } from '../domain/kind.js';
import { lastNewsOf } from '../domain/known.js';
import { possibleStatuses, SubjectStanding } from '../domain/standing.js';
import { TimeSlice } from '../time-slice.js';
import { timelineView } from '../views/timeline/index.js';
import { searchQuery } from '../views/timeline/search-words.js';
import { recordedText, type SubjectRow } from '../views/timeline/tables.js';
import { subjectUnder, wordingUnder } from './clock-conditions.js';
import { cutPage, readCursor, type Cursor, type PageLinks } from './cursor.js';
import { notFound } from './not-found.js';
import { clockParameters, pageParameters, readParameters, repeated, type RawParameters } from './parameters.js';
import { standingFactsOf } from './state-reader.js';
import { filtersOf } from './timeline-query.js';
import { ViewReader, type Reading } from './view-reader.js';

/** The parameters of `GET /v1/subjects`. */
export const subjectsParameters = z.object({
  type: repeated(z.enum(SUBJECT_TYPES as [string, ...string[]]))
    .optional()
    .meta({ description: 'Only subjects of this type.' }),
  topic: repeated(z.string().min(1)).optional().meta({ description: 'Only subjects with this topic.' }),
  party: repeated(z.string().min(1)).optional().meta({ description: 'Only subjects with this party.' }),
  partOf: repeated(z.string().min(1))
    .optional()
    .meta({ description: 'Only direct parts of this subject.', examples: [['rrm']] }),
  q: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'Only subjects in whose name, id or parties every word begins another word.' }),
  ...clockParameters,
  ...pageParameters,
});

/** The parameters of `GET /v1/subjects/{id}` and of other single things. */
export const singleParameters = z.object(clockParameters);

/** One subject, with the state that its facts add up to. */
export interface SubjectAnswer {
  id: string;
  type: string;
  name: string;
  parties: string[];
  topics: string[];
  partOf: string | null;
  attributes: JsonObject;
  state: JsonObject;
  /** Every other status that may hold; empty where nothing is in doubt, and for a type whose state has no status. */
  possible: string[];
  /** Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold. */
  possibleOverstated?: true;
  /** The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
  lastNews: string | null;
  /** How many facts it has under the clocks; retracted ones are not counted. */
  facts: number;
  recordedAt: string;
}

/** One page of subjects, by name. */
export interface SubjectsPage {
  items: SubjectAnswer[];
  page: PageLinks;
  position: string;
}

/** A subject and what belongs to it. */
export interface SubjectDetail extends SubjectAnswer {
  parts: { id: string; type: string; name: string }[];
  position: string;
}

/** Asks for a list of subjects. */
export class SubjectsQuery extends Query<SubjectsPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Asks for one subject. Throws SUBJECT_UNKNOWN, or NOT_UNDER_CLOCKS where the clocks do not show it (not-found). */
export class SubjectQuery extends Query<SubjectDetail> {
  constructor(
    readonly id: string,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

/** How a subject stands under the clocks of a reading. */
interface StandingUnderClocks {
  standing: Standing;
  lastNews: Day | null;
  facts: number;
}

type Row = SubjectRow & { recorded_text: string };

/** Answers SubjectsQuery. */
@QueryHandler(SubjectsQuery)
@Injectable()
export class SubjectsQueryHandler implements IQueryHandler<SubjectsQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: SubjectsQuery): Promise<SubjectsPage> {
    const parameters = readParameters(subjectsParameters, raw);
    const filters = filtersOf(raw);
    const cursor = readCursor(parameters.cursor, filters, ['text', 'text']);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const conditions: (RawBuilder<unknown> | null)[] = [
        parameters.type ? sql`subject.type = any(${parameters.type}::text[])` : null,
        parameters.topic ? sql`subject.topics && ${parameters.topic}::text[]` : null,
        parameters.party ? sql`subject.parties && ${parameters.party}::text[]` : null,
        parameters.partOf ? sql`subject.part_of = any(${parameters.partOf}::text[])` : null,
        parameters.q === undefined ? null : sql`subject.search @@ ${searchQuery(parameters.q) ?? ''}::tsquery`,
      ];
      const rows = await selectSubjects(
        [subjectUnder(reading, 'subject'), ...conditions.filter((condition) => condition !== null)],
        reading,
        parameters.limit + 1,
        cursor,
      );
      const cut = cutPage(rows, parameters.limit, cursor, filters, (row) => [row.name, row.subject_id]);
      return { items: await subjectAnswers(cut.rows, reading), page: cut.page };
    });
  }
}

/** Answers SubjectQuery. */
@QueryHandler(SubjectQuery)
@Injectable()
export class SubjectQueryHandler implements IQueryHandler<SubjectQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ id, raw }: SubjectQuery): Promise<SubjectDetail> {
    const parameters = readParameters(singleParameters, raw);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const rows = await selectSubjects(
        [wordingUnder(reading, 'subject'), sql`subject.subject_id = ${id}`],
        reading,
        1,
        null,
      );
      const [subject] = await subjectAnswers(rows, reading);
      if (!subject)
        throw await notFound(
          new DomainError('SUBJECT_UNKNOWN', 'not-found', `There is no subject "${id}" on record.`),
          'subject',
          id,
          reading,
        );
      // Found first and then put in order: an index that has the order would be gone through from end to end.
      const { rows: parts } = await sql<{ id: string; type: string; name: string }>`
        with part as materialized (
          select subject_id as id, type, name from timeline_subjects subject
           where part_of = ${id} and ${subjectUnder(reading, 'subject')})
        select id, type, name from part order by name collate "C", id collate "C"`.execute(reading.tx);
      return { ...subject, parts };
    });
  }
}

async function selectSubjects(
  conditions: readonly RawBuilder<unknown>[],
  reading: Reading,
  limit: number,
  cursor: Cursor | null,
): Promise<Row[]> {
  const descending = cursor?.direction === 'prev';
  const [sign, direction] = descending ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const beyond = cursor
    ? [sql`(subject.name collate "C", subject.subject_id collate "C") ${sign} (${cursor.key[0]}, ${cursor.key[1]})`]
    : [];
  const { rows } = await sql<Row>`
    select subject.*, ${recordedText('subject')}
      from timeline_subjects subject
     where ${sql.join([...conditions, ...beyond], sql` and `)}
     order by subject.name collate "C" ${direction}, subject.subject_id collate "C" ${direction} limit ${limit}`.execute(
    reading.tx,
  );
  return rows;
}

async function subjectAnswers(rows: readonly Row[], reading: Reading): Promise<SubjectAnswer[]> {
  const types = new Map(rows.map((row) => [row.subject_id, row.type]));
  const standings = await reading.remembered('subject', [...types.keys()], async (missing) => {
    const facts = await standingFactsOf(missing, reading);
    const slice = new TimeSlice(currentCaller.getStore()?.signal);
    const found = new Map<string, StandingUnderClocks>();
    for (const id of missing) {
      const subject = new SubjectStanding(types.get(id)!, facts.get(id) ?? []);
      const occurred = subject.occurredBy(reading.asOf);
      const standing = subject.on(reading.asOf);
      found.set(id, { standing, lastNews: lastNewsOf(occurred), facts: occurred.length });
      await slice.pause();
    }
    return found;
  });
  return rows.map((row) => {
    const { standing, lastNews, facts } = standings.get(row.subject_id)!;
    return {
      id: row.subject_id,
      type: row.type,
      name: row.name,
      parties: row.parties,
      topics: row.topics,
      partOf: row.part_of,
      attributes: row.attributes,
      state: kindOf(row.type)?.shown?.(standing, { lastNews, day: reading.today }) ?? standing.state,
      possible: possibleStatuses(standing),
      ...(!standing.complete && { possibleOverstated: true }),
      lastNews: lastNews === null ? null : isoOfDay(lastNews),
      facts,
      recordedAt: row.recorded_text,
    };
  });
}
