import type { z } from 'zod';
import { adviceOnDay, EdtfError, parseEdtf } from '#libs/edtf';
import type { Problem } from '#libs/kernel';

/** The message of a schema of a date (EDTF) or of a day in whose place a number stands; it is worded by the number. */
export const DATE = 'date';
export const DAY = 'day';

/** The `error` of a schema of a date or of a day: a number in its place has the message, all else is worded by the type. */
export function ofNumber(message: typeof DATE | typeof DAY) {
  return ({ input }: { input?: unknown }): string | undefined => (typeof input === 'number' ? message : undefined);
}

/**
 * Which rule an issue of the validation breaks, by the code that zod gives it, and what its words carry, for programs
 * that word it themselves: `too_big` with `maximum`, `invalid_format` with `format`, `invalid_value` with `values`. A rule
 * of ours is `custom` and has its name in `rule`.
 */
export function brokenRule(issue: z.core.$ZodIssue): Required<Pick<Problem, 'code' | 'params'>> {
  const refused = refusedNumber(issue);
  if (refused) return { code: 'custom', params: { rule: refused.reason, ...refused.params } };
  return { code: issue.code, params: paramsOf(issue) };
}

/** Why a number in the place of a date would be refused as text as well; undefined where quotes are all that is missing. */
export function refusedNumber({ code, message, input }: z.core.$ZodIssue): EdtfError | undefined {
  if (code !== 'invalid_type' || (message !== DATE && message !== DAY)) return undefined;
  if (message === DAY) return adviceOnDay(String(input));
  try {
    parseEdtf(String(input));
    return undefined;
  } catch (error) {
    if (error instanceof EdtfError) return error;
    throw error;
  }
}

/** A rule of ours that no schema holds, by its name. */
export function ownRule(rule: string): Required<Pick<Problem, 'code' | 'params'>> {
  return { code: 'custom', params: { rule } };
}

/** Whether a field was left out that must be there; null is the same. */
export function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && (issue.input === undefined || issue.input === null);
}

/** How input from outside is parsed: with what was given in each issue, and words of ours (`wordsOf`) in place of zod's. */
export const READING: z.core.ParseContext<z.core.$ZodIssue> = { reportInput: true, error: () => '' };

function paramsOf(issue: z.core.$ZodIssue): NonNullable<Problem['params']> {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? { expected: issue.expected, received: 'undefined' } : { expected: issue.expected };
    case 'too_big':
      return { maximum: Number(issue.maximum), origin: issue.origin };
    case 'too_small':
      return { minimum: Number(issue.minimum), origin: issue.origin };
    case 'invalid_format':
      return { format: issue.format };
    case 'invalid_value':
      return { values: issue.values.map(String) };
    case 'custom':
      return (issue.params ?? {}) as NonNullable<Problem['params']>;
    default:
      return {};
  }
}
