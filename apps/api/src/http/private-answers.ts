import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TOKEN_HEADER } from './token-of.js';

/** Where answers carry addresses, links or tokens, whatever the request carries. */
const PRIVATE_PATHS = /^\/(v1\/)?(subscriptions|confirmations)(\/|\?|$)|^\/remind(\/|\?|$)/;

/**
 * Keeps every answer out of caches that carries a token, a link with one, or an e-mail address: pages, JSON, redirects and
 * problems alike. A calendar and a feed, which clients fetch by the hour, allow their client a copy of its own.
 */
export function keepPrivate(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (isPrivate(request)) void reply.header('cache-control', 'private, no-store');
  });
}

function isPrivate({ url, headers, query }: FastifyRequest): boolean {
  if (headers[TOKEN_HEADER] !== undefined || PRIVATE_PATHS.test(url)) return true;
  return typeof query === 'object' && query !== null && 'token' in query;
}
