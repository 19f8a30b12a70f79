import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind, textOf, type DatedFact, type DerivedMilestone } from '../kind.js';
import { yearOfOccasion } from '../occasion.js';
import { duration, edtf, party } from '../values.js';
import { RECOMMENDATIONS, reviewCycle } from './agreement-reviews.js';
import { termOverOn } from './agreement-term.js';

interface AgreementState extends JsonObject {
  status: 'noted' | 'signed' | 'approved' | 'in-force' | 'suspended' | 'terminated';
  signed: string | null;
  inForceSince: string | null;
  endsOn: string | null;
  lastReview: { occurred: string | null; outcome: string | null } | null;
}

const plain = z.looseObject({});

/** A treaty, a memorandum, a minute: what parties sign and are bound by. */
export const agreement = defineKind<AgreementState>({
  subjectType: 'agreement',
  describes: 'A treaty, an accord or a memorandum between parties.',
  attributes: z.looseObject({}),
  initial: { status: 'noted', signed: null, inForceSince: null, endsOn: null, lastReview: null },
  facts: {
    signed: {
      headline: 'Signed',
      body: plain,
      evolve: (state, fact) => ({
        ...state,
        signed: state.signed ?? dateOf(fact),
        status: state.status === 'noted' ? 'signed' : state.status,
      }),
    },
    approved: {
      headline: 'Approved',
      body: plain,
      evolve: (state) => ({ ...state, status: ['noted', 'signed'].includes(state.status) ? 'approved' : state.status }),
    },
    'entered-into-force': {
      headline: 'Entered into force',
      body: z.looseObject({ reviewEvery: duration.optional(), endsOn: edtf.optional() }),
      evolve: (state, fact) => ({
        ...state,
        status: 'in-force',
        inForceSince: dateOf(fact),
        endsOn: textOf(fact, 'endsOn') ?? state.endsOn,
      }),
    },
    acceded: { headline: 'Acceded to', body: plain },
    amended: { headline: 'Amended', body: plain },
    reviewed: {
      headline: 'Reviewed',
      body: z.looseObject({
        outcome: z.enum(['extended', 'not-extended', 'other']),
        confirmations: z.array(z.looseObject({ party, extends: z.boolean() })).optional(),
      }),
      meets: ['joint-review'],
      cancels: ['joint-review'],
      evolve: (state, fact) => ({
        ...state,
        lastReview: { occurred: dateOf(fact), outcome: textOf(fact, 'outcome') },
      }),
    },
    extended: {
      headline: 'Extended',
      body: z.looseObject({ endsOn: edtf }),
      cancels: ['joint-review'],
      // Where the new end was redacted none is known: the one before no longer holds.
      evolve: (state, fact) => ({ ...state, endsOn: textOf(fact, 'endsOn') }),
    },
    suspended: { headline: 'Suspended', body: plain, evolve: (state) => ({ ...state, status: 'suspended' }) },
    terminated: {
      headline: 'Terminated',
      body: plain,
      meets: ['term-end'],
      cancels: ['joint-review', 'term-end'],
      evolve: (state) => ({ ...state, status: 'terminated' }),
    },
    noted: { headline: 'Noted', body: plain },
  },
  order: [
    ['signed', 'entered-into-force'],
    ['entered-into-force', 'terminated'],
  ],
  // Exchanges of notes often take effect before they are signed.
  impossible: [['entered-into-force', 'terminated']],
  reversed: { 'entered-into-force': 'in force from a day before it was signed' },
  shown: (standing, { lastNews, day }) => {
    const termOver = termOverOn(standing, lastNews, day);
    return { ...standing.state, ...(termOver && { termOver }) };
  },
  derivesFrom: {
    'joint-review': ['entered-into-force', 'reviewed', 'extended', 'terminated'],
    'term-end': ['entered-into-force', 'extended', 'terminated'],
  },
  milestones: (facts, subject) => [...reviewCycle(facts, subject.name), ...termEnd(facts, subject.name)],
  milestonesFollowOrder: true,
  preparations: [RECOMMENDATIONS],
});

/**
 * The end of the term, as the newest source states it; an extension moves it and keeps its occasion. None where the newest
 * end was redacted.
 */
function termEnd(facts: readonly DatedFact[], name: string): DerivedMilestone[] {
  const stated = facts.filter((fact) => textOf(fact, 'endsOn') !== null);
  const last = facts.findLast((fact) => fact.type === 'agreement.extended' || textOf(fact, 'endsOn') !== null);
  const first = stated[0] && textOf(stated[0], 'endsOn');
  const window = last && textOf(last, 'endsOn');
  if (!first || !window) return [];
  const ended = facts.find((fact) => fact.type === 'agreement.terminated');
  return [
    {
      rule: 'term-end',
      occasion: yearOfOccasion(first),
      title: `End of the term: ${name}`,
      window,
      because: stated.length > 1 ? 'the term as last extended' : 'the term that the agreement states',
      reason: { code: stated.length > 1 ? 'term-extended' : 'term-stated' },
      derivedFrom: stated.map((fact) => fact.id),
      afterwards: 'unconfirmed',
      ...(ended && { endedBy: ended.id }),
    },
  ];
}
