import { ownValue } from '#libs/kernel';
import type { Day } from '#libs/edtf';
import { hasOccurred, type CaseState, type Occurrence } from '#libs/timeline';
import { sumsOf } from './case-sums.js';
import { CaseOnDay, isEnded } from './counted-case.js';
import type { Range } from './domain/range.js';

/** What one case adds to what is counted for a claim: the least and the most, as decimal strings. */
export interface Contribution {
  min: string;
  max: string;
  /** 1 where the case belongs to it and no source states its figure. */
  unknown: Range;
}

/** What a claim counts. */
export interface Counted {
  /** The first day of the period of the claim. */
  since: Day;
  /** The unit of the claim. */
  unit: string;
}

/** A way to count cases for a claim. */
export interface Counting {
  /** What is counted, in words. */
  counts: string;
  /** What a case adds to it on a day. */
  of: (one: CaseOnDay, counted: Counted) => Contribution;
  /**
   * Whether a case may belong to it by something that is not on record, where every request for review is. What is counted
   * has an upper bound only where this holds of no case on the last day of the claim.
   */
  mayLack: (one: CaseOnDay) => boolean;
}

/** How the figures of one measure are compared with the records; where nothing computes them, why. */
export type ReconciliationRule =
  | {
      counting: Counting;
      also?: Counting;
      /** Whether its figures count what happened in a period: they are those of its last day. */
      ofPeriod?: boolean;
    }
  | { reason: string };

/**
 * The figure that officials give of all cases: the measure that its indicators carry, and the step by which a case on record
 * belongs to it.
 */
export const OFFICIAL_FIGURE = { measure: 'rrm-requests', factType: 'case.review-requested' } as const;

/** Who counted an official figure, in the body of a figure (`countedBy`). */
export const OFFICIAL = 'official';

/** Whether something holds for certain, and whether it may hold. */
interface Truth {
  certain: boolean;
  possible: boolean;
}

type Condition = (one: CaseOnDay, counted: Counted) => Truth;

const occurred =
  (type: string, fits: (occurrence: Occurrence, counted: Counted) => Truth = always): Condition =>
  (one, counted) => {
    const found = one.occurrencesOf(type);
    const held = found.map((occurrence) => fits(occurrence, counted));
    // Before its opening a case is in no count, whatever of it has occurred.
    const opened = one.holds(() => true);
    return {
      certain:
        opened.certain && found.some((occurrence, index) => held[index]!.certain && hasOccurred(occurrence, one.day)),
      possible: opened.possible && found.some(({ possible }, index) => held[index]!.possible && possible <= one.day),
    };
  };
const inState =
  (fits: (state: CaseState) => boolean): Condition =>
  (one) =>
    one.holds(fits);
const both =
  (...conditions: Condition[]): Condition =>
  (one, counted) => {
    const held = conditions.map((condition) => condition(one, counted));
    return { certain: held.every(({ certain }) => certain), possible: held.every(({ possible }) => possible) };
  };
const either =
  (...conditions: Condition[]): Condition =>
  (one, counted) => {
    const held = conditions.map((condition) => condition(one, counted));
    return { certain: held.some(({ certain }) => certain), possible: held.some(({ possible }) => possible) };
  };

const requested = occurred(OFFICIAL_FIGURE.factType);
const requestedSince = occurred(OFFICIAL_FIGURE.factType, ({ certain, possible }, { since }) => ({
  certain: possible >= since,
  possible: (certain ?? Infinity) >= since,
}));

/** Of requests: an official count of all of them equals those on record. */
const lacksNothing = (): boolean => false;
/** Of what a census does not count, and no later record excludes. */
const mayAlwaysLack = (): boolean => true;
/** Of ends: a case whose end is not on record may have ended by the day, unless a later record shows that it had not. */
const mayLackEnd = (one: CaseOnDay): boolean => one.mayHaveEnded;

const resolved = inState(({ status }) => status === 'resolved');
const ended = inState(isEnded);

/** By the slug that an indicator carries in its attribute `measure`. */
const RULES: Readonly<Record<string, ReconciliationRule>> = {
  [OFFICIAL_FIGURE.measure]: {
    counting: countOf('Cases in which a review was requested.', requested, lacksNothing),
  },
  'rrm-resolved': {
    counting: countOf(
      'Matters that are resolved, those among them that were settled on the petition.',
      resolved,
      mayLackEnd,
    ),
    also: countOf('Cases with a request for review that are resolved.', both(requested, resolved), mayLackEnd),
  },
  'rrm-panels': {
    counting: countOf('Cases in which a panel was requested.', occurred('case.panel-requested'), mayAlwaysLack),
  },
  'rrm-planned-or-closed': {
    counting: countOf(
      'Cases with a request for review that have a course of remediation or have ended.',
      both(requested, either(occurred('case.remediation-agreed'), ended)),
      mayAlwaysLack,
    ),
  },
  'rrm-requests-in-period': {
    ofPeriod: true,
    counting: countOf('Cases in which a review was requested in the period.', requestedSince, lacksNothing),
  },
  'rrm-closed-in-period': {
    ofPeriod: true,
    counting: countOf(
      'Cases in which a review was requested in the period and that had ended by its last day.',
      both(requestedSince, ended),
      mayLackEnd,
    ),
  },
  'rrm-back-pay': {
    counting: {
      counts: 'Back pay that the sources of resolved and closed cases state, each case once; benefits are not in it.',
      of: (one, { unit }) => {
        const { backPay } = sumsOf(one.counted ? [one.counted] : [], one.day);
        const total = backPay.totals[unit];
        return { min: total?.min ?? '0', max: total?.max ?? total?.min ?? '0', unknown: backPay.unknown };
      },
      mayLack: mayLackEnd,
    },
  },
  'rrm-workers-benefited': {
    reason:
      'The claim counts all workers of the plants who gained; the records count those who were reinstated, paid or offered it.',
  },
};

/** The rule of a measure; where there is none, that it cannot be compared. */
export function ruleOf(measure: string): ReconciliationRule {
  const rule = ownValue(RULES, measure);
  return rule ?? { reason: 'No rule computes this measure from the records.' };
}

/** Whether the figures of a measure count what happened in a period. */
export function countsPeriod(measure: string): boolean {
  const rule = ruleOf(measure);
  return 'counting' in rule && rule.ofPeriod === true;
}

function always(): Truth {
  return { certain: true, possible: true };
}

function countOf(counts: string, condition: Condition, mayLack: Counting['mayLack']): Counting {
  return {
    counts,
    mayLack,
    of: (one, counted) => {
      const { certain, possible } = condition(one, counted);
      return { min: certain ? '1' : '0', max: possible ? '1' : '0', unknown: { min: 0, max: 0 } };
    },
  };
}
