import { calendarOf, dayOf, daysInMonth, isDay, isoOfDay, type Day } from './day.js';
import { EdtfError, quote } from './edtf-error.js';

const DURATION = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;

/**
 * Whether a text is a duration of whole years, months, weeks and days as ISO 8601-1:2019 writes it (`P6Y`, `P45D`;
 * weeks may stand beside the other units, as ISO 8601-2:2019 allows). Times of day, fractions and signs are not part of it.
 */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

/**
 * Whether a text is a duration that can be counted with, and how long it is: what `addDuration` counts, so that what is
 * accepted here fails nowhere later.
 *
 * @param length the least and the most days, counted from 1970-01-01
 */
export function isDurationOf(text: string, { least, most }: { least: number; most: number }): boolean {
  try {
    const days = addDuration(0, text);
    return days >= least && days <= most;
  } catch (error) {
    if (error instanceof EdtfError) return false;
    throw error;
  }
}

/**
 * The day that lies a duration after a day, or a number of such durations. Years and months are added first; where the
 * month that is reached is too short the last of its days is taken (31 January and a month is 28 or 29 February); then
 * weeks and days are counted on. To repeat a period, count from its first day (`times` 1, 2, 3), since adding to the
 * result would keep what a short month took away.
 *
 * @param times a whole number; negative goes back
 * @throws EdtfError when the text is no such duration, or the day lies beyond the calendar
 */
export function addDuration(day: Day, duration: string, times = 1): Day {
  const found = DURATION.exec(duration);
  if (!found) {
    throw new EdtfError(
      /^P[^T]*T/.test(duration)
        ? `${quote(duration)} has a time of day; durations are whole years, months, weeks and days here, such as P6Y or P45D.`
        : `${quote(duration)} is not a duration; write years, months, weeks and days as P6Y, P1Y6M, P2W or P45D.`,
      'no-duration',
      { text: duration },
    );
  }
  const [years = 0, months = 0, weeks = 0, days = 0] = found.slice(1).map((count) => Number(count ?? 0) * times);
  const from = calendarOf(day);
  const monthsSinceYear0 = (from.year + years) * 12 + (from.month - 1) + months;
  const year = Math.floor(monthsSinceYear0 / 12);
  const month = monthsSinceYear0 - year * 12 + 1;
  const sum = dayOf(year, month, Math.min(from.dayOfMonth, daysInMonth(year, month))) + weeks * 7 + days;
  if (!isDay(sum)) {
    throw new EdtfError(
      `${quote(duration)} after ${isoOfDay(day)} lies beyond the days that can be counted here.`,
      'beyond-years',
      { text: duration },
    );
  }
  return sum;
}

const UNITS = ['year', 'month', 'week', 'day'] as const;

/**
 * A duration in words: "6 years", "1 year and 6 months"; one of nothing is "0 days".
 *
 * @throws EdtfError when the text is no such duration
 */
export function durationInWords(duration: string): string {
  const found = DURATION.exec(duration);
  if (!found) throw new EdtfError(`${quote(duration)} is not a duration.`, 'no-duration', { text: duration });
  const parts = UNITS.flatMap((unit, index) => {
    const count = Number(found[index + 1] ?? 0);
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? '0 days' : new Intl.ListFormat('en-GB').format(parts);
}
