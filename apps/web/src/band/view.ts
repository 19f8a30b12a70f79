import { dayNumber, FURTHEST, isoDay } from './days.js';

/** The part of time that the band shows: days since 1970, the end excluded. */
export interface View {
  from: number;
  to: number;
}

/** No closer than this: a week. */
const CLOSEST = 7;

/** How many days a view shows. */
export function lengthOf({ from, to }: View): number {
  return to - from;
}

/** The same view closer (factor above 1) or from further away, with the day at `share` (0 to 1) staying where it is. */
export function zoomed(view: View, factor: number, share: number, whole: View): View {
  const length = Math.min(Math.max(lengthOf(view) / factor, CLOSEST), lengthOf(whole));
  const fixed = view.from + lengthOf(view) * share;
  return within({ from: fixed - length * share, to: fixed + length * (1 - share) }, whole);
}

/** The view moved by a share of what it shows. */
export function moved(view: View, share: number, whole: View): View {
  const by = lengthOf(view) * share;
  return within({ from: view.from + by, to: view.to + by }, whole);
}

/** The view of the same length that lies inside the whole. */
function within(view: View, whole: View): View {
  const length = Math.min(lengthOf(view), lengthOf(whole));
  const from = Math.min(Math.max(view.from, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** Everything between two days with a margin on both sides, so that nothing lies on the edge, as far as days can be shown. */
export function around(first: number, last: number): View {
  const margin = Math.max((last - first) * 0.02, CLOSEST / 2);
  return {
    from: Math.max(Math.floor(first - margin), -FURTHEST),
    to: Math.min(Math.ceil(last + 1 + margin), FURTHEST),
  };
}

/** A view as the address of the page tells it; null where it tells none, or one that cannot be. */
export function readView(text: string | null, whole: View): View | null {
  const [first, last] = (text ?? '').split('..');
  if (first === undefined || last === undefined) return null;
  try {
    const view = { from: dayNumber(first), to: dayNumber(last) + 1 };
    return lengthOf(view) < CLOSEST ? null : within(view, whole);
  } catch {
    return null;
  }
}

/** What the address of the page tells of a view: its first and last day. */
export function viewInAddress({ from, to }: View): string {
  return `${isoDay(from)}..${isoDay(Math.ceil(to) - 1)}`;
}
