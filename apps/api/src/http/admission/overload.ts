import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { STREAM_ROUTE } from '../../stream/stream-limits.js';
import { atAnswerEnd } from '../answer-end.js';
import { clientOf } from '../client-address.js';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import type { Operators } from './operators.js';
import { Places } from './places.js';

const LIVE = '/health/live';
const SAMPLE_MS = 1_000;
/** A single stall is none of the requests' doing; so many seconds in a row are. */
const LATE_SAMPLES = 3;
const RESOLUTION_MS = 20;
const NANOSECONDS = 1e6;

/**
 * Bounds the requests under way, in all and of one client. Answers 503 at once while there are as many as the process can
 * serve, or while its event loop is late. `/health/live` is answered all the same: a process that is busy is not dead.
 */
export class Overload {
  readonly #underWay: Places;
  #lateSamples = 0;

  constructor(
    private readonly limits: AdmissionLimits,
    private readonly operators: Operators,
  ) {
    this.#underWay = new Places(limits.underWay);
  }

  /** Before anything is spent on a request. */
  beforeQuota(server: FastifyInstance): void {
    this.#sampleDelays(server);
    server.addHook('onRequest', async (request, reply) => {
      if (isInjected(request) || request.routeOptions.url === LIVE || this.operators.admit(request, reply))
        return undefined;
      if (this.#lateSamples < LATE_SAMPLES && !this.#underWay.areTaken) return undefined;
      return sendProblem(overloaded(), request, reply);
    });
  }

  /** After a client has paid, so that refusals of one whose quota is used up take no places. */
  afterQuota(server: FastifyInstance): void {
    const mostEach = this.limits.rateLimit === null ? null : this.limits.underWayPerClient;
    server.addHook('onRequest', (request, reply, done) => {
      const { url } = request.routeOptions;
      // Streams have a bound of their own, and nearly all of the time they do nothing.
      if (isInjected(request) || url === LIVE || url === STREAM_ROUTE || this.operators.has(request)) return done();
      const place = this.#underWay.take(clientOf(request), mostEach);
      if (place === 'own') return void sendProblem(tooMany(mostEach), request, reply);
      if (place === 'all') return void sendProblem(overloaded(), request, reply);
      atAnswerEnd(request.raw, reply.raw, place);
      return done();
    });
  }

  #sampleDelays(server: FastifyInstance): void {
    const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delays.enable();
    const timer = setInterval(() => {
      // A delay is measured from the last turn of the loop; what is expected of it is the resolution itself.
      const isLate = delays.mean / NANOSECONDS - RESOLUTION_MS > this.limits.loopDelayMs;
      this.#lateSamples = isLate ? this.#lateSamples + 1 : 0;
      delays.reset();
    }, SAMPLE_MS).unref();
    server.addHook('onClose', async () => {
      clearInterval(timer);
      delays.disable();
    });
  }
}

/** The refusal of what there is no room for now. */
export function overloaded(): HttpProblem {
  return new HttpProblem(503, 'OVERLOADED', 'The service has more to do than it can; send again in a moment.', {
    headers: { 'retry-after': '2' },
  });
}

function tooMany(most: number | null): HttpProblem {
  const sentence = `One client has at most ${most} requests under way; send again when one is answered.`;
  return new HttpProblem(429, 'TOO_MANY_REQUESTS', sentence, { headers: { 'retry-after': '2' } });
}
