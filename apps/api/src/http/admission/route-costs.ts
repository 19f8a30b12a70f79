import type { FastifyRequest } from 'fastify';
import { operationAt } from '../../openapi/addresses.js';
import { hasBody } from '../unread-body.js';

/** What a request costs, in points, by the kind of its route: about 5 ms of the service's time each. */
const COSTS = {
  /** Files that are in memory, and the question whether the process lives. */
  free: 0,
  plain: 1,
  /** A body is read of anybody, and may be refused for much of what it holds. */
  form: 5,
  page: 15,
  /** Many rows are read for one answer. */
  counted: 5,
  /** All cases are read and computed for one answer; a page or a file of it takes longer to write. */
  computed: 20,
  written: 40,
  /** A whole list goes out, or a stream is opened. */
  whole: 20,
  preview: 10,
  import: 20,
} as const;

type Kind = keyof typeof COSTS;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a request of the route costs where its address does not say so. */
    kind?: Kind;
    /** Its form carries a key: how it is read, once the body is there. */
    takesKey?: (request: FastifyRequest) => string;
  }
}

/** Kinds by the method and the address of the route; the first that matches counts, and what none matches is plain. */
const BY_ROUTE: readonly [RegExp, Kind][] = [
  [/^GET \/(health\/live|assets\/|docs\/.)/, 'free'],
  [/^GET \/(cases\/statistics|cases\/changes|v1\/cases\/statistics\.csv)$/, 'written'],
  [/^POST \/v1\/import$/, 'import'],
  [/\/preview$/, 'preview'],
  [/^GET \/v1\/(stream|export)$/, 'whole'],
  [/^GET \/v1\/(cases\/statistics|cases\/changes)/, 'computed'],
  [/^GET \/v1\/.*\.(csv|ndjson|atom|ics|json|timelinejs)$/, 'whole'],
  [/^GET \/v1\/(timeline\/|reconciliation|coverage)/, 'counted'],
  [/^(POST|PATCH) \/v1\/subscriptions/, 'preview'],
];

/** Kinds whose answers take so much computing that few are made at once. */
const IN_TURNS: ReadonlySet<Kind> = new Set(['page', 'counted', 'computed', 'written']);

/** Lists that are pages of a view, and computed whole for another day. */
const UNDER_CLOCK = /^\/v1\/(cases|subjects)$/;

const known = new Map<string, Kind>();

/**
 * What a request costs, in points. An address that there is not costs as much as a plain read, and so does a body where
 * the answer is free: nobody needs to send one there.
 */
export function costOf(request: FastifyRequest): number {
  const kind = kindOf(request);
  return COSTS[kind === 'free' && hasBody(request.raw) ? 'plain' : kind];
}

/** Whether the answer to a request is one of those of which few are made at once. */
export function takesTurns(request: FastifyRequest): boolean {
  return IN_TURNS.has(kindOf(request));
}

function kindOf(request: FastifyRequest): Kind {
  const { config, url } = request.routeOptions;
  if (UNDER_CLOCK.test(url ?? '') && hasClock(request)) return 'computed';
  if (url === undefined || url === '/*') return config.kind ?? 'plain';
  const route = `${request.method === 'HEAD' ? 'GET' : request.method} ${url}`;
  let kind = known.get(route);
  // A route that is named here is so although its configuration says what its like cost.
  if (kind === undefined)
    known.set(route, (kind = BY_ROUTE.find(([form]) => form.test(route))?.[1] ?? config.kind ?? usualKind(request)));
  return kind;
}

function hasClock(request: FastifyRequest): boolean {
  const query = request.query as Record<string, unknown>;
  return ['asOf', 'knownAt', 'recordedBy'].some((clock) => query[clock] !== undefined);
}

function usualKind({ method, routeOptions: { config, url } }: FastifyRequest): Kind {
  const needed = config.scope ?? operationAt(method, url)?.scope;
  return needed === 'open' && !['GET', 'HEAD'].includes(method) ? 'form' : 'plain';
}
