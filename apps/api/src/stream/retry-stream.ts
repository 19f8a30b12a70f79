import type { FastifyRequest } from 'fastify';
import type { ToldError } from '../http/status-of-error.js';
import { EVENT_STREAM } from './server-sent-events.js';
import { STREAM_ROUTE } from './stream-limits.js';

/**
 * What a standard client of server-sent events gets in place of a refusal that passes (429, 503): a stream that says when to
 * come back, and ends. Any other status than 200 ends such a client for good (HTML Living Standard, 9.2). Null for a
 * program that does not ask for this media type, and for refusals that stay.
 */
export function retryStream({ status, detail, headers }: ToldError, request: FastifyRequest): string | null {
  const seconds = Number(headers['retry-after']);
  const isStream = request.method === 'GET' && request.url.split('?', 1)[0] === STREAM_ROUTE;
  const isClient = request.headers.accept?.includes(EVENT_STREAM) === true;
  if (!isStream || !isClient || (status !== 429 && status !== 503) || Number.isNaN(seconds)) return null;
  return `retry: ${seconds * 1_000}\n: ${detail}\n\n`;
}
