import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { FactDetail } from '../api/answers.js';
import { definePage } from '../page.js';
import { ChangedFields } from '../parts/changed-fields.js';
import { dayInWords, When } from '../parts/dates.js';
import { Marks } from '../parts/entries.js';
import { Fields } from '../parts/fields.js';
import { To } from '../parts/links.js';
import { Sources } from '../parts/sources.js';
import { withFilters } from '../query.js';

/** One fact: what it says, on which sources, since when that was known, and every wording that it had. */
export const factPage = definePage<FactDetail>({
  name: 'fact',
  path: '/facts/:id',
  load: ({ parameters, query, get }) => get<FactDetail>(withFilters(`/v1/facts/${parameters['id']}`, query)),
  title: ({ title }) => title,
  dataPath: ({ parameters, query }) => withFilters(`/v1/facts/${parameters['id']}`, query),
  View: ({ data: fact }) => {
    const { t, i18n } = useTranslation();
    return (
      <article dir="auto" className="record">
        <p className="about">
          <To path={`/subjects/${fact.subject.id}`}>{fact.subject.name}</To>{' '}
          <span className="kind">{fact.headline}</span>
        </p>
        <h1>{fact.title}</h1>
        <Marks item={fact} />
        <dl className="facts">
          <div>
            <dt>{t('fact.when')}</dt>
            <dd>
              <When occurred={fact.occurred} />
            </dd>
          </div>
          <div>
            <dt>{t('fact.known', { day: dayInWords(fact.known.at, i18n.language) })}</dt>
            <dd>{t(`fact.basis.${fact.known.basis}`)}</dd>
          </div>
        </dl>
        {fact.summary === null ? null : <p className="summary">{fact.summary}</p>}
        <Fields fields={fact.body} />
        <h2>{t('fact.sources')}</h2>
        <Sources sources={fact.sources} />
        <Changes fact={fact} />
        <Wordings fact={fact} />
      </article>
    );
  },
});

const Changes: FC<{ fact: FactDetail }> = ({ fact }) => {
  const { t, i18n } = useTranslation();
  if (fact.changes.length === 0) return null;
  return (
    <>
      <h2>{t('fact.changes')}</h2>
      <ol className="changes">
        {fact.changes.map((change) => (
          <li key={change.id}>
            <p>
              <strong>{t(`fact.kind.${change.kind}`)}</strong>: {change.reason}
            </p>
            <p className="known">{t('fact.known', { day: dayInWords(change.known.at, i18n.language) })}</p>
            <ChangedFields changes={change.changes} />
            <Sources sources={change.sources} />
          </li>
        ))}
      </ol>
    </>
  );
};

const Wordings: FC<{ fact: FactDetail }> = ({ fact }) => {
  const { t, i18n } = useTranslation();
  if (fact.wordings.length < 2) return null;
  const span = ({ known, recorded }: FactDetail['wordings'][number]): string => {
    const from = dayInWords(known.from, i18n.language);
    const position = recorded.from;
    return known.to === null
      ? t('fact.wordingSpan', { from, position })
      : t('fact.wordingSpanTo', { from, to: dayInWords(known.to, i18n.language), position });
  };
  return (
    <>
      <h2>{t('fact.wordings')}</h2>
      <ol className="wordings">
        {fact.wordings.map((wording) => (
          <li key={`${wording.recorded.from} ${wording.known.from}`} className={wording.retracted ? 'withdrawn' : ''}>
            <p className="known">{span(wording)}</p>
            <p>
              <When occurred={wording.occurred} />: {wording.title}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
};
