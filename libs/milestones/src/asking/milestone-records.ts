import { sql } from 'kysely';
import type { JsonObject } from '#libs/kernel';
import {
  factTypeOf,
  KINDS,
  milestoneTypes,
  occurredBy,
  standingFactsOf,
  wordingUnder,
  type Reading,
  type StandingFact,
} from '#libs/timeline';
import type { Milestone } from '../milestone.js';
import { possibleMilestones, type PossibleMilestones } from '../possible-milestones.js';

/** What an answer about some milestones says beside what is derived: of their subjects, by id. */
export interface MilestoneRecords {
  /** Of subjects with legal deadlines every fact that had certainly occurred, in timeline order. */
  facts: Map<string, StandingFact[]>;
  /** Of subjects with facts in doubt how their milestones may stand. */
  possible: Map<string, PossibleMilestones>;
}

const TYPES = [...new Set(KINDS.flatMap(({ subjectType }) => milestoneTypes(subjectType)))];
/** Those whose own day can leave a milestone in doubt; a plan counts from its known day. */
const SETTLING = TYPES.filter((type) => factTypeOf(type)?.plans === undefined);

/** Reads what milestones are answered with under the clocks of a reading. */
export async function recordsOf(milestones: readonly Milestone[], reading: Reading): Promise<MilestoneRecords> {
  const subjects = [...new Map(milestones.map((milestone) => [milestone.subject.id, milestone])).values()];
  const ids = subjects.map(({ subject }) => subject.id);
  const withDeadlines = [
    ...new Set(milestones.flatMap(({ deadline, subject }) => (deadline === null ? [] : [subject.id]))),
  ];
  const inDoubt = await subjectsInDoubt(ids, reading);
  const standing = await standingFactsOf(withDeadlines, reading);
  const others = [...inDoubt.keys()].filter((id) => !standing.has(id));
  const rest = await standingFactsOf(others, reading, TYPES);
  const possible = subjects.flatMap(({ subject, topics, parties }): [string, PossibleMilestones][] => {
    const attributes = inDoubt.get(subject.id);
    if (attributes === undefined) return [];
    const facts = standing.get(subject.id) ?? rest.get(subject.id) ?? [];
    return [[subject.id, possibleMilestones({ ...subject, topics, parties, attributes }, facts, reading)]];
  });
  return {
    facts: new Map([...standing].map(([id, facts]) => [id, occurredBy(facts, reading.asOf)])),
    possible: new Map(possible),
  };
}

/** Those of some subjects that have a fact on a day that is not known, which can leave a milestone in doubt; with their attributes. */
async function subjectsInDoubt(ids: readonly string[], reading: Reading): Promise<Map<string, JsonObject>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ subject_id: string; attributes: JsonObject }>`
    select subject_id, attributes from timeline_subjects subject
     where subject_id = any(${[...ids]}::text[]) and ${wordingUnder(reading, 'subject')} and exists (
       select from timeline entry where entry.subject_id = subject.subject_id and entry.type = any(${SETTLING}::text[])
          and (entry.precision is distinct from 'day' or entry.body ? 'endsOn')
          and not entry.retracted and ${wordingUnder(reading, 'entry')})`.execute(reading.tx);
  return new Map(rows.map((row) => [row.subject_id, row.attributes]));
}
