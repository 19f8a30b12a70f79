/** What neither XML 1.0 nor iCalendar can carry: controls but for tab and line feed, and what is no character. */
// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;
/** Marks that turn the direction of whatever follows them, beyond the text that they stand in. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** A text as every format can carry it: line ends are line feeds, and U+FFFD stands for what cannot be written. */
export function plainText(text: string): string {
  return text.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replaceAll(UNWRITABLE, '\uFFFD');
}

/** The same on one line, for titles: it cannot turn the words around it either. */
export function oneLine(text: string): string {
  return plainText(text).replaceAll(TURNING, '').replaceAll(/\s+/g, ' ').trim();
}
