import type { Window } from '#libs/edtf';
import type { DatedFact } from '#libs/timeline';
import { sumsOf, type CountedCase } from './case-figures.js';

/** What records add up to for a claim. */
export interface Tally {
  /** A decimal string. */
  value: string;
  /** The ids of the cases that are counted. */
  cases: string[];
  /** How many cases may belong to it that no source gives a figure of. */
  unknown: number;
}

/** A way to count cases for a claim; `period` is the window of the claim, `unit` what it is told in. */
export interface Counting {
  /** What is counted, in words. */
  counts: string;
  tally: (cases: readonly CountedCase[], period: Window, unit: string) => Tally;
}

/** How the figures of one measure are held against the records; where nothing computes them, why. */
export type ReconciliationRule = { counting: Counting; also?: Counting } | { reason: string };

/**
 * The figure that officials give of all cases: the measure that its indicators carry, and the step by which a case on record
 * belongs to it.
 */
export const OFFICIAL_FIGURE = { measure: 'rrm-requests', factType: 'case.review-requested' } as const;

const requested = ({ facts }: CountedCase): boolean => requestOf(facts) !== undefined;
const resolved = ({ state }: CountedCase): boolean => state.status === 'resolved';
const has =
  (type: string) =>
  ({ facts }: CountedCase) =>
    facts.some((fact) => fact.type === type);

/** By the slug that an indicator carries in its attribute `measure`. */
const RULES: Readonly<Record<string, ReconciliationRule>> = {
  [OFFICIAL_FIGURE.measure]: {
    counting: countOf('Cases in which a review was requested.', requested),
  },
  'rrm-resolved': {
    counting: countOf('Matters that are resolved, those among them that were settled on the petition.', resolved),
    also: countOf('Cases with a request for review that are resolved.', (one) => requested(one) && resolved(one)),
  },
  'rrm-panels': {
    counting: countOf('Cases in which a panel was requested.', has('case.panel-requested')),
  },
  'rrm-planned-or-closed': {
    counting: countOf(
      'Cases with a request for review that have a course of remediation or have ended.',
      (one) => requested(one) && (has('case.remediation-agreed')(one) || one.state.endedBy !== null),
    ),
  },
  'rrm-requests-in-period': {
    counting: countOf('Cases in which a review was requested in the period.', (one, period) =>
      requestedWithin(one, period),
    ),
  },
  'rrm-closed-in-period': {
    counting: countOf(
      'Cases in which a review was requested in the period and that had ended by its last day.',
      (one, period) => requestedWithin(one, period) && one.state.endedBy !== null,
    ),
  },
  'rrm-back-pay': {
    counting: {
      counts: 'Back pay that the sources of resolved and closed cases state, each case once; benefits are not in it.',
      tally: (cases, _period, unit) => {
        const { backPay } = sumsOf(cases);
        const stated = cases.filter((one) => sumsOf([one]).backPay.totals[unit] !== undefined);
        return { value: backPay.totals[unit] ?? '0', cases: idsOf(stated), unknown: backPay.unknown };
      },
    },
  },
  'rrm-workers-benefited': {
    reason:
      'The claim counts all workers of the plants who gained; the records count those who were reinstated, paid or offered it.',
  },
};

/** The rule of a measure; where there is none, that it cannot be compared. */
export function ruleOf(measure: string): ReconciliationRule {
  const rule = Object.hasOwn(RULES, measure) ? RULES[measure] : undefined;
  return rule ?? { reason: 'No rule computes this measure from the records.' };
}

function countOf(counts: string, fits: (one: CountedCase, period: Window) => boolean): Counting {
  return {
    counts,
    tally: (cases, period) => {
      const counted = cases.filter((one) => fits(one, period));
      return { value: String(counted.length), cases: idsOf(counted), unknown: 0 };
    },
  };
}

function idsOf(cases: readonly CountedCase[]): string[] {
  return cases.map(({ subject }) => subject.id);
}

function requestOf(facts: readonly DatedFact[]): DatedFact | undefined {
  return facts.find((fact) => fact.type === OFFICIAL_FIGURE.factType);
}

/** The whole window of the request lies in the period. */
function requestedWithin({ facts }: CountedCase, { earliest, latest }: Window): boolean {
  const window = requestOf(facts)?.occurred?.window;
  if (!window || window.earliest === null || window.latest === null) return false;
  return window.earliest >= (earliest ?? -Infinity) && window.latest <= (latest ?? Infinity);
}
