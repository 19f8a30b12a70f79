import type { TFunction } from 'i18next';
import { localeOf } from '../words/locales.js';
import { dayInWords } from './dates.js';

/** The clocks of a page: how things stood, what was known, what was on record. */
export const CLOCKS = ['asOf', 'knownAt', 'recordedBy'] as const;
type Clock = (typeof CLOCKS)[number];

/** The clocks that an address names, as parameters of the API; empty where it shows the present. */
export function clocksOf(query: URLSearchParams): URLSearchParams {
  const named = CLOCKS.flatMap((clock) => {
    const value = query.get(clock) ?? '';
    return value === '' ? [] : [[clock, value] satisfies [string, string]];
  });
  return new URLSearchParams(named);
}

/** An address without its clocks: the same in the present. Pages of a list are those of its clocks, so it begins anew. */
export function withoutClocks(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...query].filter(([name]) => name !== 'cursor' && !CLOCKS.some((clock) => clock === name)),
  );
}

/** The clocks of an address in words, such as "as known on 31 December 2024"; null where it shows the present. */
export function clocksInWords(query: URLSearchParams, t: TFunction, language: string): string | null {
  const clocks = [...clocksOf(query)].map(([clock, value]) => clockInWords(clock as Clock, value, t, language));
  if (clocks.length === 0) return null;
  return new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(clocks);
}

/** The day that a page is shown for, as it is marked in a picture: "today", or the date of its clocks. */
export function dayShownInWords(query: URLSearchParams, day: string, t: TFunction, language: string): string {
  return clocksOf(query).size === 0 ? t('band.today') : dayInWords(day, language);
}

function clockInWords(clock: Clock, value: string, t: TFunction, language: string): string {
  if (clock === 'recordedBy' && /^\d{1,18}$/.test(value)) return t('past.position', { position: value });
  return t(`past.${clock}`, { day: momentInWords(value, language) });
}

/** A day in words. An instant, and what is neither, stays as it was written. */
function momentInWords(value: string, language: string): string {
  return isDay(value) ? dayInWords(value, language) : value;
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}
