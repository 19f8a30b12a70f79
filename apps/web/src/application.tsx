import type { i18n } from 'i18next';
import type { FC } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { ApiProblem, Page } from './page.js';
import { ProblemView } from './pages/problem.js';
import { Shell } from './shell.js';
import type { Language } from './words/words.js';

/** Everything that a page is written from; the browser is given the same. */
export interface Shown {
  /** The name of the page; null where there is only a problem to tell. */
  page: string | null;
  path: string;
  query: string;
  language: Language;
  data: unknown;
  dataPath: string | null;
  problem: { status: number; problem: ApiProblem['problem'] } | null;
}

/** A whole page between `<body>` and its end. */
export const Application: FC<{ shown: Shown; page: Page<unknown> | undefined; words: i18n }> = ({
  shown,
  page,
  words,
}) => (
  <I18nextProvider i18n={words}>
    <Shell path={shown.path} query={shown.query} dataPath={shown.dataPath} position={positionOf(shown.data)}>
      {page === undefined || shown.problem !== null ? (
        <ProblemView problem={shown.problem?.problem ?? {}} status={shown.problem?.status ?? 404} />
      ) : (
        <page.View data={shown.data} />
      )}
    </Shell>
  </I18nextProvider>
);

/** The position that an answer reflects, wherever the page keeps it. */
function positionOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const within = [data, ...Object.values(data)].find(
    (part): part is { position: string } =>
      typeof part === 'object' && part !== null && 'position' in part && typeof part.position === 'string',
  );
  return within?.position ?? null;
}
