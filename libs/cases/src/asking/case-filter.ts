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
  measure: repeated(z.enum(CASE_MEASURES))
    .optional()
    .meta({ description: 'Only cases in which such a measure is in force.' }),
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

/** The cases that fit what a filter says of their subjects, by name; their state is looked at by `fitsState`. */
export async function selectCases(
  filter: CaseFilter,
  reading: Reading,
  ids?: readonly string[],
): Promise<CaseSubject[]> {
  const conditions: (RawBuilder<unknown> | undefined)[] = [
    sql`subject.type = 'case'`,
    wordingUnder(reading, 'subject'),
    ids && sql`subject.subject_id = any(${[...ids]}::text[])`,
    ...ATTRIBUTES.map((name) => {
      const wanted = filter[name];
      return wanted && sql`lower(subject.attributes->>${name}) = any(${wanted.map(lower)}::text[])`;
    }),
    filter.petitioner &&
      sql`exists (select from jsonb_array_elements_text(coalesce(subject.attributes->'petitioners', '[]')) petitioner
        where lower(petitioner) = any(${filter.petitioner.map(lower)}::text[]))`,
    filter.party && sql`subject.parties && ${filter.party}::text[]`,
    filter.q === undefined ? undefined : sql`subject.search @@ ${searched(filter.q)}::tsquery`,
  ];
  const { rows } = await sql<CaseSubject>`
    select subject_id as id, name, parties, topics, attributes from timeline_subjects subject
     where ${sql.join(
       conditions.filter((condition) => condition !== undefined),
       sql` and `,
     )}`.execute(reading.tx);
  return rows.toSorted(byName);
}

/** Whether the state of a case fits a filter. */
export function fitsState(state: CaseState, { status, outcome, measure }: CaseFilter): boolean {
  if (status && !status.some((wanted) => wanted === state.status)) return false;
  if (outcome && !outcome.includes(state.outcome ?? '')) return false;
  return !measure || state.measures.some(({ kind, lifted }) => !lifted && measure.some((wanted) => wanted === kind));
}

/** By name, then by id; the same on every server, as no collation of the database takes part. */
export function byName(one: { name: string; id: string }, other: { name: string; id: string }): number {
  return order(one.name, other.name) || order(one.id, other.id);
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function lower(text: string): string {
  return text.toLowerCase();
}

function searched(text: string): string {
  const query = searchQuery(text);
  if (query !== null) return query;
  const detail = 'holds no word to search for';
  throw parameterError('q', detail);
}
