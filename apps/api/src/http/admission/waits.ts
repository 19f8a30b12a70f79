import type { FastifyInstance } from 'fastify';
import { atAnswerEnd } from '../answer-end.js';
import { clientOf } from '../client-address.js';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import { Places } from './places.js';

/** Bounds how many requests wait for a position (`after`) at once, in all and of one client or key. */
export function boundWaits(server: FastifyInstance, limits: AdmissionLimits): void {
  const places = new Places(limits.waits);
  server.addHook('onRequest', async (request, reply) => {
    const query = request.query as Record<string, unknown> | undefined;
    if (query?.['after'] === undefined || isInjected(request)) return undefined;
    const holder = request.holder?.id ?? clientOf(request);
    const place = places.take(holder, limits.rateLimit === null ? null : limits.waitsPerClient);
    if (typeof place !== 'string') {
      atAnswerEnd(request.raw, reply.raw, place);
      return undefined;
    }
    const whose = place === 'own' ? 'of one client' : 'in all';
    const problem = new HttpProblem(503, 'WAITS_FULL', `As many requests ${whose} wait for a position as may wait.`, {
      headers: { 'retry-after': '5' },
    });
    return sendProblem(problem, request, reply);
  });
}
