import { sql } from 'kysely';
import { dayInWords, dayOfIso, inWords, parseEdtf } from '#libs/edtf';
import { standingFactsOf, wordingUnder, type Reading } from '#libs/timeline';
import type { Milestone } from '../milestone.js';
import type { RecordedFlag } from '../flagging/record-flags.js';
import { proofOf, type DeadlineProof } from './deadline-answer.js';
import { readMilestones } from './milestone-filter.js';
import { TYPES_THAT_MATTER } from './milestone-revisions.js';

/** The most turns of a subject's facts that are looked at: the newest. */
const MOST = 200;

/** What can happen to a milestone. */
export const MILESTONE_TURNS = ['derived', 'moved', 'met', 'cancelled', 'reopened', 'withdrawn', 'flagged'] as const;

/** What can be done with a fact that turns a milestone. */
export const MILESTONE_CAUSES = ['recorded', 'corrected', 'withdrawn'] as const;

/** One turn in the life of a milestone. */
export interface MilestoneTurn {
  turn: (typeof MILESTONE_TURNS)[number];
  /** What happened, in words. */
  text: string;
  /** The window from then on, EDTF. */
  window: string;
  /** The fact whose recording, correction or retraction did it; null for a flag. */
  fact: string | null;
  /** What the fact is called, and what was done with it; null for a flag. */
  title: string | null;
  how: (typeof MILESTONE_CAUSES)[number] | null;
  /** Of a legal deadline that was met as a later act proves, that act; null for every other turn. */
  provedBy: DeadlineProof | null;
  /** How near the milestone came; null for every other turn. */
  flag: RecordedFlag['flag'] | null;
  recordedAt: string;
  position: string;
}

interface Word {
  position: string;
  recorded_text: string;
  fact_id: string;
  title: string;
  how: (typeof MILESTONE_CAUSES)[number];
}

/**
 * How a milestone came to be what it is: derived, moved, met, cancelled, as the facts of its subject were recorded,
 * corrected and withdrawn, under the clocks of a reading. The same rules are asked once more for each position.
 */
export async function milestoneTurns(id: string, subject: string, reading: Reading): Promise<MilestoneTurn[]> {
  const turns: MilestoneTurn[] = [];
  let before: Milestone | undefined;
  for (const word of await wordsOf(subject, reading)) {
    const derived = await readMilestones({ subject: [subject] }, { ...reading, upTo: BigInt(word.position) });
    const now = derived.find((milestone) => milestone.id === id);
    const found = turnBetween(before, now);
    if (found !== null) {
      const provedBy =
        found.turn === 'met' ? await proofIn(now!, subject, { ...reading, upTo: BigInt(word.position) }) : null;
      turns.push({
        turn: found.turn,
        text: `${provedBy === null ? found.text : provedInWords(now!, provedBy)}: \u201c${word.title}\u201d was ${word.how}`,
        window: (now ?? before)!.window,
        fact: word.fact_id,
        title: word.title,
        how: word.how,
        provedBy,
        flag: null,
        recordedAt: word.recorded_text,
        position: word.position,
      });
    }
    before = now;
  }
  return turns;
}

/** The later act that proves that a deadline was met; null where the act itself is on record, and of other milestones. */
async function proofIn(
  { deadline, metBy }: Milestone,
  subject: string,
  reading: Reading,
): Promise<DeadlineProof | null> {
  if (deadline?.inferred !== true) return null;
  const facts = (await standingFactsOf([subject], reading)).get(subject) ?? [];
  const proof = facts.find(({ fact }) => fact.id === metBy);
  return proof ? proofOf(proof) : null;
}

function provedInWords({ window }: Milestone, { doneBy }: DeadlineProof): string {
  const by = doneBy === null ? '' : ` by ${dayInWords(dayOfIso(doneBy))} at the latest`;
  return `Done${by}, as a later act shows, due ${inWords(parseEdtf(window))}`;
}

function turnBetween(
  before: Milestone | undefined,
  now: Milestone | undefined,
): { turn: MilestoneTurn['turn']; text: string } | null {
  if (now === undefined) return before ? { turn: 'withdrawn', text: 'No longer follows from what is on record' } : null;
  const due = inWords(parseEdtf(now.window));
  if (now.metBy !== null && !before?.metBy) return { turn: 'met', text: `Met, due ${due}` };
  if (now.cancelledBy !== null && !before?.cancelledBy) return { turn: 'cancelled', text: `Cancelled, due ${due}` };
  if (before === undefined) return { turn: 'derived', text: `Due ${due}` };
  const wasSettled = before.metBy !== null || before.cancelledBy !== null;
  if (wasSettled && now.metBy === null && now.cancelledBy === null)
    return { turn: 'reopened', text: `Due again, ${due}` };
  if (before.window === now.window) return null;
  return { turn: 'moved', text: `Moved from ${inWords(parseEdtf(before.window))} to ${due}` };
}

/** What was said of the facts that milestones of a subject follow from, in the order of recording. */
async function wordsOf(subject: string, reading: Reading): Promise<Word[]> {
  const upTo = reading.upTo ?? reading.position;
  const { rows } = await sql<Word>`
    with facts as (
      select fact_id, position, recorded_at, title from timeline entry
       where subject_id = ${subject} and type = any(${TYPES_THAT_MATTER}::text[]) and ${wordingUnder(reading, 'entry')})
    select position, fact_id, title, how,
           to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_text
      from (select position, recorded_at, fact_id, title, 'recorded' as how from facts
            union all
            select change.position, change.recorded_at, facts.fact_id, facts.title,
                   case when change.record ? 'changes' then 'corrected' else 'withdrawn' end
              from facts join timeline_changes change on change.target = 'fact:' || facts.fact_id) told
     where position <= ${upTo}
     order by position desc limit ${MOST}`.execute(reading.tx);
  return rows.toReversed();
}
