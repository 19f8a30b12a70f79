import { daysInMonth, isoOfDay } from './day.js';
import { EdtfError, quote } from './edtf-error.js';
import { ACCEPTED, EXPLANATIONS, type Explanation } from './explanations.js';
import { INTERVAL_EXPLANATIONS } from './interval-explanations.js';
import { isDivision } from './shape-window.js';
import { spreadsheetDay } from './spreadsheet-day.js';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Whether a text is a date that is accepted. */
type Accepts = (text: string) => boolean;

/**
 * The error for a date that cannot be read; the sentence names the likeliest reason. Its params carry the same date in a
 * form that is accepted (`proposed`), or the forms of what the text may mean (`meant`). A form of another meaning is never
 * proposed.
 */
export function refuseDate(text: string, accepts: Accepts): EdtfError {
  return (
    calendarProblem(text, accepts) ??
    spreadsheetNumber(text) ??
    explained(text, EXPLANATIONS, accepts) ??
    new EdtfError(`${quote(text)} is not a date in EDTF; ${ACCEPTED}.`, 'no-edtf', { text })
  );
}

/** The error for a text with slashes that can be no interval as a whole; undefined where its ends are to be read. */
export function refuseInterval(text: string, accepts: Accepts): EdtfError | undefined {
  return explained(text, INTERVAL_EXPLANATIONS, accepts);
}

/** The error for an empty text. */
export function refuseEmpty(): EdtfError {
  return new EdtfError(`The date is empty; ${ACCEPTED}.`, 'empty');
}

function explained(text: string, explanations: readonly Explanation[], accepts: Accepts): EdtfError | undefined {
  for (const { reason, pattern, wrong, same, maybe, form } of explanations) {
    const found = pattern.exec(text);
    if (!found) continue;
    const groups = found.slice(1);
    const sentence = `${quote(text)} ${wrong}`;
    const proposed = same?.(...groups);
    if (proposed !== undefined && accepts(proposed)) {
      return new EdtfError(`${sentence}; write ${proposed} instead.`, reason, { text, proposed });
    }
    const meant = maybe?.(...groups).filter(accepts) ?? [];
    if (meant.length > 0) return new EdtfError(`${sentence}; ${perhaps(meant)}.`, reason, { text, meant });
    return new EdtfError(form === undefined ? `${sentence}.` : `${sentence}; ${form}.`, reason, { text });
  }
  return undefined;
}

function perhaps(meant: readonly string[]): string {
  return `perhaps ${meant.join(' or ')} is meant`;
}

function spreadsheetNumber(text: string): EdtfError | undefined {
  const day = spreadsheetDay(text);
  if (day === null) return undefined;
  const proposed = isoOfDay(day);
  return new EdtfError(
    `${quote(text)} looks like a spreadsheet's number of a day (${text} is ${proposed}); format the column as yyyy-mm-dd.`,
    'spreadsheet-day',
    { text, proposed },
  );
}

function calendarProblem(text: string, accepts: Accepts): EdtfError | undefined {
  const [, year, month, day] = /^(-?\d{4})-(\d{2})(?:-(\d{2}|XX))?[?~%]?$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return undefined;
  const [m, d] = [Number(month), Number(day)];
  if (day === undefined)
    return isDivision(m) || MONTHS[m - 1] !== undefined ? undefined : noMonth(text, year, month, accepts);
  const name = MONTHS[m - 1];
  const sentence = `${quote(text)} is not a date: `;
  if (name === undefined) {
    return new EdtfError(`${sentence}there is no month ${month}.`, 'no-month', { text, month });
  }
  const days = daysInMonth(Number(year), m);
  if (day === 'XX' || (d >= 1 && d <= days)) return undefined;
  return new EdtfError(`${sentence}${name} ${year} has ${days} days.`, 'days-of-month', { text, month, year, days });
}

/** A number after the year that is neither a month nor a season; two digits may be those of a later year. */
function noMonth(text: string, year: string, month: string, accepts: Accepts): EdtfError {
  const sentence = `${quote(text)} is not a date: there is no month ${month}, nor a season of that number (months are 01 to 12, seasons 21 to 41)`;
  const later = laterYear(year, month);
  if (later === null || !accepts(`${year}/${later}`))
    return new EdtfError(`${sentence}.`, 'no-month-or-season', { text, month });
  const meant = [`${year}/${later}`];
  return new EdtfError(`${sentence}; ${perhaps(meant)}.`, 'no-month-or-season', { text, month, meant });
}

/** The later year of which two digits may be the last ones: of 2019 and `20` 2020, of 1999 and `00` 2000. */
function laterYear(year: string, digits: string): string | null {
  if (year.startsWith('-')) return null;
  if (year.endsWith('99') && digits === '00') return String(Number(year) + 1).padStart(4, '0');
  return digits > year.slice(2) ? year.slice(0, 2) + digits : null;
}
