import { z } from 'zod';
import { addDuration, durationInWords, possiblyWithin, type Day } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind, textOf, type DatedFact, type DerivedMilestone } from '../kind.js';
import { duration } from '../values.js';
import { expectedPerPeriod, rounded } from './dialogue-periods.js';
import { scheduled } from './dialogue-rhythm.js';

interface DialogueState extends JsonObject {
  established: string | null;
  every: string | null;
  meetings: number;
  lastHeld: string | null;
}

/** A series of meetings: a forum, a working group, a summit. */
export const dialogue = defineKind<DialogueState>({
  subjectType: 'dialogue',
  describes: 'A series of meetings.',
  attributes: z.looseObject({}),
  initial: { established: null, every: null, meetings: 0, lastHeld: null },
  facts: {
    established: {
      headline: 'Established',
      body: z.looseObject({ every: duration.optional(), level: z.string().optional() }),
      evolve: (state, fact) => ({ ...state, established: dateOf(fact), every: textOf(fact, 'every') ?? state.every }),
    },
    scheduled: {
      headline: 'Scheduled',
      body: scheduled,
      // A rhythm by `times` and `per`, or one that was redacted, replaces the one before as well.
      evolve: (state, fact) => ({ ...state, every: textOf(fact, 'every') }),
    },
    held: {
      headline: 'Held',
      body: z.looseObject({
        level: z.string().optional(),
        place: z.string().optional(),
        ordinal: z.int().positive().optional(),
      }),
      meets: ['meeting', 'next-meeting'],
      evolve: (state, fact) => ({ ...state, meetings: state.meetings + 1, lastHeld: dateOf(fact) ?? state.lastHeld }),
    },
    planned: { headline: 'Planned', body: z.looseObject({ place: z.string().optional() }), plans: 'meeting' },
    noted: { headline: 'Noted', body: z.looseObject({}) },
  },
  order: [],
  derivesFrom: { 'next-meeting': ['established', 'scheduled', 'held', 'planned'] },
  milestones: (facts, subject) => expectations(facts, subject.name),
});

/**
 * One expectation at a time. By a rhythm `every`: the next meeting after the last one on record. Each meeting of the
 * series meets what was expected of it, late where it came late; a missed expectation is followed by no other until a
 * meeting is recorded. A meeting that is announced takes the place of the expectation. By `times` in a period: see
 * `expectedPerPeriod`. Where the rhythm was redacted nothing is expected. Where the series has a level, a meeting of
 * another level (a mid-year review of officials) is none of the series.
 */
function expectations(facts: readonly DatedFact[], name: string): DerivedMilestone[] {
  const stated = facts.findLast(
    (fact) =>
      fact.type === 'dialogue.scheduled' || (fact.type === 'dialogue.established' && textOf(fact, 'every') !== null),
  );
  if (!stated) return [];
  const level = stated.body['level'];
  const ofSeries = (fact: DatedFact): boolean => level === undefined || (fact.body['level'] ?? level) === level;
  const held = facts.filter((fact) => fact.type === 'dialogue.held' && fact.occurred !== null && ofSeries(fact));
  const { times, per } = stated.body;
  if (typeof times === 'number' && typeof per === 'string')
    return expectedPerPeriod(stated, held, { times, per, name });
  const every = textOf(stated, 'every');
  return every === null ? [] : expectedEvery(every, stated, { facts, held, name });
}

function expectedEvery(
  every: string,
  stated: DatedFact,
  { facts, held, name }: { facts: readonly DatedFact[]; held: readonly DatedFact[]; name: string },
): DerivedMilestone[] {
  const found = new Map<string, DerivedMilestone>();
  for (const [index, last] of [stated, ...held].entries()) {
    const { earliest, latest } = last.occurred?.window ?? { earliest: null, latest: null };
    const next = held[index];
    if (latest === null || (next && (next.occurred?.window.latest ?? latest) < latest)) continue;
    if (!next && isAnnounced(facts, last)) continue;
    const window = spanAfter(earliest ?? latest, latest, every);
    const after = last === stated ? 'its beginning' : 'the last meeting on record';
    found.set(window, {
      rule: 'next-meeting',
      occasion: window.replace(/\/.*/, ''),
      title: `Next meeting: ${name}`,
      window,
      because: `a meeting every ${durationInWords(every).replace(/^1 /, '')}, counted from ${after}`,
      reason: { code: last === stated ? 'meeting-from-beginning' : 'meeting-from-last', params: { every } },
      derivedFrom: [...new Set([stated.id, last.id])],
      afterwards: 'unconfirmed',
      ...(next && { metBy: next.id }),
    });
  }
  return [...found.values()];
}

/** Whether a meeting is announced that was not held and may come after the last one. */
function isAnnounced(facts: readonly DatedFact[], last: DatedFact): boolean {
  const since = last.occurred?.window.latest ?? -Infinity;
  const held = facts.flatMap((fact) => (fact.type === 'dialogue.held' && fact.occurred ? [fact.occurred.window] : []));
  return facts.some(
    ({ type, occurred }) =>
      type === 'dialogue.planned' &&
      occurred !== null &&
      (occurred.window.latest ?? Infinity) > since &&
      !held.some((meeting) => possiblyWithin(meeting, occurred.window)),
  );
}

/** One rhythm after something: no more precise than the rhythm, nor than the day that it is counted from. */
function spanAfter(earliest: Day, latest: Day, every: string): string {
  const [first, last] = [earliest, latest].map((day) => rounded(addDuration(day, every), every));
  return first === last ? first! : `${first}/${last}`;
}
