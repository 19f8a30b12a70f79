import { calendarOf, isoOfDay, type Day } from './day.js';
import { addDuration } from './duration.js';
import { parseEdtf } from './edtf-date.js';
import { quote } from './edtf-error.js';
import { asYears } from './proposals.js';
import { spreadsheetDay } from './spreadsheet-day.js';
import { inWords } from './words.js';

/** How a date is read that its writer hardly meant. */
export interface Remark {
  /** `read-as-season` or `far-future`. */
  readonly code: string;
  /** One sentence: how it is read, and what to write where something else is meant. */
  readonly detail: string;
  /** What a program needs to say it in other words. */
  readonly params: Readonly<Record<string, string>>;
}

const FURTHEST = 'P100Y';
/**
 * How a valid date is read where its writer hardly meant that: a season whose number may have been meant as a year
 * (`2023-24` is the winter of 2023-24, not the school year), or a year more than a hundred years after today. Null where
 * there is nothing to remark.
 *
 * @param today a UTC day
 * @throws EdtfError when the text is no date that is accepted ({@link parseEdtf})
 */
export function remarkOn(edtf: string, today: Day): Remark | null {
  const date = parseEdtf(edtf);
  const years = asYears(edtf);
  if (years !== null) return readAsSeason(edtf, years);
  const last = Math.max(date.start?.latest ?? -Infinity, date.end?.latest ?? -Infinity);
  return last > addDuration(today, FURTHEST) ? farFuture(edtf, last) : null;
}

/** @param years the whole date with years in the place of seasons */
function readAsSeason(edtf: string, years: string): Remark {
  const part = /[/[]/.test(edtf) ? 'with' : 'as';
  return {
    code: 'read-as-season',
    detail: `${quote(edtf)} is read ${part} a part of the year: ${inWords(parseEdtf(edtf))}; where the years from the one to the other are meant, write ${years}.`,
    params: { text: edtf, years },
  };
}

function farFuture(edtf: string, last: Day): Remark {
  const year = String(calendarOf(last).year);
  const day = spreadsheetDay(edtf.replace(/^Y/, ''));
  const number = day === null ? '' : `; as a spreadsheet's number of a day, ${year} is ${isoOfDay(day)}`;
  return {
    code: 'far-future',
    detail: `${quote(edtf)} is read as ${inWords(parseEdtf(edtf))}, more than a hundred years after today${number}.`,
    params: { text: edtf, year },
  };
}
