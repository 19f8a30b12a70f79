const DAY_MS = 86_400_000;

/** The furthest days from 1 January 1970 that a Date can show, on both sides. */
export const FURTHEST = 100_000_000;

/** A day as the API writes it (YYYY-MM-DD, UTC, years also negative or with a sign) as days since 1 January 1970. */
export function dayNumber(day: string): number {
  const match = /^([+-]?\d{4,})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) throw new RangeError(`"${day}" is no day.`);
  const [, year, month, date] = match;
  const at = new Date(0);
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(date));
  if (Number.isNaN(at.getTime())) throw new RangeError(`"${day}" lies beyond the days that a Date can show.`);
  return at.getTime() / DAY_MS;
}

/** The day on which an instant in days since 1970 lies, as {@link dayNumber} reads it. */
export function isoDay(number: number): string {
  const at = new Date(Math.floor(number) * DAY_MS);
  const year = at.getUTCFullYear();
  const digits = String(Math.abs(year)).padStart(4, '0');
  const [month, day] = [at.getUTCMonth() + 1, at.getUTCDate()].map((part) => String(part).padStart(2, '0'));
  return `${year < 0 ? '-' : ''}${digits}-${month}-${day}`;
}

/** The same day as `from` and `to` take it; EDTF has no days in years of more than four digits, so there it is the year. */
export function edtfDay(number: number): string {
  const day = isoDay(number);
  return /^-?\d{5}/.test(day) ? `Y${day.slice(0, -6)}` : day;
}

/** Days since 1970 as a Date. */
export function dateOf(number: number): Date {
  return new Date(number * DAY_MS);
}

/** A Date as days since 1970. */
export function numberOf(date: Date): number {
  return date.getTime() / DAY_MS;
}
