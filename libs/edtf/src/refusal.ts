import { daysInMonth, isoOfDay } from './day.js';
import { EdtfError, quote } from './edtf-error.js';
import { ACCEPTED, EXPLANATIONS, NO_DAY_AT_ALL, type Explanation } from './explanations.js';
import { INTERVAL_EXPLANATIONS } from './interval-explanations.js';
import { asYears } from './proposals.js';
import { isDivision } from './shape-window.js';
import { spreadsheetDay } from './spreadsheet-day.js';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Whether a text is a date that is accepted. */
type Accepts = (text: string) => boolean;

/**
 * The error for a date that cannot be read; the sentence names the likeliest reason. Its params carry the same date in a
 * form that is accepted (`proposed`), or the forms of what the text may mean (`meant`). A form of another meaning is never
 * proposed: what EDTF reads as a season, but people write for two years (`2023-24`), is only one of the forms.
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
    if (proposed !== undefined && asYears(proposed) === null && accepts(proposed)) {
      return new EdtfError(`${sentence}; write ${proposed} instead.`, reason, { text, proposed });
    }
    const readings = [...(proposed === undefined ? [] : [proposed]), ...(maybe?.(...groups) ?? [])];
    const meant = [...new Set(readings.flatMap((reading) => [reading, asYears(reading) ?? reading]))].filter(accepts);
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
  if (text === NO_DAY_AT_ALL) return undefined;
  const [, year, month, day, mark = ''] = /^(-?\d{4})-(\d{2})(?:-(\d{2}|XX))?([?~%]?)$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return undefined;
  const [m, d] = [Number(month), Number(day)];
  if (day === undefined)
    return isDivision(m) || MONTHS[m - 1] !== undefined ? undefined : noMonth(text, year, month, mark, accepts);
  const name = MONTHS[m - 1];
  const sentence = `${quote(text)} is not a date: `;
  if (name === undefined) {
    // Databases write 00 for what is not known; a day of an unknown month is no date that can be proposed.
    const wholeYear = month === '00' && d === 0 ? [`${year}${mark}`] : [];
    return refusal(`${sentence}there is no month ${month}`, 'no-month', { text, month }, wholeYear.filter(accepts));
  }
  if (d === 0) {
    const wholeMonth = [`${year}-${month}${mark}`].filter(accepts);
    return refusal(`${sentence}there is no day 00`, 'no-day-of-month', { text, day }, wholeMonth);
  }
  const days = daysInMonth(Number(year), m);
  if (day === 'XX' || d <= days) return undefined;
  return refusal(`${sentence}${name} ${year} has ${days} days`, 'days-of-month', { text, month, year, days }, []);
}

/** A number after the year that is neither a month nor a season; two digits may be those of a later year. */
function noMonth(text: string, year: string, month: string, mark: string, accepts: Accepts): EdtfError {
  const years = asYears(text);
  const unknownMonth = month === '00' ? [`${year}${mark}`] : [];
  const meant = years === null ? unknownMonth : [years];
  return refusal(
    `${quote(text)} is not a date: there is no month ${month}, nor a season of that number (months are 01 to 12, seasons 21 to 41)`,
    'no-month-or-season',
    { text, month },
    meant.filter(accepts),
  );
}

/** The error of a sentence without its end, with the forms of what may be meant where there are any. */
function refusal(
  sentence: string,
  reason: string,
  params: Readonly<Record<string, string | number>>,
  meant: readonly string[],
): EdtfError {
  if (meant.length === 0) return new EdtfError(`${sentence}.`, reason, params);
  return new EdtfError(`${sentence}; ${perhaps(meant)}.`, reason, { ...params, meant });
}
