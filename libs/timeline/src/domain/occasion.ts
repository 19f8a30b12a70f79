import { isoOfDay, parseEdtf } from '#libs/edtf';

const PLAIN = /^\d{4}(-\d{2}){0,2}$/;

/**
 * The occasion of a milestone that is due at a date, as a slug: the plain day, month or year that the date names first
 * (`2026`, `2023-11` of `../2023-11`, `2026-07-20` of an interval), else the first day of its window.
 */
export function occasionOf(occurred: string): string {
  const named = occurred.split(/[/[\].]+/).find((part) => PLAIN.test(part));
  if (named !== undefined) return named;
  const { earliest, latest } = parseEdtf(occurred).window;
  const day = earliest ?? latest;
  return day === null ? 'undated' : isoOfDay(day).replace(/^[+-]/, 'y');
}

/** The year of the occasion of a milestone that is due at a date, as a slug: `2036` of `2036-07-01` and of `../2036`. */
export function yearOfOccasion(occurred: string): string {
  return occasionOf(occurred).split('-')[0]!;
}
