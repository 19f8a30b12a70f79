import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Cited, FactDetail } from '../api/answers.js';
import { dateInWords } from './dates.js';
import { useApiWords } from './api-words.js';
import { To } from './links.js';

/**
 * What the sources of a fact say, each in a column beside what is on record, for the fields about which they differ. A
 * source that says nothing else agrees with the record.
 */
export const SideBySide: FC<{ fact: Pick<FactDetail, 'occurred' | 'body' | 'sources'> }> = ({ fact }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const differing = fact.sources.filter(({ says }) => says !== null);
  if (differing.length === 0) return null;
  const fields = [...new Set(differing.flatMap(({ says }) => fieldsOf(says)))];
  const dateOf = (occurred: FactDetail['occurred']): string =>
    occurred === null ? t('fact.nodate') : dateInWords(occurred, i18n.language);
  const onRecord = (field: string): string =>
    field === 'occurred' ? dateOf(fact.occurred) : words.value(fact.body[field], field);
  const said = ({ says }: Cited, field: string): string | null => {
    if (field === 'occurred') return says?.occurred === undefined ? null : dateOf(says.occurred);
    return says?.body?.[field] === undefined ? null : words.value(says.body[field], field);
  };
  return (
    <>
      <h2>{t('fact.sideBySide')}</h2>
      <div className="side-by-side" role="region" aria-label={t('fact.sideBySide')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('fact.onRecord')}</th>
              {fact.sources.map((source) => (
                <th key={`${source.source} ${source.locator ?? ''}`} scope="col" dir="auto">
                  <To path={`/sources/${source.source}`}>{source.title}</To>
                  <span className="known">
                    {source.publisher}
                    {source.publishedOn === null ? null : `, ${source.publishedOn}`}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field}>
                <th scope="row">{field === 'occurred' ? t('fact.when') : words.field(field)}</th>
                <td>{onRecord(field)}</td>
                {fact.sources.map((source) => {
                  const other = said(source, field);
                  return (
                    <td key={`${source.source} ${source.locator ?? ''}`} className={other === null ? 'same' : 'other'}>
                      {other ?? t('fact.saysTheSame')}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
};

function fieldsOf(says: Cited['says']): string[] {
  return [...(says?.occurred === undefined ? [] : ['occurred']), ...Object.keys(says?.body ?? {})];
}
