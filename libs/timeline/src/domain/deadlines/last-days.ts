import { addDuration, edtfOfDay, type Day, type EdtfDate, type Window } from '#libs/edtf';
import type { DeadlineRule } from './deadline.js';

/** What of a fact can stop or restart a period. */
interface Dated {
  type: string;
  occurred: Pick<EdtfDate, 'beginning' | 'ending' | 'start'> | null;
}

/** The window of days after a window: both ends are counted on, an open end stays open. */
export function daysAfter(start: Window, length: string): Window {
  const { earliest, latest } = start;
  return {
    earliest: earliest === null ? null : addDuration(earliest, length),
    latest: latest === null ? null : addDuration(latest, length),
  };
}

/** The last day as the rule moves it; a silent rule moves nothing. */
export function movedByRule(lastDay: Window, { moves }: Pick<DeadlineRule, 'moves'>): Window {
  if (moves === null) return lastDay;
  const { earliest, latest } = lastDay;
  return {
    earliest: earliest === null ? null : mondayAfterWeekend(earliest),
    latest: latest === null ? null : mondayAfterWeekend(latest),
  };
}

/** Days of a week count from Thursday, 1 January 1970. */
function mondayAfterWeekend(day: Day): Day {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 6 ? day + 2 : weekday === 0 ? day + 1 : day;
}

/** Days on which every period of a case stands still. */
export interface Suspension {
  from: Window;
  /** Null while no end is on record. */
  until: Window | null;
}

/**
 * The last day of a period that stood still while the proceedings were suspended: it moves by the days from the suspension,
 * or from the start of the period where that is later, to its end. A suspension without an end on record leaves the last
 * day open.
 */
export function movedBySuspension(due: Window, start: Window, { from, until }: Suspension): Window {
  if (isAfter(from.earliest, due.latest)) return due;
  const first = Math.max(from.earliest ?? -Infinity, start.earliest ?? -Infinity);
  const last = Math.max(from.latest ?? Infinity, start.latest ?? Infinity);
  const certainlyWithin = due.earliest !== null && last <= due.earliest;
  const least = certainlyWithin && until?.earliest != null ? Math.max(0, until.earliest - last) : 0;
  const most = until?.latest == null || first === -Infinity ? null : Math.max(0, until.latest - first);
  return {
    earliest: due.earliest === null ? null : due.earliest + least,
    latest: due.latest === null || most === null ? null : due.latest + most,
  };
}

/** The last day of a period as moved by each of some suspensions. */
export function movedBySuspensions(lastDay: Window, start: Window, suspensions: readonly Suspension[]): Window {
  return suspensions.reduce((due, suspension) => movedBySuspension(due, start, suspension), lastDay);
}

/** The suspensions in facts: one that is dated from A to B ends with B, every other one with the next resumption. */
export function suspensionsIn(facts: readonly Dated[]): Suspension[] {
  const suspensions: Suspension[] = [];
  for (const { type, occurred } of facts) {
    const from = occurred?.beginning ?? { earliest: null, latest: null };
    // By `../B` it lay at some time up to B; B is no end of it.
    const ended = occurred?.start ? occurred.ending : null;
    const running = suspensions.find(({ until }) => until === null);
    if (type === 'case.proceedings-suspended' && !running) suspensions.push({ from, until: ended });
    if (type === 'case.proceedings-resumed' && running) running.until = from;
  }
  return suspensions;
}

function isAfter(day: Day | null, other: Day | null): boolean {
  return day !== null && other !== null && day > other;
}

/** Whether two windows have the same first and last day. */
export function isSameWindow(one: Window, other: Window): boolean {
  return one.earliest === other.earliest && one.latest === other.latest;
}

/**
 * The last day of a period as EDTF: one day, `A/B`, or with an open end. EDTF has no window that is open on both sides; it
 * begins with the rule then, before which no period of it ends.
 */
export function edtfOf({ earliest, latest }: Window, { validFrom }: Pick<DeadlineRule, 'validFrom'>): string {
  if (latest === null) return `${earliest === null ? validFrom : edtfOfDay(earliest)}/..`;
  const last = edtfOfDay(latest);
  return earliest === latest ? last : `${earliest === null ? '..' : edtfOfDay(earliest)}/${last}`;
}
