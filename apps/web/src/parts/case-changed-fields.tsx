import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { edtfInWords, sinceInWords } from './dates.js';
import { useApiWords } from './api-words.js';

interface Change {
  field: string;
  before?: unknown;
  after?: unknown;
}

interface Measure {
  kind: string;
  since: string | null;
  until: string | null;
  lifted: boolean;
}

/** What changed in a case, before and after, in the words of the page: its status, its outcome, its measures. */
export const CaseChangedFields: FC<{ changes: readonly Change[] }> = ({ changes }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const measure = ({ kind, since, until, lifted }: Measure): string => {
    const name = t(`caseMeasure.${kind}` as 'caseMeasure.penalty');
    const from = since === null ? '' : ` (${sinceInWords(since, i18n.language)})`;
    if (!lifted) return `${name}${from}`;
    return until === null
      ? `${name}: ${t('cases.lifted')}`
      : `${name}: ${t('cases.liftedOn', { day: edtfInWords(until, i18n.language) })}`;
  };
  const told = (field: string, value: unknown): string => {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return t('fact.nothing');
    if (field === 'status') return t(`caseStatus.${String(value)}` as 'caseStatus.filed');
    if (field === 'outcome') return words.chosen(String(value));
    if (field === 'measures') return (value as Measure[]).map(measure).join('; ');
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
