import type { Day } from '#libs/edtf';
import { durationsFrom, type DurationFigures } from './case-durations.js';
import { stepFigures, type StepFigures } from './case-steps.js';
import { sumsOf, type SumFigures } from './case-sums.js';
import { clocksOf, type ClockFigures } from './deadline-figures.js';
import { isEnded, tally, type CountedCase } from './counted-case.js';
import type { Range } from './domain/range.js';

/** What cases add up to. Counts are ranges, equal where nothing is in doubt (contract section 2, "Counts"). */
export interface CaseFigures extends SumFigures {
  cases: Range;
  /** Of the cases, those that have not ended. */
  open: Range;
  /** Of the cases, those that have ended. */
  ended: Range;
  steps: StepFigures[];
  petitionToEnd: DurationFigures;
  requestToEnd: DurationFigures;
  clocks: ClockFigures[];
}

/**
 * What some cases add up to. `asOf` is the day of the question, null for all facts; `lastDay` is the last day (UTC) that
 * the clocks show, up to which a case without an end on record counts as going on; `today` the day that deadlines are judged for.
 */
export function figuresOf(
  cases: readonly CountedCase[],
  steps: readonly { from: Day; to: Day }[],
  { asOf, lastDay, today }: { asOf: Day | null; lastDay: Day; today: Day },
): CaseFigures {
  return {
    cases: tally(cases, () => true),
    open: tally(cases, (state) => !isEnded(state)),
    ended: tally(cases, isEnded),
    steps: stepFigures(cases, steps),
    petitionToEnd: durationsFrom('case.filed', cases, { asOf, lastDay }),
    requestToEnd: durationsFrom('case.review-requested', cases, { asOf, lastDay }),
    clocks: clocksOf(cases, { asOf, today }),
    ...sumsOf(cases, asOf),
  };
}
