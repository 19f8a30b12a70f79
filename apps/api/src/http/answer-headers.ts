import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestIdHeaders } from './request-id.js';

/** JSON needs nothing from anywhere, so a browser that is made to show it runs and loads nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const SECURITY: Record<string, string> = {
  'content-security-policy': NOTHING,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** The headers of every answer, whatever it is: also of those that are written before a route is known. */
export function securityHeaders(publicUrl: string): Record<string, string> {
  const isHttps = publicUrl.startsWith('https:');
  return { ...SECURITY, ...(isHttps && { 'strict-transport-security': 'max-age=31536000' }) };
}

/**
 * What a page of another site may do: read everything that is public, with any of these headers, and see those of the
 * answer. Writing from other sites is not offered, as it needs a key that no page should hold.
 */
const READ_FROM_ANYWHERE: Record<string, string> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Dateline-Log-Head, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Client-Request-Id, X-Request-Id',
  'cross-origin-resource-policy': 'cross-origin',
};
const PREFLIGHT: Record<string, string> = {
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'Authorization, If-None-Match, Last-Event-ID, X-API-Key, X-Request-Id',
  'access-control-max-age': '86400',
};

/** What an answer to a reader depends on. */
const VARY = 'Accept, accept-encoding, Authorization, X-API-Key, Cookie';

/** Gives every answer its security headers, its request id and, where it is read, CORS and a weak ETag. */
export function giveHeaders(server: FastifyInstance, publicUrl: string): void {
  const security = securityHeaders(publicUrl);
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...security, ...requestIdHeaders(request) });
    if (isRead(request)) void reply.headers(READ_FROM_ANYWHERE);
  });
  giveHeadersWhileClosing(server, security);
  server.addHook('onSend', async (request, reply, payload) => {
    const cacheControl = reply.getHeader('cache-control');
    // A shared cache stores no answer to `Authorization`, and would store one to a session or to `X-API-Key`.
    if (request.holder !== null && !/private|public|no-store/.test(String(cacheControl))) {
      void reply.header('cache-control', `private, ${String(cacheControl ?? 'no-cache')}`);
      void reply.header('vary', withNames(reply.getHeader('vary')));
    }
    const isOwn = cacheControl === undefined && typeof payload === 'string' && isRead(request);
    if (isOwn && reply.statusCode === 200) isKnown(request, reply, payload);
    if (reply.statusCode !== 304) return payload;
    // A 304 has no length unless it is that of the whole answer (RFC 9110, 8.6).
    void reply.removeHeader('content-type').removeHeader('content-length');
    return null;
  });
}

/** Answers the preflight requests of browsers, for pages of other sites that read; after what decides every request. */
export function answerPreflights(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ method, headers }, reply) => {
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return undefined;
    return reply
      .headers({ ...READ_FROM_ANYWHERE, ...PREFLIGHT })
      .status(204)
      .send();
  });
}

/** While it closes Fastify refuses requests before any hook runs, so that the headers are set on Node's response. */
function giveHeadersWhileClosing(server: FastifyInstance, security: Record<string, string>): void {
  let isClosing = false;
  server.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  server.server.prependListener('request', (_request, response) => {
    if (isClosing) response.setHeaders(new Map(Object.entries({ ...security, 'x-request-id': randomUUID() })));
  });
}

/**
 * Gives an answer the ETag of what it depends on: its own text, or less where that says it as well. True where the asker
 * has the answer already: it then has the status 304 and needs no body. The ETag is weak, so that nobody takes it for the
 * version of a stream, which is what If-Match is about. An answer is asked for again whenever it is used, as any write may
 * change it.
 */
export function isKnown(request: FastifyRequest, reply: FastifyReply, dependsOn: string): boolean {
  const etag = `W/"${createHash('sha256').update(dependsOn).digest('base64url').slice(0, 22)}"`;
  const cacheControl = request.holder === null ? 'no-cache' : 'private, no-cache';
  void reply.headers({ etag, 'cache-control': cacheControl, vary: VARY });
  const given = request.headers['if-none-match'];
  if (given === undefined) return false;
  const same = given.trim() === '*' || given.split(',').some((tag) => weak(tag) === weak(etag));
  if (same) void reply.status(304);
  return same;
}

function weak(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}

/** The fields of `Vary` with those that an answer to a reader depends on. */
function withNames(vary: string | string[] | number | undefined): string {
  const given = String(vary ?? '').split(/, */);
  return [...new Set([...VARY.split(', '), ...given.filter((name) => name !== '')])].join(', ');
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
