import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { credentialOf, type Credential } from '../access.js';
import { clientOf } from '../client-address.js';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { Buckets, type Quota } from './buckets.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import { costOf } from './route-costs.js';

/** So many keys and tokens that were valid a moment ago are known again while their client guesses others. */
const MOST_VALID = 10_000;
/** No id of the service is longer; a bucket has no longer name. */
const LONGEST_ID = 100;
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

  constructor(private readonly limits: AdmissionLimits & { rateLimit: number }) {
    const { rateLimit, keyFactor, windowMs, failures } = limits;
    this.#clients = new Buckets('client', rateLimit, windowMs / 1000);
    this.#keys = new Buckets('key', rateLimit * keyFactor, windowMs / 1000);
    this.#failures = new Buckets('failures', failures, windowMs / 1000);
  }

  /** Before the key is looked up: a request without a key pays now, and a client that has sent wrong ones is refused. */
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
      const holder = credential && this.#valid.get(hashOf(credential, request));
      if (holder !== undefined) return 'key' in credential! ? this.#refuseUsedUp(holder, request, reply) : undefined;
      const failures = await this.#failures.look(guesserOf(credential, request));
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
        this.#remember(credential, request, request.holder.id);
        return this.#charge(this.#keys, request.holder.id, request, reply);
      }
      // An open route does not depend on keys, and a page shows the refusal itself; to guess is as dear as elsewhere.
      await this.#countFailure(credential, request);
      return this.#charge(this.#clients, clientOf(request), request, reply);
    });
    server.addHook('onResponse', async (request, reply) => {
      const credential = credentialOf(request);
      if (credential === undefined) return;
      const isDenied = reply.statusCode === 401 || reply.statusCode === 403;
      if ('token' in credential && reply.statusCode < 400 && PROVES_TOKEN.test(request.routeOptions.url ?? ''))
        this.#remember(credential, request, idOf(request));
      if (!isDenied || isInjected(request) || request.refusal !== null) return;
      if (request.holder === null) await this.#countFailure(credential, request);
      else if ('key' in credential && !reply.hasHeader('ratelimit')) {
        // It was refused for its scope before it could pay.
        this.#remember(credential, request, request.holder.id);
        await this.#keys.take(request.holder.id, costOf(request));
      }
    });
  }

  async #countFailure(credential: Credential, request: FastifyRequest): Promise<void> {
    this.#valid.delete(hashOf(credential, request));
    const { failurePoints, tokenFailurePoints } = this.limits;
    await this.#failures.take(guesserOf(credential, request), 1);
    await this.#clients.take(clientOf(request), 'key' in credential ? failurePoints : tokenFailurePoints);
  }

  /** Refuses a key whose quota is used up, also on routes for which it lacks the scope. */
  async #refuseUsedUp(holder: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const quota = costOf(request) === 0 ? null : await this.#keys.look(holder);
    if (quota === null || quota.remaining > 0) return undefined;
    void reply.headers(fieldsOf(quota));
    return refuse(quota, 'TOO_MANY_REQUESTS', 'Too much was requested in the last minute', request, reply);
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

  #remember(credential: Credential, request: FastifyRequest, holder: string): void {
    const hash = hashOf(credential, request);
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

/** Whose wrong keys, or whose wrong tokens for what, are counted together. */
function guesserOf(credential: Credential | undefined, request: FastifyRequest): string {
  const isToken = credential !== undefined && 'token' in credential;
  return isToken ? `${clientOf(request)} ${idOf(request)}` : clientOf(request);
}

/** The id in the address of a subscription or a confirmation; empty where there is none. */
function idOf(request: FastifyRequest): string {
  return String((request.params as Record<string, unknown> | null)?.['id'] ?? '').slice(0, LONGEST_ID);
}

/** A token is valid for one id alone. */
function hashOf(credential: Credential, request: FastifyRequest): string {
  const text = 'key' in credential ? `key ${credential.key}` : `token ${idOf(request)} ${credential.token}`;
  return createHash('sha256').update(text).digest('base64');
}
