import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';

const LIVE = '/health/live';
/** Streams have a bound of their own, and nearly all of the time they do nothing. */
const STREAM = '/v1/stream';
const SAMPLE_MS = 1_000;
/** A single stall is none of the requests' doing; so many seconds in a row are. */
const LATE_SAMPLES = 3;
const RESOLUTION_MS = 20;
const NANOSECONDS = 1e6;

/**
 * Answers 503 at once while more requests are under way than the process can serve, or while its event loop is late.
 * `/health/live` is answered all the same: a process that is busy is not dead.
 */
export function refuseOverload(server: FastifyInstance, limits: AdmissionLimits): void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let lateSamples = 0;
  let underWay = 0;
  delays.enable();
  const timer = setInterval(() => {
    // A delay is measured from the last turn of the loop; what is expected of it is the resolution itself.
    const isLate = delays.mean / NANOSECONDS - RESOLUTION_MS > limits.loopDelayMs;
    lateSamples = isLate ? lateSamples + 1 : 0;
    delays.reset();
  }, SAMPLE_MS).unref();
  server.addHook('onClose', async () => {
    clearInterval(timer);
    delays.disable();
  });
  server.addHook('onRequest', async (request, reply) => {
    if (isInjected(request) || request.routeOptions.url === LIVE) return undefined;
    if (lateSamples >= LATE_SAMPLES || underWay >= limits.underWay) return sendProblem(overloaded(), request, reply);
    if (request.routeOptions.url === STREAM) return undefined;
    underWay++;
    reply.raw.once('close', () => underWay--);
    return undefined;
  });
}

/** The refusal of what there is no room for now. */
export function overloaded(): HttpProblem {
  return new HttpProblem(503, 'OVERLOADED', 'The service has more to do than it can; send again in a moment.', {
    headers: { 'retry-after': '2' },
  });
}
