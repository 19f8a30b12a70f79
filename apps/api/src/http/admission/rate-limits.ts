import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { keyOf } from '../access.js';
import { clientOf } from '../client-address.js';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { Buckets, type Quota } from './buckets.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import type { Operators } from './operators.js';
import type { ChargeRefused } from '../request-check.js';
import { sentToken } from '../token-of.js';
import { costOf } from './route-costs.js';

/** So many keys and tokens that were valid a moment ago are known again while their client guesses others. */
const MOST_VALID = 10_000;
/** Who pays for the requests of operators; no address is written so. */
const OPERATORS = 'operators';
/** No id of the service is longer; a bucket has no longer name. */
const LONGEST_ID = 100;
/** Routes that take a token, pages included. */
const TAKES_TOKEN = /^(\/v1)?\/(subscriptions|confirmations)\/:id(\/|$)/;
/** Routes whose answer succeeds only for a valid token of the id in their address. */
const PROVES_TOKEN = /^\/v1\/(subscriptions|confirmations)\/:id(\/|$)/;

/**
 * Quotas per key and per client on every route, with the fields of draft-ietf-httpapi-ratelimit-headers-10. A client that
 * sends wrong keys or tokens pays for each. After some wrong keys of a client, and after some wrong tokens of a client for
 * one subscription, further ones are refused before they are looked up. Keys and tokens that were valid before go on
 * working, so that nobody is locked out by a neighbour behind the same address.
 */
export class RateLimits {
  readonly #clients: Buckets;
  readonly #keys: Buckets;
  readonly #failures: Buckets;
  /** By hash, the holder of a key, or the id that a token stands for; the last used one is the last. */
  readonly #valid = new Map<string, string>();

  constructor(
    private readonly limits: AdmissionLimits & { rateLimit: number },
    private readonly operators: Operators,
  ) {
    const { rateLimit, keyFactor, windowMs, failures } = limits;
    this.#clients = new Buckets('client', rateLimit, windowMs / 1000);
    this.#keys = new Buckets('key', rateLimit * keyFactor, windowMs / 1000);
    this.#failures = new Buckets('failures', failures, windowMs / 1000);
  }

  /** Charges the client one point for a request that is refused before the quotas are looked at, whatever key it has. */
  readonly chargeRefused: ChargeRefused = async (request, reply) => {
    if (isInjected(request) || reply.hasHeader('ratelimit')) return undefined;
    const quota = await this.#clients.take(clientOf(request), 1);
    void reply.headers(fieldsOf(quota));
    return quota.isExceeded ? usedUp(quota) : undefined;
  };

  /** Before the key is looked up: a request without a key pays now, and a client that has sent wrong ones is refused. */
  beforeAccess(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      if (isInjected(request)) return undefined;
      const key = keyOf(request);
      // Where there is no route a key is not looked up, so that the client pays.
      if (key === undefined || request.is404) {
        const payer = this.operators.has(request) ? OPERATORS : clientOf(request);
        const refused = await this.#charge(this.#clients, payer, request, reply);
        if (refused !== undefined || request.is404) return refused;
      }
      const holder = key === undefined ? undefined : this.#valid.get(hashOfKey(key));
      if (holder !== undefined) {
        const refused = await this.#refuseUsedUp(holder, request, reply);
        if (refused !== undefined) return refused;
      } else if (key !== undefined) {
        const refused = await this.#refuseGuess(clientOf(request), request, reply);
        if (refused !== undefined) return refused;
      }
      const token = tokenIn(request);
      if (token === undefined || this.#valid.has(hashOfToken(token, request))) return undefined;
      return this.#refuseGuess(guesserOf(request), request, reply);
    });
    server.addHook('preHandler', async (request, reply) => {
      const key = request.routeOptions.config.takesKey?.(request) ?? '';
      if (key === '' || isInjected(request) || this.#valid.has(hashOfKey(key))) return undefined;
      return this.#refuseGuess(clientOf(request), request, reply);
    });
  }

