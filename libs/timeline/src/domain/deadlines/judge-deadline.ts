import { parseEdtf, type Day, type Window } from '#libs/edtf';
import type { Deadline, DeadlineKind, DeadlineOutcome, DeadlineReading, DeadlineRule } from './deadline.js';
import { edtfOf } from './last-days.js';

/** A fact that decides a period: the act itself, a later act that proves it, or what ends the wait for it. */
export interface DecidingFact {
  fact: string;
  how: 'act' | 'proof' | 'end';
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
}

/** A last day that was moved by an agreement, an order or a law. */
export interface Extension {
  /** The new last day, EDTF. */
  lastDay: string;
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
 * day's window and of the fact's; what the facts do not decide is `pending`. Another `ends` than `where-certain` gives another outcome that may hold.
 */
export function judgeDeadline(
  { kind, rule, readings, facts }: DeadlineDraft,
  extension?: Extension,
  ends: EndsCount = 'where-certain',
): JudgedDeadline {
  const judged = readings.map((days) => {
    const verdict = verdictOf(kind, lastDayFor(days.moved, extension), facts, ends);
    const statutoryDay = edtfOf(days.statutory);
    const moved = extension?.lastDay ?? edtfOf(days.moved);
    const reading: DeadlineReading = {
      code: days.code,
      text: days.text,
      statutoryDay,
      movedDay: moved === statutoryDay ? null : moved,
      outcome: verdict.outcome,
    };
    return { reading, verdict };
  });
  const done = judged.find(({ verdict }) => DONE.has(verdict.outcome))?.verdict.by ?? null;
  const isOver = judged.every(({ verdict }) => verdict.outcome === 'not-applicable');
  return {
    deadline: { kind, rule, readings: judged.map(({ reading }) => reading), inferred: done?.how === 'proof' },
    metBy: done?.fact ?? null,
    cancelledBy: isOver ? (judged[0]?.verdict.by?.fact ?? null) : null,
  };
}

const DONE: ReadonlySet<DeadlineOutcome> = new Set(['met', 'late', 'done-day-unknown']);

/**
 * The last day by which an act is timely. An extension counts where it was decided on or before the last day, or where the
 * record says that it is retroactive; one decided after it does not; where that is not known, both days stay possible.
 */
function lastDayFor(due: Window, extension: Extension | undefined): Window {
  if (!extension) return due;
  const extended = parseEdtf(extension.lastDay).window;
  const { decided } = extension;
  if (extension.retroactive || isOnOrBefore(decided?.latest, due.earliest)) return extended;
  if (isAfter(decided?.earliest, due.latest)) return due;
  return {
    earliest: least(due.earliest, extended.earliest),
    latest: due.latest === null || extended.latest === null ? null : Math.max(due.latest, extended.latest),
  };
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
    if (counts === 'as-early') return mayBeOnOrBefore(earliest, last.latest) && !doneBefore(earliest, 'latest');
    return inTime(one) && !(counts === 'as-late' && doneBefore(latest, 'earliest'));
  });
  if (end) return { outcome: 'not-applicable', by: end };
  const [act] = acts;
  if (act && acts.every(({ window }) => isAfter(window.earliest, last.latest))) return { outcome: 'late', by: act };
  const done = act ?? proofs[0];
  return done ? { outcome: 'done-day-unknown', by: done } : { outcome: 'pending', by: null };
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

function least(one: Day | null, other: Day | null): Day | null {
  return one === null || other === null ? null : Math.min(one, other);
}
