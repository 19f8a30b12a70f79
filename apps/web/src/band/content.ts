import type { Density, DueItem, Timeline, TimelineItem } from '../api/answers.js';
import { filtersOf } from '../query.js';
import { dayNumber, edtfDay } from './days.js';
import { around, lengthOf, type View } from './view.js';

/** What the lanes of the band can be. */
export const LANES = ['subjectType', 'subject', 'topic', 'type', 'party'] as const;
/** What the lanes of the band are. */
export type LaneKind = (typeof LANES)[number];

/** A fact, or something due, as it is drawn. */
export type Drawn = TimelineItem | DueItem;

/** Asks the API, by a path below its root. */
export type Get = <T>(path: string) => Promise<T>;

/** Everything that the filters let through, from far away. */
export interface Overview {
  density: Density;
  /** The first and the last day of it, as the API writes them; null where nothing has a date. */
  extent: { first: string; last: string } | null;
}

/** What a part of time holds: counts, and the facts themselves where they fit. */
export interface Content {
  /** The part of time that was asked for: what is in view, and as much again beside it. */
  range: View;
  density: Density;
  /** In order; null where there are more than a page of them. */
  facts: Drawn[] | null;
  /** How many facts overlap with it whose dates are wider, and which are therefore not among `facts`. */
  wider: number;
}

/** So many facts are asked for at once and drawn one by one; the most that the API gives. */
const PAGE = 200;
const MOST_LANES = 9;
const BUCKETS = 200;

/** What of an address says what the lanes are; by kind of subject where it does not say. */
export function lanesIn(query: URLSearchParams): LaneKind {
  return LANES.find((lane) => lane === query.get('lane')) ?? 'subjectType';
}

/** Counts of everything that the filters let through. */
export async function loadOverview(query: URLSearchParams, get: Get): Promise<Overview> {
  const lanes = { lane: lanesIn(query), lanes: String(MOST_LANES) };
  const [density, last] = await Promise.all([
    get<Density>(withParameters('/v1/timeline/density', ofBand(query), { ...lanes, buckets: String(BUCKETS) })),
    query.getAll('include').some((words) => words.includes('milestones')) ? latestOf(query, get) : null,
  ]);
  const [first, end] = [density.spans[0]?.from, density.spans.at(-1)?.to];
  const extent = first === undefined || end === undefined ? null : { first, last: end };
  if (extent !== null && last !== null && dayNumber(last) > dayNumber(extent.last)) extent.last = last;
  return { density, extent };
}

/** Milestones are in no density: the last of them may lie behind all facts. */
async function latestOf(query: URLSearchParams, get: Get): Promise<string | null> {
  const { items } = await get<Timeline>(
    withParameters('/v1/timeline', ofBand(query), { order: 'desc', limit: '1', undated: 'exclude' }),
  );
  return items[0]?.occurred?.latest ?? items[0]?.occurred?.earliest ?? null;
}

/** All that can be looked at: everything that the filters let through, and today. */
export function wholeOf({ density, extent }: Overview): View {
  const today = dayNumber(density.today);
  if (extent === null) return around(today - 365, today);
  return around(Math.min(dayNumber(extent.first), today), Math.max(dayNumber(extent.last), today));
}

/**
 * What lies in a view. Counts always; the facts where they fit on one page. Where they do not because facts with wide dates
 * overlap everything, those that lie inside are asked for by themselves, and how many are left out is told.
 */
export async function loadContent(view: View, overview: Overview, query: URLSearchParams, get: Get): Promise<Content> {
  const range = rangeOf(view, overview, query);
  const period = { from: edtfDay(range.from), to: edtfDay(range.to - 1) };
  const lanes = { lane: lanesIn(query), lanes: String(MOST_LANES), buckets: String(BUCKETS) };
  const filters = ofBand(query);
  filters.delete('undated');
  const density = await get<Density>(withParameters('/v1/timeline/density', filters, { ...period, ...lanes }));
  const content = { range, density, facts: null, wider: 0 };
  const page = { ...period, order: 'asc', limit: String(PAGE), undated: 'exclude' };
  if (density.total <= PAGE) {
    const facts = await get<Timeline>(withParameters('/v1/timeline', filters, page));
    return facts.page.next === null ? { ...content, facts: facts.items } : content;
  }
  // What began before counts in the first span, so that the others tell how many can lie inside.
  const inside =
    density.total - [...density.lanes, density.others].reduce((sum, lane) => sum + (lane?.counts[0] ?? 0), 0);
  if (inside > PAGE * 2) return content;
  const facts = await get<Timeline>(withParameters('/v1/timeline', filters, { ...page, match: 'certain' }));
  if (facts.page.next !== null) return content;
  const told = facts.items.filter(({ type }) => type !== 'milestone').length;
  return { ...content, facts: facts.items, wider: density.total - told };
}

function rangeOf(view: View, overview: Overview, query: URLSearchParams): View {
  const margin = lengthOf(view) / 2;
  const bounds = wholeOf(overview);
  if (overview.extent !== null && query.get('from')) bounds.from = dayNumber(overview.extent.first);
  if (overview.extent !== null && query.get('to')) bounds.to = dayNumber(overview.extent.last) + 1;
  const from = Math.floor(Math.min(Math.max(view.from - margin, bounds.from), bounds.to - 1));
  return { from, to: Math.ceil(Math.max(Math.min(view.to + margin, bounds.to), from + 1)) };
}

/** The filters without what says which page of the list is shown, and in which order. */
function ofBand(query: URLSearchParams): URLSearchParams {
  const filters = filtersOf(query);
  for (const name of ['cursor', 'limit', 'order']) filters.delete(name);
  return filters;
}

function withParameters(path: string, filters: URLSearchParams, parameters: Record<string, string>): string {
  const asked = new URLSearchParams(filters);
  for (const [name, value] of Object.entries(parameters)) asked.set(name, value);
  return `${path}?${asked}`;
}
