import type { FastifyRequest } from 'fastify';

/**
 * The fields of a form that a browser sends, `application/x-www-form-urlencoded`. What a mail program sends for its one
 * click (RFC 8058) may be of another type, and says nothing that the address does not.
 */
export function readForm({ body, headers }: FastifyRequest): URLSearchParams {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return new URLSearchParams(isForm && Buffer.isBuffer(body) ? body.toString('utf8') : '');
}

/** The key in a form to sign in; empty where there is none. */
export function keyInForm(request: FastifyRequest): string {
  return readForm(request).get('key')?.trim() ?? '';
}
