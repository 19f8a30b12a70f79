import type { TFunction } from 'i18next';
import { localeOf } from '../words/locales.js';

/** The least and the most of a number; null where there is none. */
export interface NumberRange {
  min: number | null;
  max: number | null;
}

/** A range in words: one number where both ends are equal, what it is at least where it has no upper end. */
export function rangeInWords({ min, max }: NumberRange, t: TFunction, language: string): string {
  const format = new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 3 });
  if (min === null) return max === null ? t('chart.none') : t('range.atMost', { max: format.format(max) });
  if (max === null) return t('range.atLeast', { min: format.format(min) });
  return min === max ? format.format(min) : t('range.between', { min: format.format(min), max: format.format(max) });
}

/** How many cases, in words. */
export function casesInWords(range: { min: number; max: number }, t: TFunction, language: string): string {
  return range.min === range.max
    ? t('cases.count', { count: range.min })
    : t('range.cases', { range: rangeInWords(range, t, language) });
}
