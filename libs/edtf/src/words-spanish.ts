import {
  calendarWords,
  centuryOf,
  FIRST_NAMED_DECADE,
  inOneMonth,
  inOneYear,
  seasonYears,
  yearsInWords,
} from './calendar-words.js';
import type { Language } from './language.js';
import type { SingleDate } from './statement.js';

const LOCALE = 'es';

const SEASONS = ['primavera', 'verano', 'otoño', 'invierno'];
const PARTS = [
  'primer trimestre',
  'segundo trimestre',
  'tercer trimestre',
  'cuarto trimestre',
  'primer cuatrimestre',
  'segundo cuatrimestre',
  'tercer cuatrimestre',
  'primer semestre',
  'segundo semestre',
];
const ROMAN = [
  ['C', 100],
  ['XC', 90],
  ['L', 50],
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
] as const;

/** Dates in Spanish. */
export const spanish: Language = {
  date(date) {
    if (date.approximate) return `${perhaps(date)}hacia ${withArticle(date)}`;
    return date.uncertain ? perhaps(date) + withArticle(date) : bare(date);
  },
  between(start, end) {
    const upTo = contract(`a ${roughly(end)}${withArticle(end)}`);
    if (inOneMonth(start, end) && roughly(end) === '') return `${roughly(start)}del ${start.dayOfMonth} ${upTo}`;
    const first = inOneYear(start, end) ? article(start) + calendarWords(LOCALE, start, false) : withArticle(start);
    return `${roughly(start)}${contract(`de ${first}`)} ${upTo}`;
  },
  someDay(first, last) {
    const start =
      inOneMonth(first, last) && roughly(last) === ''
        ? `el ${first.dayOfMonth}`
        : inOneYear(first, last)
          ? article(first) + calendarWords(LOCALE, first, false)
          : withArticle(first);
    return `algún día entre ${roughly(first)}${start} y ${roughly(last)}${withArticle(last)}`;
  },
  since: (start) => `desde ${roughly(start)}${withArticle(start)}`,
  fromUnknownEnd: (start) => `desde ${roughly(start)}${withArticle(start)}, final desconocido`,
  by(end) {
    const time = end.approximate
      ? `hacia ${withArticle(end)}`
      : end.precision === 'day'
        ? withArticle(end)
        : `en ${withArticle(end)}`;
    return `${perhaps(end)}a más tardar ${time}`;
  },
  untilUnknownStart: (end) => `hasta ${roughly(end)}${withArticle(end)}, comienzo desconocido`,
};

function perhaps(date: SingleDate): string {
  return date.uncertain ? 'quizá ' : '';
}

/** The marks as adverbs, which can stand before a preposition ("aproximadamente de octubre a diciembre"). */
function roughly(date: SingleDate): string {
  return perhaps(date) + (date.approximate ? 'aproximadamente ' : '');
}

function contract(phrase: string): string {
  return phrase.replace(/^(de|a) el /, '$1l ');
}

/** A date after a preposition; years without a name of their own are one word there: "980 d. C.-989 d. C.". */
function withArticle(date: SingleDate): string {
  if (date.precision === 'decade' && date.firstYear < FIRST_NAMED_DECADE) return yearsInWords(LOCALE, date, '-');
  return article(date) + bare(date);
}

function article(date: SingleDate): string {
  switch (date.precision) {
    case 'day':
    case 'century':
      return 'el ';
    case 'decade':
      return date.firstYear >= FIRST_NAMED_DECADE ? 'la ' : '';
    case 'season':
      return date.season <= 32 && (date.season - 21) % 4 === 0 ? 'la ' : 'el ';
    default:
      return '';
  }
}

function bare(date: SingleDate): string {
  switch (date.precision) {
    case 'season':
      return seasonOf(date.season, date.year);
    case 'decade':
      return date.firstYear >= FIRST_NAMED_DECADE
        ? `década de ${date.firstYear}`
        : `de ${yearsInWords(LOCALE, date, ' a ')}`;
    case 'century': {
      const { number, before } = centuryOf(date.firstYear);
      return `siglo ${roman(number)}${before ? ' a. C.' : ''}`;
    }
    default:
      return calendarWords(LOCALE, date);
  }
}

function seasonOf(season: number, year: number): string {
  if (season > 32) return `${PARTS[season - 33]} de ${calendarWords(LOCALE, { year })}`;
  const hemisphere = season > 28 ? ' (hemisferio sur)' : season > 24 ? ' (hemisferio norte)' : '';
  return `${SEASONS[(season - 21) % 4]} de ${seasonYears(LOCALE, season, year)}${hemisphere}`;
}

function roman(number: number): string {
  let rest = number;
  let numeral = '';
  for (const [letters, value] of ROMAN) {
    for (; rest >= value; rest -= value) numeral += letters;
  }
  return numeral;
}
