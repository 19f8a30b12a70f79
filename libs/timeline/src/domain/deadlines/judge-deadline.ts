import { parseEdtf, type Day, type Window } from '#libs/edtf';
import type {
  Deadline,
  DeadlineKind,
  DeadlineMove,
  DeadlineOutcome,
  DeadlineReading,
  DeadlineRule,
} from './deadline.js';
import { edtfOf } from './last-days.js';

/** A fact that decides a period: the act itself, a later act that proves it, what ends the wait for it, or renews it. */
export interface DecidingFact {
  fact: string;
  how: 'act' | 'proof' | 'end' | 'reopening';
  /** When it occurred; both ends are open where no source says. */
  window: Window;
}

/** The last days of one way to read a text. */
export interface ReadingDays {
  code: string;
  text: string;
  statutory: Window;
  /** As moved by what the rule or the proceedings move. */
  moved: Window;
  movedBy: Exclude<DeadlineMove, 'extension'>[];
}

/** A last day that was moved by an agreement, an order or a law. */
export interface Extension {
  /** The new last day, EDTF; null where no source says which day it is. */
  lastDay: string | null;
  /** When it was decided; null where no source says. */
  decided: Window | null;
  retroactive: boolean;
}

/** What a deadline is judged from. `facts` come in timeline order. */
export interface DeadlineDraft {
  kind: DeadlineKind;
  rule: DeadlineRule;
  readings: ReadingDays[];
  facts: DecidingFact[];
}

/** A judged deadline, with the fact that met it, or that made it not applicable. */
export interface JudgedDeadline {
  deadline: Deadline;
  /** The last day by which an act is timely, EDTF; of the first reading. */
  lastDay: string;
  metBy: string | null;
  cancelledBy: string | null;
}

interface Verdict {
  outcome: DeadlineOutcome;
  by: DecidingFact | null;
}

/**
 * Which ends make a deadline not applicable: those that certainly lie on or before the last day; or, to try what else may
 * hold, those that may lie there before every act (`as-early`), or that certainly do and before which no act may lie
 * (`as-late`).
 */
export type EndsCount = 'where-certain' | 'as-early' | 'as-late';

/**
 * Judges a deadline by days (contract section 3). An outcome is concluded only where it holds for every day of the last
 * day's window and of the fact's; what the facts do not decide is `pending`. Another `ends` than `where-certain` gives
 * another outcome that may hold.
 */
export function judgeDeadline(
  { kind, rule, readings, facts }: DeadlineDraft,
  extensions: readonly Extension[],
  ends: EndsCount = 'where-certain',
): JudgedDeadline {
  const inOrder = extensions.toSorted(byLatestDecision);
  const judged = readings.map((days) => {
    const timely = lastDayFor(days.moved, extensions);
    const verdict = verdictOf(kind, timely, facts, ends);
    const statutoryDay = edtfOf(days.statutory, rule);
    const moved = inOrder.reduce((due, { lastDay }) => lastDay ?? withOpenEnd(due, rule), edtfOf(days.moved, rule));
    const reading: DeadlineReading = {
      code: days.code,
      text: days.text,
      statutoryDay,
      movedDay: moved === statutoryDay ? null : moved,
      movedBy:
        moved === statutoryDay ? [] : [...days.movedBy, ...(extensions.length === 0 ? [] : (['extension'] as const))],
      lastDay: isSame(timely, parseEdtf(moved).window) ? moved : edtfOf(timely, rule),
      outcome: verdict.outcome,
    };
    return { reading, verdict };
  });
  const done = judged.find(({ verdict }) => DONE.has(verdict.outcome))?.verdict.by ?? null;
  const isOver = judged.every(({ verdict }) => verdict.outcome === 'not-applicable');
  return {
    deadline: { kind, rule, readings: judged.map(({ reading }) => reading), inferred: done?.how === 'proof' },
    lastDay: judged[0]!.reading.lastDay,
    metBy: done?.fact ?? null,
    cancelledBy: isOver ? (judged[0]?.verdict.by?.fact ?? null) : null,
  };
}

const DONE: ReadonlySet<DeadlineOutcome> = new Set(['met', 'late', 'done-day-unknown']);

/**
 * The last day by which an act is timely: the extensions in the order in which they were decided, each against the last day
 * as moved so far. Where that order is open, the earliest and the latest possible one bound the last day.
 */
function lastDayFor(due: Window, extensions: readonly Extension[]): Window {
  const [early, late] = [byEarliestDecision, byLatestDecision].map((order) =>
    extensions.toSorted(order).reduce(extendedBy, due),
  ) as [Window, Window];
  return around(early, late);
}

/**
 * A last day as moved by one extension. It counts where it was decided on or before the last day, or where the record says
 * that it is retroactive; one decided after it does not; where that is not known, both days stay possible. An extension to
 * an unknown day leaves the end open.
 */
