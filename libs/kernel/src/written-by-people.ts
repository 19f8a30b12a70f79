/** How the next character of a text is guessed: how likely each guess holds it to be, after the characters before it. */
type Guess = (text: Text, at: number) => number;

interface Text {
  written: string;
  /** The same in small letters. */
  folded: string;
  /** How many characters its generator would draw from. */
  size: number;
  /** What the letters of a guess in either case have to share. */
  caseShare: number;
}

/**
 * How many bits fewer a text takes where it is foretold as people write (words of English and Spanish, also with digits for
 * letters, steps along the alphabet or the keyboard, such steps in turn, repetitions, few characters) than where each
 * character is drawn alike from `size` of them. The guesses are mixed, each by how well it did so far, and no mixture gives
 * all texts together more than a probability of one; so of texts that are drawn at random at most one in two to the power
 * of N has a surplus of N bits (the inequality of Markov), whatever the guesses are.
 */
export function surplusBits(written: string, size: number): number {
  const one = /[a-z]/.test(written) ? written : written.toLowerCase();
  const folded = one.toLowerCase();
  const text = { written: one, folded, size, caseShare: /[A-Z]/.test(one) ? 0.5 : 1 };
  const weights = GUESSES.map(() => 1 / GUESSES.length);
  let surplus = 0;
  for (let at = 0; at < one.length; at++) {
    const likely = GUESSES.map((guess) => guess(text, at));
    const mixed = likely.reduce((sum, each, index) => sum + each * weights[index]!, 0);
    surplus += Math.log2(mixed * size);
    for (const [index, each] of likely.entries())
      weights[index] = ((1 - SHARED) * weights[index]! * each) / mixed + SHARED / GUESSES.length;
  }
  return surplus;
}

/** The part of its weight that a guess gives up at each character, as people change from one manner to another. */
const SHARED = 0.04;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * How seldom a letter follows another in words, in bits: for the beginning of a word and after each letter of the alphabet,
 * one digit for each letter that follows.
 */
const FOLLOWING =
  '45344465576445547434665989 95439759587453959333768857 39992996359389399446499959 39693993395599299563499989 26962989389679399547579969 47436769789453867325856578 39793599299599299484399979 39992965399594499349399999 29982999399979299685799969 45444659999452369544959897 29992999698999399939389999 59971998399793969939699989 38852789299499379954569959 24892999399857339969699999 49433639497796499843679979 76558669796542659334454799 39792998499379359354499989 99999997999599997889199999 39542969396657399544669969 49482995397779458842486989 39692793399789389345597959 44653969489442759334889989 39991999299999499999799999 39993993399893399439998999 48494889289769639991999969 55693897797575429923696999 19993999599699199999999996'
    .split(' ')
    .map((row) => {
      const likely = Array.from(row, (bits) => 2 ** -Number(bits));
      const sum = likely.reduce((total, each) => total + each, 0);
      return likely.map((each) => each / sum);
    });

/** Characters that stand for letters. */
const STAND_INS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'l',
};

/**
 * The next letter of a word, the first of another one, or what stands between words.
 *
 * @param forms the shares of small letters, of capitals, and of what stands for letters, within words
 */
function inWords(forms: readonly number[]): Guess {
  return ({ written }, at) => {
    const character = written[at]!;
    const between = /\d/.test(character) ? 0.008 : /[a-z]/i.test(character) ? 0 : 0.002;
    const letter = letterOf(character);
    if (letter < 0) return between;
    const before = at === 0 ? -1 : letterOf(written[at - 1]!);
    const form = character in STAND_INS ? 2 : Number(/[A-Z]/.test(character));
    const begins = FOLLOWING[0]![letter]! * [0.3, 0.6, 0.1][form]!;
    if (before < 0) return between + 0.85 * begins;
    return between + 0.63 * FOLLOWING[before + 1]![letter]! * forms[form]! + 0.22 * begins;
  };
}

function letterOf(character: string): number {
  return LETTERS.indexOf((STAND_INS[character] ?? character).toLowerCase());
}

/** Along these people go a step forth or back. */
const PATHS = [
  LETTERS,
  '0123456789',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz',
  '2wsx',
  '3edc',
  '4rfv',
  '5tgb',
  '6yhn',
  '7ujm',
  '8ik',
  '9ol',
  '0p',
];

/** The characters that stand so far behind one on its paths. */
function nextTo(character: string, by: number): Set<string> {
  const found = PATHS.map((path) => (path.includes(character) ? path[path.indexOf(character) + by] : undefined));
  return new Set(found.filter((one) => one !== undefined));
}

const NEIGHBOURS = new Map(
  Array.from(`${LETTERS}0123456789`, (character) => {
    const likely = new Map<string, number>([[character, 0.15]]);
    for (const [by, share] of [
      [1, 0.6],
      [-1, 0.25],
    ] as const) {
      const there = nextTo(character, by);
      for (const one of there) likely.set(one, (likely.get(one) ?? 0) + share / there.size);
    }
    return [character, likely] as const;
  }),
);

/** A step from the character that stands so far before, as in A1b2C3. */
function step(back: number): Guess {
  return ({ folded, size, caseShare }, at) => {
    const neighbours = at < back ? undefined : NEIGHBOURS.get(folded[at - back]!);
    return neighbours === undefined ? 1 / size : caseShare * (neighbours.get(folded[at]!) ?? 0);
  };
}

/** As far on from the character before as that one was from the one before it, as in acegik. */
const onward: Guess = ({ folded, size, caseShare }, at) => {
  if (at < 2) return 1 / size;
  const expected = 2 * folded.charCodeAt(at - 1) - folded.charCodeAt(at - 2);
  return folded.charCodeAt(at) === expected ? 0.8 * caseShare : (0.2 * caseShare) / size;
};

/** What followed the longest part before this place when that part stood there earlier, in whatever case. */
const again: Guess = ({ folded, size, caseShare }, at) => {
  for (let length = Math.min(12, at - 1); length >= 2; length--) {
    const earlier = folded.lastIndexOf(folded.slice(at - length, at), at - length - 1);
    if (earlier >= 0) return folded[earlier + length] === folded[at] ? 0.9 * caseShare : (0.1 * caseShare) / size;
  }
  return 1 / size;
};

/** Characters that were there already, by how often (Krichevsky and Trofimov). */
const favourite: Guess = ({ written, size }, at) =>
  (written.slice(0, at).split(written[at]!).length - 0.5) / (at + size / 2);

/** A digit after a digit. */
const inNumbers: Guess = ({ written, size }, at) => {
  if (at === 0 || !/\d/.test(written[at - 1]!)) return 1 / size;
  return /\d/.test(written[at]!) ? 0.08 : 0.2 / size;
};

const drawn: Guess = ({ size }) => 1 / size;

const GUESSES = [
  drawn,
  inWords([0.88, 0.04, 0.08]),
  inWords([0.55, 0.1, 0.35]),
  step(1),
  step(2),
  step(3),
  step(4),
  onward,
  again,
  favourite,
  inNumbers,
];
