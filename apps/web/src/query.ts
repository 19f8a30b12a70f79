/** Parameters that say how the page is shown, and which the API does not know. */
const OF_THE_PAGE = ['lang', 'view', 'year', 'theme'];

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
