import { dayOf, isLeapYear, isoOfDay } from './day.js';

/** A month or a day of one or two characters as two; an X stands for both. */
export function twoDigits(part: string): string {
  return part === 'X' ? 'XX' : part.padStart(2, '0');
}

/** The range from the first to the last of a list of dates in order that are equally precise; else an empty text. */
export function rangeOf(list: string): string {
  const open = list.startsWith('..');
  const dates = list
    .replace(/^\.\./, '')
    .split(/,|\.\./)
    .map((date) => date.trim());
  const isLikeFirst = (date: string): boolean =>
    /^\d{4}(?:-\d{2}){0,2}$/.test(date) && date.length === dates[0]?.length;
  if (!dates.every(isLikeFirst) || dates.toSorted().join() !== dates.join()) return '';
  return `[${open ? '' : dates[0]}..${dates.at(-1)}]`;
}

/** The years of which so many first digits are known: `1950S2` is some year from 1900 to 1999. */
export function yearsOfDigits(year: string | undefined, digits: number): string {
  if (year === undefined) return '';
  const known = year.slice(0, digits);
  return digits === 1 ? `[${known}000..${known}999]` : known.padEnd(4, 'X');
}

/** A year and two numbers, of which either may be the month. */
export function readingsOf(year: string, one: string, other: string): string[] {
  const [first, second] = [twoDigits(one), twoDigits(other)];
  return [`${year}-${second}-${first}`, ...(first === second ? [] : [`${year}-${first}-${second}`])];
}

/** The reading whose month is at most 12, where there is only one; else an empty text. */
export function onlyReading(readings: readonly string[]): string {
  const [only = '', ...others] = readings.filter((date) => Number(date.slice(5, 7)) <= 12);
  return others.length === 0 ? only : '';
}

/** The day of a year with a number, as ISO 8601 has it beside months: `2023-123`. */
export function dayOfYear(year: number, day: number): string[] {
  return day >= 1 && day <= (isLeapYear(year) ? 366 : 365) ? [isoOfDay(dayOf(year, 1, day))] : [];
}

/** What an end of one or two digits may stand for: the last digits of a year, a month or a day. */
export function endsOf(start: string, end: string): string[] {
  const last = twoDigits(end);
  const interval = last > start.slice(-2) ? [`${start}/${start.slice(0, -2)}${last}`] : [];
  // A year with more than 12 would be read as a season.
  return start.length === 4 && Number(last) > 12 ? interval : [...interval, `${start}-${last}`];
}

/** A year, a hyphen and two digits: a month, a season, or what people write for the years from the one to the other. */
const YEAR_AND_DIGITS = /(?<![\d-])(\d{4})-(\d{2})([?~%]?)(?![\d-])/g;

/**
 * A form with the years that its writer may have meant by a season or by what is none: of `2023-24~` the form
 * `2023~/2024~`, of `2019-20/..` the form `2019/..`. Null where nothing in it is like two years.
 */
export function asYears(form: string): string | null {
  const years = form.replaceAll(
    YEAR_AND_DIGITS,
    (part: string, year: string, digits: string, mark: string, at: number) => {
      const later = laterYear(year, digits);
      if (later === null) return part;
      if (/^(?:\/|\.\.)/.test(form.slice(at + part.length))) return `${year}${mark}`;
      return /(?:\/|\.\.)$/.test(form.slice(0, at)) ? `${later}${mark}` : `${year}${mark}/${later}${mark}`;
    },
  );
  return years === form ? null : years;
}

/**
 * The later year of which two digits that are no month may be the last ones: of 2019 and `20` 2020, of 1999 and `00`
 * 2000; else null.
 */
function laterYear(year: string, digits: string): string | null {
  if (year.endsWith('99') && digits === '00') return String(Number(year) + 1).padStart(4, '0');
  return Number(digits) > 12 && digits > year.slice(2) ? year.slice(0, 2) + digits : null;
}
