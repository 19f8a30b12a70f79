import { daysInMonth } from './day.js';
import { EdtfError, quote } from './edtf-error.js';
import { isDivision } from './shape-window.js';

const ACCEPTED =
  'write a day as 2023-09-29, a month as 2023-09, a year as 2023, or an interval as 2022/2024, 2010/.. or ../2023-11-30';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** The name of a mistake, the pattern of what people write then, and what to tell them. The first that fits is told. */
type Explanation = readonly [reason: string, pattern: RegExp, explain: (...groups: string[]) => string];

const EXPLANATIONS: readonly Explanation[] = [
  ['too-long', /^.{65}/s, () => `is too long for a date; ${ACCEPTED}`],
  ['spaces', /^\s|\s$/, () => 'has spaces around it; leave them out'],
  [
    'time-of-day',
    /^-?\d{4}-\d{2}-\d{2}(?:T| \d{1,2}:)/,
    () => 'has a time of day; dates are whole UTC days here, so leave the time out',
  ],
  [
    'set',
    /^[[{]/,
    () =>
      'is a set of dates (EDTF level 2), of which only [..2023-11-30] and [2024-05-05..2024-05-09], some day up to or between two, are supported',
  ],
  [
    'exponent',
    /^Y-?\d+E\d|S\d+$/,
    () =>
      'uses exponents or significant digits (EDTF level 2), which are not supported; write the year out, with ~ if it is approximate',
  ],
  ['year-minus-zero', /^-0000/, () => 'names a year -0000, which does not exist; year 0000 is 1 BC'],
  ['y-four-digits', /^Y-?\d{1,4}$/, () => 'has a Y before a year of four digits; write the year without the Y'],
  ['sign', /^[+−–]\d/, () => 'begins with a sign that EDTF does not use; years before 0000 begin with a plain hyphen'],
  [
    'one-digit',
    /^\d{4}-(?:[\dX]-|[\dX]$|[\dX]{2}-[\dX]$)/,
    () => 'has a month or day of one digit; write two, as in 2023-09-05',
  ],
  ['no-hyphens', /^(\d{4})(\d{2})(\d{2})$/, (y, m, d) => `has no hyphens; write ${y}-${m}-${d}`],
  ['no-hyphen', /^(\d{4})(0\d|1[0-2])$/, (y, m) => `has no hyphen; write ${y}-${m}`],
  ['years-joined', /^(\d{4})-(\d{4})$/, (first, last) => `joins two years with a hyphen; write ${first}/${last}`],
  [
    'five-digits',
    /^-?\d{5}/,
    () => 'has a year of more than four digits; begin it with Y, as in Y12345, or take the extra digits out',
  ],
  [
    'day-first',
    /^(\d{1,2})[-.](\d{1,2})[-.](\d{4})$/,
    () => 'does not begin with the year; write year, month, day, as in 2023-09-29',
  ],
  [
    'short-year',
    /^-?\d{1,3}[?~%]?$/,
    () => 'is too short for a year; write a year as 2023 or -0043, a decade as 202X, a century as 20XX',
  ],
  [
    'small-x',
    /^-?\d+[\dXxu-]*[xu][\dXxu-]*$/,
    () => 'has a small letter in the place of a digit that is not known; write a capital X, as in 202X or 2023-XX',
  ],
  ['no-year', /^-?X{4}/, () => 'does not say which year; where no date is known, give null'],
  [
    'long-year-marked',
    /^Y.*[?~%]$/,
    () => 'marks a year of more than four digits, which EDTF does not do at level 1; leave the mark out',
  ],
  [
    'level-2',
    /^-?[\dX?~%]{4,}(-[\dX?~%]+){0,2}$/,
    () =>
      'uses EDTF level 2; supported are marks (? ~ %) at the end of a date and an X in its last places (202X, 20XX, 2023-XX, 2023-09-XX, 2023-XX-XX)',
  ],
];

/** The error for a date that cannot be read; the sentence tells the likeliest reason. */
export function refuseDate(text: string): EdtfError {
  const calendar = calendarProblem(text);
  if (calendar) {
    const { words, reason, ...params } = calendar;
    return new EdtfError(`${quote(text)} is not a date: ${words}.`, reason, { text, ...params });
  }
  for (const [reason, pattern, explain] of EXPLANATIONS) {
    const found = pattern.exec(text);
    if (found) return new EdtfError(`${quote(text)} ${explain(...found.slice(1))}.`, reason, { text });
  }
  return new EdtfError(`${quote(text)} is not a date in EDTF; ${ACCEPTED}.`, 'no-edtf', { text });
}

/** The error for a text with slashes that is neither an interval nor, as it seems, meant as one. */
export function refuseSlashes(text: string): EdtfError {
  const pieces = text.split('/');
  const looksLikeOneDate =
    pieces.length === 3 &&
    pieces.every((piece) => /^\d{1,4}$/.test(piece)) &&
    pieces.some((piece) => /^\d{1,2}$/.test(piece));
  return new EdtfError(
    looksLikeOneDate
      ? `${quote(text)} has slashes inside a date; write year, month, day with hyphens, as in 2023-09-29.`
      : `${quote(text)} has more than one slash; an interval has one, between its first and its last date, as in 2022/2024.`,
    looksLikeOneDate ? 'slashes-in-date' : 'many-slashes',
    { text },
  );
}

/** The error for an empty text. */
export function refuseEmpty(): EdtfError {
  return new EdtfError(`The date is empty; ${ACCEPTED}.`, 'empty');
}

interface CalendarProblem {
  words: string;
  reason: string;
  month: string;
  year?: string;
  days?: number;
}

function calendarProblem(text: string): CalendarProblem | undefined {
  const [, year, month, day] = /^(-?\d{4})-(\d{2})(?:-(\d{2}))?[?~%]?$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return undefined;
  const [m, d] = [Number(month), Number(day)];
  if (day === undefined && isDivision(m)) return undefined;
  const name = MONTHS[m - 1];
  if (name === undefined) {
    return day === undefined
      ? {
          words: `there is no month ${month}, nor a season of that number (months are 01 to 12, seasons 21 to 41)`,
          reason: 'no-month-or-season',
          month,
        }
      : { words: `there is no month ${month}`, reason: 'no-month', month };
  }
  const days = daysInMonth(Number(year), m);
  if (day === undefined || (d >= 1 && d <= days)) return undefined;
  return { words: `${name} ${year} has ${days} days`, reason: 'days-of-month', month, year, days };
}
