import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Occurred } from '../api/answers.js';

/** A day as the API writes it (YYYY-MM-DD, UTC), in the language of the page. */
export function dayInWords(day: string, language: string): string {
  return form(language, { day: 'numeric', month: 'long', year: 'numeric' }, day);
}

/** A date with its precision in the language of the page. English words come from the API, as every client has them. */
export function dateInWords(occurred: Occurred, language: string): string {
  const { earliest, latest, precision, text } = occurred;
  if (language === 'en' || earliest === null || latest === null) return text;
  if (earliest === latest) return dayInWords(earliest, language);
  if (precision === 'month' && earliest.slice(0, 7) === latest.slice(0, 7))
    return form(language, { month: 'long', year: 'numeric' }, earliest);
  if (precision === 'year' && earliest.slice(0, 4) === latest.slice(0, 4)) return earliest.slice(0, 4);
  return `${dayInWords(earliest, language)} – ${dayInWords(latest, language)}`;
}

/**
 * An EDTF date in the language of the page, for answers that carry no words for it: a day, a month, a year, or the two ends
 * of a span, of which one may be open. What it does not know it leaves as it is.
 */
export function edtfInWords(edtf: string, language: string): string {
  const [from, to] = edtf.split('/', 2) as [string, string?];
  if (to !== undefined) return `${edtfInWords(from, language)} – ${edtfInWords(to, language)}`;
  if (from === '' || from === '..') return '…';
  if (/^\d{4}-\d{2}-\d{2}$/.test(from)) return dayInWords(from, language);
  if (/^\d{4}-\d{2}$/.test(from)) return form(language, { month: 'long', year: 'numeric' }, `${from}-01`);
  return from;
}

const UNITS = ['year', 'month', 'week', 'day'] as const;

/** A text that may be a date (EDTF) or a length of time (ISO 8601: `P6Y`) in the language of the page; any other as it is. */
export function textInWords(text: string, language: string): string {
  if (/^\d{4}-\d{2}(-\d{2})?(\/(\d{4}(-\d{2}){0,2}|\.\.)?)?$/.test(text)) return edtfInWords(text, language);
  const [, ...counts] = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(text) ?? [];
  const told = UNITS.flatMap((unit, at) => {
    const format = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return counts[at] === undefined ? [] : [new Intl.NumberFormat(language, format).format(Number(counts[at]))];
  });
  return told.length === 0 ? text : told.join(' ');
}

function form(language: string, parts: Intl.DateTimeFormatOptions, day: string): string {
  // As the API writes them: 1 July 2020.
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
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
