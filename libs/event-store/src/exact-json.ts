import type { JsonObject } from '#libs/kernel';

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
  let isExact = true;
  JSON.parse(text, (_key: string, entry: unknown, context?: { source?: string }) => {
    if (typeof entry === 'number' && decimal(context?.source ?? '') !== decimal(String(entry))) isExact = false;
    return entry;
  });
  return isExact ? value : null;
}

/** One spelling for every way to write a decimal number: its digits without zeros at the ends, and its power of ten. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}
