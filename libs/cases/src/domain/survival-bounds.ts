import type { OpenRange, Range } from './range.js';
import { kaplanMeier, ProductLimit, quantile, type Duration, type SurvivalEstimate } from './survival.js';

/** How long something may have taken, or has taken so far. At least one of `ended` and `open` is there. */
export interface Observation {
  /** Whether it may be no observation at all, as what is observed may not have begun or may not be asked about. */
  optional: boolean;
  /** After how many days it ended, where it may have ended. */
  ended: Range | null;
  /** After how many days it was last seen going on, where it may go on. */
  open: Range | null;
}

/**
 * One step of the two curves between which every Kaplan-Meier curve lies that the observations allow. Numbers are ranges;
 * they coincide where nothing is in doubt.
 */
export interface BoundedStep {
  days: number;
  atRisk: Range;
  ended: Range;
  /** How many were last seen going on at this point or after it, before the next step. */
  censored: Range;
  survival: Range;
  /** The least and the most of Greenwood's standard errors of the two curves; null where all have ended on one of them. */
  standardError: Range | null;
  /** From the lower edge of the band of the lower curve to the upper edge of that of the upper one; null likewise. */
  lower: number | null;
  upper: number | null;
}

/**
 * The bounds of the Kaplan-Meier curve, at every point the least and the most of all curves that the observations allow.
 *
 * At a point t an ending lowers the curve by more the later it comes before t, and not at all after t; what is last seen
 * going on lowers it by less the later that was, and what is no observation lowers it by no more than an ending does. Each
 * of these holds whatever the others do, so that the bound takes of each observation its own extreme.
 */
export function survivalBounds(observations: readonly Observation[]): BoundedStep[] {
  if (!observations.some(isInDoubt)) return kaplanMeier(observations.map(certainDuration)).map(asBounds);
  const days = daysOf(observations);
  const curves = days.map((day) => ({
    day,
    low: estimateAt(day, observations, lowest),
    high: estimateAt(day, observations, highest),
  }));
  const steps = curves.filter(({ low, high }, index) => {
    const before = curves[index - 1];
    return low.survival !== (before?.low.survival ?? 1) || high.survival !== (before?.high.survival ?? 1);
  });
  return steps.map(({ day, low, high }, index) => ({
    ...countsAt(day, steps[index + 1]?.day ?? Infinity, observations),
    survival: { min: low.survival, max: high.survival },
    standardError: errors(low, high),
    lower: low.lower,
    upper: high.upper,
  }));
}

/** The first day by which so large a share has ended, by the lower and by the upper curve; null where it is not reached. */
export function survivalQuantileBounds(curve: readonly BoundedStep[], share: number): OpenRange {
  const reached = (edge: 'min' | 'max'): number | null =>
    curve.find(({ survival }) => survival[edge] <= 1 - share + 1e-9)?.days ?? null;
  return { min: reached('min'), max: reached('max') };
}

/** The least and the most of a quantile of the endings, over every choice of those that may be none; null of none. */
export function quantileBounds(observations: readonly Observation[], share: number): OpenRange {
  const least = (one: Observation): number => one.ended!.min;
  const most = (one: Observation): number => one.ended!.max;
  const ends = observations.filter(({ ended }) => ended !== null);
  const certain = ends.filter(({ optional, open }) => !optional && open === null);
  const maybe = ends.filter(({ optional, open }) => optional || open !== null);
  const extreme = (daysOfEnd: (one: Observation) => number, sign: 1 | -1): number | null => {
    const [always, added] = [certain, maybe].map((some) => some.map(daysOfEnd).toSorted((a, b) => sign * (a - b)));
    const found = Array.from({ length: added!.length + 1 }, (_, count) =>
      quantile([...always!, ...added!.slice(0, count)], share),
    ).filter((value) => value !== null);
    return found.length === 0 ? null : sign * Math.min(...found.map((value) => sign * value));
  };
  return { min: extreme(least, 1), max: extreme(most, -1) };
}

function isInDoubt({ optional, ended, open }: Observation): boolean {
  return optional || (ended !== null && open !== null) || [ended, open].some((days) => days && days.min !== days.max);
}

