import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import {
  CASE_MEASURES,
  parameterError,
  repeated,
  searchQuery,
  wordingUnder,
  type CaseState,
  type Reading,
  type Standing,
} from '#libs/timeline';

/** Every status that a case can have, in the order of the procedure (contract section 3). */
export const CASE_STATUSES = [
  'noted',
  'filed',
  'not-pursued',
  'review-requested',
  'under-review',
  'review-declined',
  'in-consultation',
  'in-remediation',
  'in-panel',
  'remedy-pending',
  'resolved',
  'closed',
] as const;

const words = (description: string, example?: string) =>
  repeated(z.string().min(1).max(300))
    .optional()
    .meta({ description, ...(example !== undefined && { examples: [[example]] }) });

/** What narrows cases by what their state is. */
const stateFilters = {
  status: repeated(z.enum(CASE_STATUSES))
    .optional()
    .meta({ description: 'Only cases of this status.', examples: [['resolved']] }),
  outcome: words('Only cases that ended with this outcome.'),
  measure: repeated(z.enum(CASE_MEASURES)).optional().meta({
    description: 'Only cases in which such a measure is in force; one taken on or before the end of its case is not.',
  }),
};

/** What narrows cases by what their subjects say. */
export const caseSubjectFilters = {
  sector: words('Only cases of this sector; capitals do not count, here and in the other attributes.'),
  state: words('Only cases in this state or province.'),
  mechanism: words('Only cases under this mechanism.', 'usmca-rrm'),
  complainant: words('Only cases that this party brought.', 'US'),
  initiation: repeated(z.enum(['petition', 'self']))
    .optional()
    .meta({ description: 'Only cases that began with a petition, or by the complainant itself.' }),
  petitioner: words('Only cases in which this petitioner took part.'),
  company: words('Only cases of this company.'),
  facility: words('Only cases at this facility.'),
  party: words('Only cases with this party.', 'MX'),
  q: z.string().max(500).optional().meta({
    description: 'Only cases in whose name, id or parties every word begins another word; accents do not count.',
  }),
};

/** What narrows a list of cases: the same filters for the list and the statistics. */
export const caseFilters = { ...stateFilters, ...caseSubjectFilters };

const filterSchema = z.object(caseFilters);
/** The filters of cases as they are understood. */
export type CaseFilter = z.infer<typeof filterSchema>;

/** A case as its subject is worded under the clocks. */
export interface CaseSubject {
  id: string;
  name: string;
  parties: string[];
  topics: string[];
  attributes: JsonObject;
}

const ATTRIBUTES = ['sector', 'state', 'mechanism', 'complainant', 'initiation', 'company', 'facility'] as const;

/** A part of the cases in the order of their names: those of these ids, or so many beyond a place. */
export interface CasePart {
  ids?: readonly string[];
  beyond?: { name: string; id: string };
  backwards?: boolean;
  limit?: number;
}

/**
 * The cases that fit what a filter says of their subjects, by name and then by id, the same on every server; their state
 * is looked at by `fitsState`.
 */
export async function selectCases(
  filter: CaseFilter,
  reading: Reading,
  { ids, beyond, backwards = false, limit }: CasePart = {},
): Promise<CaseSubject[]> {
  const [sign, direction] = backwards ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const place = sql`subject.name collate "C", subject.subject_id collate "C"`;
  const conditions: (RawBuilder<unknown> | undefined)[] = [
    sql`subject.type = 'case'`,
    wordingUnder(reading, 'subject'),
    ids && sql`subject.subject_id = any(${[...ids]}::text[])`,
    ...ATTRIBUTES.map((name) => filter[name] && attributeIs(name, filter[name])),
    filter.petitioner && attributeIs('petitioners', filter.petitioner, true),
    filter.party && sql`subject.parties && ${filter.party}::text[]`,
    filter.q === undefined ? undefined : sql`subject.search @@ ${searched(filter.q)}::tsquery`,
    beyond && sql`(${place}) ${sign} (${beyond.name}, ${beyond.id})`,
  ];
  const { rows } = await sql<CaseSubject>`
    select subject_id as id, name, parties, topics, attributes from timeline_subjects subject
     where ${sql.join(
       conditions.filter((condition) => condition !== undefined),
       sql` and `,
     )}
     order by subject.name collate "C" ${direction}, subject.subject_id collate "C" ${direction}
     ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(reading.tx);
  return rows;
}

/** An attribute is one of these values, or holds one of them, capitals aside. */
function attributeIs(name: string, values: readonly string[], inList = false): RawBuilder<unknown> {
  const wanted = values.map((value) => value.toLowerCase()).map((value) => ({ [name]: inList ? [value] : value }));
  const said = sql`lower(subject.attributes::text collate pg_c_utf8)::jsonb`;
  return sql`(${sql.join(
    wanted.map((value) => sql`${said} @> ${JSON.stringify(value)}::jsonb`),
    sql` or `,
  )})`;
}

/** Whether what a case is asked for takes in its state, so that its facts have to be folded before it is known to fit. */
export function asksForState({ status, outcome, measure }: CaseFilter): boolean {
  return [status, outcome, measure].some((wanted) => wanted !== undefined);
}

/** Whether a case fits a filter by its state, or with `match=possible` by any state that may hold. */
export function fitsStanding(
  { state, possible }: Standing<CaseState>,
  filter: CaseFilter,
  match: 'certain' | 'possible',
): boolean {
  return [state, ...(match === 'possible' ? possible : [])].some((one) => fitsState(one, filter));
}

/** Whether the state of a case fits a filter. */
export function fitsState(state: CaseState, { status, outcome, measure }: CaseFilter): boolean {
  if (status && !status.some((wanted) => wanted === state.status)) return false;
  if (outcome && !outcome.includes(state.outcome ?? '')) return false;
  return (
    !measure || state.measures.some((one) => one.state === 'in-force' && measure.some((wanted) => wanted === one.kind))
  );
}

function searched(text: string): string {
  const query = searchQuery(text);
  if (query !== null) return query;
  const detail = 'holds no word to search for';
  throw parameterError('q', detail);
}
