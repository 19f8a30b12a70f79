import { DAY_FIRST, NO_DATE, YEAR_MONTH_DAY, type Explanation } from './explanations.js';
import { endsOf, twoDigits } from './proposals.js';

/** Words in the place of an end of an interval, and the end that they mean. */
const WORDS_AT_ENDS: Readonly<Record<string, string>> = {
  open: '..',
  unknown: '',
  present: '..',
  ongoing: '..',
};

/** The mistakes in texts with slashes that can be seen only from the whole. */
export const INTERVAL_EXPLANATIONS: readonly Explanation[] = [
  DAY_FIRST,
  { reason: 'no-date-word', pattern: /^(?:n\/a|n\/d|s\/f)$/i, wrong: `names no date; ${NO_DATE}` },
  {
    reason: 'slashes-in-date',
    pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
    wrong: 'has slashes inside a date',
    same: (year, ...rest) => [year, ...rest.map(twoDigits)].join('-'),
    form: YEAR_MONTH_DAY,
  },
  {
    reason: 'many-slashes',
    pattern: /\/.*\//s,
    wrong: 'has more than one slash',
    form: 'an interval has one, between its first and its last date, as in 2022/2024',
  },
  {
    reason: 'no-date',
    pattern: /^(?:open|unknown|\.\.)?\/(?:open|unknown|present|ongoing|now|today|\.\.)?$/i,
    wrong: `names no date; ${NO_DATE}`,
  },
  {
    reason: 'day-of-writing',
    pattern: /\/(?:now|today|to date|hoy)$/i,
    wrong: 'ends on a day that it does not name',
    form: 'write the day of the source, as in 2023/2024-09-16, or .. where it goes on (2023/..)',
  },
  {
    reason: 'word-at-end',
    pattern: /^(?=(?:open|unknown)\/|.*\/(?:open|unknown|present|ongoing)$)([^/]*)\/([^/]*)$/i,
    wrong: 'has a word at an end',
    same: (...ends) => ends.map((end) => WORDS_AT_ENDS[end.toLowerCase()] ?? end).join('/'),
    form: 'write .. for an open end (2023/..) and nothing for an unknown one (2023/)',
  },
  {
    reason: 'short-end',
    pattern: /^(\d{4}(?:-\d{2}){0,2})\/(\d{1,2})$/,
    wrong: 'has an end of two digits',
    maybe: (start, end) => endsOf(start, end),
    form: 'write both dates in full, as in 2022/2024',
  },
  {
    reason: 'month-first',
    pattern: /^(\d{1,2})\/(\d{4})$/,
    wrong: 'does not begin with the year',
    maybe: (month, year) => [`${year}-${month.padStart(2, '0')}`],
    form: 'write a month as 2023-09',
  },
];
