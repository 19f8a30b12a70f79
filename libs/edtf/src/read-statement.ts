import { parse, type Parsed } from 'edtf';

import { daysInMonth, FIRST_YEAR, LAST_YEAR } from './day.js';
import { EdtfError, quote } from './edtf-error.js';
import { atEnd, refuseDate, refuseEmpty, refuseInterval, type InPlace } from './refusal.js';
import { windowOfShape } from './shape-window.js';
import type { DateShape, IntervalEnd, Marks, SingleDate, Statement } from './statement.js';

/** What may be a date that is not plain. Keeps all else away from the grammar, which takes long to fail on long texts. */
const DATE_LIKE = /^(?:(-?[\dX]{4}(?:-[\dX]{2}){0,2})([~?%]?)|Y-?\d{5,12})$/;

const PLAIN = /^(\d{4}|-(?!0000)\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)$/;
const ONE_OF = /^\[([^.,[\]{}/\s]*)\.\.([^.,[\]{}/\s]+)\]$/;

const YEAR_UNIT = 0b1000;
const YEAR_TENS = 0b0100;
const MONTH = 0b110000;

/**
 * Reads what an EDTF string says, before it is turned into days: levels 0 and 1; of level 2 the seasons, also with a
 * mark; an X together with a final mark; an X at either end of an interval; `[A..B]`, some day from A to B; and `[..D]`,
 * which is the interval `../D`. What names the same date at both ends is that one date.
 *
 * @throws EdtfError for everything else, for dates that the calendar does not have, for intervals that end before they
 * begin, and for intervals without any date
 */
export function readStatement(text: string): Statement {
  if (text === '') throw refuseEmpty();
  const [, first, last] = ONE_OF.exec(text) ?? [];
  if (first !== undefined && last !== undefined) {
    const end = readSingleDate(
      last,
      atEnd('end', (reading) => `[${first}..${reading}]`),
    );
    if (first === '') return { kind: 'interval', start: 'open', end };
    const start = readSingleDate(
      first,
      atEnd('start', (reading) => `[${reading}..${last}]`),
    );
    return readSpan('one-of', text, start, end);
  }
  if (!text.includes('/')) return { kind: 'date', date: readSingleDate(text) };
  return readInterval(text);
}

function readInterval(text: string): Statement {
  const refused = refuseInterval(text, isAccepted);
  if (refused) throw refused;
  const [first = '', last = ''] = text.split('/');
  const start = readEnd(
    first,
    atEnd('start', (reading) => `${reading}/${last}`),
  );
  const end = readEnd(
    last,
    atEnd('end', (reading) => `${first}/${reading}`),
  );
  if (typeof start !== 'string' && typeof end !== 'string') return readSpan('interval', text, start, end);
  return { kind: 'interval', start, end };
}

/** Whether a text is accepted, for what a refusal proposes. */
function isAccepted(text: string): boolean {
  try {
    readStatement(text);
    return true;
  } catch {
    return false;
  }
}

function readSpan(kind: 'interval' | 'one-of', text: string, start: SingleDate, end: SingleDate): Statement {
  if (isSameDate(start, end)) {
    const approximate = start.approximate || end.approximate;
    return { kind: 'date', date: { ...start, approximate, uncertain: start.uncertain || end.uncertain } };
  }
  if (windowOfShape(end).latest < windowOfShape(start).earliest) {
    throw new EdtfError(`${quote(text)} ends before it begins; check its two dates.`, 'reversed', { text });
  }
  return { kind, start, end };
}

/** Whether two dates name the same day, month, season or years, whatever their marks. */
function isSameDate(one: SingleDate, other: SingleDate): boolean {
  const [window, otherWindow] = [windowOfShape(one), windowOfShape(other)];
  const isSameWindow = window.earliest === otherWindow.earliest && window.latest === otherWindow.latest;
  return isSameWindow && one.precision === other.precision;
}

function readEnd(text: string, inPlace: InPlace): IntervalEnd {
  if (text === '..') return 'open';
  return text === '' ? 'unknown' : readSingleDate(text, inPlace);
}

/** @param inPlace the whole text with a reading in the place of this one, where this is an end of it */
function readSingleDate(text: string, inPlace?: InPlace): SingleDate {
  return readPlainDate(text) ?? readByGrammar(text, inPlace);
}

/**
 * Years, months and days with or without a mark, which are most of all dates: read without the grammar, which takes a
 * hundred times as long and accepts 29 February in every year.
 */
function readPlainDate(text: string): SingleDate | undefined {
  const found = PLAIN.exec(text);
  if (!found) return undefined;
  const marks = marksOf(found[4]);
  const year = Number(found[1]);
  if (found[2] === undefined) return { precision: 'year', year, ...marks };
  const month = Number(found[2]);
  if (month < 1 || month > 12) return undefined;
  if (found[3] === undefined) return { precision: 'month', year, month, ...marks };
  const dayOfMonth = Number(found[3]);
  if (dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return undefined;
  return { precision: 'day', year, month, dayOfMonth, ...marks };
}

function marksOf(mark: string | undefined): Marks {
  return { approximate: mark === '~' || mark === '%', uncertain: mark === '?' || mark === '%' };
}

/** All other single dates: with an X, seasons, years of more than four digits. The latter cannot be marked. */
function readByGrammar(text: string, inPlace?: InPlace): SingleDate {
  const [whole, unmarked, mark] = DATE_LIKE.exec(text) ?? [];
  const date = unmarked ?? whole;
  const parsed = date === undefined ? undefined : parseOrNothing(date);
  const shape = date !== undefined && parsed ? shapeOf(date, parsed) : undefined;
  if (!shape) throw refuseDate(text, isAccepted, inPlace);
  if ('year' in shape && (shape.year < FIRST_YEAR || shape.year > LAST_YEAR)) {
    throw new EdtfError(
      `${quote(text)} lies beyond the years that can be counted in days here, which are ${FIRST_YEAR} to ${LAST_YEAR}.`,
      'beyond-years',
      { text, first: String(FIRST_YEAR), last: String(LAST_YEAR) },
    );
  }
  return { ...shape, ...marksOf(mark) };
}

function parseOrNothing(text: string): Parsed | undefined {
  try {
    return parse(text);
  } catch {
    // Its messages print the grammar's states; refuseDate says it in a sentence.
    return undefined;
  }
}

function shapeOf(text: string, { type, level, values, unspecified = 0 }: Parsed): DateShape | undefined {
  const [year = Number.NaN, second] = values;
  if (type === 'Season') return second === undefined ? undefined : { precision: 'season', year, season: second };
  if (level > 1) return undefined;
  if (type === 'Year') return { precision: 'year', year };
  // Without an X it would have been a plain date, had the calendar that day.
  if (type !== 'Date' || unspecified === 0) return undefined;
  if (unspecified & YEAR_UNIT) return shapeOfYears(text, year, unspecified);
  if (second === undefined || unspecified & MONTH) return { precision: 'year', year };
  return { precision: 'month', year, month: second + 1 };
}

/** `202X` and `20XX`, also before year 0, where the digits that are not known count backwards. */
function shapeOfYears(text: string, year: number, unspecified: number): DateShape | undefined {
  if (unspecified & ~(YEAR_UNIT | YEAR_TENS)) return undefined;
  const years = unspecified & YEAR_TENS ? 100 : 10;
  const precision = years === 100 ? 'century' : 'decade';
  if (!text.startsWith('-')) return { precision, firstYear: year, lastYear: year + years - 1 };
  // There is no year -0000, so the last year of -000X is -0001.
  return { precision, firstYear: year - years + 1, lastYear: Math.min(year, -1) };
}
