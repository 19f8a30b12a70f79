import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Cited } from '../api/answers.js';
import { When } from './dates.js';
import { Fields } from './fields.js';
import { Outside, To } from './links.js';

/** The sources of a statement, and what each says where it differs. */
export const Sources: FC<{ sources: readonly Cited[] }> = ({ sources }) => {
  const { t } = useTranslation();
  return (
    <ul className="sources">
      {sources.map((source) => (
        <li key={`${source.source} ${source.locator ?? ''}`}>
          <To path={`/sources/${source.source}`}>{source.title}</To>, {source.publisher}
          {source.locator === null ? null : `, ${source.locator}`}
          {source.url === null ? null : (
            <>
              {' '}
              (<Outside url={source.url}>{hostOf(source.url)}</Outside>)
            </>
          )}
          {source.says === null ? null : (
            <div className="says">
              <strong>{t('fact.says')}</strong>
              {source.says.occurred === undefined ? null : (
                <p>
                  <When occurred={source.says.occurred} />
                </p>
              )}
              <Fields fields={source.says.body ?? {}} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
};

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : url;
}
