import { EdtfError } from './edtf-error.js';
import { isoOfDay, type Day } from './day.js';
import { readStatement } from './read-statement.js';
import { windowOfShape } from './shape-window.js';
import type { IntervalEnd, Marks, Precision, Statement } from './statement.js';
import type { Window } from './window.js';

/** A date of any precision, or an interval of dates, as somebody wrote it and as the days that it means. */
export interface EdtfDate {
  /** The string as it was written. */
  readonly edtf: string;
  /** From the first day that it may mean to the last; null where it is open or unknown. */
  readonly window: Window;
  /**
   * When it began: of an interval whose start is a date the window of that date, no later than the interval ends; of
   * everything else the whole window.
   */
  readonly beginning: Window;
  /** The window of the date that stands at its start, and of the one at its end; null where no date stands there. */
  readonly start: Window | null;
  readonly end: Window | null;
  /** When what lasted ended: of an interval `end`, null of everything else, `[A..B]` included. */
  readonly ending: Window | null;
  readonly precision: Precision;
  /** Marked `~` or `%`, at one end at least. The window is that of the date without the mark. */
  readonly approximate: boolean;
  /** Marked `?` or `%`, at one end at least. */
  readonly uncertain: boolean;
}

/**
 * Reads a date in EDTF (Library of Congress, 2019; ISO 8601-2:2019): levels 0 and 1; of level 2 the seasons 25 to 41,
 * also with a mark, `[..D]`, `[A..B]`, an X together with a final mark, and an X at either end of an interval. Times of
 * day are refused: the unit is the UTC day. An empty end of an interval (`2023/`) is treated as `..`. Two ends that are
 * the same date are one date.
 *
 * @throws EdtfError with a sentence for the person who wrote the text
 */
export function parseEdtf(text: string): EdtfDate {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const date = readDate(text);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, date);
  return date;
}

/** What was read lately, as the same dates come again and again: a fact's is asked for a dozen times on its way. */
const remembered = new Map<string, EdtfDate>();
const MOST_REMEMBERED = 20_000;

function readDate(text: string): EdtfDate {
  const statement = readStatement(text);
  if (statement.kind === 'date') {
    const { precision, approximate, uncertain } = statement.date;
    const window = windowOfShape(statement.date);
    const windows = { window, beginning: window, start: window, end: window, ending: null };
    return { edtf: text, ...windows, precision, approximate, uncertain };
  }
  const [start, end] = [windowOfEnd(statement.start), windowOfEnd(statement.end)];
  const window = { earliest: start?.earliest ?? null, latest: end?.latest ?? null };
  return {
    edtf: text,
    window,
    beginning: statement.kind === 'interval' && start ? beginningWithin(start, window) : window,
    start,
    end,
    ending: statement.kind === 'interval' ? end : null,
    precision: 'interval',
    approximate: hasMark(statement, 'approximate'),
    uncertain: hasMark(statement, 'uncertain'),
  };
}

/**
 * The day by which something has certainly begun, null where it may begin on any later day. Something had occurred by a
 * day D when this is on or before D.
 */
export function lastDayOfBeginning(date: EdtfDate): Day | null {
  return date.beginning.latest;
}

/**
 * The days of a question with `from` and `to`, both EDTF: from the earliest day of the one to the latest day of the
 * other, open on the side that is left out or open itself.
 *
 * @throws EdtfError whose `parameter` names the text that cannot be read, or `to` when the range ends before it begins
 */
export function windowOfRange(from?: string, to?: string): Window {
  const earliest = from === undefined ? null : parseNamed('from', from).window.earliest;
  const latest = to === undefined ? null : parseNamed('to', to).window.latest;
  if (earliest !== null && latest !== null && latest < earliest) {
    throw new EdtfError(
      `The range ends on ${isoOfDay(latest)}, before it begins on ${isoOfDay(earliest)}; give a later "to" or an earlier "from".`,
      'range-reversed',
      { earliest: isoOfDay(earliest), latest: isoOfDay(latest) },
      'to',
    );
  }
  return { earliest, latest };
}

function parseNamed(parameter: 'from' | 'to', text: string): EdtfDate {
  try {
    return parseEdtf(text);
  } catch (error) {
    throw error instanceof EdtfError ? new EdtfError(error.message, error.reason, error.params, parameter) : error;
  }
}

/** What lasted until some day had begun by then, also where its start is known no closer: `2024/2024-06`. */
function beginningWithin(start: Window, { latest }: Window): Window {
  const isEarlier = latest !== null && start.latest !== null && latest < start.latest;
  return isEarlier ? { earliest: start.earliest, latest } : start;
}

function windowOfEnd(end: IntervalEnd): Window | null {
  return typeof end === 'string' ? null : windowOfShape(end);
}

function hasMark({ start, end }: Exclude<Statement, { kind: 'date' }>, mark: keyof Marks): boolean {
  return [start, end].some((date) => typeof date !== 'string' && date[mark]);
}
