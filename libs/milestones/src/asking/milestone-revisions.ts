import { sql } from 'kysely';
import { isoOfDay } from '#libs/edtf';
import { KINDS, milestoneTypes, redactedAt, wordingUnder, type Reading } from '#libs/timeline';

/** Since when something due could be known, and when what it follows from was last spoken of. */
export interface MilestoneRevision {
  /** The day (UTC) since which all the facts could be known that it follows from; null where none of them is told. */
  since: string | null;
  /**
   * When the last fact or change was recorded that its subject's milestones follow from, or a text that it shows was
   * removed: RFC 3339, UTC, microseconds.
   */
  changedAt: string;
  /** The position of that record. Grows whenever the milestone changes, also when what moved it is withdrawn. */
  changedBy: string;
}

/** What of a milestone its revision is found by. */
type Due = {
  id: string;
  subject: { id: string };
  rule: { derivedFrom: string[] };
  sources: readonly { source: string }[];
};

/** The types of all facts that milestones follow from. */
export const TYPES_THAT_MATTER: string[] = [...new Set(KINDS.flatMap((kind) => milestoneTypes(kind.subjectType)))];

/** The revisions of some milestones under the recorded clock of a reading, by their ids. */
export async function milestoneRevisions(
  milestones: readonly Due[],
  reading: Reading,
): Promise<Map<string, MilestoneRevision>> {
  if (milestones.length === 0) return new Map();
  const known = await knownDays([...new Set(milestones.flatMap(({ rule }) => rule.derivedFrom))], reading);
  const spoken = await lastWords([...new Set(milestones.map(({ subject }) => subject.id))], reading);
  const removed = await redactedAt(
    milestones.map((due) => ({ ...due, facts: due.rule.derivedFrom })),
    reading,
  );
  return new Map(
    milestones.flatMap(({ id, subject, rule }, index) => {
      const last = spoken.get(subject.id);
      const days = rule.derivedFrom.flatMap((fact) => known.get(fact) ?? []);
      const since = days.length === 0 ? null : isoOfDay(Math.max(...days));
      if (!last) return [];
      const lost = removed[index] ?? null;
      return lost !== null && BigInt(lost.position) > BigInt(last.position)
        ? [[id, { since, changedAt: lost.at, changedBy: lost.position }]]
        : [[id, { since, changedAt: last.recorded_text, changedBy: last.position }]];
    }),
  );
}

async function knownDays(facts: readonly string[], reading: Reading): Promise<Map<string, number>> {
  const { rows } = await sql<{ fact_id: string; known_day: number }>`
    select fact_id, known_day from timeline entry
     where fact_id = any(${facts}::text[]) and ${wordingUnder(reading, 'entry')}`.execute(reading.tx);
  return new Map(rows.map((row) => [row.fact_id, row.known_day]));
}

interface LastWord {
  subject_id: string;
  position: string;
  recorded_text: string;
}

/** By subject, the last of the facts that milestones follow from and of what was changed of them. */
async function lastWords(subjects: readonly string[], reading: Reading): Promise<Map<string, LastWord>> {
  const upTo = reading.upTo ?? reading.position;
  const { rows } = await sql<LastWord>`
    select wanted.subject_id, last.position,
           to_char(last.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_text
      from unnest(${subjects}::text[]) wanted(subject_id)
      cross join lateral (
        select position, recorded_at
          from timeline fact
         where fact.subject_id = wanted.subject_id and fact.type = any(${TYPES_THAT_MATTER}::text[])
           and fact.position <= ${upTo}
         union all
        select change.position, change.recorded_at
          from timeline fact
          cross join lateral (
            select position, recorded_at from timeline_changes
             where target = 'fact:' || fact.fact_id and position <= ${upTo}
             order by position desc limit 1) change
         where fact.subject_id = wanted.subject_id and fact.type = any(${TYPES_THAT_MATTER}::text[])
         order by position desc limit 1) last`.execute(reading.tx);
  return new Map(rows.map((row) => [row.subject_id, row]));
}
