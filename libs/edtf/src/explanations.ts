import { dayOfYear, onlyReading, rangeOf, readingsOf, twoDigits, yearsOfDigits } from './proposals.js';

/**
 * A mistake in a text that was meant as a date: its name, the pattern of such texts, what is wrong, and what may be
 * written instead. The functions get the groups of the pattern. What they return is used only where it is accepted.
 */
export interface Explanation {
  readonly reason: string;
  readonly pattern: RegExp;
  readonly wrong: string;
  /** The same date in a form that is accepted: it has the days and the beginning that the writer meant. */
  readonly same?: (...groups: string[]) => string;
  /** What the text may mean, where it can be read in more than one way. */
  readonly maybe?: (...groups: string[]) => string[];
  /** What to do in general, where no form of this very date can be named. */
  readonly form?: string;
}

/** The plain forms, for a text that resembles none. */
export const ACCEPTED =
  'write a day as 2023-09-29, a month as 2023-09, a year as 2023, some day between two as [2024-05-05..2024-05-09], about a year as 1990~, a decade as 199X, a season as 2024-21, late 2023 as 2023-10~/2023-12, what lasted from one date to the other as 2022/2024, what began and may go on (since 2010) as 2010/.., or what happened at some time up to a date (by or until it) as ../2023-11-30';

/** What to do where no date is known, in a table and in JSON. */
export const NO_DATE = 'where no date is known, leave it out (an empty cell in a table, null in JSON)';

/** What databases write where there is no date. */
export const NO_DAY_AT_ALL = '0000-00-00';

/** So many zeros lead beyond all years that are accepted. */
const MOST_ZEROS = 12;

export const YEAR_MONTH_DAY = 'write year, month, day, as in 2023-09-29';

/** Also of texts with slashes. */
export const DAY_FIRST: Explanation = {
  reason: 'day-first',
  pattern: /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/,
  wrong: 'does not begin with the year',
  same: (one, other, year) => onlyReading(readingsOf(year, one, other)),
  maybe: (one, other, year) => readingsOf(year, one, other),
  form: YEAR_MONTH_DAY,
};

