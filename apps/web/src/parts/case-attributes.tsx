import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';
import type { CaseDetail } from '../api/answers.js';
import { useApiWords } from './api-words.js';
import { Fields } from './fields.js';
import { To } from './links.js';

const ATTRIBUTES = [
  'facility',
  'company',
  'city',
  'state',
  'sector',
  'petitioners',
  'initiation',
  'complainant',
  'respondent',
  'mechanism',
  'annex',
  'requestNumber',
  'panelNumber',
  'priorCase',
] as const;

/** What is on record about a case: what every case may have in words of the page, and what else there is. */
export const CaseAttributes: FC<{ attributes: CaseDetail['attributes'] }> = ({ attributes }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const told = (name: (typeof ATTRIBUTES)[number]): ReactNode => {
    const value = attributes[name];
    if (name === 'priorCase') return <To path={`/cases/${String(value)}`}>{String(value)}</To>;
    if (name === 'initiation' && (value === 'petition' || value === 'self')) return t(`cases.initiations.${value}`);
    return words.value(value, name);
  };
  const others = Object.entries(attributes).filter(([name]) => !ATTRIBUTES.some((known) => known === name));
  return (
    <>
      <dl className="fields">
        {ATTRIBUTES.filter((name) => attributes[name] !== undefined && attributes[name] !== null).map((name) => (
          <div key={name}>
            <dt>{t(`cases.attributes.${name}`)}</dt>
            <dd>{told(name)}</dd>
          </div>
        ))}
      </dl>
      <Fields fields={Object.fromEntries(others)} />
    </>
  );
};
