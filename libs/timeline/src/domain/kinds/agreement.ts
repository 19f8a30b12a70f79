import { z } from 'zod';
import { addDuration, isoOfDay, parseEdtf, type Day, type Window } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind, type DatedFact, type DerivedMilestone } from '../kind.js';
import { duration, edtf, party } from '../values.js';

interface AgreementState extends JsonObject {
  status: 'noted' | 'signed' | 'approved' | 'in-force' | 'suspended' | 'terminated';
  signed: string | null;
  inForceSince: string | null;
  endsOn: string | null;
  lastReview: { occurred: string | null; outcome: string } | null;
}

const plain = z.looseObject({});
const text = (fact: DatedFact, field: string): string | null => {
  const value = fact.body[field];
  return typeof value === 'string' ? value : null;
};

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
        endsOn: text(fact, 'endsOn') ?? state.endsOn,
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
      evolve: (state, fact) => ({
        ...state,
        lastReview: { occurred: dateOf(fact), outcome: text(fact, 'outcome') ?? 'other' },
      }),
    },
    extended: {
      headline: 'Extended',
      body: z.looseObject({ endsOn: edtf }),
      evolve: (state, fact) => ({ ...state, endsOn: text(fact, 'endsOn') ?? state.endsOn }),
    },
    suspended: { headline: 'Suspended', body: plain, evolve: (state) => ({ ...state, status: 'suspended' }) },
    terminated: {
      headline: 'Terminated',
      body: plain,
      meets: ['term-end'],
      evolve: (state) => ({ ...state, status: 'terminated' }),
    },
    noted: { headline: 'Noted', body: plain },
  },
  order: [
    ['signed', 'entered-into-force'],
    ['entered-into-force', 'terminated'],
  ],
  derivesFrom: ['entered-into-force', 'reviewed', 'extended', 'terminated'],
  milestones: (facts, subject) => [...reviews(facts, subject.name), ...termEnd(facts, subject.name)],
});

/**
 * The review cycle: each review that was held decides when the next one is due. A due date is as precise as what it is
 * counted from: from a day a day, from a month or a year the days between which it lies, and a year where no day is fixed.
 */
function reviews(facts: readonly DatedFact[], name: string): DerivedMilestone[] {
  const start = facts.find(
    (fact) => fact.type === 'agreement.entered-into-force' && text(fact, 'reviewEvery') !== null,
  );
  const every = start && text(start, 'reviewEvery');
  let due = start?.occurred && every ? laterBy(start.occurred.beginning, every) : null;
  if (!start || !every || !due) return [];
  const ended = facts.find((fact) => fact.type === 'agreement.terminated');

  const milestones: DerivedMilestone[] = [];
  let because = `a review ${words(every)} after the entry into force`;
  let derivedFrom = [start.id];
  for (const review of facts.filter((fact) => fact.type === 'agreement.reviewed')) {
    milestones.push({ ...reviewDue(due.edtf, because, derivedFrom, name), metBy: review.id });
    const held: Day = review.occurred?.window.latest ?? due.latest;
    derivedFrom = [start.id, review.id];
    if (review.body['outcome'] === 'not-extended') {
      due = yearOf(Number(isoOfDay(Math.max(held, due.latest)).slice(0, 4)) + 1);
      because = 'a review every year for as long as the parties do not agree to extend; no day is fixed';
    } else {
      const next: Due | null = due.edtf.length === 4 ? null : laterBy(due, every);
      due = next ?? yearOf(Number(isoOfDay(addDuration(held, every)).slice(0, 4)));
      because = `a review ${words(every)} after the one before`;
    }
  }
  milestones.push({ ...reviewDue(due.edtf, because, derivedFrom, name), ...(ended && { cancelledBy: ended.id }) });
  return milestones;
}

interface Due {
  edtf: string;
  earliest: Day;
  latest: Day;
}

function laterBy(window: Window, every: string): Due | null {
  if (window.earliest === null || window.latest === null) return null;
  const [earliest, latest] = [addDuration(window.earliest, every), addDuration(window.latest, every)];
  const [first, last] = [isoOfDay(earliest), isoOfDay(latest)];
  return { edtf: first === last ? first : `${first}/${last}`, earliest, latest };
}

function yearOf(year: number): Due {
  const { earliest, latest } = parseEdtf(String(year)).window;
  return { edtf: String(year), earliest: earliest ?? 0, latest: latest ?? 0 };
}

function reviewDue(window: string, because: string, derivedFrom: string[], name: string): DerivedMilestone {
  return {
    rule: 'joint-review',
    occasion: window.slice(0, 4),
    title: `Joint review: ${name}`,
    window,
    because,
    derivedFrom,
    afterwards: 'overdue',
  };
}

/** The end of the term, as the newest source states it; an extension moves it and keeps its occasion. */
function termEnd(facts: readonly DatedFact[], name: string): DerivedMilestone[] {
  const stated = facts.filter((fact) => text(fact, 'endsOn') !== null);
  const first = stated[0] && text(stated[0], 'endsOn');
  const last = stated.at(-1);
  const window = last && text(last, 'endsOn');
  if (!first || !last || !window) return [];
  const ended = facts.find((fact) => fact.type === 'agreement.terminated');
  return [
    {
      rule: 'term-end',
      occasion: first.slice(0, 4),
      title: `End of the term: ${name}`,
      window,
      because: stated.length > 1 ? 'the term as last extended' : 'the term that the agreement states',
      derivedFrom: stated.map((fact) => fact.id),
      afterwards: 'unconfirmed',
      ...(ended && { metBy: ended.id }),
    },
  ];
}

function words(every: string): string {
  const [, count, unit] = /^P(\d+)([YMWD])$/.exec(every) ?? [];
  const names: Record<string, string> = { Y: 'year', M: 'month', W: 'week', D: 'day' };
  return count && unit ? `${count} ${names[unit]}${count === '1' ? '' : 's'}` : every;
}
