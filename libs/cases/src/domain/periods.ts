import { calendarOf, dayOf, type Day } from '#libs/edtf';

/** The lengths of the steps in which statistics are told. */
export const INTERVALS = ['month', 'quarter', 'year'] as const;
/** The length of a step. */
export type Interval = (typeof INTERVALS)[number];

const MONTHS: Record<Interval, number> = { month: 1, quarter: 3, year: 12 };

/** How many steps it takes from the step of one day to the step of another, both counted. */
export function stepsBetween(first: Day, last: Day, interval: Interval): number {
  return indexOf(last, interval) - indexOf(first, interval) + 1;
}

/** The calendar months, quarters or years from the one of the first day to the one of the last, which it ends with. */
export function stepsOf(first: Day, last: Day, interval: Interval): { from: Day; to: Day }[] {
  const start = indexOf(first, interval);
  return Array.from({ length: Math.max(0, stepsBetween(first, last, interval)) }, (_, offset) => ({
    from: beginOf(start + offset, interval),
    to: Math.min(beginOf(start + offset + 1, interval) - 1, last),
  }));
}

/** The first day of the last so many steps up to the one of a day. */
export function startOfLast(steps: number, last: Day, interval: Interval): Day {
  return beginOf(indexOf(last, interval) - steps + 1, interval);
}

/** The count of steps since the year 0. */
function indexOf(day: Day, interval: Interval): number {
  const { year, month } = calendarOf(day);
  return Math.floor((year * 12 + month - 1) / MONTHS[interval]);
}

function beginOf(index: number, interval: Interval): Day {
  const months = index * MONTHS[interval];
  return dayOf(Math.floor(months / 12), (months % 12) + 1, 1);
}
