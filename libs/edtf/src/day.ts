import { EdtfError, quote } from './edtf-error.js';

/**
 * A calendar day as the number of days since 1970-01-01 (day 0), in the proleptic Gregorian calendar of ISO 8601 with a
 * year 0 (which is 1 BC). Days are UTC days. Always a whole number between -100,000,000 and 100,000,000, so it fits an
 * int4 column.
 */
export type Day = number;

/** The first year of which every day can be computed (271821 BC). */
export const FIRST_YEAR = -271_820;
/** The last year of which every day can be computed, and the winter that ends in the year after it. */
export const LAST_YEAR = 275_759;

const MILLISECONDS_A_DAY = 86_400_000;
const FURTHEST_DAY = 100_000_000;
const ISO_DAY = /^(\d{4}|-\d{4}|[+-]\d{6})-(\d{2})-(\d{2})$/;

/** Whether a February of the year has 29 days. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The number of days of a month (1 to 12) of a year. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * The day with a year, a month and a day of the month. Months and days past their end run on into the next year or
 * month, as those of `Date.UTC` do.
 */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, dayOfMonth) / MILLISECONDS_A_DAY;
}

/** The year, the month (1 to 12) and the day of the month of a day. */
export function calendarOf(day: Day): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * MILLISECONDS_A_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
}

/** Whether a number is a day that can be counted: whole, and within the range of `Date`. */
export function isDay(value: number): value is Day {
  return Number.isInteger(value) && Math.abs(value) <= FURTHEST_DAY;
}

/**
 * Reads a calendar day in the complete extended form of ISO 8601-1:2019, `2023-09-29`; years before 0000 as `-0043` (or
 * `-000043`), years after 9999 as `+012345`.
 *
 * @throws EdtfError when it is not such a day, or the calendar has no such day
 */
export function dayOfIso(text: string): Day {
  const [, year, month, dayOfMonth] = ISO_DAY.exec(text) ?? [];
  if (year === undefined || /^-0+$/.test(year)) {
    throw new EdtfError(`${quote(text)} is not a day; write it as 2023-09-29.`, 'no-day', { text });
  }
  const [y, m, d] = [Number(year), Number(month), Number(dayOfMonth)];
  const day = m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(y, m) ? dayOf(y, m, d) : Number.NaN;
  if (!isDay(day))
    throw new EdtfError(
      `${quote(text)} is not a day of the calendar; check the month and the day.`,
      'no-calendar-day',
      { text },
    );
  return day;
}

/**
 * Writes a day as ISO 8601-1:2019 does, `2023-09-29`; years before 0000 as in EDTF, `-0043-03-15`, and years of more
 * than four digits with a sign and six digits, `+012345-01-01`.
 *
 * @throws RangeError when the number is not a day
 */
export function isoOfDay(day: Day): string {
  if (!isDay(day)) throw new RangeError(`${String(day)} is not a day that the calendar can show.`);
  const { year, month, dayOfMonth } = calendarOf(day);
  const digits = String(Math.abs(year));
  const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
  const padded = digits.padStart(digits.length > 4 ? 6 : 4, '0');
  return `${sign}${padded}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/**
 * Writes a day as EDTF, no more precisely than asked: `2023-09-29`, `2023-09` or `2023`. EDTF has neither days nor months of
 * years of more than four digits; of these the year stands for them, `Y12345` (beyond the years that are accepted, the last
 * of these).
 *
 * @throws RangeError when the number is not a day
 */
export function edtfOfDay(day: Day, precision: 'day' | 'month' | 'year' = 'day'): string {
  const iso = isoOfDay(day);
  const { year } = calendarOf(day);
  if (Math.abs(year) > 9999) return `Y${Math.min(Math.max(year, FIRST_YEAR), LAST_YEAR)}`;
  return precision === 'day' ? iso : iso.slice(0, precision === 'month' ? -3 : -6);
}

/** The UTC day in which an instant lies. */
export function dayOfInstant(instant: Date): Day {
  return Math.floor(instant.getTime() / MILLISECONDS_A_DAY);
}
