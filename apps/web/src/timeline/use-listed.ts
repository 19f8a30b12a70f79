import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../address.js';
import { getting } from '../asking.js';
import { ApiProblem } from '../page.js';
import { loadListed, type Listed } from './load.js';

/** The timeline that is shown, and how another one is asked for. */
export interface Shown {
  listed: Listed;
  isAsking: boolean;
  /** Why the last one that was asked for cannot be shown; the one before stays. */
  problem: string | null;
  /** Counts up when the address changed otherwise than by the form, which is then to be filled in anew. */
  returns: number;
  /** Asks for other filters, tells the address, and lets go of what was asked for before. */
  ask(this: void, query: URLSearchParams, how?: { way?: 'push' | 'replace'; isByForm?: boolean }): Promise<void>;
}

/** Keeps the timeline of a page true to the address, without loading the page again. */
export function useListed(first: Listed): Shown {
  const { t } = useTranslation();
  const [listed, setListed] = useState(first);
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [returns, setReturns] = useState(0);
  const asking = useRef<AbortController | null>(null);

  const load = useCallback(async (query: URLSearchParams) => {
    asking.current?.abort();
    const own = new AbortController();
    asking.current = own;
    setAsking(true);
    try {
      const next = await loadListed(query, getting(own.signal, t));
      if (own.signal.aborted) return;
      setListed(next);
      setProblem(null);
    } catch (error) {
      if (own.signal.aborted) return;
      setProblem(error instanceof ApiProblem ? error.message : String(error));
    }
    setAsking(false);
  }, []);

  const ask = useCallback(
    (
      query: URLSearchParams,
      { way = 'push', isByForm = false }: { way?: 'push' | 'replace'; isByForm?: boolean } = {},
    ) => {
      goTo(query, way);
      if (!isByForm) setReturns((count) => count + 1);
      return load(query);
    },
    [load],
  );

  useEffect(() => {
    const onReturn = (): void => {
      setReturns((count) => count + 1);
      void load(new URLSearchParams(location.search));
    };
    addEventListener('popstate', onReturn);
    return () => {
      removeEventListener('popstate', onReturn);
      asking.current?.abort();
    };
  }, [load]);

  return { listed, isAsking, problem, returns, ask };
}
