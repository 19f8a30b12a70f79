import { Temporal } from 'temporal-polyfill';

/** A time zone as IANA spells it, from a name in any letter case; null where there is none. An alias (`Europe/Kiev`) stays one. */
export function ianaSpelling(text: string): string | null {
  try {
    // Temporal would take an instant with a time zone too.
    Intl.DateTimeFormat('en', { timeZone: text });
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return null;
  }
}
