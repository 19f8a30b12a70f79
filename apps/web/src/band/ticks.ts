import { utcDay, utcMonth, utcYear, type TimeInterval } from 'd3-time';
import { dateOf, numberOf } from './days.js';
import { lengthOf, type View } from './view.js';
import { formattedDate } from '../parts/formatted-date.js';
import { localeOf } from '../words/locales.js';

/** A line across the band, with words or without. */
export interface Tick {
  day: number;
  label: string | null;
  /** Begins a larger span: a year among months, a decade among years. */
  strong: boolean;
}

const YEAR = 365.25;
const YEARS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000];

/**
 * The lines of a view that is so many pixels wide: years by tens or hundreds from far away, then years, months, days.
 * d3-time knows where they begin; the words are those of the language.
 */
export function ticksOf(view: View, width: number, language: string): Tick[] {
  const least = (lengthOf(view) / width) * 64;
  if (least > 200) return years(view, YEARS.find((count) => count * YEAR >= least) ?? 10_000, language);
  if (least > 20) return months(view, [1, 3, 6].find((count) => count * 30 >= least) ?? 6, language);
  return days(view, [1, 2, 7].find((count) => count >= least) ?? 14, language);
}

function years(view: View, count: number, language: string): Tick[] {
  const strong = count < 5 ? 10 : count * 5;
  return datesOf(utcYear.every(count), view).map((date) => ({
    day: numberOf(date),
    label: labelOf(date, { year: 'numeric' }, language),
    strong: date.getUTCFullYear() % strong === 0,
  }));
}

function months(view: View, count: number, language: string): Tick[] {
  return datesOf(utcMonth.every(count), view).map((date) => {
    const isYear = date.getUTCMonth() === 0;
    const label = labelOf(date, isYear ? { year: 'numeric' } : { month: 'short' }, language);
    return { day: numberOf(date), label, strong: isYear };
  });
}

function days(view: View, count: number, language: string): Tick[] {
  const isKept = (date: Date): boolean => (date.getUTCDate() - 1) % count === 0 && date.getUTCDate() + count / 2 <= 31;
  return datesOf(utcDay, view)
    .filter(isKept)
    .map((date) => {
      const isMonth = date.getUTCDate() === 1;
      const parts: Intl.DateTimeFormatOptions = isMonth
        ? { month: 'short', year: 'numeric' }
        : { day: 'numeric', month: 'short' };
      return { day: numberOf(date), label: labelOf(date, parts, language), strong: isMonth };
    });
}

function datesOf(interval: TimeInterval | null, { from, to }: View): Date[] {
  return interval?.range(interval.floor(dateOf(from)), dateOf(to)) ?? [];
}

function labelOf(date: Date, parts: Intl.DateTimeFormatOptions, language: string): string {
  const era = date.getUTCFullYear() < 1 && parts.year !== undefined ? ({ era: 'short' } as const) : {};
  return formattedDate(date, localeOf(language), { ...parts, ...era });
}
