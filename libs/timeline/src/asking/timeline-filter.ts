import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { EdtfError, windowOfRange, type Window } from '#libs/edtf';

import { FACT_TYPES, SUBJECT_TYPES } from '../domain/catalogue.js';
import { searchQuery } from '../views/timeline/search-words.js';
import { OPEN_END, OPEN_START } from '../views/timeline/tables.js';
import { hadOccurred, occurredUnder, wordingUnder } from './clock-conditions.js';
import { clockParameters, edtfParameter, parameterError, repeated } from './parameters.js';
import type { Reading } from './view-reader.js';

const word = z.string().min(1).max(200);
const oneOf = (values: readonly string[]) => z.enum(values as [string, ...string[]]);

/** What narrows a timeline: the same filters for the list, for its density, for feeds and for the command line. */
export const timelineFilters = {
  from: edtfParameter.optional().meta({ description: 'From the first day of this EDTF date.', examples: ['2023'] }),
  to: edtfParameter.optional().meta({ description: 'To the last day of this EDTF date.', examples: ['2024-06'] }),
  match: oneOf(['possible', 'certain']).default('possible').meta({
    description: '`possible`: the window of the fact and the period overlap; `certain`: the window lies inside.',
  }),
  subject: repeated(word)
    .optional()
    .meta({ description: 'Only facts of this subject.', examples: [['usmca']] }),
  subjectType: repeated(oneOf(SUBJECT_TYPES)).optional().meta({ description: 'Only facts of subjects of this type.' }),
  type: repeated(oneOf(FACT_TYPES))
    .optional()
    .meta({ description: 'Only facts of this type.', examples: [['dialogue.held']] }),
  topic: repeated(word)
    .optional()
    .meta({ description: 'Only facts with this topic, of their own or of their subject.', examples: [['security']] }),
  party: repeated(word)
    .optional()
    .meta({ description: 'Only facts with this party, of their own or of their subject.', examples: [['MX']] }),
  source: repeated(word).optional().meta({ description: 'Only facts told by this source.' }),
  q: z
    .string()
    .max(500)
    .optional()
    .meta({
      description:
        'Only facts in whose title, summary, subject or parties every word begins another word; accents do not count.',
      examples: ['customs accounts'],
    }),
  include: repeated(z.string())
    .optional()
    .meta({
      description:
        '`parts`: also the parts of the subjects; `related`: also facts related to them; `milestones`: also what is due. Repeated, or with commas.',
      examples: [['milestones']],
    }),
  undated: oneOf(['include', 'exclude'])
    .default('exclude')
    .meta({
      description:
        '`include`: facts without a date as well, after all others; a period takes in those known on or after its first day.',
    }),
  retracted: oneOf(['include', 'exclude'])
    .default('exclude')
    .meta({ description: '`include`: withdrawn facts as well.' }),
  ...clockParameters,
};

const filterSchema = z.object(timelineFilters);
/** The filters of a timeline as they are understood. */
export type TimelineFilter = z.infer<typeof filterSchema>;

const INCLUDES = ['parts', 'related', 'milestones'] as const;

/** What a timeline takes in beside the facts themselves. Throws PARAMETER_INVALID for a word that it does not know. */
export function includes(filter: Pick<TimelineFilter, 'include'>): ReadonlySet<(typeof INCLUDES)[number]> {
  const words = (filter.include ?? []).flatMap((value) => value.split(',')).map((value) => value.trim());
  return new Set(
    words.map((value) => {
      const known = INCLUDES.find((name) => name === value);
      if (known) return known;
      const detail = `must be one or more of ${INCLUDES.join(', ')}`;
      throw parameterError('include', detail);
    }),
  );
}

/**
 * The conditions on rows of `timeline entry` that a filter makes under the clocks of a reading. Whether a fact has a date
 * is told by its precision, which the index of the order holds.
 */
export async function conditionsOf(filter: TimelineFilter, reading: Reading): Promise<RawBuilder<boolean>[]> {
  return [wordingUnder(reading, 'entry'), ...(await conditionsOfAnyWording(filter, reading))];
}

