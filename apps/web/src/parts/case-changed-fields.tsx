import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { useApiWords } from './api-words.js';
import { measureInWords, measureStateInWords, type MeasureShown } from './measure-words.js';

interface Change {
  field: string;
  before?: unknown;
  after?: unknown;
}

/** What changed in a case, before and after, in the words of the page: its status, its outcome, its measures. */
export const CaseChangedFields: FC<{ changes: readonly Change[] }> = ({ changes }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const measure = (one: MeasureShown): string =>
    `${measureInWords(one, t, i18n.language)}: ${measureStateInWords(one, t, i18n.language)}`;
  const told = (field: string, value: unknown): string => {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return t('fact.nothing');
    if (field === 'status') return t(`caseStatus.${String(value)}` as 'caseStatus.filed');
    if (field === 'outcome') return words.chosen(String(value));
    if (field === 'measures') return (value as MeasureShown[]).map(measure).join('; ');
    return words.value(value, field.replace(/^fact\./, ''));
  };
  const nameOf = (field: string): string =>
    field === 'status' || field === 'outcome' || field === 'measures'
      ? t(`cases.${field}`)
      : words.field(field.replace(/^fact\./, ''));
  if (changes.length === 0) return null;
  return (
    <dl className="changed">
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{nameOf(field)}</dt>
          <dd>
            <span className="before">{told(field, before)}</span> <span aria-hidden="true">→</span>{' '}
            <span className="unseen">{t('changes.became')}</span> <strong>{told(field, after)}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
};
