/** Parameters that say how the page is shown, and which the API does not know. */
export const OF_THE_PAGE: readonly string[] = ['lang', 'view', 'year', 'theme', 'lane'];

/** The filters of a page as the API takes them: without what is about the page, and without fields left empty. */
export function filtersOf(query: URLSearchParams): URLSearchParams {
  const kept = [...query].filter(([name, value]) => value !== '' && !OF_THE_PAGE.includes(name));
  return new URLSearchParams(kept);
}

/** A path of the API with filters. */
export function withFilters(path: string, query: URLSearchParams): string {
  const filters = filtersOf(query);
  return filters.size === 0 ? path : `${path}?${filters}`;
}

/** An address with other values of some parameters; null and nothing take one away. */
export function withValues(query: URLSearchParams, values: Readonly<Record<string, string | null>>): URLSearchParams {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(values))
    if (value === null || value === '') changed.delete(name);
    else changed.set(name, value);
  return changed;
}
