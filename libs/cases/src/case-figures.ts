import { parseEdtf, type Day } from '#libs/edtf';
import { deriveMilestones, statusOn, type Milestone } from '#libs/milestones';
import type { DatedFact } from '#libs/timeline';
import { durationsFrom, type DurationFigures } from './case-durations.js';
import { stepFigures, type StepFigures } from './case-steps.js';
import { sumsOf, type SumFigures } from './case-sums.js';
import { isEnded, tally, type CountedCase } from './counted-case.js';
import type { Range } from './domain/range.js';

/** How the deadlines of one rule were kept. */
export interface ClockFigures {
  rule: string;
  title: string;
  kept: number;
  keptLate: number;
  open: number;
  /** Of the open ones, those that have passed. */
  overdue: number;
  /** Deadlines that fell away. */
  cancelled: number;
  /** Deadlines that were met on no known day. */
  unknown: number;
}

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
 * the clocks show, on which open cases were last seen going on.
 */
export function figuresOf(
  cases: readonly CountedCase[],
  steps: readonly { from: Day; to: Day }[],
  { asOf, lastDay }: { asOf: Day | null; lastDay: Day },
): CaseFigures {
  return {
    cases: tally(cases, () => true),
    open: tally(cases, (state) => !isEnded(state)),
    ended: tally(cases, isEnded),
    steps: stepFigures(cases, steps),
    petitionToEnd: durationsFrom('case.filed', cases, { asOf, lastDay }),
    requestToEnd: durationsFrom('case.review-requested', cases, { asOf, lastDay }),
    clocks: clocksOf(cases, lastDay),
    ...sumsOf(cases, asOf),
  };
}

function clocksOf(cases: readonly CountedCase[], today: Day): ClockFigures[] {
  const rules = new Map<string, ClockFigures>();
  for (const { subject, facts } of cases) {
    const duties = deriveMilestones({ ...subject, type: 'case' }, facts).filter(
      ({ afterwards }) => afterwards === 'overdue',
    );
    for (const duty of duties) {
      const title = duty.title.split(': ')[0] ?? duty.title;
      const empty = { rule: duty.rule, title, kept: 0, keptLate: 0, open: 0, overdue: 0, cancelled: 0, unknown: 0 };
      const figures = rules.get(duty.rule) ?? empty;
      for (const name of standingOf(duty, facts, today)) figures[name] += 1;
      rules.set(duty.rule, figures);
    }
  }
  return [...rules.values()].toSorted((one, other) => (one.rule < other.rule ? -1 : 1));
}

function standingOf(
  duty: Milestone,
  facts: readonly DatedFact[],
  today: Day,
): ('kept' | 'keptLate' | 'open' | 'overdue' | 'cancelled' | 'unknown')[] {
  const status = statusOn(duty, today);
  if (status === 'cancelled') return ['cancelled'];
  if (status !== 'met') return status === 'overdue' ? ['open', 'overdue'] : ['open'];
  const window = facts.find((fact) => fact.id === duty.metBy)?.occurred?.window;
  const due = parseEdtf(duty.window).window.latest;
  if (!window || due === null) return ['unknown'];
  if (window.latest !== null && window.latest <= due) return ['kept'];
  return window.earliest !== null && window.earliest > due ? ['keptLate'] : ['unknown'];
}
