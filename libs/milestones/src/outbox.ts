import { sql, type Transaction } from 'kysely';
import type { Milestone } from './milestone.js';

/**
 * What a live run of the view changed about one milestone; null: it was not there, is gone, or is settled. Where `before`
 * is as `after`, its parties or topics are others now.
 */
export interface MilestoneChange {
  milestone: string;
  /** The position of the event that changed it. */
  position: bigint;
  before: string | null;
  after: string | null;
  endedBy: 'met' | 'cancelled' | null;
  /** The id of that event. */
  cause: string;
  /** Its topics and parties before; null where they are the same, and where it was not there. */
  beforeTopics: string[] | null;
  beforeParties: string[] | null;
}

/** How the milestones of some subjects changed in the ways that somebody who waits for them has to know. */
export function changesBetween(
  before: readonly Milestone[],
  after: readonly Milestone[],
  causeOf: (subject: string, facts: readonly string[]) => { id: string; position: bigint },
): MilestoneChange[] {
  const [old, now] = [before, after].map((list) => new Map(list.map((milestone) => [milestone.id, milestone])));
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  return ids.flatMap((milestone) => {
    const [was, is] = [old?.get(milestone), now?.get(milestone)];
    const [wasDue, isDue] = [openWindow(was), openWindow(is)];
    const others = was && is && isDue !== null && filteredWords(was) !== filteredWords(is) ? was : undefined;
    if (wasDue === isDue && others === undefined) return [];
    const facts = [is, was].flatMap((one) => [one?.cancelledBy, one?.metBy, ...(one?.derivedFrom ?? [])]);
    const cause = causeOf(
      (is ?? was)!.subject.id,
      facts.filter((fact) => typeof fact === 'string'),
    );
    const endedBy = is === undefined || isDue !== null ? null : is.metBy === null ? 'cancelled' : 'met';
    return [
      {
        milestone,
        position: cause.position,
        before: wasDue,
        after: isDue,
        endedBy,
        cause: cause.id,
        beforeTopics: others?.topics ?? null,
        beforeParties: others?.parties ?? null,
      },
    ];
  });
}

/** Writes changes to the outbox, from which whoever plans takes them; in the transaction of the view. */
export async function writeMilestoneChanges(
  tx: Transaction<unknown>,
  changes: readonly MilestoneChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((change) => ({ ...change, position: String(change.position) }));
  await sql`
    insert into milestone_changes (milestone, position, before_edtf, after_edtf, ended_by, cause, before_topics, before_parties)
    select milestone, position, before, after, "endedBy", cause, "beforeTopics", "beforeParties"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (milestone text, position bigint, before text, after text, "endedBy" text, cause text, "beforeTopics" text[],
                "beforeParties" text[])`.execute(tx);
}

/** Forgets what topics and parties the milestones of some subjects had before their changes. */
export async function forgetWordsBefore(tx: Transaction<unknown>, subjects: readonly string[]): Promise<void> {
  await sql`
    update milestone_changes set before_topics = null, before_parties = null
     where split_part(milestone, '.', 1) = any(${[...subjects]}::text[])`.execute(tx);
}

/** Says that every milestone may have changed without a cause in the log, since the view was built anew. */
export async function writeRebuilt(tx: Transaction<unknown>): Promise<void> {
  await sql`insert into milestone_changes (milestone, position) values ('', 0)`.execute(tx);
}

/** What filters by party and by topic look at: where it differs, others wait for the milestone. */
function filteredWords({ parties, topics }: Milestone): string {
  return JSON.stringify([parties.toSorted(), topics.toSorted()]);
}

/** The window of a milestone that is still waited for. */
function openWindow(milestone: Milestone | undefined): string | null {
  return milestone && milestone.metBy === null && milestone.cancelledBy === null ? milestone.window : null;
}
