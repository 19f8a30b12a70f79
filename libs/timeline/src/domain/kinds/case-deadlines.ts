import { dayOfIso, parseEdtf, type Window } from '#libs/edtf';
import type { DeadlineRule } from '../deadlines/deadline.js';
import type { Extension } from '../deadlines/extended-last-day.js';
import type { DecidingFact, DeadlineDraft, ReadingDays } from '../deadlines/judge-deadline.js';
import {
  daysAfter,
  edtfOf,
  isSameWindow,
  movedByRule,
  movedBySuspensions,
  suspensionsIn,
} from '../deadlines/last-days.js';
import { yearOfOccasion } from '../occasion.js';
import { textOf, type DatedFact, type DerivedMilestone, type KindSubject } from '../kind.js';
import { DEADLINE_FACTS, deadlineRulesOf, eitherOf, REOPENING, type CaseDeadlineRule } from './case-deadline-rules.js';

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
  const versions = Map.groupBy(deadlineRulesOf(subject.attributes), ({ rule }) => rule);
  return [...versions.values()].flatMap((ofOneName) => {
    const starts = deciding.flatMap((start) => startedBy(start, ofOneName) ?? []);
    const [first] = starts;
    if (!first) return [];
    const { rule, start, statutory } = first;
    const later = deciding.filter((fact) => fact !== start && !isBefore(fact, start));
    const draft = draftOf(first, { later, deciding });
    const agreedAnew = rule.length === null ? starts.slice(1).map((one) => one.start) : [];
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
  { rule, startDays, statutory }: Started,
  { later, deciding }: { later: readonly DatedFact[]; deciding: readonly DatedFact[] },
): DeadlineDraft {
  const described = descriptionOf(rule);
  const suspensions = rule.length === null ? [] : suspensionsIn(deciding);
  return {
    kind: rule.kind,
    rule: described,
    readings: rule.readings.map((reading) => {
      const since = reading.startsLater ? laterStart(startDays, later) : startDays;
      const days = rule.length === null ? statutory : daysAfter(since, rule.length);
      const runs = movedBySuspensions(days, since, suspensions);
      const moved = movedByRule(runs, described);
      const movedBy: ReadingDays['movedBy'] = [];
      if (!isSameWindow(runs, days)) movedBy.push('suspension');
      if (!isSameWindow(moved, runs)) movedBy.push('weekend');
      return { code: reading.code, text: reading.text, statutory: days, moved, movedBy, start: since, suspensions };
    }),
    facts: later.flatMap((fact) => decidingFact(rule, fact) ?? []),
  };
}

/** A period with the fact that starts it. */
interface Started {
  rule: CaseDeadlineRule;
  start: DatedFact;
  /** On which days it can have started under the rule. */
  startDays: Window;
  statutory: Window;
}

/**
 * The period that a fact starts under the versions of one rule: under that one which was in force, or under all that may
 * have been. It has not started before the first day of those. Null where none was in force, or the last day is not known.
 */
function startedBy(start: DatedFact, versions: readonly CaseDeadlineRule[]): Started | null {
  const { earliest, latest } = start.occurred?.beginning ?? { earliest: null, latest: null };
  const inForce = versions.filter(
    ({ start: type, validFrom, validTo }) =>
      type === start.type &&
      (latest === null || dayOfIso(validFrom) <= latest) &&
      (earliest === null || validTo === null || earliest <= dayOfIso(validTo)),
  );
  if (inForce.length === 0) return null;
  const rule = inForce.reduce(eitherOf);
  const from = dayOfIso(rule.validFrom);
  const startDays = { earliest: earliest === null ? null : Math.max(earliest, from), latest };
  const statutory = lastDaysFrom(start, startDays, rule);
  return statutory && { rule, start, startDays, statutory };
}

/** The last days of a period that a fact starts; null where they are not known. */
function lastDaysFrom(start: DatedFact, startDays: Window, { length }: CaseDeadlineRule): Window | null {
  if (length !== null) return startDays.latest === null ? null : daysAfter(startDays, length);
  const endsOn = textOf(start, 'endsOn');
  const window = endsOn === null ? null : parseEdtf(endsOn).window;
  return window === null || window.latest === null ? null : window;
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
    mayShorten: true,
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