/** The mistakes in single dates and sets. The first that fits is reported. */
export const EXPLANATIONS: readonly Explanation[] = [
  { reason: 'too-long', pattern: /^.{65}/s, wrong: 'is too long for a date', form: ACCEPTED },
  {
    reason: 'spaces',
    pattern: /^(?=\s|.*\s$)\s*(.*?)\s*$/s,
    wrong: 'has spaces around it',
    same: (date) => date,
    form: 'leave them out',
  },
  {
    reason: 'time-of-day',
    pattern: /^[+-]?\d{4,6}-?\d{2}-?\d{2}(?:[Tt]\d|\s+\d{1,2}:)/,
    wrong: 'has a time of day, and dates are whole days here',
    form: 'give the day that the source gives for the place where it happened',
  },
  {
    reason: 'several-dates',
    pattern: /^\{/,
    wrong: 'names several dates (EDTF level 2), of which each needs a record of its own',
  },
  {
    reason: 'one-of-open',
    pattern: /^\[.*\.\.\]$/,
    wrong: 'means some day from a date on (EDTF level 2), which is not supported without a last date',
  },
  {
    reason: 'one-of-list',
    pattern: /^\[(.*)\]$/,
    wrong: 'is a list of dates of which one is meant (EDTF level 2); only the first and the last can be given',
    same: (list) => rangeOf(list),
    form: 'supported are [2024-05-05..2024-05-09], some day from the one to the other, and [..2023-11-30]',
  },
  {
    reason: 'exponent',
    pattern: /^Y(-?\d+)E(\d+)$/,
    wrong: 'has an exponent (EDTF level 2), which is not supported',
    same: (digits, zeros) => `Y${digits}${'0'.repeat(Math.min(Number(zeros), MOST_ZEROS))}`,
  },
  {
    reason: 'significant-digits',
    pattern: /^(\d{4})S([123])$|^Y?-?\d+(?:E\d+)?S\d+$/,
    wrong: 'has significant digits (EDTF level 2), which are not supported',
    same: (year, digits) => yearsOfDigits(year, Number(digits)),
  },
  {
    reason: 'year-minus-zero',
    pattern: /^-0000/,
    wrong: 'names a year -0000, which does not exist; the year before 0001 is 0000',
  },
  {
    reason: 'y-four-digits',
    pattern: /^Y(-?)(\d{1,4})$/,
    wrong: 'has a Y before a year of four digits',
    same: (sign, year) => sign + year.padStart(4, '0'),
    form: 'write the year without the Y',
  },
  {
    reason: 'sign',
    pattern: /^([+−])(\d.*)$/,
    wrong: 'begins with a sign that EDTF does not use',
    same: (sign, date) => (sign === '+' ? date : `-${date}`),
    form: 'years before 0000 begin with a plain hyphen',
  },
  {
    reason: 'dash',
    pattern: /^[–—](\d.*)$/,
    wrong: 'begins with a dash',
    maybe: (date) => [`-${date}`, `../${date}`],
    form: 'years before 0000 begin with a plain hyphen',
  },
  {
    reason: 'one-digit',
    pattern: /^(?=\d{4}-(?:[\dX]-|X[?~%]?$|[\dX]{2}-[\dX][?~%]?$))(\d{4})-([\dX]{1,2})(-[\dX]{1,2}|)([?~%]?)$/,
    wrong: 'has one character for the month or the day',
    same: (year, month, day, mark) => `${year}-${twoDigits(month)}${day && `-${twoDigits(day.slice(1))}`}${mark}`,
    form: 'write two, as in 2023-09-05',
  },
  {
    reason: 'one-digit-month',
    pattern: /^(\d{4})-(\d)([?~%]?)$/,
    wrong: 'has one digit after the year',
    maybe: (year, month, mark) => [`${year}-0${month}${mark}`],
    form: 'write a month with two, as in 2023-09',
  },
  {
    reason: 'other-hyphens',
    pattern: /^(\d{4})[.\u2010-\u2015\u2212](\d{1,2})[.\u2010-\u2015\u2212](\d{1,2})$/,
    wrong: 'has other characters than plain hyphens between year, month and day',
    same: (year, ...rest) => [year, ...rest.map(twoDigits)].join('-'),
    form: YEAR_MONTH_DAY,
  },
  {
    reason: 'dots-between',
    pattern: /^(\d{4}(?:-\d{2}){0,2})\.\.(\d{4}(?:-\d{2}){0,2})$/,
    wrong: 'has two dots between its ends and no brackets around them',
    maybe: (first, last) => [`[${first}..${last}]`, `${first}/${last}`],
  },
  {
    reason: 'between',
    pattern: /^(?:between|entre) (\d{4}(?:-\d{2}){0,2}) (?:and|y) (\d{4}(?:-\d{2}){0,2})$/i,
    wrong: 'is written in words',
    maybe: (first, last) => [`[${first}..${last}]`, `${first}/${last}`],
  },
  {
    reason: 'about',
    pattern: /^(?:c\.?|ca\.?|circa|about|around|approx\.?|hacia) ?(\d{4}(?:-\d{2}){0,2})$/i,
    wrong: 'is written in words',
    same: (date) => `${date}~`,
  },
  {
    reason: 'decade',
    pattern: /^(\d{3})0'?s$/,
    wrong: 'is written in words',
    maybe: (decade) => [`${decade}X`, ...(decade.endsWith('0') ? [`${decade.slice(0, 2)}XX`] : [])],
  },
  {
    reason: 'no-hyphens',
    pattern: /^(\d{4})(\d{2})(\d{2})$/,
    wrong: 'has no hyphens',
    same: (...parts) => parts.join('-'),
    form: YEAR_MONTH_DAY,
  },
  {
    reason: 'no-hyphen',
    pattern: /^(\d{4})(0[1-9]|1[0-2])$/,
    wrong: 'has six digits and no hyphen',
    maybe: (...parts) => [parts.join('-')],
  },
  {
    reason: 'years-joined',
    pattern: /^(\d{4})[-–—](\d{4})([?~%]?)$/,
    wrong: 'joins two years with a hyphen',
    maybe: (first, last, mark) => [`${first}${mark}/${last}${mark}`, ...(mark ? [] : [`[${first}..${last}]`])],
  },
  {
    reason: 'long-year-negative',
    pattern: /^-(\d{5,6})$/,
    wrong: 'has a year of more than four digits without a Y',
    same: (year) => `Y-${year}`,
  },
  { reason: 'five-digits', pattern: /^-?\d[\dX]{4}/, wrong: 'has more than four digits in the place of the year' },
  DAY_FIRST,
  {
    reason: 'short-year',
    pattern: /^-?\d{1,3}[?~%]?$/,
    wrong: 'is too short for a year',
    form: 'write a year as 2023 or -0043, a decade as 202X, a century as 20XX',
  },
  { reason: 'no-year', pattern: /^-?[Xxu]{4}/, wrong: `does not say which year; ${NO_DATE}` },
  {
    reason: 'no-date-word',
    pattern: /^(?:unknown|undated|open|none|n\.? ?d\.?|s\.? ?f\.?|null|-+|0000-00-00)$/i,
    wrong: `names no date; ${NO_DATE}`,
  },
  {
    reason: 'small-x',
    pattern: /^(-?\d+[\dXxu-]*[xu][\dXxu-]*[?~%]?)$/,
    wrong: 'has a small letter in the place of a digit that is not known',
    same: (date) => date.replaceAll(/[xu]/g, 'X'),
    form: 'write a capital X, as in 202X or 2023-XX',
  },
  {
    reason: 'small-y',
    pattern: /^y(-?\d{5,})$/,
    wrong: 'begins with a small y',
    same: (year) => `Y${year}`,
    form: 'a year of more than four digits begins with a capital Y',
  },
  {
    reason: 'draft-syntax',
    pattern: /^\(?-?[\dXxu]{4}.*[()^]/,
    wrong: 'has parentheses or a ^ of the EDTF draft of 2012, which are no longer part of EDTF',
  },
  {
    reason: 'two-marks',
    pattern: /^([^?~%]+)(?:\?~|~\?)$/,
    wrong: 'has two marks',
    same: (date) => `${date}%`,
    form: 'one that is both uncertain and approximate is marked %',
  },
  {
    reason: 'long-year-marked',
    pattern: /^Y.*[?~%]$/,
    wrong: 'marks a year of more than four digits, which is not supported',
  },
  {
    reason: 'three-digits',
    pattern: /^(\d{4})-(\d{3})([?~%]?)$/,
    wrong: 'has three digits after the year',
    maybe: (year, day, mark) => dayOfYear(Number(year), Number(day)).map((date) => date + mark),
    form: 'write a month as 2023-09, a day as 2023-09-29',
  },
  {
    reason: 'level-2',
    pattern: /^(?=.*[X?~%])[?~%]?-?[\dX]{4}[?~%]*(?:-[?~%]?[\dX]{2}[?~%]*){0,2}$/,
    wrong:
      'uses EDTF level 2; supported are a mark (? ~ %) at the end of a date and an X in its last places (202X, 20XX, 2023-XX, 2023-09-XX, 2023-XX-XX)',
  },
];
