/** A text of JSON, or a number outside of one. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** More digits than a number of JavaScript carries in any case, or an exponent that may be too large. */
const MAY_LOSE_DIGITS = /\d[\d.]{15}|[eE][+-]?\d{3}/;

/**
 * The value that a person typed: JSON, else the text itself. What JSON.parse would lose stays: a number of too many digits
 * becomes text with its digits, and where a name stands twice in one object the whole stays the text that it is.
 */
export function typedValue(text: string): unknown {
  let names = 0;
  const exact = text.replace(TOKENS, (token: string, colon: string | undefined) => {
    if (colon !== undefined) names += 1;
    const isLossy = !token.startsWith('"') && MAY_LOSE_DIGITS.test(token) && String(Number(token)) !== token;
    return isLossy ? `"${token}"` : token;
  });
  try {
    // The text itself must be JSON: a date in words is none, and stays as it is.
    JSON.parse(text);
    const value: unknown = JSON.parse(exact);
    return namesIn(value) === names ? value : text;
  } catch {
    return text;
  }
}

function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, inner) => sum + namesIn(inner), own);
}
