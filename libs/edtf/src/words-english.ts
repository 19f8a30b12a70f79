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
import type { Marks, SingleDate } from './statement.js';

const LOCALE = 'en-GB';

const SEASONS = ['spring', 'summer', 'autumn', 'winter'];
const PARTS = [
  'first quarter',
  'second quarter',
  'third quarter',
  'fourth quarter',
  'first four months',
  'middle four months',
  'last four months',
  'first half',
  'second half',
];

/** Dates in English. */
export const english: Language = {
  date: (date) => (marks(date) === '' ? bare(date) : marked(date)),
  between,
  someDay,
  since: (start) => `since ${marked(start)}`,
  fromUnknownEnd: (start) => `from ${marked(start)}, end unknown`,
  by: (end) => `by ${marked(end)}`,
  untilUnknownStart: (end) => `until ${marked(end)}, start unknown`,
};

function between(start: SingleDate, end: SingleDate): string {
  if (inOneMonth(start, end) && marks(end) === '') {
    return `${marks(start)}${start.dayOfMonth}-${bare(end)}`;
  }
  const first = inOneYear(start, end) ? calendarWords(LOCALE, start, false) : inSentence(start);
  return `${marks(start)}${first} to ${marked(end)}`;
}

function someDay(first: SingleDate, last: SingleDate): string {
  if (inOneMonth(first, last) && marks(last) === '') {
    return `some day from ${marks(first)}${first.dayOfMonth} to ${bare(last)}`;
  }
  return `some day from ${between(first, last)}`;
}

function marked(date: SingleDate): string {
  return marks(date) + inSentence(date);
}

function marks({ approximate, uncertain }: Marks): string {
  return `${uncertain ? 'perhaps ' : ''}${approximate ? 'about ' : ''}`;
}

/** A date after a preposition: with its article, and years without a name of their own as one word: "980 AD-989 AD". */
function inSentence(date: SingleDate): string {
  switch (date.precision) {
    case 'season':
      return date.season > 32 ? `the ${bare(date)}` : bare(date);
    case 'decade':
      return date.firstYear >= FIRST_NAMED_DECADE ? `the ${bare(date)}` : yearsInWords(LOCALE, date, '-');
    case 'century':
      return `the ${bare(date)}`;
    default:
      return bare(date);
  }
}

function bare(date: SingleDate): string {
  switch (date.precision) {
    case 'season':
      return seasonOf(date.season, date.year);
    case 'decade':
      return date.firstYear >= FIRST_NAMED_DECADE ? `${date.firstYear}s` : yearsInWords(LOCALE, date, ' to ');
    case 'century': {
      const { number, before } = centuryOf(date.firstYear);
      return `${ordinal(number)} century${before ? ' BC' : ''}`;
    }
    default:
      return calendarWords(LOCALE, date);
  }
}

function seasonOf(season: number, year: number): string {
  if (season > 32) return `${PARTS[season - 33]} of ${calendarWords(LOCALE, { year })}`;
  const hemisphere = season > 28 ? ' (southern hemisphere)' : season > 24 ? ' (northern hemisphere)' : '';
  return `${SEASONS[(season - 21) % 4]} ${seasonYears(LOCALE, season, year)}${hemisphere}`;
}

function ordinal(number: number): string {
  const ending = number > 10 && number < 20 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}