  /** After the key was looked up: a key pays for itself, and a key that nobody holds is paid by its client. */
  afterAccess(server: FastifyInstance): void {
    /** Keys of open routes, which are counted before the route runs and not again when it refuses something else. */
    const counted = new WeakMap<FastifyRequest, string>();
    server.addHook('onRequest', async (request, reply) => {
      const key = isInjected(request) ? undefined : keyOf(request);
      if (key === undefined) return undefined;
      if (request.holder !== null) {
        this.#remember(hashOfKey(key), request.holder.id);
        return this.#charge(this.#keys, request.holder.id, request, reply);
      }
      // An open route does not depend on keys, and a page shows the refusal itself; to guess is as dear as elsewhere.
      counted.set(request, key);
      await this.#countWrongKey(key, request);
      return this.#charge(this.#clients, clientOf(request), request, reply);
    });
    server.addHook('onResponse', async (request, reply) => {
      const isDenied = reply.statusCode === 401 || reply.statusCode === 403;
      const token = tokenIn(request);
      if (token !== undefined && reply.statusCode < 400 && PROVES_TOKEN.test(request.routeOptions.url ?? ''))
        this.#remember(hashOfToken(token, request), idOf(request));
      if (isInjected(request) || request.refusal !== null) return;
      if (token !== undefined && isDenied) await this.#countWrongToken(token, request);
      // Of a form this is the key that it carried.
      const key = keyOf(request);
      if (key === undefined) return;
      if (request.holder === null) {
        if (isDenied && counted.get(request) !== key) await this.#countWrongKey(key, request);
      } else if (isDenied && !reply.hasHeader('ratelimit')) {
        // It was refused for its scope before it could pay.
        this.#remember(hashOfKey(key), request.holder.id);
        await this.#keys.take(request.holder.id, costOf(request));
      } else if (request.routeOptions.config.takesKey !== undefined) {
        this.#remember(hashOfKey(key), request.holder.id);
      }
    });
  }

  async #countWrongKey(key: string, request: FastifyRequest): Promise<void> {
    this.#valid.delete(hashOfKey(key));
    await this.#failures.take(clientOf(request), 1);
    await this.#clients.take(clientOf(request), this.limits.failurePoints);
  }

  async #countWrongToken(token: string, request: FastifyRequest): Promise<void> {
    this.#valid.delete(hashOfToken(token, request));
    await this.#failures.take(guesserOf(request), 1);
    await this.#clients.take(clientOf(request), this.limits.tokenFailurePoints);
  }

  /** Refuses a key or a token that is not known to be valid where many of its guesser were wrong. */
  async #refuseGuess(guesser: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const failures = await this.#failures.look(guesser);
    if (failures === null || failures.remaining > 0) return undefined;
    const problem = limited(failures, 'GUESSES_LIMITED', 'Too many keys or tokens from here were not valid');
    return sendProblem(problem, request, reply);
  }

  /** Refuses a key whose quota is used up, also on routes for which it lacks the scope. */
  async #refuseUsedUp(holder: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const quota = costOf(request) === 0 ? null : await this.#keys.look(holder);
    if (quota === null || quota.remaining > 0) return undefined;
    void reply.headers(fieldsOf(quota));
    return sendProblem(usedUp(quota), request, reply);
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
    return quota.isExceeded ? sendProblem(usedUp(quota), request, reply) : undefined;
  }

  #remember(hash: string, holder: string): void {
    this.#valid.delete(hash);
    const [oldest] = this.#valid.keys();
    if (this.#valid.size >= MOST_VALID && oldest !== undefined) this.#valid.delete(oldest);
    this.#valid.set(hash, holder);
  }
}

/** `RateLimit-Policy` and `RateLimit` as structured fields. */
function fieldsOf({ name, points, windowSeconds, remaining, resetSeconds }: Quota): Record<string, string> {
  return {
    'ratelimit-policy': `"${name}";q=${points};w=${windowSeconds}`,
    ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  };
}

function usedUp(quota: Quota): HttpProblem {
  return limited(quota, 'TOO_MANY_REQUESTS', 'Too much was requested in the last minute');
}

function limited({ resetSeconds }: Quota, code: string, reason: string): HttpProblem {
  return new HttpProblem(429, code, `${reason}; send again in ${resetSeconds} s.`, {
    headers: { 'retry-after': String(resetSeconds) },
  });
}

/** The token of a request on a route that takes one. */
function tokenIn(request: FastifyRequest): string | undefined {
  return TAKES_TOKEN.test(request.routeOptions.url ?? '') ? sentToken(request) : undefined;
}

/** Whose wrong tokens for what are counted together; wrong keys are counted by client. */
function guesserOf(request: FastifyRequest): string {
  return `${clientOf(request)} ${idOf(request)}`;
}

/** The id in the address of a subscription or a confirmation; empty where there is none. */
function idOf(request: FastifyRequest): string {
  return String((request.params as Record<string, unknown> | null)?.['id'] ?? '').slice(0, LONGEST_ID);
}

function hashOfKey(key: string): string {
  return createHash('sha256').update(`key ${key}`).digest('base64');
}

/** A token is valid for one id alone. */
function hashOfToken(token: string, request: FastifyRequest): string {
  return createHash('sha256')
    .update(`token ${idOf(request)} ${token}`)
    .digest('base64');
}
