import { calendarOf, type Day } from './day.js';
import type { EdtfDate } from './edtf-date.js';
import type { Language } from './language.js';
import { readStatement } from './read-statement.js';
import type { SingleDate, Statement } from './statement.js';
import { english } from './words-english.js';
import { spanish } from './words-spanish.js';

/** The languages in which dates can be said. */
export type Locale = 'en' | 'es';

const LANGUAGES: Readonly<Record<Locale, Language>> = { en: english, es: spanish };

/**
 * Says a date in plain words for people: "29 September 2023", "about 1998", "2022 to 2024", "by 30 November 2023", "some
 * day from 5 to 9 May 2024".
 */
export function inWords(date: Pick<EdtfDate, 'edtf'>, locale: Locale = 'en'): string {
  return say(readStatement(date.edtf), LANGUAGES[locale]);
}

/**
 * Says a day in plain words: "29 September 2023". Also of the years of more than four digits, of which EDTF has no days, so
 * that no text of a day need be read as EDTF for its words.
 */
export function dayInWords(day: Day, locale: Locale = 'en'): string {
  return LANGUAGES[locale].date(dateOfDay(day));
}

/** Says in plain words that something was at some time up to a day: "by 30 November 2023". */
export function byDayInWords(day: Day, locale: Locale = 'en'): string {
  return LANGUAGES[locale].by(dateOfDay(day));
}

function dateOfDay(day: Day): SingleDate {
  return { precision: 'day', ...calendarOf(day), approximate: false, uncertain: false };
}

function say(statement: Statement, language: Language): string {
  if (statement.kind === 'date') return language.date(statement.date);
  if (statement.kind === 'one-of') return language.someDay(statement.start, statement.end);
  const { start, end } = statement;
  if (typeof start !== 'string') {
    if (typeof end !== 'string') return language.between(start, end);
    return end === 'open' ? language.since(start) : language.fromUnknownEnd(start);
  }
  if (typeof end === 'string') throw new RangeError('An interval has a date at one end at least.');
  return start === 'open' ? language.by(end) : language.untilUnknownStart(end);
}
