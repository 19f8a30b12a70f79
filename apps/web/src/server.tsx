import type { TFunction } from 'i18next';
import Negotiator from 'negotiator';
import { renderToString } from 'react-dom/server';
import { Application, titleUnder, type Shown } from './application.js';
import type { Coverage } from './api/answers.js';
import { readAnswer } from './api/shown-answer.js';
import { ApiProblem, type ApiAnswer, type Asked, type Page } from './page.js';
import { clocksOf } from './parts/clocks.js';
import { PAGES } from './pages/pages.js';
import { isKeyProblem, SIGN_IN } from './parts/sign-in-form.js';
import { THEMES, type Theme } from './parts/theme-switch.js';
import { LANGUAGES, wordsIn, type Language } from './words/words.js';

/** What a page is written for. */
export interface PageRequest {
  path: string;
  query: URLSearchParams;
  /** The header `Accept-Language`, for who has not chosen a language. */
  acceptLanguage: string | undefined;
  /** The cookies of whoever asks, as the header `Cookie` has them. */
  cookies: string | undefined;
  /** The address of this service, without a path. */
  origin: string;
  /** Whether a browser reads by a session, which it can end. */
  isSignedIn: boolean;
  /** Whether reading needs a key, which a form takes. */
  needsKey: boolean;
  /** The fields of a form that was sent to the page; none where it is only asked for. */
  form?: URLSearchParams;
  /** Why the page is refused, where it is: then nothing else is shown. */
  refusal?: { status: number; problem: ApiProblem['problem'] };
  /** Asks the API, by a path below its root, or sends something to it. */
  ask(path: string, sent?: { method: string; body: unknown; headers: Record<string, string> }): Promise<ApiAnswer>;
  /** What wakes the page in the browser; none where it was not built. */
  assets: {
    script: string | null;
    styles: readonly string[];
    /** What a module of this program became in the bundle, with all that it needs: addresses by its path from here. */
    modules: ReadonlyMap<string, readonly string[]>;
  };
}

const pages = await Promise.all(Object.values(PAGES).map((load) => load()));

/** The pages: address with `:name` for a part that varies, whether it takes forms, whether it needs no key. */
export const ROUTES: readonly { path: string; takesForms: boolean; isOpen: boolean }[] = pages.map((page) => ({
  path: page.path,
  takesForms: page.submit !== undefined,
  isOpen: page.path === SIGN_IN || /^\/(subscriptions|confirmations)\//.test(page.path),
}));

/** A page as it is sent. */
export interface WrittenPage {
  status: number;
  html: string;
  /** It is for the holder of a token: nobody keeps a copy, and its address goes to nobody. */
  isPrivate: boolean;
  /** Other sites may frame it. */
  isFramed: boolean;
  /** A path of this service: the browser is sent there, and nothing is shown. */
  location?: string;
}

/** Writes a page as HTML that reads without script. Problems of the API are told on the page, with their status. */
export async function renderPage(request: PageRequest): Promise<WrittenPage> {
  const language = languageOf(request);
  const { page, parameters } = findPage(request.path);
  const isFramed = page?.wholePath !== undefined;
  const base = {
    path: request.path,
    query: request.query.toString(),
    language,
    theme: themeOf(request, isFramed),
    origin: request.origin,
    isSignedIn: request.isSignedIn,
    needsKey: request.needsKey,
    takesClocks: false,
    coverage: null,
  };
  if (page === undefined || request.refusal !== undefined) {
    const problem = request.refusal ?? { status: 404, problem: {} };
    const coverage = request.refusal === undefined ? await coverageUnder(new URLSearchParams(), request) : null;
    const html = await document({ ...base, ...NOTHING, coverage, problem }, request);
    return { status: problem.status, html, isPrivate: false, isFramed: false };
  }
  const isPrivate = page.isPrivate === true;
  const asked = { parameters, query: request.query };
  const dataPath = page.dataPath(asked);
  const takesClocks = dataPath !== null;
  const covering = coverageUnder(takesClocks ? clocksOf(request.query) : new URLSearchParams(), request);
  try {
    const [{ status, data, location }, coverage] = await Promise.all([
      showing(page, { ...asked, language }, request),
      covering,
    ]);
    if (location !== undefined) return { status, html: '', isPrivate, isFramed, location };
    const shown: Shown = { ...base, page: page.name, data, dataPath, takesClocks, coverage, problem: null };
    return { status, html: await document(shown, request, page, page.feeds?.(asked)), isPrivate, isFramed };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const problem = { status: error.status, problem: error.problem };
    return {
      status: error.status,
      // Where the query is refused, nothing is shown under its clocks.
      html: await document(
        { ...base, ...NOTHING, takesClocks: takesClocks && error.status !== 400, coverage: await covering, problem },
        request,
      ),
      isPrivate,
      isFramed: false,
    };
  }
}

