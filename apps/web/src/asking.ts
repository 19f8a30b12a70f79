import type { TFunction } from 'i18next';
import { readAnswer } from './api/shown-answer.js';
import { ApiProblem } from './page.js';

/**
 * Queries the API from the browser, by a path below its root.
 *
 * @param t the words of the page
 * @throws ApiProblem where the answer is no success
 */
export function getting(signal: AbortSignal, t: TFunction): <T>(path: string) => Promise<T> {
  return async <T>(path: string): Promise<T> => {
    const answer = await fetch(path, { signal, headers: { accept: 'application/json' } });
    const body = readAnswer(await answer.text(), t('fact.removedText'));
    if (answer.ok) return body as T;
    throw new ApiProblem(answer.status, typeof body === 'object' && body !== null ? body : {});
  };
}
