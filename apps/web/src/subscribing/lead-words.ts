import type { TFunction } from 'i18next';
import { endsOf, hasOpenStart } from '../parts/dates.js';

const UNITS = { D: 'days', W: 'weeks', M: 'months', Y: 'years' } as const;

/** Lead times from the longest to the shortest. */
export function longestFirst(leads: readonly string[]): string[] {
  return leads.toSorted((one, other) => roughDays(other) - roughDays(one));
}

const DAYS = { D: 1, W: 7, M: 30, Y: 365 } as const;

function roughDays(lead: string): number {
  const parts = lead.matchAll(/(\d+)([DWMY])/g);
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * DAYS[unit as 'D'], 0);
}

/**
 * A lead time before a window: of one wider than a day, no day of which is fixed, before its first possible day, with an
 * open start before its last one.
 *
 * @param window EDTF
 */
export function leadBeforeWindow(lead: string, window: string, t: TFunction): string {
  const [date, last] = endsOf(window);
  if (last === undefined && /^-?\d{4}-\d{2}-\d{2}[~?%]?$/.test(date)) return leadInWords(lead, t);
  const day = hasOpenStart(window) ? 'last' : 'first';
  return t(`lead.${/[1-9]/.test(lead) ? 'before' : 'on'}.${day}`, { lead: leadInWords(lead, t) });
}

/** A lead time in words: `P30D` is "30 days before". One of several units is left as it is written. */
export function leadInWords(lead: string, t: TFunction): string {
  const [, count, unit] = /^P(\d+)([DWMY])$/.exec(lead) ?? [];
  if (count === undefined) return lead;
  if (Number(count) === 0) return t('lead.same');
  return t(`lead.${UNITS[unit as 'D']}`, { count: Number(count) });
}
