/** What a key needs that nobody may guess, also from its hash. */
export const NEEDED_BITS = 128;

/** Later characters are not counted. */
const LONGEST = 200;

/** Character classes with the number of characters that a generator would draw from. */
const CLASSES: readonly [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/\d/, 10],
  [/[-_+/=]/, 2],
  [/[^A-Za-z0-9\-_+/=]/, 31],
];

/** Of the 128 bits of a random UUID six are fixed (RFC 9562, section 5.4). */
const UUID_BITS = 122;

/** What people put into keys: each counts as one character, in whatever case. */
const WORDS =
  /^(?:password|passwort|passphrase|secret|dateline|admin(?:istrator)?|changeme|change|default|welcome|letmein|qwerty|master|service|server|production|development|github|postgres|database|login|token|access|apikey)/;

/** So long is a part that counts only where it stands first; a random text of 16 digits repeats shorter ones by chance. */
const REPEATED = 4;
const REPEATED_HEX = 8;

/**
 * The most bits that a key can carry: its length times those of one character, out of the classes that it uses (16 where
 * it is hexadecimal), where what stood before does not count again and a word of keys counts as one character; 0 for a text that steps, repeats itself, looks like words, or uses few characters, whatever separates
 * its parts. A bound, not a measure: a key is best made by a generator.
 */
export function estimatedBits(key: string): number {
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(key)) return UUID_BITS;
  const joined = key.replaceAll(/[-_.\s]/g, '').slice(0, LONGEST);
  const isHex = /^([\da-f]+|[\dA-F]+)$/.test(joined) && /[a-f]/i.test(joined);
  if (isRegular(Array.from(joined), isHex ? LEAST_CHANGES_HEX : LEAST_CHANGES)) return 0;
  if (isHex) return countCharacters(joined, REPEATED_HEX) * 4;
  const size = CLASSES.reduce((sum, [form, count]) => sum + (form.test(key) ? count : 0), 0);
  return Math.floor(countCharacters(key.slice(0, LONGEST), REPEATED) * Math.log2(size));
}

/** How many characters add something: not those of a part of this length or more that stood before, in whatever case. */
function countCharacters(key: string, repeated: number): number {
  const text = key.toLowerCase();
  let count = 0;
  for (let at = 0; at < text.length;) {
    const again = lengthOfRepeat(text, at);
    const isRepeat = again >= repeated;
    if (!isRepeat) count += 1;
    at += isRepeat ? again : (WORDS.exec(text.slice(at))?.[0].length ?? 1);
  }
  return count;
}

/** The length of the longest part from a place on that stood wholly before it. */
function lengthOfRepeat(text: string, at: number): number {
  let length = 0;
  while (at + length < text.length && text.slice(0, at).includes(text.slice(at, at + length + 1))) length += 1;
  return length;
}

/** Of a random text, less than this share of changes between the classes of neighbours is as good as never seen. */
const LEAST_CHANGES = 0.2;
/** The same of hexadecimal digits, which change less often and make few words. */
const LEAST_CHANGES_HEX = 0.1;

/** Whether a text is a repetition, a run such as abcdef, made of words, or of fewer than 10 characters. */
function isRegular(characters: readonly string[], leastChanges: number): boolean {
  if (new Set(characters).size < 10) return true;
  const text = characters.join('');
  if (/^(.+?)\1+.{0,3}$/s.test(text)) return true;
  const steps = characters.filter((character, index) => {
    const before = characters[index - 1];
    return before !== undefined && Math.abs(character.codePointAt(0)! - before.codePointAt(0)!) <= 1;
  });
  const changes = characters.filter(
    (character, index) => index > 0 && classOf(character) !== classOf(characters[index - 1]!),
  );
  return steps.length > characters.length / 2 || changes.length < characters.length * leastChanges;
}

function classOf(character: string): number {
  return CLASSES.findIndex(([form]) => form.test(character));
}
