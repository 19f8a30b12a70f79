import type { Language } from './words.js';

/** How dates that are less than a certain day are said: the names of their marks, their ends, their spans. */
export interface DateWords {
  about: string;
  perhaps: string;
  since: string;
  by: string;
  /** Since a day that is only known to be no later. */
  sinceBy: string;
  /** Some day from a first date to a last one. */
  someDay: string;
  decade: string;
  /** A century by its number. */
  century: (number: number) => string;
  beforeChrist: string;
  seasons: readonly string[];
  /** The hemispheres of seasons that name one. */
  north: string;
  south: string;
  /** The parts of a year from 33 on: quarters, four months, halves. */
  parts: readonly string[];
  of: string;
  /** What stands before a date after one of these words, by how it begins. */
  articles: readonly (readonly [begins: RegExp, article: string])[];
}

const ROMAN_TENS = ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC', 'C'];
const ROMAN_UNITS = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'];
const ORDINAL_ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

/** By the language of the page. `{}` stands for a date. */
export const DATE_WORDS: Readonly<Record<Language, DateWords>> = {
  en: {
    about: 'about {}',
    perhaps: 'perhaps {}',
    since: 'since {}',
    by: 'by {}',
    sinceBy: 'since {} at the latest',
    someDay: 'some day from {} to {}',
    decade: '{}s',
    century: (number) =>
      `${number}${ORDINAL_ENDINGS[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)]} century`,
    beforeChrist: ' BC',
    seasons: ['spring', 'summer', 'autumn', 'winter'],
    north: ' (northern hemisphere)',
    south: ' (southern hemisphere)',
    parts: [
      'first quarter',
      'second quarter',
      'third quarter',
      'fourth quarter',
      'first four months',
      'middle four months',
      'last four months',
      'first half',
      'second half',
    ],
    of: ' of ',
    articles: [[/^(?:first|second|third|fourth|middle|last|\d+s$|\d+[a-z]{2} century)/, 'the ']],
  },
  es: {
    about: 'hacia {}',
    perhaps: 'quizá {}',
    since: 'desde {}',
    by: 'a más tardar {}',
    sinceBy: 'desde {} a más tardar',
    someDay: 'algún día entre {} y {}',
    decade: 'década de {}',
    century: (number) => `siglo ${ROMAN_TENS[Math.floor(number / 10)]}${ROMAN_UNITS[number % 10]}`,
    beforeChrist: ' a.C.',
    seasons: ['primavera', 'verano', 'otoño', 'invierno'],
    north: ' (hemisferio norte)',
    south: ' (hemisferio sur)',
    parts: [
      'primer trimestre',
      'segundo trimestre',
      'tercer trimestre',
      'cuarto trimestre',
      'primer cuatrimestre',
      'segundo cuatrimestre',
      'tercer cuatrimestre',
      'primer semestre',
      'segundo semestre',
    ],
    of: ' de ',
    articles: [
      [/^(?:primavera|década)/, 'la '],
      [/^(?:\d+ \D|verano|otoño|invierno|siglo|primer|segundo|tercer|cuarto)/, 'el '],
    ],
  },
};
