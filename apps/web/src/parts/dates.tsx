import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Occurred } from '../api/answers.js';
import { dateOf, dayNumber } from '../band/days.js';
import { DATE_WORDS, type DateWords } from '../words/dates.js';
import { localeOf } from '../words/locales.js';
import type { Language } from '../words/words.js';
import { formattedDate } from './formatted-date.js';

/** A day as the API writes it (YYYY-MM-DD, UTC), in the language of the page. */
export function dayInWords(day: string, language: string): string {
  return form(language, { day: 'numeric', month: 'long', year: 'numeric' }, day);
}

/** A date with its precision in the language of the page. English words come from the API, as every client has them. */
export function dateInWords(occurred: Occurred, language: string): string {
  return language === 'en' ? occurred.text : edtfInWords(occurred.edtf, language);
}

/**
 * An EDTF date in the language of the page, for answers that carry no words for it. What it does not know it leaves as it
 * is.
 */
export function edtfInWords(edtf: string, language: string): string {
  const words = DATE_WORDS[language as Language] ?? DATE_WORDS.en;
  const [first, last] = endsOf(edtf);
  if (last === undefined) return singleInWords(first, words, language);
  const [begins, ends] = [singleInWords(first, words, language), singleInWords(last, words, language)];
  if (isOpen(first)) return filled(words.by, words, ends);
  if (isOpen(last)) return filled(words.since, words, begins);
  return edtf.startsWith('[') ? filled(words.someDay, words, begins, ends) : `${begins} – ${ends}`;
}

/** The dates at the ends of an interval or of `[A..B]`, as they are written; one where both are the same date. */
export function endsOf(edtf: string): [first: string, last?: string] {
  const [first = '', last] = edtf
    .replace(/^\[|\]$/g, '')
    .replace(/^\.\.(?=[^/])/, '../')
    .split(/\/|(?<=[^/])\.\.(?=.)/, 2);
  if (last === undefined || isOpen(first) || isOpen(last)) return [first, last];
  const [one, other] = [first, last].map((date) => /^(.*?)(?:-XX)*([~?%]?)$/.exec(date)!);
  if (one?.[1] !== other?.[1]) return [first, last];
  const marks = new Set([one?.[2], other?.[2]].filter((mark) => mark !== ''));
  return [`${one?.[1]}${marks.size > 1 ? '%' : [...marks].join('')}`];
}

/** Whether a date has no first day: `../2026`, `/2026`, `[..2026]`. */
export function hasOpenStart(edtf: string): boolean {
  return isOpen(endsOf(edtf)[0]);
}

function isOpen(end: string): boolean {
  return end === '' || end === '..';
}

/** From a day to another, as the API writes days, in the language of the page; one day where both are the same. */
export function spanInWords(from: string, to: string, language: string): string {
  const [first, last] = [dayInWords(from, language), dayInWords(to, language)];
  return first === last ? first : `${first} – ${last}`;
}

/** Since a date, EDTF, in the language of the page. */
export function sinceInWords(edtf: string, language: string): string {
  const words = DATE_WORDS[language as Language] ?? DATE_WORDS.en;
  const [, latest] = /^\[?(?:\.\.\/?|\/)(.+?)\]?$/.exec(edtf) ?? [];
  const pattern = latest === undefined ? words.since : words.sinceBy;
  return filled(pattern, words, edtfInWords(latest ?? edtf, language));
}

/** Dates among other words, where they may need an article. */
function filled(pattern: string, { articles }: DateWords, ...dates: string[]): string {
  const left = [...dates];
  return pattern.replaceAll('{}', () => {
    const date = left.shift() ?? '';
    const [, article = ''] = articles.find(([begins]) => begins.test(date)) ?? [];
    return article + date;
  });
}

function singleInWords(edtf: string, words: DateWords, language: string): string {
  const [, date = edtf, mark = ''] = /^(.*?)(?:-XX)*([~?%]?)$/.exec(edtf) ?? [];
  const precise = precisely(date, words, language);
  const about = mark === '~' || mark === '%' ? filled(words.about, words, precise) : precise;
  return mark === '?' || mark === '%' ? filled(words.perhaps, words, about) : about;
}

