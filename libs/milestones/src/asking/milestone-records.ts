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
  /** How the milestones of each subject may stand where facts of it are in doubt. */
  possible: Map<string, PossibleMilestones>;
}

const TYPES = [...new Set(KINDS.flatMap(({ subjectType }) => milestoneTypes(subjectType)))];
/** Those whose own day can leave a milestone in doubt; a plan counts from its known day. */
const SETTLING = TYPES.filter((type) => factTypeOf(type)?.plans === undefined);

/** Reads what milestones are answered with under the clocks of a reading. */
export async function recordsOf(milestones: readonly Milestone[], reading: Reading): Promise<MilestoneRecords> {
  const subjects = new Map(milestones.map((milestone) => [milestone.subject.id, milestone]));
  const withDeadlines = [
    ...new Set(milestones.flatMap(({ deadline, subject }) => (deadline === null ? [] : [subject.id]))),
  ];
  const standing = await reading.remembered('facts', withDeadlines, (missing) => standingFactsOf(missing, reading));
  const possible = await reading.remembered('milestones', [...subjects.keys()], async (missing) => {
    const inDoubt = await subjectsInDoubt(missing, reading);
    const others = [...inDoubt.keys()].filter((id) => !standing.has(id));
    const rest = await standingFactsOf(others, reading, TYPES);
    return new Map(
      missing.map((id): [string, PossibleMilestones] => {
        const attributes = inDoubt.get(id);
        if (attributes === undefined) return [id, new Map()];
        const { subject, topics, parties } = subjects.get(id)!;
        const facts = standing.get(id) ?? rest.get(id) ?? [];
        return [id, possibleMilestones({ ...subject, topics, parties, attributes }, facts, reading)];
      }),
    );
  });
  return { facts: new Map([...standing].map(([id, facts]) => [id, occurredBy(facts, reading.asOf)])), possible };
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
