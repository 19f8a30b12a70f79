import type { i18n } from 'i18next';
import { useEffect, useRef, type FC } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { useQuery } from './address.js';
import { EmbedShell } from './embed-shell.js';
import type { ApiProblem, Asked, Page } from './page.js';
import { useApiWords } from './parts/api-words.js';
import { EmbedSnippet } from './parts/embed-snippet.js';
import { isKeyProblem, SignInView } from './parts/sign-in-form.js';
import type { Theme } from './parts/theme-switch.js';
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
  theme: Theme;
  /** The address of this service, without a path. */
  origin: string;
  isSignedIn: boolean;
  data: unknown;
  dataPath: string | null;
  problem: { status: number; problem: ApiProblem['problem'] } | null;
}

/** A whole page between `<body>` and its end. */
export const Application: FC<{ shown: Shown; page: Page<unknown> | undefined; words: i18n }> = ({
  shown,
  page,
  words,
}) => {
  // The effects of what is inside come first: from here on the page answers to whoever types and presses.
  useEffect(() => {
    document.documentElement.dataset['awake'] = '';
  }, []);
  return (
    <I18nextProvider i18n={words}>
      {page?.wholePath === undefined ? (
        <Shell {...shown} position={positionOf(shown.data)}>
          <Content shown={shown} page={page} />
        </Shell>
      ) : (
        <EmbedShell wholePath={page.wholePath(askedOf(shown))}>
          <Content shown={shown} page={page} />
        </EmbedShell>
      )}
    </I18nextProvider>
  );
};

const Content: FC<{ shown: Shown; page: Page<unknown> | undefined }> = ({ shown, page }) => {
  const { t } = useTranslation();
  const apiWords = useApiWords();
  const query = useQuery(shown.query);
  useFeeds(page, shown.query, query);
  if (isKeyProblem(shown.problem)) return <SignInView {...shown} />;
  if (page === undefined || shown.problem !== null)
    return <ProblemView problem={shown.problem?.problem ?? {}} status={shown.problem?.status ?? 404} />;
  const embedPath = page.embedPath?.(askedOf({ query }));
  return (
    <>
      <page.View data={shown.data} />
      {embedPath === undefined ? null : (
        <EmbedSnippet origin={shown.origin} path={embedPath} title={page.title(shown.data, t, apiWords)} />
      )}
    </>
  );
};

/** The feeds that the head of the page names follow its filters where those change in place. */
function useFeeds(page: Page<unknown> | undefined, written: string, query: string): void {
  const wasChanged = useRef(false);
  useEffect(() => {
    wasChanged.current ||= query !== written;
    if (!wasChanged.current) return;
    for (const { type, path } of page?.feeds?.(askedOf({ query })) ?? [])
      document.head.querySelector(`link[rel="alternate"][type="${type}"]`)?.setAttribute('href', path);
  }, [page, written, query]);
}

/** What a page was asked for that stands at a fixed address. */
function askedOf({ query }: Pick<Shown, 'query'>): Pick<Asked, 'parameters' | 'query'> {
  const asked = new URLSearchParams(query);
  asked.delete('cursor');
  return { parameters: {}, query: asked };
}

/** The position that an answer reflects, wherever the page keeps it. */
function positionOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const within = [data, ...Object.values(data)].find(
    (part): part is { position: string } =>
      typeof part === 'object' && part !== null && 'position' in part && typeof part.position === 'string',
  );
  return within?.position ?? null;
}