function certainDuration({ ended, open }: Observation): Duration {
  return { days: (ended ?? open)!.min, ended: ended !== null };
}

function asBounds(step: ReturnType<typeof kaplanMeier>[number]): BoundedStep {
  return {
    days: step.days,
    atRisk: same(step.atRisk),
    ended: same(step.ended),
    censored: same(step.censored),
    survival: same(step.survival),
    standardError: step.standardError === null ? null : same(step.standardError),
    lower: step.lower,
    upper: step.upper,
  };
}

/** Every day on which a bound can change: on which one may end, and the day after one was last seen. */
function daysOf(observations: readonly Observation[]): number[] {
  const days = observations.flatMap(({ ended, open }) => [
    ...(ended ? [ended.min, ended.max] : []),
    ...(open ? [open.min + 1, open.max + 1] : []),
  ]);
  return [...new Set(days)].toSorted((one, other) => one - other);
}

/** What of an observation makes the curve least at a point; null: that it is none. */
function lowest({ optional, ended, open }: Observation, point: number): Duration | null {
  if (ended && ended.min <= point) return { days: Math.min(ended.max, point), ended: true };
  if (optional) return null;
  return open ? { days: open.min, ended: false } : { days: ended!.max, ended: true };
}

/** What of an observation makes the curve most at a point; null: that it is none. */
function highest({ optional, ended, open }: Observation, point: number): Duration | null {
  if (ended && ended.max > point) return { days: ended.max, ended: true };
  if (open) return { days: open.max, ended: false };
  return optional ? null : { days: ended!.min, ended: true };
}

/** The estimate at a point of the durations that are chosen for it. */
function estimateAt(
  point: number,
  observations: readonly Observation[],
  choose: (one: Observation, point: number) => Duration | null,
): SurvivalEstimate {
  const turns = new Map<number, { ended: number; censored: number }>();
  let atRisk = 0;
  for (const one of observations) {
    const chosen = choose(one, point);
    if (!chosen) continue;
    atRisk += 1;
    if (chosen.days > point) continue;
    const turn = turns.get(chosen.days) ?? { ended: 0, censored: 0 };
    turn[chosen.ended ? 'ended' : 'censored'] += 1;
    turns.set(chosen.days, turn);
  }
  const limit = new ProductLimit();
  for (const [, { ended, censored }] of [...turns].toSorted(([one], [other]) => one - other)) {
    if (ended > 0) limit.take(ended, atRisk);
    atRisk -= ended + censored;
  }
  return limit.estimate;
}

function countsAt(
  day: number,
  next: number,
  observations: readonly Observation[],
): Pick<BoundedStep, 'days' | 'atRisk' | 'ended' | 'censored'> {
  const count = (certainly: (one: Observation) => boolean, possibly: (one: Observation) => boolean): Range => ({
    min: observations.filter((one) => !one.optional && certainly(one)).length,
    max: observations.filter(possibly).length,
  });
  return {
    days: day,
    atRisk: count(
      ({ ended, open }) => [ended, open].every((days) => days === null || days.min >= day),
      ({ ended, open }) => [ended, open].some((days) => days !== null && days.max >= day),
    ),
    ended: count(
      ({ ended, open }) => open === null && among(ended, day, day + 1).all,
      ({ ended }) => among(ended, day, day + 1).some,
    ),
    censored: count(
      ({ ended, open }) => ended === null && among(open, day, next).all,
      ({ open }) => among(open, day, next).some,
    ),
  };
}

function errors(low: SurvivalEstimate, high: SurvivalEstimate): Range | null {
  if (low.standardError === null || high.standardError === null) return null;
  return {
    min: Math.min(low.standardError, high.standardError),
    max: Math.max(low.standardError, high.standardError),
  };
}

function same(value: number): Range {
  return { min: value, max: value };
}

/** Whether some or all of a range of days lies from one day on and before another. */
function among(days: Range | null, first: number, last: number): { some: boolean; all: boolean } {
  return {
    some: days !== null && days.max >= first && days.min < last,
    all: days !== null && days.min >= first && days.max < last,
  };
}
