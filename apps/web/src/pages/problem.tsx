import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { ApiProblem } from '../page.js';
import { useApiWords } from '../parts/api-words.js';
import { InWords } from '../parts/form-problems.js';
import { To } from '../parts/links.js';

/** Why a page cannot be shown, in the words of the API. */
export const ProblemView: FC<{ status: number; problem: ApiProblem['problem'] }> = ({ status, problem }) => {
  const { t } = useTranslation();
  const ours = useApiWords().problem(problem);
  return (
    <div className="problem">
      <h1>
        {status === 404 && !problem.type?.endsWith('/not-under-clocks') ? t('problem.notFound') : t('problem.title')}
      </h1>
      {ours === undefined ? null : <p>{ours}</p>}
      {ours !== undefined || problem.detail === undefined ? null : <p lang="en">{problem.detail}</p>}
      {(problem.errors ?? []).length === 0 ? null : (
        <ul>
          {(problem.errors ?? []).map(({ parameter, ...wrong }) => (
            <li key={`${parameter ?? ''} ${wrong.detail}`}>
              {parameter === undefined ? null : <code>{parameter}</code>} <InWords wrong={wrong} />
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
