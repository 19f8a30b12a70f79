import { parseEdtf, type Day, type Window } from '#libs/edtf';
import type {
  Deadline,
  DeadlineKind,
  DeadlineMove,
  DeadlineOutcome,
  DeadlineReading,
  DeadlineRule,
} from './deadline.js';
import { extendedLastDay, type Extension } from './extended-last-day.js';
import { edtfOf, isSameWindow, type Suspension } from './last-days.js';

/** A fact that decides a period: the act itself, a later act that proves it, what ends the wait for it, or renews it. */
export interface DecidingFact {
  fact: string;
  how: 'act' | 'proof' | 'end' | 'reopening';
  /** When it occurred; both ends are open where no source says. */
  window: Window;
  /** Its place in the order in which the state takes the facts; left out where it changes no state. */
  place?: number;
}

/** The last days of one way to read a text. */
export interface ReadingDays {
  code: string;
  text: string;
  statutory: Window;
  /** As moved by what the rule or the proceedings move. */
  moved: Window;
  movedBy: Exclude<DeadlineMove, 'extension'>[];
  /** When the period started, and what made it stand still; nothing where it runs to a day that was agreed. */
  start: Window;
  suspensions: readonly Suspension[];
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
  const judged = readings.map((days) => {
    const { timely, moved, movedBy } = extendedLastDay(days, extensions, rule);
    const verdict = verdictOf(kind, timely, facts, ends);
    const worded = (due: Window): string => wordsOf(due, extensions) ?? edtfOf(due, rule);
    const [statutoryDay, movedDay] = [edtfOf(days.statutory, rule), worded(moved)];
    const reading: DeadlineReading = {
      code: days.code,
      text: days.text,
      statutoryDay,
      movedDay: movedDay === statutoryDay ? null : movedDay,
      movedBy: movedDay === statutoryDay ? [] : movedBy,
      lastDay: worded(timely),
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

/** A last day as the newest extension to it has it, `2024-02`; null where none names these days. */
function wordsOf(due: Window, extensions: readonly Extension[]): string | null {
  const named = extensions.findLast(({ lastDay }) => lastDay !== null && isSameWindow(parseEdtf(lastDay).window, due));
  return named?.lastDay ?? null;
}

const DONE: ReadonlySet<DeadlineOutcome> = new Set(['met', 'late', 'done-day-unknown']);

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
 * days allow it. On one day that order decides in which the state takes the facts, else theirs.
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
    const [place, endPlace] =
      fact.place === undefined || end.place === undefined ? [index, facts.indexOf(end)] : [fact.place, end.place];
    if (isOneDay && place < endPlace) return false;
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
