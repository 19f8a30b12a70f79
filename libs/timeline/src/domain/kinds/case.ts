import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind, type DatedFact, type FactType } from '../kind.js';
import { edtf, money, party, word } from '../values.js';
import { DEADLINE_FACTS, DEADLINE_RULES } from './case-deadline-rules.js';
import { legalDeadlines } from './case-deadlines.js';
import {
  CASE_MEASURES,
  endedWith,
  isTakenAfter,
  lifted,
  measureAnswers,
  taken,
  type Measure,
} from './case-measures.js';

/** What the facts of a case add up to. */
export interface CaseState extends JsonObject {
  status: string;
  /** When the fact occurred that set the status, EDTF; null where its source gives no date, and while it is `noted`. */
  statusSince: string | null;
  outcome: string | null;
  openedOn: string | null;
  requestedOn: string | null;
  closedOn: string | null;
  /** The fact of the first end that stands. */
  endedBy: string | null;
  measures: Measure[];
}

const plain = z.looseObject({});
const measure = z.looseObject({ kind: z.enum(CASE_MEASURES), by: z.string().optional() });
const ending = z.looseObject({
  outcome: word.optional(),
  by: z.string().optional(),
  workersBenefited: z.int().nonnegative().optional(),
  backPay: money.optional(),
});
const field = (fact: DatedFact, name: string): string | null => {
  const value = fact.body[name];
  return typeof value === 'string' ? value : null;
};

/** A step of the procedure: it sets the status as long as no end stands. */
const step =
  (status: string): FactType<CaseState>['evolve'] =>
  (state, fact) =>
    state.endedBy === null && state.status !== status ? { ...state, status, statusSince: dateOf(fact) } : state;

/** An end of the case: the first one stands unless the case is reopened. */
const end =
  (status: string): FactType<CaseState>['evolve'] =>
  (state, fact) =>
    state.endedBy === null
      ? {
          ...state,
          status,
          statusSince: dateOf(fact),
          endedBy: fact.id,
          closedOn: dateOf(fact),
          outcome: field(fact, 'outcome') ?? field(fact, 'finding'),
          measures: endedWith(state.measures),
        }
      : state;

/** What a panel's finding does; one that was redacted is not known to have ended the case or to leave a remedy open. */
const decidedBy = (finding: string | null): FactType<CaseState>['evolve'] => {
  if (finding === null) return undefined;
  return finding === 'denial' ? step('remedy-pending') : end('closed');
};

const ENDING = new Set(
  ['not-pursued', 'remediation-concluded', 'resolved', 'closed', 'withdrawn'].map((name) => `case.${name}`),
);

