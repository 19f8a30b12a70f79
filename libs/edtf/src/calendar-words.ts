import { endsInNextYear } from './shape-window.js';
import type { SingleDate } from './statement.js';

/** A day, a month or a year, by what is given; months are 1 to 12, years count a year 0. */
export interface CalendarFields {
  readonly year: number;
  readonly month?: number;
  readonly dayOfMonth?: number;
}

/** Years that need "AD" or "BC", since a number of up to three digits alone does not look like a year. */
const FIRST_PLAIN_YEAR = 1000;

/** Decades from this year on have a name, "1990s"; those before are said by their first and last year. */
export const FIRST_NAMED_DECADE = 1000;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Writes a day, a month or a year in full in the order of a locale, with the era where the year is before 1000.
 *
 * @param withYear false leaves the year out: "30 August" before "to 2 September 2021"
 */
export function calendarWords(locale: string, fields: CalendarFields, withYear = true): string {
  const date = new Date(0);
  date.setUTCFullYear(fields.year, (fields.month ?? 1) - 1, fields.dayOfMonth ?? 1);
  return format(locale, {
    ...(withYear && { year: 'numeric' }),
    ...(withYear && fields.year < FIRST_PLAIN_YEAR && { era: 'short' }),
    ...(fields.month !== undefined && { month: 'long' }),
    ...(fields.dayOfMonth !== undefined && { day: 'numeric' }),
  }).format(date);
}

// Making a format takes far longer than using it.
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = [locale, ...Object.keys(options)].join(' ');
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, calendar: 'gregory', timeZone: 'UTC' });
    formats.set(key, found);
  }
  return found;
}

/** The year of a season, or both years of one that ends in the next year: "2024", "2024-25", "1999-2000". */
export function seasonYears(locale: string, season: number, year: number): string {
  if (!endsInNextYear(season) || year < FIRST_PLAIN_YEAR) return calendarWords(locale, { year });
  const next = year + 1;
  return `${year}-${next % 100 === 0 ? next : String(next).slice(-2)}`;
}

/** The first and the last of some years, with what joins them: "980 AD to 989 AD". */
export function yearsInWords(locale: string, years: { firstYear: number; lastYear: number }, joined: string): string {
  return [years.firstYear, years.lastYear].map((year) => calendarWords(locale, { year })).join(joined);
}

/** The number of a century of EDTF (`19XX` is the 20th) and whether it lies before the year 1. */
export function centuryOf(firstYear: number): { readonly number: number; readonly before: boolean } {
  return firstYear < 0
    ? { number: Math.ceil(-firstYear / 100), before: true }
    : { number: firstYear / 100 + 1, before: false };
}

type Day = Extract<SingleDate, { precision: 'day' }>;
type Month = Extract<SingleDate, { precision: 'month' }>;

/** Whether both are days of the same month, so that the month need be said only once. */
export function inOneMonth(start: SingleDate, end: SingleDate): start is Day {
  return start.precision === 'day' && end.precision === 'day' && start.year === end.year && start.month === end.month;
}

/** Whether both are days, or both months, of the same year, so that the year need be said only once. */
export function inOneYear(start: SingleDate, end: SingleDate): start is Day | Month {
  return (
    (start.precision === 'day' || start.precision === 'month') &&
    start.precision === end.precision &&
    start.year === end.year
  );
}
