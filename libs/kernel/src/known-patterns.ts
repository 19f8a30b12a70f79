import { createRequire } from 'node:module';
import type { MatchEstimated, MatchExtended, OptionsGraph, ZxcvbnFactory } from '@zxcvbn-ts/core';

/**
 * How many bits a text loses against random characters of an alphabet of `size` because it contains what zxcvbn knows:
 * words and names of English and Spanish and common passwords (also with digits for letters, and backwards), keyboard
 * paths, sequences, repetitions and dates. For each match: the bits of as many random characters, less the bits of the
 * guesses that zxcvbn estimates, of the capitals, and of finding such a match by chance (`MATCH_BITS`). Every other
 * character is read first where that finds more, as in A1b2C3. Hexadecimal digits (`size` 16) are read without words
 * and keyboard paths.
 *
 * The packages are loaded by the first call; only their core for hexadecimal digits.
 */
export function patternBits(text: string, size: number): number {
  const estimator = estimatorFor(size);
  return Math.max(...[text, everyOtherFirst(text)].map((each) => bitsLost(estimator, each, size)));
}

/**
 * Taken from every match, as most random texts contain some short match. Of 0, 4, 6, 8 and 10 bits this separated random
 * keys (at most 20 bits in 10,000) from word chains and hexadecimal patterns (at least 22) best.
 */
const MATCH_BITS = 8;

/** How many readings of digits as letters are tried; the default of 100 takes ten times as long. */
const READINGS = 10;

/** One character for one letter: the longer substitutions of zxcvbn are found in many random texts. */
const DIGITS_FOR_LETTERS = {
  a: ['4', '@'],
  e: ['3'],
  i: ['1', '!'],
  l: ['1'],
  o: ['0'],
  s: ['5', '$'],
  t: ['7'],
};

function bitsLost(estimator: ZxcvbnFactory, text: string, size: number): number {
  const cases = /[a-z]/.test(text) && /[A-Z]/.test(text);
  // In small letters, as zxcvbn takes sequences and repetitions in mixed case for different characters.
  return estimator.check(text.toLowerCase()).sequence.reduce((sum, match) => {
    if (!isEstimated(match) || match.pattern === 'bruteforce') return sum;
    const token = text.slice(match.i, match.j + 1);
    const guessed = Math.log2(match.guesses) + (cases ? caseBits(token) : 0);
    return sum + Math.max(0, token.length * Math.log2(size) - guessed - MATCH_BITS);
  }, 0);
}

/** The type of zxcvbn leaves out what its scoring adds to every match. */
function isEstimated(match: MatchExtended): match is MatchEstimated {
  return 'guesses' in match;
}

/** What the capitals of a match add: one bit where only its first letter may be one, else one for each letter. */
function caseBits(token: string): number {
  return /^[^a-zA-Z]*[A-Z]?[^A-Z]*$/.test(token) ? 1 : token.replaceAll(/[^a-z]/gi, '').length;
}

function everyOtherFirst(text: string): string {
  const characters = text.split('');
  return [0, 1].map((rest) => characters.filter((_, at) => at % 2 === rest).join('')).join('');
}

const load = createRequire(import.meta.url);

let withoutWords: ZxcvbnFactory | undefined;

/** Held weakly: a process checks one key at its start, and the estimator with all words takes 50 MB. */
let withWords: WeakRef<ZxcvbnFactory> | undefined;

function estimatorFor(size: number): ZxcvbnFactory {
  if (size === 16) return (withoutWords ??= estimatorOf([]));
  const before = withWords?.deref();
  if (before !== undefined) return before;
  const common = load('@zxcvbn-ts/language-common') as typeof import('@zxcvbn-ts/language-common');
  const english = load('@zxcvbn-ts/language-en') as typeof import('@zxcvbn-ts/language-en');
  const spanish = load('@zxcvbn-ts/language-es-es') as typeof import('@zxcvbn-ts/language-es-es');
  const lists = [common, english, spanish].flatMap(({ dictionary }) => Object.values(dictionary));
  const made = estimatorOf(lists, common.adjacencyGraphs);
  withWords = new WeakRef(made);
  return made;
}

function estimatorOf(lists: readonly string[][], graphs?: OptionsGraph): ZxcvbnFactory {
  const { ZxcvbnFactory: Estimator } = load('@zxcvbn-ts/core') as typeof import('@zxcvbn-ts/core');
  return new Estimator({
    dictionary: { words: byRank(lists) },
    graphs,
    l33tTable: DIGITS_FOR_LETTERS,
    l33tMaxSubstitutions: READINGS,
  });
}

/** All words in one list, as each list of its own is searched again. The first is the likeliest. */
function byRank(lists: readonly string[][]): string[] {
  const ranks = new Map<string, number>();
  for (const words of lists)
    for (const [rank, word] of words.entries()) if (rank < (ranks.get(word) ?? Infinity)) ranks.set(word, rank);
  return [...ranks].toSorted(([, one], [, other]) => one - other).map(([word]) => word);
}