/** A case: a petition or request at a place of work, a dispute, a docket. */
export const caseKind = defineKind<CaseState>({
  subjectType: 'case',
  describes: 'A matter that is opened, examined and ended: a labor case, a dispute, a docket.',
  attributes: z.looseObject({
    mechanism: word.optional(),
    complainant: party.optional(),
    respondent: party.optional(),
    initiation: z.enum(['petition', 'self']).optional(),
    annex: z.string().optional(),
    requestNumber: z.union([z.int().positive(), z.string()]).optional(),
    panelNumber: z.union([z.int().positive(), z.string()]).optional(),
    priorCase: word.optional(),
    facility: z.string().optional(),
    company: z.string().optional(),
    city: z.string().optional(),
    state: z.string().optional(),
    sector: z.string().optional(),
    petitioners: z.array(z.string()).optional(),
  }),
  initial: {
    status: 'noted',
    statusSince: null,
    outcome: null,
    openedOn: null,
    requestedOn: null,
    closedOn: null,
    endedBy: null,
    measures: [],
  },
  facts: {
    filed: {
      headline: 'Petition filed',
      body: plain,
      evolve: (state, fact) => ({
        ...stepOf('filed', state, fact),
        // A petition opens the case also where a request came before it.
        openedOn: state.openedOn === state.requestedOn ? (dateOf(fact) ?? state.openedOn) : state.openedOn,
      }),
    },
    'not-pursued': { headline: 'Not pursued', body: plain, evolve: end('not-pursued') },
    'review-requested': {
      headline: 'Review requested',
      body: plain,
      evolve: (state, fact) => ({
        ...stepOf('review-requested', state, fact),
        openedOn: state.openedOn ?? dateOf(fact),
        requestedOn: state.requestedOn ?? dateOf(fact),
      }),
    },
    'review-accepted': { headline: 'Review accepted', body: plain, evolve: step('under-review') },
    'review-declined': { headline: 'Review declined', body: plain, evolve: step('review-declined') },
    'denial-found': { headline: 'Denial of rights found', body: plain, evolve: step('in-consultation') },
    'no-denial-found': { headline: 'No denial of rights found', body: plain, evolve: step('in-consultation') },
    'remediation-agreed': {
      headline: 'Course of remediation agreed',
      body: z.looseObject({ endsOn: edtf.optional() }),
      evolve: step('in-remediation'),
    },
    'remediation-concluded': { headline: 'Remediation concluded', body: plain, evolve: end('resolved') },
    'panel-requested': { headline: 'Panel requested', body: plain, evolve: step('in-panel') },
    'panel-decided': {
      headline: 'Panel decided',
      body: z.looseObject({ finding: z.enum(['denial', 'no-denial', 'no-jurisdiction']) }),
      evolve: (state, fact) => decidedBy(field(fact, 'finding'))?.(state, fact) ?? state,
    },
    'measure-taken': {
      headline: 'Measure taken',
      body: measure,
      evolve: (state, fact, isTrial) => ({
        ...state,
        measures: taken(state.measures, fact, isInForce(state, fact, isTrial)),
      }),
    },
    'measure-lifted': {
      headline: 'Measure lifted',
      body: measure,
      evolve: (state, fact) => ({ ...state, measures: lifted(state.measures, fact) }),
    },
    resolved: { headline: 'Resolved', body: ending, evolve: end('resolved') },
    closed: { headline: 'Closed', body: ending, evolve: end('closed') },
    withdrawn: { headline: 'Withdrawn', body: plain, evolve: end('closed') },
    reopened: {
      headline: 'Reopened',
      body: plain,
      evolve: (state, fact) => ({
        ...state,
        status: 'under-review',
        statusSince: dateOf(fact),
        endedBy: null,
        closedOn: null,
        outcome: null,
      }),
    },
    'proceedings-suspended': { headline: 'Proceedings suspended', body: plain },
    'proceedings-resumed': { headline: 'Proceedings resumed', body: plain },
    noted: { headline: 'Noted', body: plain },
  },
  order: [
    ['filed', 'review-requested'],
    ['review-requested', 'review-accepted'],
    ['review-requested', 'review-declined'],
    ['panel-requested', 'panel-decided'],
  ],
  // What the periods of the procedure rest on: an act that proves another one lies behind it.
  follows: [
    ['review-requested', 'denial-found'],
    ['review-requested', 'no-denial-found'],
    ['review-requested', 'remediation-agreed'],
    ['review-requested', 'panel-requested'],
    ['review-accepted', 'denial-found'],
    ['review-accepted', 'no-denial-found'],
    ['denial-found', 'remediation-agreed'],
    ['remediation-agreed', 'remediation-concluded'],
  ],
  opening: ['filed', 'review-requested'],
  undoes: { 'measure-lifted': { type: 'measure-taken', by: 'kind' } },
  reopens: { type: 'reopened', ends: endsCase },
  // What was taken on the day of the end was taken before it, and a panel is requested over what was found.
  sameDay: {
    'denial-found': ['panel-requested'],
    'no-denial-found': ['panel-requested'],
    'measure-taken': ['not-pursued', 'panel-decided', 'remediation-concluded', 'resolved', 'closed', 'withdrawn'],
  },
  beside: { field: 'measures', facts: ['measure-taken', 'measure-lifted'], by: 'kind', counted: 'in-force' },
  // A party can request a review by itself, and a petition about it can follow.
  impossible: [
    ['review-requested', 'review-accepted'],
    ['review-requested', 'review-declined'],
    ['panel-requested', 'panel-decided'],
  ],
  reversed: { 'review-requested': 'requested before the petition was filed' },
  once: {
    'review-requested':
      'A case has one request for review; a second request at the same facility is another case whose priorCase names this one.',
  },
  shown: (standing, { lastNews }) => ({ ...standing.state, measures: measureAnswers(standing, lastNews) }),
  derivesFrom: Object.fromEntries(DEADLINE_RULES.map((rule) => [rule, DEADLINE_FACTS])),
  milestones: (facts, subject) => legalDeadlines(facts, subject),
});

/** Whether a measure is in force when it is taken: with no end on record it is, else only where it lies after the end. */
function isInForce({ endedBy, closedOn }: CaseState, fact: DatedFact, isTrial = false): boolean {
  return endedBy === null || isTrial || isTakenAfter(fact, closedOn);
}

function stepOf(status: string, state: CaseState, fact: DatedFact): CaseState {
  return step(status)?.(state, fact) ?? state;
}

/** Whether a fact ends a case that is open. */
function endsCase(fact: DatedFact): boolean {
  if (fact.type !== 'case.panel-decided') return ENDING.has(fact.type);
  return !['denial', null].includes(field(fact, 'finding'));
}
