import { z } from 'zod';
import { addDuration, isoOfDay } from '#libs/edtf';
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
  milestones: (facts, subject) => expectation(facts, subject.name),
});

const rhythm = (fact: DatedFact): string | null => (typeof fact.body['every'] === 'string' ? fact.body['every'] : null);

/**
 * One expectation at a time: after the last meeting, never after an expectation that was missed. Where the series has a
 * level, a meeting of another level (a mid-year review of officials) is none of the series.
 */
function expectation(facts: readonly DatedFact[], name: string): DerivedMilestone[] {
  const founding = facts.findLast((fact) => fact.type === 'dialogue.established' && rhythm(fact) !== null);
  const every = founding && rhythm(founding);
  const level = founding?.body['level'];
  const ofSeries = (fact: DatedFact): boolean => level === undefined || (fact.body['level'] ?? level) === level;
  const held = facts.filter((fact) => fact.type === 'dialogue.held' && fact.occurred !== null && ofSeries(fact));
  const last = held.at(-1) ?? founding;
  const from = last?.occurred?.window.latest;
  if (!founding || !every || !last || from === null || from === undefined) return [];
  const window = span(isoOfDay(addDuration(from, every)), every);
  return [
    {
      rule: 'next-meeting',
      occasion: window,
      title: `Next meeting: ${name}`,
      window,
      because: `the series meets every ${every}, and this is the first expectation after the last meeting on record`,
      derivedFrom: [...new Set([founding.id, last.id])],
      afterwards: 'unconfirmed',
    },
  ];
}

/** No more precise than the rhythm: a yearly series is expected in a year, a monthly one in a month. */
function span(day: string, every: string): string {
  if (/D$|W$/.test(every)) return day;
  return every.endsWith('M') ? day.slice(0, 7) : day.slice(0, 4);
}
