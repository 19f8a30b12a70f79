import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';
import type { SourceDetail } from '../api/answers.js';
import { definePage } from '../page.js';
import { Day, When } from '../parts/dates.js';
import { Outside, To } from '../parts/links.js';
import { withFilters } from '../query.js';

/** One source and what it supports. */
export const sourcePage = definePage<SourceDetail>({
  name: 'source',
  path: '/sources/:id',
  load: ({ parameters, query, get }) => get<SourceDetail>(withFilters(`/v1/sources/${parameters['id']}`, query)),
  title: ({ title }) => title,
  dataPath: ({ parameters, query }) => withFilters(`/v1/sources/${parameters['id']}`, query),
  View: ({ data: source }) => {
    const { t } = useTranslation();
    return (
      <article dir="auto" className="record">
        <h1>{source.title}</h1>
        <dl className="facts">
          <div>
            <dt>{t('source.publisher')}</dt>
            <dd>{source.publisher}</dd>
          </div>
          <div>
            <dt>{t('source.published')}</dt>
            <dd>{source.publishedOn === null ? t('source.undated') : <When occurred={source.publishedOn} />}</dd>
          </div>
          <Detail label={t('source.address')}>
            {source.url === null ? null : <Outside url={source.url}>{source.url}</Outside>}
          </Detail>
          <Detail label={t('source.archived')}>
            {source.archivedUrl === null ? null : <Outside url={source.archivedUrl}>{source.archivedUrl}</Outside>}
          </Detail>
          <Detail label={t('source.retrieved')}>
            {source.retrievedOn === null ? null : <Day day={source.retrievedOn} />}
          </Detail>
          <Detail label={t('source.sha256')}>
            {source.sha256 === null ? null : <code className="digest">{source.sha256}</code>}
          </Detail>
          <Detail label={t('source.checked')}>
            {source.checkedOn === null ? null : <Day day={source.checkedOn} />}
          </Detail>
        </dl>
        <h2>
          {t('source.supports')} <span className="count">{source.facts}</span>
        </h2>
        <ol className="supports">
          {source.supports.map((fact) => (
            <li key={`${fact.id} ${fact.locator ?? ''}`} dir="auto">
              <span className="when">
                <When occurred={fact.occurred} />
              </span>
              <span>
                <To path={`/facts/${fact.id}`}>{fact.title}</To>
                <span className="known">
                  <To path={`/subjects/${fact.subject.id}`}>{fact.subject.name}</To>
                  {fact.locator === null ? null : ` · ${fact.locator}`}
                </span>
              </span>
            </li>
          ))}
        </ol>
        <p>
          <To path={`/?source=${source.id}`}>{t('subject.onTimeline')}</To>
        </p>
      </article>
    );
  },
});

/** One field of a source; nothing where the source has none. */
const Detail: FC<{ label: string; children: ReactNode }> = ({ label, children }) =>
  children === null ? null : (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
