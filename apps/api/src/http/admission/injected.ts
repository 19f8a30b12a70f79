import { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * Whether a request was made inside this process, for a page that a client asked for: it has no connection, which nothing
 * that comes by the network can feign. The request for the page was admitted, and paid for all.
 */
export function isInjected(request: FastifyRequest): boolean {
  return !(request.raw.socket instanceof Socket);
}
