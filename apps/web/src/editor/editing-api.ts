import type { ApiProblem } from '../page.js';

/** Where the key is kept: for this tab, until it is closed. */
const KEPT = 'dateline-key';

/** The key of whoever edits; empty where none was given. */
export function keptKey(): string {
  return sessionStorage.getItem(KEPT) ?? '';
}

/** Keeps a key for this tab, or forgets it where it is empty. */
export function keepKey(key: string): void {
  if (key === '') sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, key);
}

/** An answer of the API: what was asked for, or why not. */
export type Answered<T> = { ok: true; body: T } | { ok: false; status: number; problem: ApiProblem['problem'] };

/**
 * Asks the API, with the key in a header and never in an address. What does not arrive is told like any other problem.
 *
 * @param init with what it is asked; `key` instead of the one that is kept
 */
export async function asking<T>(
  path: string,
  init: {
    method?: 'POST';
    body?: string | Uint8Array<ArrayBuffer>;
    type?: string;
    signal?: AbortSignal;
    key?: string;
  } = {},
): Promise<Answered<T>> {
  const key = init.key ?? keptKey();
  try {
    const answer = await fetch(path, {
      method: init.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...(init.body === undefined ? {} : { 'content-type': init.type ?? 'application/json' }),
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      },
      body: init.body,
      signal: init.signal,
    });
    const body: unknown = await answer.json();
    // A report of an import is answered with 422 where nothing was recorded.
    if (answer.ok || (answer.status === 422 && isReport(body))) return { ok: true, body: body as T };
    return { ok: false, status: answer.status, problem: body as ApiProblem['problem'] };
  } catch (error) {
    return {
      ok: false,
      status: 0,
      problem: { type: '/problems/unavailable', detail: error instanceof Error ? error.message : String(error) },
    };
  }
}

function isReport(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'refused' in body;
}
