import type { FC } from 'react';
import type { TFunction } from 'i18next';
import type { Language } from './words/words.js';

/** An answer of the HTTP API. */
export interface ApiAnswer {
  status: number;
  /** JSON, read. */
  body: unknown;
}

/** What a page is asked for. */
export interface Asked {
  /** The parts of the address that the page's pattern names. */
  parameters: Record<string, string>;
  /** The filters, as the API takes them. */
  query: URLSearchParams;
  language: Language;
  /** Asks the API, by a path below its root. @throws ApiProblem where the answer is no success */
  get: <T>(path: string) => Promise<T>;
}

/** One page: what it needs to know, and how it shows it. Both run on the server; the second in the browser again. */
export interface Page<Data> {
  /** Unique; the browser finds the page by it. */
  name: string;
  /** The address, with `:name` for a part that varies. */
  path: string;
  load(asked: Asked): Promise<Data>;
  title(data: Data, t: TFunction): string;
  View: FC<{ data: Data }>;
  /** The same as data, for the link at the foot of the page: a path below the API's root. */
  dataPath(asked: Pick<Asked, 'parameters' | 'query'>): string;
  /** Feeds and calendars of the same, to be found by programs that know how to follow them. */
  feeds?(asked: Pick<Asked, 'parameters' | 'query'>): { type: string; path: string; title: string }[];
}

/** Keeps the type of what a page loads between its parts. */
export function definePage<Data>(page: Page<Data>): Page<Data> {
  return page;
}

/** The API refused, or there is nothing: a problem by RFC 9457. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: { title?: string; detail?: string; errors?: { parameter?: string; detail: string }[] },
  ) {
    super(problem.detail ?? problem.title ?? `The API answered ${status}.`);
  }
}
