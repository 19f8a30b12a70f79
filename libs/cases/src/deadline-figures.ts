import type { Day } from '#libs/edtf';
import { possibleMilestones } from '#libs/milestones';
import { DEADLINE_STATES, type DeadlineState, type LegalText } from '#libs/timeline';
import type { CountedCase } from './counted-case.js';
import type { Range } from './domain/range.js';

/** The legal deadlines of one rule, each in its state on the day of the figures (contract section 3). */
export interface ClockFigures {
  rule: string;
  title: string;
  /** How many there are. */
  deadlines: Range;
  /** The texts that these deadlines are computed from, each once. */
  texts: LegalText[];
  /** How many are in each state: least those for which no other is possible, most those that may be in it. */
  states: Record<DeadlineState, Range>;
}

/**
 * The legal deadlines of some cases by rule and state, on a day (UTC). A deadline that only facts in doubt start adds to
 * no least count.
 */
export function clocksOf(
  cases: readonly Pick<CountedCase, 'subject' | 'certain' | 'standing'>[],
  { asOf, today }: { asOf: Day | null; today: Day },
): ClockFigures[] {
  const rules = new Map<string, ClockFigures>();
  for (const { subject, certain, standing } of cases) {
    const standings = possibleMilestones({ ...subject, type: 'case' }, standing.facts, { asOf, today });
    for (const { milestone, isCertain, deadlineStates } of standings.values()) {
      if (milestone.deadline === null) continue;
      const { rule, title } = milestone;
      const figures = rules.get(rule) ?? {
        rule,
        title: title.split(': ')[0] ?? title,
        deadlines: { min: 0, max: 0 },
        texts: [],
        states: noDeadlines(),
      };
      const others = milestone.deadline.rule.texts.filter(({ citation }) =>
        figures.texts.every((one) => one.citation !== citation),
      );
      figures.texts.push(...others);
      rules.set(rule, figures);
      figures.deadlines.max += 1;
      if (certain && isCertain) figures.deadlines.min += 1;
      for (const state of deadlineStates) {
        figures.states[state].max += 1;
        if (certain && isCertain && deadlineStates.size === 1) figures.states[state].min += 1;
      }
    }
  }
  return [...rules.values()].toSorted((one, other) => (one.rule < other.rule ? -1 : 1));
}

function noDeadlines(): ClockFigures['states'] {
  return Object.fromEntries(DEADLINE_STATES.map((state) => [state, { min: 0, max: 0 }])) as ClockFigures['states'];
}
