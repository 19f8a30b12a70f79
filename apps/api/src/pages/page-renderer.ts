import type { Assets } from './assets.js';

/** What a page sends to the API. */
export interface Sent {
  method: string;
  body: unknown;
  headers: Record<string, string>;
}

/** What writes the pages: `apps/web/src/server.tsx`, which this program knows by nothing but this form. */
export interface PageRenderer {
  /** The pages: the address as the router takes it, whether it takes forms, whether it needs no key. */
  ROUTES: readonly { path: string; takesForms: boolean; isOpen: boolean }[];
  renderPage(
    this: void,
    request: {
      path: string;
      query: URLSearchParams;
      acceptLanguage: string | undefined;
      cookies: string | undefined;
      origin: string;
      isSignedIn: boolean;
      needsKey: boolean;
      form?: URLSearchParams;
      refusal?: { status: number; problem: Record<string, unknown> };
      ask(path: string, sent?: Sent): Promise<{ status: number; json: string }>;
      assets: Pick<Assets, 'script' | 'styles' | 'modules'>;
    },
  ): Promise<{ status: number; html: string; isPrivate: boolean; isFramed: boolean; location?: string }>;
}

/** Loads the page beside this program. Not by name, so that neither program is compiled into the other. */
export async function loadPageRenderer(): Promise<PageRenderer> {
  const beside: string = '../../../web/src/server.js';
  return (await import(beside)) as PageRenderer;
}
