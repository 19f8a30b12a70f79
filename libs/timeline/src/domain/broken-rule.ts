import type { z } from 'zod';
import type { Problem } from '#libs/kernel';

/**
 * Which rule an issue of the validation breaks, by the code that zod gives it, and what its words carry, for programs
 * that word it themselves: `too_big` with `maximum`, `invalid_format` with `format`, `invalid_value` with `values`. A rule
 * of ours is `custom` and has its name in `rule`.
 */
export function brokenRule(issue: z.core.$ZodIssue): Required<Pick<Problem, 'code' | 'params'>> {
  return { code: issue.code, params: paramsOf(issue) };
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
