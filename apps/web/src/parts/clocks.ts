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

/** A path of the API with filters of its own and the clocks of a page. */
export function underClocks(path: string, query: URLSearchParams): string {
  const clocks = clocksOf(query);
  return clocks.size === 0 ? path : `${path}&${clocks}`;
}

/** An address without its clocks: the same in the present. Pages of a list are those of its clocks, so it begins anew. */
export function withoutClocks(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...query].filter(([name]) => name !== 'cursor' && !CLOCKS.some((clock) => clock === name)),
  );
}

/**
 * The clocks of an address in words, such as "as known on 31 December 2024"; null where it shows the present, and where a
 * clock cannot be read or stands there twice, so that nothing is shown under it.
 */
export function clocksInWords(query: URLSearchParams, t: TFunction, language: string): string | null {
  const clocks = [...clocksOf(query)].map(([clock, value]) => clockInWords(clock as Clock, value, t, language));
  const isReadable = [...clocksOf(query)].every(
    ([clock, value]) => query.getAll(clock).length === 1 && isMoment(clock as Clock, value),
  );
  if (clocks.length === 0 || !isReadable) return null;
  return new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(clocks);
}

/** The day that a page is shown for, as it is marked in a picture: "today", or the date of its clocks. */
export function dayShownInWords(query: URLSearchParams, day: string, t: TFunction, language: string): string {
  return clocksOf(query).size === 0 ? t('band.today') : dayInWords(day, language);
}

function isPosition(clock: Clock, value: string): boolean {
  return clock === 'recordedBy' && /^\d{1,18}$/.test(value);
}

function isMoment(clock: Clock, value: string): boolean {
  return isPosition(clock, value) || isDay(value) || (value.includes('T') && !Number.isNaN(Date.parse(value)));
}

function clockInWords(clock: Clock, value: string, t: TFunction, language: string): string {
  if (isPosition(clock, value)) return t('past.position', { position: value });
  return t(`past.${clock}`, { day: momentInWords(value, language) });
}

/** A day or an instant (RFC 3339) in words, the instant in UTC. What is neither stays as it was written. */
export function momentInWords(value: string, language: string): string {
  if (isDay(value)) return dayInWords(value, language);
  const [, fraction] = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:(\d{2}(?:\.\d+)?)(?:Z|[+-]\d{2}:\d{2})$/i.exec(value) ?? [];
  const at = Date.parse(value);
  if (fraction === undefined || Number.isNaN(at)) return value;
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  // An offset has no seconds, and Date would cut them to milliseconds.
  const seconds = Number(fraction) === 0 ? '' : `:${fraction}`;
  return `${dayInWords(day, language)}, ${time.slice(0, 5)}${seconds} UTC`;
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = Date.parse(value);
  // Date takes 31 February for a day of March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
}
