import { ownValue } from '#libs/kernel';
import { compareAmounts, sumOf, type AmountRange } from './amounts.js';

/**
 * How a claimed figure stands beside what the records add up to. `agrees`: every number that the records allow is claimed;
 * `possible`: some are; `compatible`: the records give a lower bound only, which the claim does not fall below;
 * `exceeded`: the records give a lower bound only, which lies beyond the claim; `differs`: complete records exclude it.
 */
export const VERDICTS = ['agrees', 'possible', 'compatible', 'exceeded', 'differs'] as const;
/** How a claimed figure stands beside the records. */
export type Verdict = (typeof VERDICTS)[number];

interface Claimed {
  /** A decimal string. */
  value: string;
  /** How the source hedges it; null where it does not. */
  qualifier: string | null;
}

/** The numbers that a qualifier claims: those beyond the figure on one side, with the figure itself or without. */
const INEQUALITIES: Readonly<Record<string, { side: 1 | -1; included: boolean }>> = {
  over: { side: 1, included: false },
  'more-than': { side: 1, included: false },
  'at-least': { side: 1, included: true },
  nearly: { side: -1, included: false },
  under: { side: -1, included: false },
  'less-than': { side: -1, included: false },
  'at-most': { side: -1, included: true },
  'up-to': { side: -1, included: true },
};

/** Compares a claim with what the records add up to; `max` null: no upper bound is known. */
export function verdictOf(claim: Claimed, records: AmountRange): Verdict {
  const { all, some } = claimedOf(claim, records);
  if (all) return 'agrees';
  if (some) return records.max === null ? 'compatible' : 'possible';
  return records.max === null ? 'exceeded' : 'differs';
}

/** The records less the claim. */
export function differenceOf({ value }: Claimed, { min, max }: AmountRange): AmountRange {
  const negated = value.startsWith('-') ? value.slice(1) : `-${value}`;
  return { min: sumOf([min, negated]), max: max === null ? null : sumOf([max, negated]) };
}

/** Whether the claim holds for every number that the records allow, and for some. */
function claimedOf({ value, qualifier }: Claimed, { min, max }: AmountRange): { all: boolean; some: boolean } {
  const least = compareAmounts(min, value);
  const most = max === null ? Infinity : compareAmounts(max, value);
  if (qualifier === null) return { all: least === 0 && most === 0, some: least <= 0 && most >= 0 };
  const inequality = ownValue(INEQUALITIES, qualifier);
  // What `about` or an unknown word still allows is not known: nothing follows from it.
  if (!inequality) return { all: false, some: true };
  const { side, included } = inequality;
  const isClaimed = (place: number): boolean => side * place > 0 || (included && place === 0);
  return { all: isClaimed(least) && isClaimed(most), some: isClaimed(least) || isClaimed(most) };
}
