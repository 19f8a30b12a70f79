import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problem-filter.js';

/**
 * Runs a check on every request of a server before its body is read. What it throws is answered with problem details here:
 * the error handler of the framework does not know the routes that were added before it.
 */
export function checkRequests(
  server: FastifyInstance,
  check: (request: FastifyRequest, reply: FastifyReply) => void | Promise<void>,
): void {
  server.addHook('onRequest', async (request, reply) => {
    try {
      await check(request, reply);
    } catch (error) {
      return sendProblem(error, request, reply);
    }
    return undefined;
  });
}
