import { sql, type Transaction } from 'kysely';
import { compareWindows, parseEdtf } from '#libs/edtf';
import { readStreams, REDACTED, type StoredEvent } from '#libs/event-store';
import { evolveSubject, KINDS, milestoneTypes, NO_SUBJECT, type DatedFact } from '#libs/timeline';
import { deriveMilestones } from '../../derive-milestones.js';
import type { Milestone } from '../../milestone.js';
import { changesBetween, type MilestoneChange } from '../../outbox.js';
import { replaceMilestones, selectMilestones } from './rows.js';

const ABOUT_THE_SUBJECT = ['subject.recorded', 'subject.corrected'];
const CHANGES = ['fact.corrected', 'fact.retracted'];
const DERIVING = new Set(KINDS.flatMap((kind) => milestoneTypes(kind.subjectType)));
const TYPES = [...ABOUT_THE_SUBJECT, ...CHANGES, ...DERIVING];

/** Streams whose events are read at once: few enough that they fit in memory, however long the streams are. */
const STREAMS_AT_ONCE = 50;

/**
 * Derives the milestones of every subject anew that a batch touches in a way that can matter to them.
 *
 * @returns what that changed for those who wait for a milestone
 */
export async function applyToMilestones(
  tx: Transaction<unknown>,
  events: readonly StoredEvent[],
): Promise<MilestoneChange[]> {
  const waking = events.filter(
    ({ type }) => type === 'subject.corrected' || type === REDACTED || CHANGES.includes(type) || DERIVING.has(type),
  );
  const streams = [...new Set(waking.map((event) => event.stream))].filter((stream) => stream.startsWith('subject-'));
  if (streams.length === 0) return [];
  const upTo = events.at(-1)?.position;
  const milestones: Milestone[] = [];
  for (let from = 0; from < streams.length; from += STREAMS_AT_ONCE) {
    const some = streams.slice(from, from + STREAMS_AT_ONCE);
    const read = await readStreams(tx, some, { types: TYPES, upTo });
    for (const [stream, told] of Map.groupBy(read, (event) => event.stream))
      milestones.push(...milestonesOf(stream.slice('subject-'.length), told));
  }
  const subjects = streams.map((stream) => stream.slice('subject-'.length));
  const before = await selectMilestones(tx, sql<boolean>`subject_id = any(${subjects}::text[])`);
  if (before.length > 0 || milestones.length > 0) await replaceMilestones(tx, subjects, milestones);
  return changesBetween(before, milestones, (subject) =>
    waking.findLast(({ stream }) => stream === `subject-${subject}`)!,
  );
}

function milestonesOf(id: string, events: readonly StoredEvent[]): Milestone[] {
  const state = events.reduce((folded, event) => evolveSubject(folded, event.type, event.data), NO_SUBJECT);
  if (!state.subject) return [];
  const positions = new Map(events.map((event) => [event.id, event.position]));
  const facts = [...state.facts.values()]
    .filter((fact) => !fact.retracted)
    .map(({ record }): DatedFact => ({
      id: record.id,
      type: record.type,
      occurred: record.occurred ? parseEdtf(record.occurred) : null,
      body: record.body ?? {},
      position: positions.get(`fact:${record.id}`) ?? 0n,
      title: record.title,
    }));
  const { name, type, topics, parties, attributes } = state.subject;
  return deriveMilestones(
    { id, type, name, topics: topics ?? [], parties: parties ?? [], attributes: attributes ?? {} },
    facts.toSorted(inTimelineOrder),
  );
}

/** The order of a timeline: by window, undated facts last, then by position. */
function inTimelineOrder(a: DatedFact, b: DatedFact): number {
  if (a.occurred && b.occurred) {
    const order = compareWindows(a.occurred.window, b.occurred.window);
    if (order !== 0) return order;
  } else if (a.occurred || b.occurred) return a.occurred ? -1 : 1;
  return a.position < b.position ? -1 : 1;
}
