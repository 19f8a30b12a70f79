import type { Timeline } from '../api/answers.js';
import { loadOverview, type Get, type Overview } from '../band/content.js';
import { withFilters } from '../query.js';

/** What changes when other filters are chosen. */
export interface Listed {
  timeline: Timeline;
  overview: Overview;
  /** The address that it was asked by: filters, and how the page is shown. */
  query: string;
}

/** One page of the timeline and the counts of all of it. The server asks itself, the browser by HTTP. */
export async function loadListed(query: URLSearchParams, get: Get): Promise<Listed> {
  const [timeline, overview] = await Promise.all([
    get<Timeline>(withFilters('/v1/timeline', query)),
    loadOverview(query, get),
  ]);
  return { timeline, overview, query: query.toString() };
}