function extendedBy(due: Window, { lastDay, decided, retroactive }: Extension): Window {
  const extended = lastDay === null ? { earliest: due.earliest, latest: null } : parseEdtf(lastDay).window;
  if (retroactive || isOnOrBefore(decided?.latest, due.earliest)) return extended;
  return isAfter(decided?.earliest, due.latest) ? due : around(due, extended);
}

function byEarliestDecision(one: Extension, other: Extension): number {
  return compare(one.decided?.earliest ?? -Infinity, other.decided?.earliest ?? -Infinity);
}

function byLatestDecision(one: Extension, other: Extension): number {
  return compare(one.decided?.latest ?? Infinity, other.decided?.latest ?? Infinity);
}

function compare(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function withOpenEnd(due: string, rule: DeadlineRule): string {
  return edtfOf({ earliest: parseEdtf(due).window.earliest, latest: null }, rule);
}

function verdictOf(kind: DeadlineKind, due: Window, facts: readonly DecidingFact[], counts: EndsCount): Verdict {
  const [acts, proofs, ends] = (['act', 'proof', 'end'] as const).map((how) =>
    facts.filter((fact) => fact.how === how),
  ) as [DecidingFact[], DecidingFact[], DecidingFact[]];
  if (kind === 'not-before') return allowedFrom(due, acts, ends);
  // A period that a text calls usual may be longer, so that no act is certainly after it.
  const last = kind === 'indicative' ? { earliest: due.earliest, latest: null } : due;
  const inTime = (fact: DecidingFact): boolean => isOnOrBefore(fact.window.latest, last.earliest);
  const met = acts.find(inTime) ?? proofs.find(inTime);
  if (met) return { outcome: 'met', by: met };
  const doneBefore = (day: Day | null, from: 'earliest' | 'latest'): boolean =>
    [...acts, ...proofs].some(({ window }) => (from === 'latest' ? isOnOrBefore : mayBeOnOrBefore)(window[from], day));
  const end = ends.find((one) => {
    const { earliest, latest } = one.window;
    if (counts === 'as-early')
      return (
        mayBeOnOrBefore(earliest, last.latest) &&
        !doneBefore(earliest, 'latest') &&
        !isUndone(one, { facts, last, certainly: true })
      );
    return (
      inTime(one) &&
      !(counts === 'as-late' && doneBefore(latest, 'earliest')) &&
      !isUndone(one, { facts, last, certainly: false })
    );
  });
  if (end) return { outcome: 'not-applicable', by: end };
  const [act] = acts;
  if (act && acts.every(({ window }) => isAfter(window.earliest, last.latest))) return { outcome: 'late', by: act };
  const done = act ?? proofs[0];
  return done ? { outcome: 'done-day-unknown', by: done } : { outcome: 'pending', by: null };
}

/**
 * Whether a case that an end had ended was reopened by the last day, so that the period ran on: certainly, or as far as the
 * days allow it. On one day the order of the facts decides.
 */
function isUndone(
  end: DecidingFact,
  { facts, last, certainly }: { facts: readonly DecidingFact[]; last: Window; certainly: boolean },
): boolean {
  return facts.some((fact, index) => {
    const { earliest, latest } = fact.window;
    if (fact.how !== 'reopening') return false;
    const isOneDay =
      earliest !== null && [latest, end.window.earliest, end.window.latest].every((day) => day === earliest);
    if (isOneDay && index < facts.indexOf(end)) return false;
    return certainly
      ? isOnOrBefore(end.window.latest, earliest) && isOnOrBefore(latest, last.earliest)
      : mayBeOnOrBefore(end.window.earliest, latest) && mayBeOnOrBefore(earliest, last.latest);
  });
}

/** An act that is allowed from a day on: met from that day on, and never overdue. */
function allowedFrom(due: Window, acts: readonly DecidingFact[], ends: readonly DecidingFact[]): Verdict {
  const act = acts.find(({ window }) => isOnOrBefore(due.latest, window.earliest));
  if (act) return { outcome: 'met', by: act };
  const [end] = ends;
  return end ? { outcome: 'not-applicable', by: end } : { outcome: 'pending', by: null };
}

function isOnOrBefore(day: Day | null | undefined, other: Day | null | undefined): boolean {
  return day != null && other != null && day <= other;
}

function mayBeOnOrBefore(day: Day | null, other: Day | null): boolean {
  return day === null || other === null || day <= other;
}

function isAfter(day: Day | null | undefined, other: Day | null | undefined): boolean {
  return day != null && other != null && day > other;
}

function isSame(one: Window, other: Window): boolean {
  return one.earliest === other.earliest && one.latest === other.latest;
}

/** The smallest window around two. */
function around(one: Window, other: Window): Window {
  return {
    earliest: one.earliest === null || other.earliest === null ? null : Math.min(one.earliest, other.earliest),
    latest: one.latest === null || other.latest === null ? null : Math.max(one.latest, other.latest),
  };
}
