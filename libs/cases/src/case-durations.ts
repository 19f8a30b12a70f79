import type { Day } from '#libs/edtf';
import { hasOccurred, type Occurrence } from '#libs/timeline';
import type { CaseStanding } from './case-standing.js';
import { statesOf, type CountedCase } from './counted-case.js';
import type { OpenRange, Range } from './domain/range.js';
import {
  quantileBounds,
  survivalBounds,
  survivalQuantileBounds,
  type BoundedStep,
  type Observation,
} from './domain/survival-bounds.js';
import { censoringsOf, type Censoring } from './domain/survival.js';

/** The lower quartile, the median and the upper quartile. */
export type Quartiles = [lower: OpenRange, median: OpenRange, upper: OpenRange];

/**
 * How long cases took, in days. Open cases are censored; an end on an unknown or imprecise day is a range of days, and so
 * is everything that follows from it. Cases without a day of beginning are left out and counted as unknown.
 */
export interface DurationFigures {
  ended: Range;
  open: Range;
  unknown: Range;
  /** Of those that ended, how many took a number of days that is known as a range only. */
  imprecise: Range;
  /** Of those that ended. */
  quartiles: Quartiles;
  median: OpenRange;
  kaplanMeier: {
    /** By the estimate; null where it is not reached yet. */
    quartiles: Quartiles;
    median: OpenRange;
    curve: BoundedStep[];
    /** After how many days those without an end on record stand on the last day shown, for the marks on the curve. */
    censorings: Censoring[];
  };
}

/** The days between which something lies that has not certainly one day. */
interface Days {
  first: Day;
  last: Day;
}

/** The steps of the procedure: a case takes none after its end. */
const STEPS = new Set(
  [
    'filed',
    'review-requested',
    'review-accepted',
    'review-declined',
    'denial-found',
    'no-denial-found',
    'remediation-agreed',
    'panel-requested',
    'panel-decided',
    'reopened',
  ].map((name) => `case.${name}`),
);

/** How long the cases took from a fact of a type to their end; cases that have no such fact are not counted. */
export function durationsFrom(
  type: string,
  cases: readonly CountedCase[],
  { asOf, lastDay }: { asOf: Day | null; lastDay: Day },
): DurationFigures {
  const unknown: Range = { min: 0, max: 0 };
  const observations: Observation[] = [];
  for (const one of cases) {
    const begun = beginningOf(type, one, asOf);
    if (!begun) continue;
    const observation = begun.days && observe(one, begun.days, { asOf, lastDay });
    const optional = !begun.certain || !one.certain || one.now.state === null;
    if (observation) observations.push({ ...observation, optional });
    else {
      unknown.min += optional ? 0 : 1;
      unknown.max += 1;
    }
  }
  const curve = survivalBounds(observations);
  const count = (fits: (one: Observation) => boolean, certain: (one: Observation) => boolean): Range => ({
    min: observations.filter((one) => !one.optional && fits(one) && certain(one)).length,
    max: observations.filter(fits).length,
  });
  return {
    ended: count(
      ({ ended }) => ended !== null,
      ({ open }) => open === null,
    ),
    open: count(
      ({ open }) => open !== null,
      ({ ended }) => ended === null,
    ),
    unknown,
    imprecise: count(
      ({ ended }) => ended !== null && ended.min < ended.max,
      ({ open }) => open === null,
    ),
    quartiles: quartilesBy((share) => quantileBounds(observations, share)),
    median: quantileBounds(observations, 0.5),
    kaplanMeier: {
      quartiles: quartilesBy((share) => survivalQuantileBounds(curve, share)),
      median: survivalQuantileBounds(curve, 0.5),
      curve,
      censorings: censoringsOf(
        observations.flatMap(({ optional, ended, open }) =>
          optional || ended || !open || open.min < open.max ? [] : [{ days: open.min, ended: false }],
        ),
      ),
    },
  };
}

function quartilesBy(of: (share: number) => OpenRange): Quartiles {
  return [of(0.25), of(0.5), of(0.75)];
}

/** When a case began, as far as it has; `days` is null where no source says when. */
function beginningOf(
  type: string,
  { standing }: CountedCase,
  asOf: Day | null,
): { days: Days | null; certain: boolean } | null {
  const begun = standing.facts.find(({ fact }) => fact.type === type)?.fact;
  const occurrence = begun && standing.occurrenceOf(begun.id);
  if (!occurrence || (asOf !== null && occurrence.possible > asOf)) return null;
  // A counted case has been opened, whatever the window of the opening.
  const certain = hasOccurred(occurrence, asOf) || begun.id === standing.opening?.id;
  const { earliest = null, latest = null } = begun.occurred?.beginning ?? {};
  if (earliest === null || latest === null) return { days: null, certain };
  return { days: { first: earliest, last: Math.min(latest, asOf ?? latest) }, certain };
}

/** How long a case may have taken from its beginning; null where its end lies before it. */
function observe(
  { standing, now }: CountedCase,
  begun: Days,
  { asOf, lastDay }: { asOf: Day | null; lastDay: Day },
): Omit<Observation, 'optional'> | null {
  const states = statesOf(now);
  const ends = [...new Set(states.flatMap(({ endedBy }) => endedBy ?? []))];
  const goesOn = states.some(({ endedBy }) => endedBy === null);
  const since = ({ first, last }: Days): Range | null =>
    last < begun.first ? null : { min: Math.max(0, first - begun.last), max: last - begun.first };
  const ended = ends.length === 0 ? null : since(daysOfEnd(ends, standing, asOf ?? lastDay));
  const open = goesOn ? since({ first: lastDay, last: lastDay }) : null;
  return ended || open ? { ended, open } : null;
}

/**
 * Between which days a case ended that one of some facts ended. The first end stands, so that it lies on or before the last
 * day of every end that no reopening may follow. An end lies behind the last certain step before it.
 */
function daysOfEnd(ends: readonly string[], standing: CaseStanding, lastDay: Day): Days {
  const days = ends.map((id) => ({ id, ...standing.occurrenceOf(id)! }));
  // Without a day of the question an end holds that lies behind the last day that the clocks show.
  const lastOf = ({ certain, possible }: Occurrence): Day =>
    possible > lastDay ? (certain ?? possible) : Math.min(certain ?? lastDay, lastDay);
  const standingEnds = days.filter(({ possible }) => !mayReopen(standing, possible));
  const last = standingEnds.length === 0 ? Math.max(...days.map(lastOf)) : Math.min(...standingEnds.map(lastOf));
  const firsts = days.map((end) => {
    const by = Math.min(lastOf(end), last);
    const steps = standing.facts.flatMap(({ fact }, index) => {
      const step = standing.occurrences[index]!;
      const isBefore = fact.occurred !== null && step.certain !== null && step.certain <= by;
      return STEPS.has(fact.type) && fact.id !== end.id && isBefore ? [step.possible] : [];
    });
    return Math.min(by, Math.max(end.possible, ...steps));
  });
  return { first: Math.min(...firsts), last };
}

/** Whether a case may be reopened on a day or after it. */
function mayReopen({ facts, occurrences }: CaseStanding, day: Day): boolean {
  return facts.some(({ fact }, index) => {
    const { certain } = occurrences[index]!;
    return fact.type === 'case.reopened' && (certain === null || certain >= day);
  });
}
