const INSTANT =
  /^((?!0000)\d{4}-\d{2}-\d{2})[Tt]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/**
 * Microseconds since 1970-01-01T00:00:00Z of an instant (RFC 3339, up to microseconds; the seconds may be left out), or
 * null where the text is none, names a day that the calendar does not have, or lies on a UTC day outside the years 0001 to
 * 9999.
 */
export function parseInstant(text: string): bigint | null {
  const [, day = '', minutes, seconds = '00', fraction = '', zone = ''] = INSTANT.exec(text) ?? [];
  if (minutes === undefined || !isCalendarDay(day)) return null;
  const milliseconds = Date.parse(`${day}T${minutes}:${seconds}${zone.toUpperCase()}`);
  // An offset can move the first and the last day out of these years.
  if (!isCalendarDay(new Date(milliseconds).toISOString().split('T', 1)[0]!)) return null;
  return BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

/**
 * An instant, or a day (UTC) as its beginning or its end; null where the text is neither. Microseconds are cut.
 *
 * @param edge which end of a day is meant
 */
export function parseDayOrInstant(text: string, edge: 'beginning' | 'end'): Date | null {
  if (isCalendarDay(text)) return new Date(Date.parse(text) + (edge === 'end' ? DAY_MS : 0));
  const micros = parseInstant(text);
  if (micros === null) return null;
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  return new Date(Number((micros - rest) / 1000n));
}

/** Whether a text is a day (YYYY-MM-DD, years 0001 to 9999) that the calendar has: `Date` continues from 30 February into March. */
export function isCalendarDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}