function precisely(date: string, words: DateWords, language: string): string {
  if (/^[+-]?\d{4,}-\d{2}-\d{2}$/.test(date)) return dayInWords(date, language);
  const [, year, part] = /^([+-]?\d{4,})-(\d{2})$/.exec(date) ?? [];
  if (year !== undefined) {
    return Number(part) > 12
      ? partOfYear(Number(part), year, words)
      : form(language, { month: 'long', year: 'numeric' }, `${date}-01`);
  }
  if (/^-?\d+X{1,2}$/.test(date)) return manyYears(date, words, language);
  // A number of four digits alone looks like a year.
  return /^[1-9]\d{3}$/.test(date) ? date : yearInWords(date.replace(/^Y/, ''), language);
}

/** The years that a date of JavaScript can hold, rounded. */
const FURTHEST_YEAR = 270_000;

function yearInWords(year: string, language: string): string {
  return /^-?\d{4,}$/.test(year) && Math.abs(Number(year)) <= FURTHEST_YEAR
    ? form(language, { year: 'numeric' }, `${year}-01-01`)
    : year;
}

/** A season or another part of a year, by its number in EDTF (21 to 41). */
function partOfYear(part: number, year: string, { seasons, parts, of, north, south }: DateWords): string {
  if (part > 32) return `${parts[part - 33]}${of}${year}`;
  const hemisphere = part > 28 ? south : part > 24 ? north : '';
  return `${seasons[(part - 21) % 4]}${of}${endsInNextYear(part) ? twoYears(Number(year)) : year}${hemisphere}`;
}

/** Whether a season ends in the year after: a winter of the north, a summer of the south. */
function endsInNextYear(season: number): boolean {
  return season === 24 || season === 28 || season === 30;
}

function twoYears(year: number): string {
  return `${year}-${year % 100 === 99 ? year + 1 : String(year + 1).slice(-2)}`;
}

/** A decade (`199X`) or a century (`19XX`); a decade before 1000 by its first and last year. */
function manyYears(date: string, words: DateWords, language: string): string {
  const [, minus = '', digits = '', unknown = ''] = /^(-?)(\d+)(X+)$/.exec(date) ?? [];
  if (unknown === 'XX') return words.century(Number(digits) + 1) + (minus === '' ? '' : words.beforeChrist);
  if (minus === '' && Number(digits) >= 100) return words.decade.replace('{}', `${digits}0`);
  const years =
    minus === '' ? [`${digits}0`, `${digits}9`] : [`-${digits}9`, digits === '000' ? '-0001' : `-${digits}0`];
  return years.map((year) => yearInWords(year, language)).join(' – ');
}

const UNITS = ['year', 'month', 'week', 'day'] as const;

/** A text that may be a date (EDTF) or a length of time (ISO 8601: `P6Y`) in the language of the page; any other as it is. */
export function textInWords(text: string, language: string): string {
  const isDate = /^\d{4}-\d{2}(-\d{2})?(\/(\d{4}(-\d{2}){0,2}|\.\.)?)?$|^\[[\dX?~%.-]+\]$/.test(text);
  if (isDate) return edtfInWords(text, language);
  const [, ...counts] = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(text) ?? [];
  const told = UNITS.flatMap((unit, at) => {
    const format = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return counts[at] === undefined
      ? []
      : [new Intl.NumberFormat(localeOf(language), format).format(Number(counts[at]))];
  });
  return told.length === 0 ? text : told.join(' ');
}

function form(language: string, parts: Intl.DateTimeFormatOptions, day: string): string {
  const at = dateOf(dayNumber(day));
  const era = at.getUTCFullYear() < 1000 ? ({ era: 'short' } as const) : {};
  return formattedDate(at, localeOf(language), { ...parts, ...era });
}

/** When something happened, as a `<time>` that programs can read where the day is certain. */
export const When: FC<{ occurred: Occurred | null }> = ({ occurred }) => {
  const { t, i18n } = useTranslation();
  if (occurred === null) return <span className="nodate">{t('fact.nodate')}</span>;
  const words = dateInWords(occurred, i18n.language);
  if (occurred.earliest !== null && occurred.earliest === occurred.latest)
    return <time dateTime={occurred.earliest}>{words}</time>;
  // A month and a year are valid values of <time>; a season, which looks like a month, and a wider window have none.
  const [date, last] = endsOf(occurred.edtf);
  const plain = last === undefined && /^\d{4}(-(0\d|1[0-2]))?$/.test(date) ? { dateTime: date } : {};
  return (
    <time {...plain} title={t('mark.window')}>
      {words}
    </time>
  );
};

/** A day (YYYY-MM-DD, UTC) as a `<time>` in the language of the page. */
export const Day: FC<{ day: string }> = ({ day }) => {
  const { i18n } = useTranslation();
  return <time dateTime={day}>{dayInWords(day, i18n.language)}</time>;
};
