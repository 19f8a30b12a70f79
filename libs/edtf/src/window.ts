import type { Day } from './day.js';

/**
 * The days in which something may lie, both included: the earliest and the latest, each null where it is open. A day is
 * a window of itself; "September 2023" is one of thirty days; "by 30 November 2023" is open at its start.
 */
export interface Window {
  readonly earliest: Day | null;
  readonly latest: Day | null;
}

const start = (window: Window): number => window.earliest ?? -Infinity;
const end = (window: Window): number => window.latest ?? Infinity;

/**
 * The order of a timeline before the position in the log decides: by the earliest day, a window with an open start by
 * its latest day; then by the earlier end, an open end last. A window that is open on both sides comes after all others.
 * Zero exactly when both windows have the same place. Fit for `Array.prototype.sort`.
 *
 * In SQL: `order by coalesce(earliest, latest) nulls last, latest nulls last`.
 */
export function compareWindows(a: Window, b: Window): number {
  return (
    compareNumbers(a.earliest ?? a.latest ?? Infinity, b.earliest ?? b.latest ?? Infinity) ||
    compareNumbers(end(a), end(b))
  );
}

/**
 * Whether the whole window lies inside the filter. What is open on a side lies inside only where the filter is open on
 * that side too.
 */
export function certainlyWithin(window: Window, filter: Window): boolean {
  return start(window) >= start(filter) && end(window) <= end(filter);
}

/** Whether the window and the filter have a day in common. */
export function possiblyWithin(window: Window, filter: Window): boolean {
  return start(window) <= end(filter) && start(filter) <= end(window);
}

// A plain difference would be NaN for two infinities.
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
