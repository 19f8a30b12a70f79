import { useSyncExternalStore } from 'react';

const CHANGED = 'dateline-address';

/** Tells the address of the page other parameters, without loading it again. */
export function goTo(query: URLSearchParams, way: 'push' | 'replace'): void {
  const address = query.size === 0 ? location.pathname : `${location.pathname}?${query}`;
  if (way === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  dispatchEvent(new Event(CHANGED));
}

/** The parameters of the address as they are now; on the server those that the page was asked by. */
export function useQuery(asked: string): string {
  return useSyncExternalStore(
    (changed) => {
      addEventListener(CHANGED, changed);
      addEventListener('popstate', changed);
      return () => {
        removeEventListener(CHANGED, changed);
        removeEventListener('popstate', changed);
      };
    },
    () => new URLSearchParams(location.search).toString(),
    () => asked,
  );
}
