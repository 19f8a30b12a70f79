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

/** The whole text with a reading in the place of the part that is refused; undefined where no form has that meaning. */
export type InPlace = (reading: string) => string | undefined;

const AS_WHOLE: InPlace = (reading) => reading;

/** An interval with a date at both ends, not one of a set. */
const INTERVAL = /^([^/[\].]+)\/([^/[\].]+)$/;

/**
 * Puts readings in the place of one end of an interval or a set. What is read as lasting from A to B begins with A and ends
 * with B; another reading that is no single date has no place at an end.
 */
export function atEnd(side: 'start' | 'end', whole: (end: string) => string): InPlace {
  return (reading) => {
    const [, first, last] = INTERVAL.exec(reading) ?? [];
    const end = side === 'start' ? first : last;
    if (end !== undefined) return whole(end);
    return /[/[\]]|\.\./.test(reading) ? undefined : whole(reading);
  };
}

/**
 * The error for a date that cannot be read; the sentence names the likeliest reason. Its params carry the same date in a
 * form that is accepted (`proposed`), or the forms of what the text may mean (`meant`). A form of another meaning is never
 * proposed: what EDTF reads as a season, but people write for two years (`2023-24`), is only one of the forms. Where the
 * text is an end of an interval or a set, every form is one of the whole.
 */
export function refuseDate(text: string, accepts: Accepts, inPlace = AS_WHOLE): EdtfError {
  const forms = formsOf(text, accepts, inPlace);
  return (
    calendarProblem(text, forms) ??
    spreadsheetNumber(text, forms) ??
    explained(text, EXPLANATIONS, forms) ??
    new EdtfError(`${quote(text)} is not a date in EDTF; ${ACCEPTED}.`, 'no-edtf', { text })
  );
}

/** The error for a text with slashes that can be no interval as a whole; undefined where its ends are to be read. */
export function refuseInterval(text: string, accepts: Accepts): EdtfError | undefined {
  return explained(text, INTERVAL_EXPLANATIONS, formsOf(text, accepts, AS_WHOLE));
}

/** The accepted forms of the whole that readings of the refused text give. */
interface Forms {
  /** The one that a reading gives; undefined where years may be meant by a season in it. */
  sure(reading: string): string | undefined;
  /** All that readings may mean, each also with years in the place of seasons. */
  possible(readings: readonly string[]): string[];
}

function formsOf(text: string, accepts: Accepts, inPlace: InPlace): Forms {
  const refused = inPlace(text);
  const isForm = (whole: string): boolean => whole !== refused && accepts(whole);
  return {
    sure: (reading) => {
      const whole = inPlace(reading);
      return whole !== undefined && asYears(whole) === null && isForm(whole) ? whole : undefined;
    },
    possible: (readings) => {
      const wholes = readings.flatMap((reading) => inPlace(reading) ?? []);
      return [...new Set(wholes.flatMap((whole) => [whole, asYears(whole) ?? whole]))].filter(isForm);
    },
  };
}

/** The error for an empty text. */
export function refuseEmpty(): EdtfError {
  return new EdtfError(`The date is empty; ${ACCEPTED}.`, 'empty');
}

function explained(text: string, explanations: readonly Explanation[], forms: Forms): EdtfError | undefined {
  for (const { reason, pattern, wrong, same, maybe, form } of explanations) {
    const found = pattern.exec(text);
    if (!found) continue;
    const groups = found.slice(1);
    const sentence = `${quote(text)} ${wrong}`;
    const date = same === undefined ? [] : [same(...groups)];
    const proposed = date[0] === undefined ? undefined : forms.sure(date[0]);
    if (proposed !== undefined) {
      return new EdtfError(`${sentence}; write ${proposed} instead.`, reason, { text, proposed });
    }
    const meant = forms.possible([...date, ...(maybe?.(...groups) ?? [])]);
    if (meant.length > 0) return new EdtfError(`${sentence}; ${perhaps(meant)}.`, reason, { text, meant });
    return new EdtfError(form === undefined ? `${sentence}.` : `${sentence}; ${form}.`, reason, { text });
  }
  return undefined;
}

function perhaps(meant: readonly string[]): string {
  return `perhaps ${meant.join(' or ')} is meant`;
}

function spreadsheetNumber(text: string, forms: Forms): EdtfError | undefined {
  const number = spreadsheetDay(text);
  if (number === null) return undefined;
  const day = isoOfDay(number);
  const proposed = forms.sure(day);
  return new EdtfError(
    `${quote(text)} looks like a spreadsheet's number of a day (${text} is ${day}); format the column as yyyy-mm-dd.`,
    'spreadsheet-day',
    { text, day, ...(proposed !== undefined && { proposed }) },
  );
}

function calendarProblem(text: string, forms: Forms): EdtfError | undefined {
  if (text === NO_DAY_AT_ALL) return undefined;
  const [, year, month, day, mark = ''] = /^(-?\d{4})-(\d{2})(?:-(\d{2}|XX))?([?~%]?)$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return undefined;
  const [m, d] = [Number(month), Number(day)];
  if (day === undefined)
    return isDivision(m) || MONTHS[m - 1] !== undefined ? undefined : noMonth(text, year, month, mark, forms);
  const name = MONTHS[m - 1];
  const sentence = `${quote(text)} is not a date: `;
  if (name === undefined) {
    // Databases write 00 for what is not known; a day of an unknown month is no date that can be proposed.
    const wholeYear = month === '00' && d === 0 ? forms.possible([`${year}${mark}`]) : [];
    return refusal(`${sentence}there is no month ${month}`, 'no-month', { text, month }, wholeYear);
  }
  if (d === 0) {
    const wholeMonth = forms.possible([`${year}-${month}${mark}`]);
    return refusal(`${sentence}there is no day 00`, 'no-day-of-month', { text, day }, wholeMonth);
  }
  const days = daysInMonth(Number(year), m);
  if (day === 'XX' || d <= days) return undefined;
  return refusal(`${sentence}${name} ${year} has ${days} days`, 'days-of-month', { text, month, year, days }, []);
}

/** A number after the year that is neither a month nor a season; two digits may be those of a later year. */
function noMonth(text: string, year: string, month: string, mark: string, forms: Forms): EdtfError {
  const unknownMonth = month === '00' ? [`${year}${mark}`] : [];
  // The text itself is no date; of its forms, only the one with years in its place can be.
  const meant = forms.possible(asYears(text) === null ? unknownMonth : [text]);
  return refusal(
    `${quote(text)} is not a date: there is no month ${month}, nor a season of that number (months are 01 to 12, seasons 21 to 41)`,
    'no-month-or-season',
    { text, month },
    meant,
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
