import type { FastifyRequest } from 'fastify';

const WELL_FORMED = /^[\w.:-]{1,100}$/;

/** The id that a client gave its request in `X-Request-Id`. It is repeated and logged, and never the id of the service. */
export function clientRequestId({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const given = headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : undefined;
}

/** The id of the service, and beside it that of the client. */
export function requestIdHeaders(request: Pick<FastifyRequest, 'headers' | 'id'>): Record<string, string> {
  const given = clientRequestId(request);
  return { 'x-request-id': request.id, ...(given !== undefined && { 'x-client-request-id': given }) };
}
