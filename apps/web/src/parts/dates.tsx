import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Occurred } from '../api/answers.js';
import { dateOf, dayNumber } from '../band/days.js';
import { DATE_WORDS } from '../words/dates.js';
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
  const [from = '', to] = edtf.replace(/^\[(\.\..+)\]$/, '$1').split(/\/|(?<=^\.\.)(?=\d)/, 2);
  if (to === undefined) return singleInWords(from, words, language);
  const [isOpen, isEndless] = [from, to].map((end) => end === '' || end === '..');
  const [begins, ends] = [from, to].map((end) => singleInWords(end, words, language));
  if (isOpen) return filled(words.by, ends!, words);
  return isEndless ? filled(words.since, begins!, words) : `${begins} – ${ends}`;
}

/** Since a date, EDTF, in the language of the page. */
export function sinceInWords(edtf: string, language: string): string {
  const words = DATE_WORDS[language as Language] ?? DATE_WORDS.en;
  const [, latest] = /^\[?(?:\.\.\/?|\/)(.+?)\]?$/.exec(edtf) ?? [];
  const pattern = latest === undefined ? words.since : words.sinceBy;
  return filled(pattern, edtfInWords(latest ?? edtf, language), words);
}

/** A date among other words, where a day may need an article. */
function filled(pattern: string, date: string, { day }: (typeof DATE_WORDS)['en']): string {
  return pattern.replace('{}', `${/^\d+ \D/.test(date) ? day : ''}${date}`);
}

function singleInWords(edtf: string, words: (typeof DATE_WORDS)['en'], language: string): string {
  const [, date = edtf, mark = ''] = /^(.*?)([~?%]?)$/.exec(edtf) ?? [];
  const told = precisely(date, words, language);
  const about = mark === '~' || mark === '%' ? filled(words.about, told, words) : told;
  return mark === '?' || mark === '%' ? filled(words.perhaps, about, words) : about;
}

function precisely(date: string, words: (typeof DATE_WORDS)['en'], language: string): string {
  if (/^[+-]?\d{4,}-\d{2}-\d{2}$/.test(date)) return dayInWords(date, language);
  if (/^(-\d{4,}|0\d{3})$/.test(date)) return form(language, { year: 'numeric' }, `${date}-01-01`);
  const [, year, part] = /^([+-]?\d{4,})-(\d{2})$/.exec(date) ?? [];
  if (year !== undefined) {
    const number = Number(part);
    if (number <= 12) return form(language, { month: 'long', year: 'numeric' }, `${date}-01`);
    const name = words.seasons[number - 21] ?? words.quarters[number - 33] ?? words.halves[number - 40];
    return name === undefined ? date : `${name}${words.of}${year}`;
  }
  const [, decade] = /^(\d{3})X$/.exec(date) ?? [];
  if (decade !== undefined) return words.decade.replace('{}', `${decade}0`);
  return date;
}

const UNITS = ['year', 'month', 'week', 'day'] as const;

/** A text that may be a date (EDTF) or a length of time (ISO 8601: `P6Y`) in the language of the page; any other as it is. */
export function textInWords(text: string, language: string): string {
  if (/^\d{4}-\d{2}(-\d{2})?(\/(\d{4}(-\d{2}){0,2}|\.\.)?)?$/.test(text)) return edtfInWords(text, language);
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
  // A month and a year are valid values of <time>; a wider window has none.
  const plain = /^\d{4}(-\d{2})?$/.test(occurred.edtf) ? { dateTime: occurred.edtf } : {};
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
