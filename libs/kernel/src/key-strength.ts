import { patternBits } from './known-patterns.js';

/** What a key needs that nobody may guess, also from its hash. */
export const NEEDED_BITS = 128;

/**
 * From so many bits in known patterns on, a text is taken for one that people write. Measured on 20,000 random keys of
 * each form in ADR 11: at most two had as many. Of the word chains tried, the least had 22.
 */
const MOST_PATTERN_BITS = 20;

/** Random keys have more different characters: of 32 hexadecimal digits all but three in a million. */
const FEWEST_CHARACTERS = 9;

/** So many characters again, in either case, are no chance: in 64 hexadecimal digits one time in two million. */
const REPEATED_PART = /(.{8}).*\1/i;

/** Later characters are not counted. */
const LONGEST = 200;

/** Of the 128 bits of a random UUID six are fixed (RFC 9562, section 5.4). */
const UUID_BITS = 122;

/**
 * The bits that a generator has put into a key: its length, without a name before it such as `dl_`, times those of one
 * character. Taken for what a generator makes are hexadecimal digits, base64 and base64url, and printable characters; 0 for
 * what has the look of none of these, for a text that people write, and for the encoding of one.
 */
export function estimatedBits(key: string): number {
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(key)) return UUID_BITS;
  const text = (hexadecimal(key) ?? key).replace(/^(?:dl|[a-z]{3,12})[-_](?=[\w+/=-]+$)/, '').replace(/=+$/, '');
  const digits = hexadecimal(text);
  if (digits !== undefined) return drawnBits(digits, 16, 'hex');
  if (!/^[\w+/-]+$/.test(text)) return drawnBits(text, 94, 'base64');
  // In letters of one case words and chance are too much alike.
  return /[a-z]/.test(text) && /[A-Z]/.test(text) ? drawnBits(text, 64, 'base64') : 0;
}

function drawnBits(whole: string, size: number, encoding: 'hex' | 'base64'): number {
  const text = whole.slice(0, LONGEST);
  if (new Set(text).size < FEWEST_CHARACTERS || REPEATED_PART.test(text) || isEncodedText(text, encoding)) return 0;
  if (patternBits(text, size) >= MOST_PATTERN_BITS) return 0;
  return Math.floor(text.length * Math.log2(size));
}

/** The hexadecimal digits of a text that consists of them, perhaps in groups. */
function hexadecimal(text: string): string | undefined {
  const joined = text.replaceAll(/[-_.:\s]/g, '').toLowerCase();
  return /^[\da-f]+$/.test(joined) && /[a-f]/.test(joined) ? joined : undefined;
}

/** Whether a text encodes one that can be read; of 16 random bytes, one in some millions does. */
function isEncodedText(text: string, encoding: 'hex' | 'base64'): boolean {
  return /^[\w+/-]{16,}$/.test(text) && /^[\t\n\r -~]+$/.test(Buffer.from(text, encoding).toString('latin1'));
}
