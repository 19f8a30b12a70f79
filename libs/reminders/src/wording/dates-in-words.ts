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

/** A lead time in words: "30 days before", "on the day". @param duration ISO 8601 in years, months, weeks and days */
export function leadTimeInWords(duration: string): string {
  return /[1-9]/.test(duration) ? `${durationInWords(duration)} before` : 'on the day';
}

const LIST = new Intl.ListFormat('en-GB');

/** "a", "a and b", "a, b and c". */
export function inSeries(items: readonly string[]): string {
  return LIST.format(items);
}
