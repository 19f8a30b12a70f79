import { sql, type RawBuilder } from 'kysely';
import { possiblyWithin, parseEdtf, type Window } from '#libs/edtf';
import { asLog, factsOf, KINDS, milestoneTypes, windowColumns, wordingUnder, type Reading } from '#libs/timeline';
import type { JsonObject } from '#libs/kernel';
import { deriveMilestones } from '../derive-milestones.js';
import type { Milestone } from '../domain/milestone.js';
import { selectMilestones } from '../views/milestones/rows.js';

/** Which milestones are asked for; left out: all. */
export interface MilestoneFilter {
  subject?: readonly string[];
  subjectType?: readonly string[];
  topic?: readonly string[];
  party?: readonly string[];
  /** Their window and this one overlap. */
  window?: Window;
}

/**
 * The milestones under the clocks of a reading, by the first day of their windows. As everything stands they are read
 * from the view; under a clock they are derived by the same rules from the facts that the clocks let through.
 */
export async function readMilestones(filter: MilestoneFilter, reading: Reading): Promise<Milestone[]> {
  const clocked = reading.knownAt !== null || reading.upTo !== null || reading.asOf !== null;
  const found = clocked
    ? await deriveUnderClocks(filter, reading)
    : await selectMilestones(asLog(reading.tx), conditionOf(filter));
  return found.filter(
    ({ window }) => filter.window === undefined || possiblyWithin(parseEdtf(window).window, filter.window),
  );
}

function conditionOf({ subject, subjectType, topic, party }: MilestoneFilter): RawBuilder<boolean> {
  return sql`${within('subject_id', subject)} and ${within('subject_type', subjectType)}
    and ${overlapping('topics', topic)} and ${overlapping('parties', party)}`;
}

function within(column: string, values: readonly string[] | undefined): RawBuilder<unknown> {
  return values === undefined ? sql`true` : sql`${sql.ref(column)} = any(${[...values]}::text[])`;
}

function overlapping(column: string, values: readonly string[] | undefined): RawBuilder<unknown> {
  return values === undefined ? sql`true` : sql`${sql.ref(column)} && ${[...values]}::text[]`;
}

interface SubjectUnderClocks {
  subject_id: string;
  type: string;
  name: string;
  topics: string[];
  parties: string[];
  attributes: JsonObject;
}

async function deriveUnderClocks(filter: MilestoneFilter, reading: Reading): Promise<Milestone[]> {
  const types = [...new Set(KINDS.flatMap((kind) => milestoneTypes(kind.subjectType)))];
  const { rows } = await sql<SubjectUnderClocks>`
    select subject_id, type, name, topics, parties, attributes from timeline_subjects subject
     where ${wordingUnder(reading, 'subject')} and ${within('subject_id', filter.subject)}
       and ${within('type', filter.subjectType)} and ${overlapping('topics', filter.topic)} and ${overlapping('parties', filter.party)}
       and exists (select from timeline entry where entry.subject_id = subject.subject_id and entry.type = any(${types}::text[]))
     order by subject_id`.execute(reading.tx);
  const facts = await factsOf(
    rows.map((row) => row.subject_id),
    reading,
    types,
  );
  const milestones = rows.flatMap((row) =>
    deriveMilestones({ ...row, id: row.subject_id }, facts.get(row.subject_id) ?? []),
  );
  return milestones.toSorted(byWindow);
}

/** By the first day of the window, then by its end, then by id. */
export function byWindow(a: Milestone, b: Milestone): number {
  const [one, other] = [keyDays(a), keyDays(b)];
  return one[0] - other[0] || one[1] - other[1] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The place of a milestone in the order of a timeline: first day (open start: last day), last day (open: infinite). */
export function keyDays(milestone: Milestone): [start: number, end: number] {
  const { sort_start, last_day } = windowColumns(parseEdtf(milestone.window).window);
  return [sort_start, last_day];
}