/** The same for whatever wording of a fact, not only for the one that holds. */
export async function conditionsOfAnyWording(filter: TimelineFilter, reading: Reading): Promise<RawBuilder<boolean>[]> {
  const wanted = includes(filter);
  const conditions: (RawBuilder<boolean> | null)[] = [
    occurredOf(filter, reading),
    filter.retracted === 'include' ? null : sql`not entry.retracted`,
    filter.undated === 'include' ? null : sql`entry.precision is not null`,
    lyingIn(filter),
    filter.subject ? await subjectsOf(filter.subject, wanted, reading) : null,
    filter.subjectType ? among(sql`entry.subject_type`, filter.subjectType) : null,
    filter.type ? among(sql`entry.type`, filter.type) : null,
    filter.topic ? sql`entry.topics && ${filter.topic}::text[]` : null,
    filter.party ? sql`entry.parties && ${filter.party}::text[]` : null,
    filter.source ? sql`entry.source_ids && ${filter.source}::text[]` : null,
    filter.q === undefined ? null : sql`entry.search @@ ${queryOf(filter.q)}::tsquery`,
  ];
  return conditions.filter((condition) => condition !== null);
}

/** Where facts without a date are left out, no other fact has to be looked at to say what had occurred. */
function occurredOf({ undated }: Pick<TimelineFilter, 'undated'>, reading: Reading): RawBuilder<boolean> | null {
  if (reading.asOf === null || undated === 'include') return occurredUnder(reading, 'entry');
  return hadOccurred(reading.asOf, 'entry');
}

/** The window of a period; null where it names none. Throws PARAMETER_INVALID where it ends before it begins. */
export function periodOf({ from, to }: Pick<TimelineFilter, 'from' | 'to'>): Window | null {
  if (from === undefined && to === undefined) return null;
  try {
    return windowOfRange(from, to);
  } catch (error) {
    if (error instanceof EdtfError) throw parameterError(error.parameter ?? 'from', error.message);
    throw error;
  }
}

/** The period of a filter as days, open ends as the sentinels of the table; null where it names none. */
export function periodDays(filter: Pick<TimelineFilter, 'from' | 'to'>): { first: number; last: number } | null {
  const window = periodOf(filter);
  return window && { first: window.earliest ?? OPEN_START, last: window.latest ?? OPEN_END };
}

/** An index gives the rows of one value in its order; those of a list it would have to sort, and is not asked to. */
function among(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any(${values}::text[])`;
}

/** Each end stands by itself, and only where there is one, so that an index can tell what it holds of it. */
function lyingIn(filter: TimelineFilter): RawBuilder<boolean> | null {
  const period = periodDays(filter);
  if (!period) return null;
  if (filter.match === 'certain')
    return sql`(entry.precision is not null and entry.first_day >= ${period.first} and entry.last_day <= ${period.last}
      and entry.sort_start between ${period.first} and ${period.last})`;
  const ends = [
    ...(period.first === OPEN_START ? [] : [sql`entry.last_day >= ${period.first}`]),
    ...(period.last === OPEN_END ? [] : [sql`entry.first_day <= ${period.last}`]),
  ];
  if (ends.length === 0) return null;
  const overlaps = sql<boolean>`${sql.join(ends, sql` and `)}`;
  if (filter.undated === 'exclude') return overlaps;
  // An undated fact lies at some time up to its known day, which is its day of the beginning.
  return sql`(case when entry.precision is null then entry.begun_by >= ${period.first} else ${overlaps} end)`;
}

async function subjectsOf(
  subjects: string[],
  wanted: ReadonlySet<string>,
  reading: Reading,
): Promise<RawBuilder<boolean>> {
  const ids = wanted.has('parts') ? await subjectsWithParts(subjects, reading) : subjects;
  if (!wanted.has('related')) return among(sql`entry.subject_id`, ids);
  return sql`(entry.subject_id = any(${ids}::text[]) or entry.related && ${ids}::text[])`;
}

/** The subjects and everything that is part of them, at any depth; a circle of parts ends where it began. */
export async function subjectsWithParts(subjects: string[], reading: Reading): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive parts as (
      select unnest(${subjects}::text[]) as id
      union
      select part.subject_id from timeline_subjects part join parts on part.part_of = parts.id
       where ${wordingUnder(reading, 'part')})
    select id from parts`.execute(reading.tx);
  return rows.map((row) => row.id);
}

function queryOf(text: string): string {
  const query = searchQuery(text);
  if (query !== null) return query;
  const detail = 'holds no word to search for';
  throw parameterError('q', detail);
}