/** How new the data is under some clocks; null where the reader may not see it, or the clocks are none. */
async function coverageUnder(clocks: URLSearchParams, request: PageRequest): Promise<Coverage | null> {
  const { status, json } = await request.ask(clocks.size === 0 ? '/v1/coverage' : `/v1/coverage?${clocks}`);
  return status === 200 ? (JSON.parse(json) as Coverage) : null;
}

const NOTHING = { page: null, data: null, dataPath: null } as const;

async function showing(
  page: Page<unknown>,
  asked: Omit<Asked, 'get'>,
  request: PageRequest,
): Promise<{ status: number; data: unknown; location?: string }> {
  const removed = (await wordsIn(asked.language)).t('fact.removedText');
  const get: Asked['get'] = (path) => sending(request, removed, path);
  const { form } = request;
  if (form === undefined || page.submit === undefined) return { status: 200, data: await page.load({ ...asked, get }) };
  return page.submit({
    ...asked,
    get,
    form,
    send: (method, path, body, headers = {}) => sending(request, removed, path, { method, body, headers }),
  });
}

/** @param removed what stands in the place of a removed text */
async function sending<T>(request: PageRequest, removed: string, ...asked: Parameters<PageRequest['ask']>): Promise<T> {
  const answer = await request.ask(...asked);
  const [status, body] = [answer.status, readAnswer(answer.json, removed)];
  if (status >= 200 && status < 300) return body as T;
  throw new ApiProblem(status, typeof body === 'object' && body !== null ? body : {});
}

function findPage(path: string): { page: Page<unknown> | undefined; parameters: Record<string, string> } {
  for (const page of pages) {
    const names = [...page.path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
    const match = new RegExp(`^${page.path.replace(/:\w+/g, '([^/]+)')}$`).exec(path);
    if (match !== null)
      return { page, parameters: Object.fromEntries(names.map((name, at) => [name, match[at + 1]!])) };
  }
  return { page: undefined, parameters: {} };
}

function languageOf({ query, acceptLanguage }: PageRequest): Language {
  const chosen = LANGUAGES.find((language) => language === query.get('lang'));
  if (chosen !== undefined) return chosen;
  const wanted = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).language([...LANGUAGES]);
  return LANGUAGES.find((language) => language === wanted) ?? 'en';
}

/** As the reader chose on these pages; a frame is dressed by whoever frames it, in its address. */
function themeOf({ query, cookies }: PageRequest, isFramed: boolean): Theme {
  const chosen = isFramed ? query.get('theme') : /(?:^|;\s*)theme=(\w+)/.exec(cookies ?? '')?.[1];
  return THEMES.find((theme) => theme === chosen) ?? 'auto';
}

async function document(
  shown: Shown,
  { assets }: PageRequest,
  page?: Page<unknown>,
  feeds: readonly { type: string; path: string; title: string }[] = [],
): Promise<string> {
  const words = await wordsIn(shown.language);
  const title = page === undefined ? titleOf(shown, words.t) : titleUnder(page, shown.data, shown.query, words);
  const script = page?.still === true ? null : assets.script;
  const html = renderToString(
    <html lang={shown.language} data-theme={shown.theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={shown.theme === 'auto' ? 'light dark' : shown.theme} />
        {page?.wholePath === undefined ? null : <base target="_blank" />}
        <link rel="icon" href={ICON} />
        <title>{`${title} · Dateline`}</title>
        {assets.styles.map((path) => (
          <link key={path} rel="stylesheet" href={path} />
        ))}
        {feeds.map((feed) => (
          <link key={feed.path} rel="alternate" type={feed.type} href={feed.path} title={feed.title} />
        ))}
        {script === null ? null : <script type="module" src={script} />}
        {(script === null ? [] : modulesOf(shown, assets)).map((path) => (
          <link key={path} rel="modulepreload" href={path} />
        ))}
      </head>
      <body>
        <div id="page">
          <Application shown={shown} page={page} words={words} />
        </div>
        {script === null ? null : (
          <script type="application/json" id="shown" dangerouslySetInnerHTML={{ __html: inScript(shown) }} />
        )}
      </body>
    </html>,
  );
  return `<!doctype html>${html}`;
}

/** The title of what is shown in place of a page. */
function titleOf({ problem, needsKey }: Shown, t: TFunction): string {
  return needsKey && isKeyProblem(problem) ? t('signIn.title') : t('problem.title');
}

/** A line of time with something on it. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b5f6b"/><path d="M2 8h12" stroke="#fff"/><circle cx="6" cy="8" r="2.5" fill="#fff"/></svg>',
)}`;

/** What the script will ask for, so that the browser fetches it at once and not one after the other. */
function modulesOf({ page, language }: Shown, { script, modules }: PageRequest['assets']): string[] {
  const sources = ['client.tsx', `words/${language}.ts`, ...(page === null ? [] : [`pages/${page}.tsx`])];
  return [...new Set(sources.flatMap((source) => modules.get(source) ?? []))].filter((path) => path !== script);
}

/** JSON that cannot end the element it stands in, nor begin a comment. */
function inScript(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
