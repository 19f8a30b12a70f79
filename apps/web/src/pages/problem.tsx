import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { ApiProblem } from '../page.js';
import { To } from '../parts/links.js';

/** Why a page cannot be shown, in the words of the API. */
export const ProblemView: FC<{ status: number; problem: ApiProblem['problem'] }> = ({ status, problem }) => {
  const { t } = useTranslation();
  return (
    <div className="problem">
      <h1>{status === 404 ? t('problem.notFound') : t('problem.title')}</h1>
      {problem.detail === undefined ? null : <p>{problem.detail}</p>}
      {(problem.errors ?? []).length === 0 ? null : (
        <ul>
          {(problem.errors ?? []).map(({ parameter, detail }) => (
            <li key={`${parameter ?? ''} ${detail}`}>
              {parameter === undefined ? null : <code>{parameter}</code>} {detail}
            </li>
          ))}
        </ul>
      )}
      <p>
        <To path="/">{t('problem.back')}</To>
      </p>
    </div>
  );
};
