import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { credentialOf } from '../access.js';
import { clientOf } from '../client-address.js';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { Buckets, type Quota } from './buckets.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import { costOf } from './route-costs.js';

/** So many keys that were valid a moment ago are known again while their client guesses others. */
const MOST_VALID = 1_000;

/**
 * Quotas per key and per client on every route, with the fields of draft-ietf-httpapi-ratelimit-headers-10. A client that
 * sends wrong keys or tokens pays for each, and after some of them is refused before they are looked up; keys that were
 * valid for it before go on working, so that nobody is locked out by a neighbour behind the same address.
 */
export class RateLimits {
  readonly #clients: Buckets;
  readonly #keys: Buckets;
  readonly #failures: Buckets;
  readonly #valid = new Set<string>();

  constructor(private readonly limits: AdmissionLimits & { rateLimit: number }) {
    const { rateLimit, keyFactor, windowMs, failures } = limits;
    this.#clients = new Buckets('client', rateLimit, windowMs / 1000);
    this.#keys = new Buckets('key', rateLimit * keyFactor, windowMs / 1000);
    this.#failures = new Buckets('failures', failures, windowMs / 1000);
  }

  /** Before the key is looked up: who sends none pays now, and who has sent wrong ones waits. */
  beforeAccess(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      if (isInjected(request)) return undefined;
      const credential = credentialOf(request);
      // Where there is no route a key is not looked up, so that the client pays.
      if (credential === undefined || 'token' in credential || request.is404) {
        const refused = await this.#charge(this.#clients, clientOf(request), request, reply);
        const isGuess = credential !== undefined || request.routeOptions.config.takesKey === true;
        if (refused !== undefined || !isGuess || request.is404) return refused;
      }
      if (credential !== undefined && 'key' in credential && this.#valid.has(hashOf(credential.key))) return undefined;
      const failures = await this.#failures.look(clientOf(request));
      if (failures === null || failures.remaining > 0) return undefined;
      return refuse(failures, 'GUESSES_LIMITED', 'Too many keys or tokens from here were not valid', request, reply);
    });
  }

  /** After the key was looked up: a key pays for itself, and a key that nobody holds is paid by its client. */
  afterAccess(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      const credential = isInjected(request) ? undefined : credentialOf(request);
      if (credential === undefined || 'token' in credential) return undefined;
      if (request.holder !== null) {
        this.#remember(credential.key);
        return this.#charge(this.#keys, request.holder.id, request, reply);
      }
      // Where no key is needed a wrong one is no reason to refuse; to guess is as dear as elsewhere.
      await this.#countFailure(request);
      return this.#charge(this.#clients, clientOf(request), request, reply);
    });
    server.addHook('onResponse', async (request, reply) => {
      if (reply.statusCode !== 401 && reply.statusCode !== 403) return;
      if (isInjected(request) || request.holder !== null || credentialOf(request) === undefined) return;
      await this.#countFailure(request);
    });
  }

  async #countFailure(request: FastifyRequest): Promise<void> {
    await this.#failures.take(clientOf(request), 1);
    await this.#clients.take(clientOf(request), this.limits.failurePoints);
  }

  async #charge(
    buckets: Buckets,
    holder: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    const cost = costOf(request);
    if (cost === 0) return undefined;
    const quota = await buckets.take(holder, cost);
    void reply.headers(fieldsOf(quota));
    if (!quota.isExceeded) return undefined;
    return refuse(quota, 'TOO_MANY_REQUESTS', 'Too much was requested in the last minute', request, reply);
  }

  #remember(key: string): void {
    if (this.#valid.size >= MOST_VALID) this.#valid.clear();
    this.#valid.add(hashOf(key));
  }
}

/** `RateLimit-Policy` and `RateLimit` as structured fields. */
function fieldsOf({ name, points, windowSeconds, remaining, resetSeconds }: Quota): Record<string, string> {
  return {
    'ratelimit-policy': `"${name}";q=${points};w=${windowSeconds}`,
    ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  };
}

function refuse(
  { resetSeconds }: Quota,
  code: string,
  reason: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = new HttpProblem(429, code, `${reason}; send again in ${resetSeconds} s.`, {
    headers: { 'retry-after': String(resetSeconds) },
  });
  return sendProblem(problem, request, reply);
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}
