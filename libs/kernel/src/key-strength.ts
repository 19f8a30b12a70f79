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

/**
 * The most bits that a key can carry: its length times those of one character, out of the classes that it uses (16 where
 * it is hexadecimal); 0 for a text that steps, repeats itself, looks like words, or uses few characters. A bound, not a measure:
 * a key is best made by a generator.
 */
export function estimatedBits(key: string): number {
  const characters = Array.from(key).slice(0, LONGEST);
  const isHex = /^([0-9a-f]+|[0-9A-F]+)$/.test(key) && /[a-f]/i.test(key);
  const size = isHex ? 16 : CLASSES.reduce((sum, [form, count]) => sum + (form.test(key) ? count : 0), 0);
  return isRegular(characters) ? 0 : Math.floor(characters.length * Math.log2(size));
}

/** Of a random text, less than this share of changes between the classes of neighbours is as good as never seen. */
const LEAST_CHANGES = 0.2;

/** Whether a text is a repetition, a run such as abcdef, made of words, or of fewer than 10 characters. */
function isRegular(characters: readonly string[]): boolean {
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
  return steps.length > characters.length / 2 || changes.length < characters.length * LEAST_CHANGES;
}

function classOf(character: string): number {
  return CLASSES.findIndex(([form]) => form.test(character));
}
