import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** JSON needs nothing from anywhere, so a browser that is made to show it runs and loads nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const SECURITY: Record<string, string> = {
  'content-security-policy': NOTHING,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/**
 * What a page of another site may do: read everything that is public, with any of these headers, and see those of the
 * answer. Writing from other sites is not offered, as it needs a key that no page should hold.
 */
const READ_FROM_ANYWHERE: Record<string, string> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Dateline-Log-Head, ETag, Link, Retry-After, X-Request-Id',
  'cross-origin-resource-policy': 'cross-origin',
};
const PREFLIGHT: Record<string, string> = {
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'Authorization, If-None-Match, X-API-Key, X-Request-Id',
  'access-control-max-age': '86400',
};

/** Gives every answer its security headers, its request id and, where it is read, CORS and a weak ETag. */
export function giveHeaders(server: FastifyInstance, publicUrl: string): void {
  const strictTransport = publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {};
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...SECURITY, ...strictTransport, 'x-request-id': request.id });
    if (isRead(request)) void reply.headers(READ_FROM_ANYWHERE);
    if (request.method !== 'OPTIONS') return;
    if (request.headers['access-control-request-method'] === undefined) return;
    return reply
      .headers({ ...READ_FROM_ANYWHERE, ...PREFLIGHT })
      .status(204)
      .send();
  });
  server.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || !isRead(request) || reply.statusCode !== 200) return payload;
    if (reply.hasHeader('cache-control')) return payload;
    return conditional(request, reply, payload);
  });
}

function conditional(request: FastifyRequest, reply: FastifyReply, payload: string): string {
  if (!isKnown(request, reply, payload)) return payload;
  void reply.removeHeader('content-type').removeHeader('content-length');
  return '';
}

/**
 * Gives an answer the ETag of what it depends on: its own text, or less where that says it as well. True where the asker
 * has the answer already: it then has the status 304 and needs no body. The ETag is weak, so that nobody takes it for the
 * version of a stream, which is what If-Match is about. An answer is asked for again whenever it is used, as any write may
 * change it.
 */
export function isKnown(request: FastifyRequest, reply: FastifyReply, dependsOn: string): boolean {
  const etag = `W/"${createHash('sha256').update(dependsOn).digest('base64url').slice(0, 22)}"`;
  void reply.headers({ etag, 'cache-control': 'no-cache', vary: 'Accept, Authorization, X-API-Key' });
  const given = request.headers['if-none-match'];
  if (given === undefined) return false;
  const same = given.trim() === '*' || given.split(',').some((tag) => weak(tag) === weak(etag));
  if (same) void reply.status(304);
  return same;
}

function weak(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
