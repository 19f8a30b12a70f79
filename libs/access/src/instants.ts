const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/**
 * Reads an RFC 3339 instant, or a day (UTC) as its beginning or its end; null where the text is neither.
 *
 * @param edge which end of a day is meant
 */
export function readInstant(text: string, edge: 'beginning' | 'end'): Date | null {
  const isDay = DAY.test(text);
  if (!isDay && !INSTANT.test(text)) return null;
  const midnight = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  // `Date` itself continues from 30 February into March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(text.slice(0, 10))) return null;
  if (isDay) return edge === 'end' ? new Date(midnight.getTime() + DAY_MS) : midnight;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : instant;
}
