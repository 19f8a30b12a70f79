import { z } from 'zod';
import { addDuration, durationInWords, isoOfDay, possiblyWithin } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind, type DatedFact, type DerivedMilestone } from '../kind.js';
import { duration } from '../values.js';

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
      evolve: (state, fact) => ({ ...state, established: dateOf(fact), every: rhythm(fact) ?? state.every }),
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
  derivesFrom: ['established', 'held'],
  milestones: (facts, subject) => expectations(facts, subject.name),
});

const rhythm = (fact: DatedFact): string | null => (typeof fact.body['every'] === 'string' ? fact.body['every'] : null);

/**
 * One expectation at a time: the next meeting after the last one on record. Each meeting of the series meets what was
 * expected of it, late where it came late; a missed expectation is followed by no other, so the series sleeps until a
 * meeting is recorded. A meeting that is announced takes the place of the expectation. Where the series has a level, a
 * meeting of another level (a mid-year review of officials) is none of the series.
 */
function expectations(facts: readonly DatedFact[], name: string): DerivedMilestone[] {
  const founding = facts.findLast((fact) => fact.type === 'dialogue.established' && rhythm(fact) !== null);
  const every = founding && rhythm(founding);
  if (!founding || !every) return [];
  const level = founding.body['level'];
  const ofSeries = (fact: DatedFact): boolean => level === undefined || (fact.body['level'] ?? level) === level;
  const held = facts.filter((fact) => fact.type === 'dialogue.held' && fact.occurred !== null && ofSeries(fact));
  const found = new Map<string, DerivedMilestone>();
  for (const [index, last] of [founding, ...held].entries()) {
    const from = last.occurred?.window.latest ?? null;
    const next = held[index];
    if (from === null || (next && (next.occurred?.window.latest ?? from) < from)) continue;
    if (!next && isAnnounced(facts, last)) continue;
    const window = span(isoOfDay(addDuration(from, every)), every);
    const after = last === founding ? 'its beginning' : 'the last meeting on record';
    found.set(window, {
      rule: 'next-meeting',
      occasion: window,
      title: `Next meeting: ${name}`,
      window,
      because: `a meeting every ${durationInWords(every).replace(/^1 /, '')}, counted from ${after}`,
      reason: { code: last === founding ? 'meeting-from-beginning' : 'meeting-from-last', params: { every } },
      derivedFrom: [...new Set([founding.id, last.id])],
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

/** No more precise than the rhythm: a yearly series is expected in a year, a monthly one in a month. */
function span(day: string, every: string): string {
  if (/D$|W$/.test(every)) return day;
  return every.endsWith('M') ? day.slice(0, 7) : day.slice(0, 4);
}
