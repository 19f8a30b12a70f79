import { harmless } from './api/harmless.js';
import { ApiProblem } from './page.js';

/** Asks the API from the browser, by a path below its root. @throws ApiProblem where the answer is no success */
export function getting(signal: AbortSignal): <T>(path: string) => Promise<T> {
  return async <T>(path: string): Promise<T> => {
    const answer = await fetch(path, { signal, headers: { accept: 'application/json' } });
    const body: unknown = harmless(await answer.json());
    if (answer.ok) return body as T;
    throw new ApiProblem(answer.status, typeof body === 'object' && body !== null ? body : {});
  };
}
