import type { Language } from './words.js';

/** How dates that are less than a certain day are said: the names of their marks, their ends, their spans. */
interface DateWords {
  about: string;
  perhaps: string;
  since: string;
  by: string;
  /** Since a day that is only known to be no later. */
  sinceBy: string;
  decade: string;
  seasons: readonly string[];
  quarters: readonly string[];
  halves: readonly string[];
  of: string;
  /** What stands before a day after one of these words. */
  day: string;
}

/** By the language of the page. `{}` stands for a date. */
export const DATE_WORDS: Readonly<Record<Language, DateWords>> = {
  en: {
    about: 'about {}',
    perhaps: 'perhaps {}',
    since: 'since {}',
    by: 'by {}',
    sinceBy: 'since {} at the latest',
    decade: '{}s',
    seasons: ['spring', 'summer', 'autumn', 'winter'],
    quarters: ['first quarter', 'second quarter', 'third quarter', 'fourth quarter'],
    halves: ['first half', 'second half'],
    of: ' of ',
    day: '',
  },
  es: {
    about: 'hacia {}',
    perhaps: 'quizá {}',
    since: 'desde {}',
    by: 'a más tardar {}',
    sinceBy: 'desde {} a más tardar',
    decade: 'década de {}',
    seasons: ['primavera', 'verano', 'otoño', 'invierno'],
    quarters: ['primer trimestre', 'segundo trimestre', 'tercer trimestre', 'cuarto trimestre'],
    halves: ['primer semestre', 'segundo semestre'],
    of: ' de ',
    day: 'el ',
  },
};
