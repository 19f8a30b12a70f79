import { parseEdtf, type Day, type Window } from '#libs/edtf';
import type { DeadlineMove, DeadlineRule } from './deadline.js';
import { isSameWindow, movedByRule, movedBySuspension, movedBySuspensions, type Suspension } from './last-days.js';

/** A last day that was moved by an agreement, an order or a law. */
export interface Extension {
  /** The new last day, EDTF; null where no source says which day it is. */
  lastDay: string | null;
  /** When it was decided; null where no source says. */
  decided: Window | null;
  retroactive: boolean;
  /** Whether its day replaces a later one too; else it never shortens a period. */
  mayShorten: boolean;
}

/** A period before any extension. */
interface Period {
  statutory: Window;
  /** As moved by what the rule or the proceedings move. */
  moved: Window;
  movedBy: readonly Exclude<DeadlineMove, 'extension'>[];
  start: Window;
  suspensions: readonly Suspension[];
}

interface ExtendedLastDay {
  /** The last day by which an act is timely. */
  timely: Window;
  /** The last day as if every extension had come in time. */
  moved: Window;
  movedBy: DeadlineMove[];
}

/**
 * The last day of a period with its extensions and suspensions: each moves the last day as moved so far, in the order in
 * which the extensions were decided and the proceedings were suspended. Where that order is open, the earliest and the
 * latest possible one bound the last day.
 */
export function extendedLastDay(
  period: Period,
  extensions: readonly Extension[],
  rule: Pick<DeadlineRule, 'moves'>,
): ExtendedLastDay {
  const { moved, movedBy } = period;
  const lastDay = (allCount: boolean, suspensions = period.suspensions): Window => {
    const [one, other] = [EXTENSIONS_EARLY, EXTENSIONS_LATE].map((order) =>
      lastDayBy(inOrder(extensions, suspensions, order), { period, rule, allCount }),
    ) as [Window, Window];
    return around(one, other);
  };
  const all = extensions.length === 0 ? moved : lastDay(true);
  if (isSameWindow(all, moved)) return { timely: moved, moved, movedBy: [...movedBy] };
  const isSuspended = movedBy.includes('suspension') || !isSameWindow(all, lastDay(true, []));
  const others = movedBy.filter((one) => one !== 'suspension');
  const suspension = isSuspended ? (['suspension'] as const) : [];
  return { timely: lastDay(false), moved: all, movedBy: [...suspension, ...others, 'extension'] };
}

type Move = { extension: Extension } | { suspension: Suspension };

/** On which day a move counts in one of the possible orders; of one day, which comes first. */
interface Order {
  decided: (extension: Extension) => number;
  stood: (suspension: Suspension) => number;
  first: 'extension' | 'suspension';
}

/** Each extension comes before every suspension that had not certainly ended when it was decided. */
const EXTENSIONS_EARLY: Order = {
  decided: ({ decided }) => decided?.earliest ?? -Infinity,
  stood: ({ until }) => until?.latest ?? Infinity,
  first: 'extension',
};

/** Each extension comes after every suspension that did not certainly begin after it was decided. */
const EXTENSIONS_LATE: Order = {
  decided: ({ decided }) => decided?.latest ?? Infinity,
  stood: ({ from }) => from.earliest ?? -Infinity,
  first: 'suspension',
};

function inOrder(extensions: readonly Extension[], suspensions: readonly Suspension[], order: Order): Move[] {
  const extending = extensions.map((extension) => ({ move: { extension }, day: order.decided(extension) }));
  const standing = suspensions.map((suspension) => ({ move: { suspension }, day: order.stood(suspension) }));
  const all = order.first === 'extension' ? [...extending, ...standing] : [...standing, ...extending];
  return all.toSorted((one, other) => compare(one.day, other.day)).map(({ move }) => move);
}

interface Moving {
  period: Period;
  rule: Pick<DeadlineRule, 'moves'>;
  /** Whether an extension counts also where it came too late. */
  allCount: boolean;
}

function lastDayBy(moves: readonly Move[], { period, rule, allCount }: Moving): Window {
  // A day that an extension names is moved by no rule; one that is counted from it is.
  let [due, isCounted] = [period.statutory, true];
  const byRule = (day: Window): Window => (isCounted ? movedByRule(day, rule) : day);
  moves.forEach((move, index) => {
    if ('suspension' in move) {
      const stood = movedBySuspension(due, period.start, move.suspension);
      isCounted ||= !isSameWindow(stood, due);
      due = stood;
      return;
    }
    // What is decided while the proceedings are suspended is decided within the period.
    const later = moves.slice(index + 1).flatMap((one) => ('suspension' in one ? [one.suspension] : []));
    const within = byRule(movedBySuspensions(due, period.start, later));
    const extended = extendedBy(byRule(due), within, { ...move.extension, ...(allCount && { retroactive: true }) });
    if (isSameWindow(extended, byRule(due))) return;
    [due, isCounted] = [extended, false];
  });
  return byRule(due);
}

/**
 * A last day as moved by one extension. It counts where it was decided on or before the last day, or where the record says
 * that it is retroactive; one decided after it does not; where that is not known, both days stay possible. An extension to
 * an unknown day leaves the end open.
 */
function extendedBy(due: Window, within: Window, { lastDay, decided, retroactive, mayShorten }: Extension): Window {
  const named = lastDay === null ? { earliest: due.earliest, latest: null } : parseEdtf(lastDay).window;
  const extended = mayShorten ? named : laterOf(due, named);
  if (retroactive || isOnOrBefore(decided?.latest, within.earliest)) return extended;
  return isAfter(decided?.earliest, within.latest) ? due : around(due, extended);
}

function laterOf(one: Window, other: Window): Window {
  const earliest = Math.max(one.earliest ?? -Infinity, other.earliest ?? -Infinity);
  return {
    earliest: earliest === -Infinity ? null : earliest,
    latest: one.latest === null || other.latest === null ? null : Math.max(one.latest, other.latest),
  };
}

function compare(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function isOnOrBefore(day: Day | null | undefined, other: Day | null | undefined): boolean {
  return day != null && other != null && day <= other;
}

function isAfter(day: Day | null | undefined, other: Day | null | undefined): boolean {
  return day != null && other != null && day > other;
}

/** The smallest window around two. */
function around(one: Window, other: Window): Window {
  return {
    earliest: one.earliest === null || other.earliest === null ? null : Math.min(one.earliest, other.earliest),
    latest: one.latest === null || other.latest === null ? null : Math.max(one.latest, other.latest),
  };
}
