const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A date (UTC) with the named parts, in a locale. Formats are kept: making one takes far longer than using it, a page has
 * hundreds of dates, and the band is drawn sixty times a second.
 */
export function formattedDate(date: Date, locale: string, parts: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([locale, parts]);
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' });
    formats.set(key, format);
  }
  return format.format(date);
}
