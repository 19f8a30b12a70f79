import type { TFunction } from 'i18next';
import { dayInWords, edtfInWords } from './dates.js';

/** Since which day (YYYY-MM-DD, UTC) something could be known, and on what basis, as the API answers it. */
export interface Known {
  at: string;
  basis: string;
}

/**
 * Since when something could be known. What is known by its recording alone is on record since that day, which says nothing
 * of when it could be known.
 */
export function knownInWords({ at, basis }: Known, t: TFunction, language: string): string {
  if (basis === 'recorded') return t('changes.onRecordSince', { day: dayInWords(at, language) });
  return isByThen({ at, basis })
    ? t('fact.knownBy', { day: dayInWords(at, language) })
    : t('fact.known', { day: dayInWords(at, language) });
}

/** Since when a change could be known and is on record; one day where that is all that is known. */
export function changeDaysInWords(
  { known, recordedAt }: { known: Known; recordedAt: string },
  t: TFunction,
  language: string,
): string {
  const words = knownInWords(known, t, language);
  if (known.basis === 'recorded') return `${words}.`;
  return t('fact.changeDays', { known: words, recorded: dayInWords(recordedAt.slice(0, 10), language) });
}

/**
 * The day of news in words. A source that names only its month counts from the last day of it, so a day that ends a month is
 * "by" that day.
 */
export function newsDayInWords(day: string, language: string): string {
  return edtfInWords(endsMonth(day) ? `../${day}` : day, language);
}

/** Whether a day may stand for the month of a source or a window that it ends; what a writer stated is that day. */
function isByThen({ at, basis }: Known): boolean {
  return basis !== 'stated' && endsMonth(at);
}

function endsMonth(day: string): boolean {
  const next = new Date(`${day}T24:00:00Z`);
  return next.getUTCDate() === 1;
}
