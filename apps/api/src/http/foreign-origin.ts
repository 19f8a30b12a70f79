import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { checkRequests } from './request-check.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** The one click of RFC 8058 comes from a mail program, which may be a page of any origin. Its token is its authority. */
const ONE_CLICK = /^\/subscriptions\/[^/?]+\/unsubscribe\/?(\?|$)/;

/**
 * Refuses requests that change something and that a browser sends for a page of another origin (cross-site request
 * forgery). `Sec-Fetch-Site` decides where it is there: `same-origin` and `none` pass, `same-site` and `cross-site` do not.
 * Else `Origin` does: it must be the address of this service, or the host that the request names. A request with neither
 * comes from no browser of today, and passes.
 *
 * @param publicUrl the address of this service
 */
export function refuseForeignOrigins(server: FastifyInstance, publicUrl: string): void {
  const own = new URL(publicUrl).origin;
  checkRequests(server, (request) => {
    if (SAFE.has(request.method) || !isForeign(request, own)) return;
    if (request.method === 'POST' && ONE_CLICK.test(request.url)) return;
    throw new DomainError(
      'ORIGIN_FOREIGN',
      'denied',
      'A page of another site cannot change anything here; use the pages of this service, or send the request without a browser.',
    );
  });
}

function isForeign({ headers }: FastifyRequest, own: string): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none';
  if (origin === undefined || origin === own) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
