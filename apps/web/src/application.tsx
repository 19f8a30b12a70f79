import type { i18n } from 'i18next';
import { useEffect, useRef, type FC } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { useQuery } from './address.js';
import type { Coverage } from './api/answers.js';
import { EmbedShell } from './embed-shell.js';
import type { ApiProblem, Asked, Page } from './page.js';
import { ApiWords } from './parts/api-words.js';
import { clocksInWords } from './parts/clocks.js';
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
  /** Whether reading needs a key. */
  needsKey: boolean;
  data: unknown;
  dataPath: string | null;
  /** Whether the page shows its records under the clocks of its address. */
  takesClocks: boolean;
  /** How new the data is under those clocks; null where a reader may not see it. */
  coverage: Coverage | null;
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
        <EmbedShell {...shown} wholePath={page.wholePath(askedOf(shown))}>
          <Content shown={shown} page={page} />
        </EmbedShell>
      )}
    </I18nextProvider>
  );
};

const Content: FC<{ shown: Shown; page: Page<unknown> | undefined }> = ({ shown, page }) => {
  const { i18n: words } = useTranslation();
  const query = useQuery(shown.query);
  useHead(page, shown, query);
  if (shown.needsKey && isKeyProblem(shown.problem)) return <SignInView {...shown} />;
  if (page === undefined || shown.problem !== null)
    return <ProblemView problem={shown.problem?.problem ?? {}} status={shown.problem?.status ?? 404} />;
  const embedPath = page.embedPath?.(askedOf({ query }));
  return (
    <>
      <page.View data={shown.data} />
      {embedPath === undefined ? null : (
        <EmbedSnippet
          origin={shown.origin}
          path={embedPath}
          title={titleUnder(page, shown.data, query, words)}
          clocks={clocksInWords(new URLSearchParams(query), words.t, words.language)}
        />
      )}
    </>
  );
};

/** The title of a page, with the clocks that it is under: what is shared by its title is not taken for the present. */
export function titleUnder(page: Page<unknown>, data: unknown, query: string, words: i18n): string {
  const title = page.title(data, words.t, new ApiWords(words));
  const asked = new URLSearchParams(query);
  const clocks = page.dataPath(askedOf({ query })) === null ? null : clocksInWords(asked, words.t, words.language);
  return clocks === null ? title : `${title} (${clocks})`;
}

/** The title and the feeds in the head of the page follow its filters where those change in place. */
function useHead(page: Page<unknown> | undefined, { query: written, data, problem }: Shown, query: string): void {
  const { i18n: words } = useTranslation();
  const wasChanged = useRef(false);
  useEffect(() => {
    wasChanged.current ||= query !== written;
    if (!wasChanged.current || page === undefined || problem !== null) return;
    document.title = `${titleUnder(page, data, query, words)} · Dateline`;
    for (const { type, path } of page.feeds?.(askedOf({ query })) ?? [])
      document.head.querySelector(`link[rel="alternate"][type="${type}"]`)?.setAttribute('href', path);
  }, [page, written, data, problem, query, words]);
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
