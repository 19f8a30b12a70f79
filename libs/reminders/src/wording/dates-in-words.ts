import { durationInWords, inWords, parseEdtf } from '#libs/edtf';

/** A date with precision in words: "1 July 2026", "2027". @param edtf a date as the log has it */
export function dateInWords(edtf: string): string {
  return inWords(parseEdtf(edtf));
}

/** Whether a window names one day. */
export function isOneDay(edtf: string): boolean {
  const { earliest, latest } = parseEdtf(edtf).window;
  return earliest !== null && earliest === latest;
}

/** Making a form takes much longer than using it; there is one for each time zone that somebody has. */
const forms = new Map<string, Intl.DateTimeFormat>();

/** An instant as a reader's clock shows it: "1 June 2026 at 09:00 (America/Mexico_City)". @param timeZone IANA */
export function instantInWords(instant: string, timeZone: string): string {
  const form =
    forms.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone });
  forms.set(timeZone, form);
  return `${form.format(new Date(instant))} (${timeZone})`;
}

/**
 * A lead time in words: "30 days before", "on the day"; of a window wider than a day, which has no day, "30 days before the
 * first possible day", "on the first possible day".
 *
 * @param duration ISO 8601 in years, months, weeks and days
 * @param window when it is due, EDTF
 */
export function leadTimeInWords(duration: string, window: string): string {
  const day = isOneDay(window) ? null : countedFrom(window);
  if (/[1-9]/.test(duration)) return `${durationInWords(duration)} before${day === null ? '' : ` ${day}`}`;
  return `on ${day ?? 'the day'}`;
}

/** The day of a window, EDTF, that lead times count back from: its first one, with an open start its last one. */
export function countedFrom(window: string): string {
  return parseEdtf(window).window.earliest === null ? 'the last possible day' : 'the first possible day';
}

const LIST = new Intl.ListFormat('en-GB');

/** "a", "a and b", "a, b and c". */
export function inSeries(items: readonly string[]): string {
  return LIST.format(items);
}
