import { filtersOf, withFilters } from '../query.js';

/**
 * The question to the API. Who names no status is told of those that are meant here; `all` is a word of the pages for every
 * status.
 *
 * @param path below the API's root
 */
export function askedMilestones(path: string, query: URLSearchParams, meant: readonly string[]): string {
  const filters = filtersOf(query);
  const named = filters.getAll('status');
  if (named.includes('all')) {
    filters.delete('status');
    // Without it the list begins with what is due next.
    if (!filters.has('from')) filters.set('from', '0001');
  } else if (named.length === 0) for (const status of meant) filters.append('status', status);
  return withFilters(path, filters);
}
