import { isExact, type JsonObject } from '#libs/kernel';

/** Sixteen digits or more: fewer are always told apart by a JavaScript number. */
const MANY_DIGITS = /\d[\d.]{15}/;

/**
 * Reads the text of a `jsonb` object; null where a number in it is not exactly the number that JavaScript makes of it.
 * Whatever the log recorded can be read; such a number can only have been put there behind its back, and read carelessly
 * it would hash as if nothing had been changed.
 */
export function parseExactly(text: string): JsonObject | null {
  const value = JSON.parse(text) as JsonObject;
  if (!MANY_DIGITS.test(text)) return value;
  let isWhole = true;
  JSON.parse(text, (_key: string, entry: unknown, context?: { source?: string }) => {
    if (typeof entry === 'number' && !isExact(context?.source ?? '', entry)) isWhole = false;
    return entry;
  });
  return isWhole ? value : null;
}
