import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problem-filter.js';

/** Charges the client of a request that is refused before anything else charged it; what is to be said where its quota is used up. */
export type ChargeRefused = (request: FastifyRequest, reply: FastifyReply) => Promise<Error | undefined>;

/**
 * Runs a check on every request of a server before its body is read. What it throws is answered with problem details here:
 * the error handler of the framework does not know the routes that were added before it.
 *
 * @param charge for a check that runs before the quotas, so that what it refuses is paid all the same
 */
export function checkRequests(
  server: FastifyInstance,
  check: (request: FastifyRequest, reply: FastifyReply) => void | Promise<void>,
  charge?: ChargeRefused,
): void {
  server.addHook('onRequest', async (request, reply) => {
    try {
      await check(request, reply);
    } catch (error) {
      return sendProblem((await charge?.(request, reply)) ?? error, request, reply);
    }
    return undefined;
  });
}
