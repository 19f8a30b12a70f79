import type { FC } from 'react';
import type { TFunction } from 'i18next';
import type { ApiWords, Wrong } from './parts/api-words.js';
import type { Language } from './words/words.js';

/** An answer of the HTTP API. */
export interface ApiAnswer {
  status: number;
  /** The text of the answer. */
  json: string;
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

/** A form that was sent to a page. */
export interface Submitted extends Asked {
  /** Its fields. */
  form: URLSearchParams;
  /** Sends something to the API, by a path below its root. @throws ApiProblem where the answer is no success */
  send: <T>(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<T>;
}

/** Sends the browser to another page after a form was sent: 303 (RFC 9110) with a path of this service. */
export interface Redirect {
  status: 303;
  data: null;
  location: string;
}

/** One page: what it needs to know, and how it shows it. Both run on the server; the second in the browser again. */
export interface Page<Data> {
  /** Unique, and the name of its module; the browser loads the page by it. */
  name: string;
  /** The address, with `:name` for a part that varies. */
  path: string;
  load(asked: Asked): Promise<Data>;
  /** What a form of the page asks for, and what it shows then. A page without it takes no form. */
  submit?(asked: Submitted): Promise<{ status: number; data: Data; location?: undefined } | Redirect>;
  /** It is for the holder of a token: nobody keeps a copy, and its address goes to nobody. */
  isPrivate?: true;
  title(data: Data, t: TFunction, words: ApiWords): string;
  View: FC<{ data: Data }>;
  /** The same as data, for the link at the foot of the page: a path below the API's root; null where there is none. */
  dataPath(asked: Pick<Asked, 'parameters' | 'query'>): string | null;
  /** It is whole as it is written: the browser is sent no script for it, and no data to wake it with. */
  still?: true;
  /** The same list to be framed by other sites, where there is one. */
  embedPath?(asked: Pick<Asked, 'parameters' | 'query'>): string;
  /** Of a page that is framed by other sites: the page that shows the same in full. Only such pages may be framed. */
  wholePath?(asked: Pick<Asked, 'parameters' | 'query'>): string;
  /** Feeds and calendars of the same, to be found by programs that know how to follow them. */
  feeds?(asked: Pick<Asked, 'parameters' | 'query'>): { type: string; path: string; title: string }[];
}

/** Holds the parts of a page to what it loads; whoever handles any page need not know what that is. */
export function definePage<Data>(page: Page<Data>): Page<unknown> {
  return page as unknown as Page<unknown>;
}

/** The API refused, or there is nothing: a problem by RFC 9457. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: {
      type?: string;
      title?: string;
      detail?: string;
      errors?: (Wrong & { parameter?: string; pointer?: string })[];
    },
  ) {
    super(problem.detail ?? problem.title ?? `The API answered ${status}.`);
  }
}

/**
 * What a form asks for, of the steps that its page knows.
 *
 * @param otherwise the step of a form that names none
 * @throws ApiProblem with 400 where it is none of them
 */
export function stepOf<Step extends string>(
  { form }: Pick<Submitted, 'form'>,
  steps: readonly Step[],
  otherwise: Step | null = null,
): Step {
  const sent = form.get('step') ?? otherwise;
  const step = steps.find((one) => one === sent);
  if (step !== undefined) return step;
  const wrong = {
    parameter: 'step',
    detail: `must be one of ${steps.join(', ')}`,
    code: 'invalid_value',
    params: { values: [...steps] },
  };
  throw new ApiProblem(400, { type: '/problems/parameter-invalid', errors: [wrong] });
}
