/** What neither XML 1.0 nor iCalendar can carry: controls but for tab and line feed, and what is no character. */
// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;
/** Those that a terminal acts on: controls but for tab, line feed and carriage return. */
// oxlint-disable-next-line no-control-regex
const STEERING = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;
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

/** The same with the line ends that it has, for cells and messages that a terminal may show. */
export function harmlessText(text: string): string {
  return text
    .replaceAll(/[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(STEERING, '\uFFFD')
    .replaceAll(TURNING, '');
}

/**
 * Every text of a JSON value without what steers, names of fields included; what is no plain object stays.
 *
 * @param clean what becomes of a text
 */
export function harmlessValue<T>(value: T, clean?: (text: string) => string): T;
export function harmlessValue(value: unknown, clean = harmlessText): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item: unknown) => harmlessValue(item, clean));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [clean(key), harmlessValue(part, clean)]));
}

/** JSON without a character that a terminal would act on: those of JSON.stringify and the rest are escaped, nothing is lost. */
export function harmlessJson(json: string): string {
  return json.replaceAll(
    /[\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
