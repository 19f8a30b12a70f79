import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TOKEN_HEADER } from './token-of.js';

/** Where answers carry addresses, links, tokens or keys, or who did what, whatever the request carries. */
const PRIVATE_PATHS = /^\/(?:(?:v1\/)?(?:subscriptions|confirmations)|remind|v1\/keys|v1\/audit)(?:[/?]|$)/;

/**
 * Keeps every answer out of caches that carries a token, a link with one, an e-mail address or a key: pages, JSON, redirects and
 * problems alike. A calendar and a feed, which clients fetch by the hour, allow their client a copy of its own.
 */
export function keepPrivate(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (isPrivate(request)) void reply.header('cache-control', 'private, no-store');
  });
}

function isPrivate({ url, routeOptions, headers, query }: FastifyRequest): boolean {
  // The route too, as a path may be written with escapes.
  if (headers[TOKEN_HEADER] !== undefined || [url, routeOptions.url ?? ''].some((path) => PRIVATE_PATHS.test(path)))
    return true;
  return typeof query === 'object' && query !== null && 'token' in query;
}
