import { dayOfIso, parseEdtf, type Window } from '#libs/edtf';
import type { DeadlineRule } from '../deadlines/deadline.js';
import type { DecidingFact, DeadlineDraft, Extension, ReadingDays } from '../deadlines/judge-deadline.js';
import { daysAfter, edtfOf, movedByRule, movedBySuspensions } from '../deadlines/last-days.js';
import { yearOfOccasion } from '../occasion.js';
import { textOf, type DatedFact, type DerivedMilestone, type KindSubject } from '../kind.js';
import { DEADLINE_FACTS, deadlineRulesOf, REOPENING, type CaseDeadlineRule } from './case-deadline-rules.js';

const DECIDING = new Set(DEADLINE_FACTS.map((name) => `case.${name}`));

/**
 * The legal deadlines that a case's facts start, of a mechanism whose rules are known. A period runs from the first fact
 * that starts it; one whose own end is agreed anew keeps the first as its statutory day and moves to the newest. It is as
 * wide as the day that starts it; a start without a known last day starts none.
 *
 * @param facts in timeline order, undated ones last
 */
export function legalDeadlines(facts: readonly DatedFact[], subject: KindSubject): DerivedMilestone[] {
  const deciding = facts.filter(({ type }) => DECIDING.has(type));
  return deadlineRulesOf(subject.attributes).flatMap((rule) => {
    const starts = deciding.filter((fact) => fact.type === rule.start && lastDaysFrom(fact, rule) !== null);
    const [start] = starts;
    const statutory = start && lastDaysFrom(start, rule);
    if (!start || !statutory) return [];
    const later = deciding.filter((fact) => fact !== start && !isBefore(fact, start));
    const draft = draftOf(rule, statutory, { start, later, deciding });
    const agreedAnew = rule.length === null ? starts.slice(1) : [];
    return [
      {
        rule: rule.rule,
        occasion: yearOfOccasion(edtfOf(statutory, rule)),
        title: `${rule.title}: ${subject.name}`,
        window: edtfOf(draft.readings[0]!.moved, rule),
        because: rule.because,
        article: rule.article,
        derivedFrom: [start.id, ...agreedAnew.map(({ id }) => id)],
        afterwards: 'unconfirmed' as const,
        deadline: draft,
        extensions: agreedAnew.map(extensionBy),
      },
    ];
  });
}

/** Whether a fact has certainly begun before another one. */
function isBefore({ occurred }: DatedFact, { occurred: other }: DatedFact): boolean {
  const [latest, earliest] = [occurred?.beginning.latest ?? null, other?.beginning.earliest ?? null];
  return latest !== null && earliest !== null && latest < earliest;
}

function draftOf(
  rule: CaseDeadlineRule,
  statutory: Window,
  { start, later, deciding }: { start: DatedFact; later: readonly DatedFact[]; deciding: readonly DatedFact[] },
): DeadlineDraft {
  const described = descriptionOf(rule);
  const startDays = start.occurred?.beginning ?? { earliest: null, latest: null };
  return {
    kind: rule.kind,
    rule: described,
    readings: rule.readings.map((reading) => {
      const since = reading.startsLater ? laterStart(startDays, later) : startDays;
      const days = rule.length === null ? statutory : daysAfter(since, rule.length);
      const runs = rule.length === null ? days : movedBySuspensions(days, since, deciding);
      const moved = movedByRule(runs, described);
      const movedBy: ReadingDays['movedBy'] = [];
      if (!isSameWindow(runs, days)) movedBy.push('suspension');
      if (!isSameWindow(moved, runs)) movedBy.push('weekend');
      return { code: reading.code, text: reading.text, statutory: days, moved, movedBy };
    }),
    facts: later.flatMap((fact) => decidingFact(rule, fact) ?? []),
  };
}

function isSameWindow(one: Window, other: Window): boolean {
  return one.earliest === other.earliest && one.latest === other.latest;
}

/**
 * The last days of a period that a fact starts; null where they are not known, or the rule was not in force on the day by
 * which the period had certainly started.
 */
function lastDaysFrom(start: DatedFact, { length, validFrom, validTo }: CaseDeadlineRule): Window | null {
  const { latest: startedBy = null } = start.occurred?.beginning ?? {};
  if (startedBy !== null && startedBy < dayOfIso(validFrom)) return null;
  if (startedBy !== null && validTo !== null && startedBy > dayOfIso(validTo)) return null;
  if (length === null) {
    const endsOn = textOf(start, 'endsOn');
    const window = endsOn === null ? null : parseEdtf(endsOn).window;
    return window === null || window.latest === null ? null : window;
  }
  const window = start.occurred?.beginning;
  if (!window || window.latest === null) return null;
  return daysAfter(window, length);
}

/** The start of a period that starts on some day from the recorded one to the next step of the case. */
function laterStart(start: Window, later: readonly DatedFact[]): Window {
  const next = later.find(({ occurred }) => occurred !== null)?.occurred?.beginning.latest ?? null;
  return { earliest: start.earliest, latest: next === null ? null : Math.max(next, start.latest ?? next) };
}

function decidingFact({ acts, provedBy, endedBy }: CaseDeadlineRule, fact: DatedFact): DecidingFact | null {
  const how = acts.includes(fact.type)
    ? 'act'
    : provedBy.includes(fact.type)
      ? 'proof'
      : endedBy.includes(fact.type)
        ? 'end'
        : fact.type === REOPENING
          ? 'reopening'
          : null;
  return how && { fact: fact.id, how, window: fact.occurred?.beginning ?? { earliest: null, latest: null } };
}

function extensionBy(agreedAnew: DatedFact): Extension {
  return {
    lastDay: textOf(agreedAnew, 'endsOn'),
    decided: agreedAnew.occurred?.beginning ?? null,
    retroactive: false,
  };
}

function descriptionOf(rule: CaseDeadlineRule): DeadlineRule {
  return {
    start: rule.start,
    length: rule.length,
    unit: 'calendar-days',
    calendar: null,
    moves: rule.moves?.by ?? null,
    movesBecause: rule.moves?.because ?? null,
    validFrom: rule.validFrom,
    validTo: rule.validTo,
    texts: [...rule.texts],
  };
}
