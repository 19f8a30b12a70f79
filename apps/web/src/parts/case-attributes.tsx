import { useTranslation } from 'react-i18next';
import { useContext, type FC, type ReactNode } from 'react';
import type { CaseDetail } from '../api/answers.js';
import { useApiWords } from './api-words.js';
import { Fields } from './fields.js';
import { PageClocks, To } from './links.js';

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

/** The fact that gives a case each number. */
const NUMBERED_BY: Readonly<Record<string, string>> = {
  requestNumber: 'case.review-requested',
  panelNumber: 'case.panel-requested',
};

/**
 * The attributes of a subject for a page under its clocks. They carry no date; the number of a request or a panel says that
 * there is one, so under a clock it is left out where none of the facts shown is that request.
 *
 * @param types of the facts that the page shows
 */
export function useAttributesShown<Attributes extends Record<string, unknown>>(
  attributes: Attributes,
  types: readonly string[],
): Partial<Attributes> {
  const isPresent = useContext(PageClocks) === '';
  const shown = Object.entries(attributes).filter(([name]) => {
    const fact = NUMBERED_BY[name];
    return isPresent || fact === undefined || types.includes(fact);
  });
  return Object.fromEntries(shown) as Partial<Attributes>;
}

/** Says under a clock that attributes carry no date; nothing on pages of the present. */
export const UndatedAttributes: FC = () => {
  const { t } = useTranslation();
  return useContext(PageClocks) === '' ? null : <p className="known">{t('past.attributes')}</p>;
};

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
      <UndatedAttributes />
    </>
  );
};
