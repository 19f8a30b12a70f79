import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { readForm } from '../pages/read-form.js';
import { authorityOf } from './host-check.js';
import { sendProblem } from './problem-filter.js';
import { checkRequests, type ChargeRefused } from './request-check.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** The one click of RFC 8058 comes from a mail program, which may be a page of any origin. Its token is its authority. */
const ONE_CLICK = /^\/subscriptions\/[^/?]+\/unsubscribe\/?(\?|$)/;
/** As the only part of a multipart body. Pages read no fields from such a body. */
const ONE_CLICK_PART =
  /^--[^\r\n]+\r?\n[^:\r\n]+:[^\r\n]*; *name="?List-Unsubscribe"?\r?\n\r?\nOne-Click\r?\n--[^\r\n]+--\s*$/i;

/**
 * Refuses requests that change something and that a browser sends for a page of another origin (cross-site request
 * forgery). `Sec-Fetch-Site`, which a page cannot set, decides where it says `same-site` or `cross-site`. Beside
 * `same-origin` `Origin` may be missing or `null`, as the policy for referrers has it, and must else be of this host, by
 * whatever scheme a proxy takes. Beside `none`, and where it is missing,
 * an `Origin` must be that of this service: PUBLIC_URL, or the authority that the request is for (see `checkHosts`) by the
 * scheme of PUBLIC_URL or of the connection. `null` passes beside `none`, which says that no page began the request.
 * A request with neither header comes from no browser of today, and passes.
 *
 * @param publicUrl the address of this service
 */
export function refuseForeignOrigins(server: FastifyInstance, publicUrl: string, charge: ChargeRefused): void {
  const own = new URL(publicUrl);
  /** Of another origin, and to be refused unless the body is that of the one click. */
  const clicks = new WeakSet<FastifyRequest>();
  checkRequests(
    server,
    (request) => {
      if (SAFE.has(request.method) || !isForeign(request, own)) return;
      if (request.method !== 'POST' || !ONE_CLICK.test(request.url)) throw foreignOrigin();
      clicks.add(request);
    },
    charge,
  );
  server.addHook('preHandler', (request, reply, done) => {
    if (!clicks.has(request) || isOneClick(request)) return done();
    return void sendProblem(foreignOrigin(), request, reply);
  });
}

function foreignOrigin(): DomainError {
  return new DomainError(
    'ORIGIN_FOREIGN',
    'denied',
    'A page of another site cannot change anything here; use the pages of this service, or send the request without a browser.',
  );
}

/** Whether the body is what RFC 8058 has a mail program send; what else the page's own form chooses is none of it. */
function isOneClick(request: FastifyRequest): boolean {
  const { body } = request;
  const isMultipart = request.headers['content-type']?.startsWith('multipart/form-data') === true;
  if (isMultipart) return Buffer.isBuffer(body) && ONE_CLICK_PART.test(body.toString('latin1'));
  return readForm(request).toString() === 'List-Unsubscribe=One-Click';
}

function isForeign(request: FastifyRequest, own: URL): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site === 'same-origin') return !(origin === undefined || origin === 'null' || isOfHost(request, origin, own));
  if (typeof site === 'string' && site !== 'none') return true;
  if (origin === undefined || (origin === 'null' && site === 'none')) return false;
  return origin !== own.origin && !originsOf(request, own).includes(origin);
}

/** Whether an origin is of the host of PUBLIC_URL or of that which the request is for. */
function isOfHost(request: FastifyRequest, origin: string, own: URL): boolean {
  const host = /^https?:\/\/(.+)$/.exec(origin)?.[1];
  return host !== undefined && [own.host, authorityOf(request)].includes(host);
}

/** The origins by which a browser may know the authority that a request is for. */
function originsOf(request: FastifyRequest, own: URL): string[] {
  const authority = authorityOf(request) ?? '';
  const origins = [own.protocol, `${request.protocol}:`]
    .map((scheme) => `${scheme}//${authority}`)
    .filter((url) => URL.canParse(url))
    .map((url) => new URL(url));
  // PUBLIC_URL says by which scheme its own host is reached.
  return origins.filter(({ host, origin }) => host !== own.host || origin === own.origin).map(({ origin }) => origin);
}
