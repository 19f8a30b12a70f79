import type { Day } from '#libs/edtf';
import { deriveMilestones } from '#libs/milestones';
import { DEADLINE_STATES, deadlineStateOn, type DatedFact, type DeadlineState, type LegalText } from '#libs/timeline';
import type { CaseSubject } from './asking/case-filter.js';

/** The legal deadlines of one rule, each in its state on the day of the figures (contract section 3). */
export interface ClockFigures {
  rule: string;
  title: string;
  /** The texts that these deadlines are computed from, each once. */
  texts: LegalText[];
  /** How many are in each state. */
  states: Record<DeadlineState, number>;
}

/** The legal deadlines of some cases by rule and state, on a day (UTC); every deadline counts in one state. */
export function clocksOf(
  cases: readonly { subject: CaseSubject; facts: readonly DatedFact[] }[],
  today: Day,
): ClockFigures[] {
  const rules = new Map<string, ClockFigures>();
  for (const { subject, facts } of cases)
    for (const { rule, title, deadline } of deriveMilestones({ ...subject, type: 'case' }, facts)) {
      if (deadline === null) continue;
      const figures = rules.get(rule) ?? {
        rule,
        title: title.split(': ')[0] ?? title,
        texts: [],
        states: noDeadlines(),
      };
      figures.states[deadlineStateOn(deadline, today)] += 1;
      const others = deadline.rule.texts.filter(({ citation }) =>
        figures.texts.every((one) => one.citation !== citation),
      );
      figures.texts.push(...others);
      rules.set(rule, figures);
    }
  return [...rules.values()].toSorted((one, other) => (one.rule < other.rule ? -1 : 1));
}

function noDeadlines(): ClockFigures['states'] {
  return Object.fromEntries(DEADLINE_STATES.map((state) => [state, 0])) as ClockFigures['states'];
}
