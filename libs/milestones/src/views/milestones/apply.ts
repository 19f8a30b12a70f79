import { sql, type Transaction } from 'kysely';
import { compareWindows, parseEdtf } from '#libs/edtf';
import { readStreams, REDACTED, type StoredEvent } from '#libs/event-store';
import {
  BOUNDING_TYPES,
  evolveSubject,
  factTypeOf,
  KINDS,
  milestoneTypes,
  NO_SUBJECT,
  type DatedFact,
  type FactRecord,
  type StandingFact,
  type SubjectState,
} from '#libs/timeline';
import { deriveMilestones, supposedOf } from '../../derive-milestones.js';
import type { Milestone } from '../../milestone.js';
import { changesBetween, forgetWordsBefore, type MilestoneChange } from '../../outbox.js';
import { PublicationDays, knownAsLogged } from './known-days.js';
import { replaceMilestones, selectMilestones } from './rows.js';

const ABOUT_THE_SUBJECT = ['subject.recorded', 'subject.corrected'];
const CHANGES = ['fact.corrected', 'fact.retracted'];
const DERIVING = new Set(KINDS.flatMap((kind) => milestoneTypes(kind.subjectType)));
/** Those that derive milestones, and those that bound the days of undated facts. */
const MATTERING = new Set([...DERIVING, ...BOUNDING_TYPES]);
const TYPES = [...ABOUT_THE_SUBJECT, ...CHANGES, ...MATTERING];

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
    ({ type }) => type === 'subject.corrected' || type === REDACTED || CHANGES.includes(type) || MATTERING.has(type),
  );
  const streams = [...new Set(waking.map((event) => event.stream))].filter((stream) => stream.startsWith('subject-'));
  if (streams.length === 0) return [];
  const upTo = events.at(-1)?.position;
  const milestones: Milestone[] = [];
  for (let from = 0; from < streams.length; from += STREAMS_AT_ONCE) {
    const some = streams.slice(from, from + STREAMS_AT_ONCE);
    const read = await readStreams(tx, some, { types: TYPES, upTo });
    const subjects = [...Map.groupBy(read, (event) => event.stream)].map(([stream, own]) => subjectOf(stream, own));
    const published = await PublicationDays.of(tx, subjects.flatMap(factsToDate), upTo);
    milestones.push(...subjects.flatMap((subject) => milestonesOf(subject, published)));
  }
  const subjects = streams.map((stream) => stream.slice('subject-'.length));
  const before = await selectMilestones(tx, sql<boolean>`subject_id = any(${subjects}::text[])`);
  if (before.length > 0 || milestones.length > 0) await replaceMilestones(tx, subjects, milestones);
  const changes = changesBetween(before, milestones, (subject, facts) => {
    const own = waking.filter(({ stream }) => stream === `subject-${subject}`);
    // Of a batch the event of one of its facts, where there is one.
    return own.findLast(({ data }) => facts.includes(String(data['fact'] ?? data['id']))) ?? own.at(-1)!;
  });
  const redacted = new Set(waking.flatMap(({ type, stream }) => (type === REDACTED ? [stream] : [])));
  if (redacted.size === 0) return changes;
  // What was topic or party may be the very text that is to go.
  const own = subjects.filter((subject) => redacted.has(`subject-${subject}`));
  await forgetWordsBefore(tx, own);
  return changes.map((change) =>
    own.includes(change.milestone.split('.', 1)[0]!) ? { ...change, beforeTopics: null, beforeParties: null } : change,
  );
}

/** A subject as its stream gives it. */
interface LoggedSubject {
  id: string;
  state: SubjectState;
  /** The events of its facts, by their ids. */
  recorded: Map<string, StoredEvent>;
  /** The position of its newest event. */
  upTo: bigint;
}

function subjectOf(stream: string, events: readonly StoredEvent[]): LoggedSubject {
  return {
    id: stream.slice('subject-'.length),
    state: events.reduce((folded, event) => evolveSubject(folded, event.type, event.data), NO_SUBJECT),
    recorded: new Map(events.map((event) => [event.id, event])),
    upTo: events.at(-1)?.position ?? 0n,
  };
}

/** The facts whose known days matter: those without a date lie up to them, and what is said of a milestone is as new as they are. */
function factsToDate({ state }: LoggedSubject): FactRecord[] {
  return [...state.facts.values()].flatMap(({ record, retracted }) =>
    !retracted && (record.occurred === null || saysOfMilestones(record.type)) ? [record] : [],
  );
}

function saysOfMilestones(type: string): boolean {
  return type.startsWith('milestone.') || factTypeOf(type)?.plans !== undefined;
}

function milestonesOf({ id, state, recorded, upTo }: LoggedSubject, published: PublicationDays): Milestone[] {
  if (!state.subject) return [];
  const standing = [...state.facts.values()].flatMap(({ record, retracted }): StandingFact[] => {
    const event = recorded.get(`fact:${record.id}`);
    if (retracted || event === undefined) return [];
    const fact = {
      id: record.id,
      type: record.type,
      occurred: record.occurred ? parseEdtf(record.occurred) : null,
      body: record.body ?? {},
      position: event.position,
      title: record.title,
      parties: record.parties ?? [],
    };
    const plan = factTypeOf(record.type)?.plans !== undefined;
    return [{ fact, plan, known: knownAsLogged(record, event, published.by(upTo)) }];
  });
  const inOrder = standing.toSorted((a, b) => inTimelineOrder(a.fact, b.fact));
  const { name, type, topics, parties, attributes } = state.subject;
  return deriveMilestones(
    { id, type, name, topics: topics ?? [], parties: parties ?? [], attributes: attributes ?? {} },
    inOrder.flatMap(({ fact }) => (DERIVING.has(fact.type) ? [fact] : [])),
    supposedOf(type, inOrder),
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
