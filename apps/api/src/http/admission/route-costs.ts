import type { FastifyRequest } from 'fastify';

/** What a request costs, in points, by the kind of its route: about 5 ms of the service's time each. */
const COSTS = {
  /** Files that are in memory, and the question whether the process lives. */
  free: 0,
  plain: 1,
  page: 5,
  /** Many rows are read for one answer. */
  counted: 5,
  /** A whole list goes out, or a stream is opened. */
  whole: 20,
  preview: 10,
  import: 20,
} as const;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a request of the route costs where its address does not say so. */
    kind?: keyof typeof COSTS;
    /** Its form carries a key. */
    takesKey?: true;
  }
}

/** Kinds by the method and the address of the route; the first that matches counts, and what none matches is plain. */
const BY_ROUTE: readonly [RegExp, keyof typeof COSTS][] = [
  [/^GET \/(health\/live|assets\/|docs\/.)/, 'free'],
  [/^POST \/v1\/import$/, 'import'],
  [/\/preview$/, 'preview'],
  [/^GET \/v1\/(stream|export)$/, 'whole'],
  [/^GET \/v1\/.*\.(csv|ndjson|atom|ics|json|timelinejs)$/, 'whole'],
  [/^GET \/v1\/(timeline\/|cases\/statistics|cases\/changes|reconciliation|coverage)/, 'counted'],
  [/^POST \/v1\/subscriptions/, 'preview'],
];

const known = new Map<string, number>();

/** What a request costs, in points. An address that there is not costs as much as a plain read. */
export function costOf(request: FastifyRequest): number {
  const { config, url } = request.routeOptions;
  if (config.kind !== undefined) return COSTS[config.kind];
  if (url === undefined || url === '/*') return COSTS.plain;
  const route = `${request.method === 'HEAD' ? 'GET' : request.method} ${url}`;
  let cost = known.get(route);
  if (cost === undefined) known.set(route, (cost = COSTS[BY_ROUTE.find(([form]) => form.test(route))?.[1] ?? 'plain']));
  return cost;
}
