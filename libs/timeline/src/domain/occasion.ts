import { isoOfDay, parseEdtf } from '#libs/edtf';

/**
 * The occasion of a milestone that is due at a date, as a slug: the date itself where it is a plain day, month or year,
 * else the first day of its window, or the last one where the start is open.
 */
export function occasionOf(occurred: string): string {
  if (/^\d{4}(-\d{2}){0,2}$/.test(occurred)) return occurred;
  const { earliest, latest } = parseEdtf(occurred).window;
  const day = earliest ?? latest;
  return day === null
    ? 'undated'
    : isoOfDay(day)
        .replaceAll(/[^0-9-]/g, '')
        .replace(/^-/, 'bc-');
}
