import type { FastifyInstance } from 'fastify';
import { currentCaller } from '#libs/database';
import type { TrustedProxies } from '#libs/kernel';
import type { Access } from '../access.js';
import { answerPreflights } from '../answer-headers.js';
import type { ChargeRefused } from '../request-check.js';
import { leaveBodiesUnread } from '../unread-body.js';
import { BodyLimits } from './body-limits.js';
import { BodyPace } from './body-pace.js';
import { boundConnections } from './connections.js';
import { DatabasePlaces } from './database-places.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import { Operators } from './operators.js';
import { Overload } from './overload.js';
import { RateLimits } from './rate-limits.js';
import { takeTurns } from './turns.js';
import { boundWaits } from './waits.js';

/** What clients have left. */
export interface Quotas {
  operators: Operators;
  /** Null where nothing is limited per client. */
  rates: RateLimits | null;
  /** For what is refused before the quotas are looked at. */
  charge: ChargeRefused;
}

/** The quotas of a service, all of them whole. */
export function newQuotas(limits: AdmissionLimits): Quotas {
  const { rateLimit } = limits;
  const operators = new Operators();
  const rates = rateLimit === null ? null : new RateLimits({ ...limits, rateLimit }, operators);
  return { operators, rates, charge: rates?.chargeRefused ?? (async () => undefined) };
}

/**
 * Decides, before any body is read, which requests are worked on. What costs least comes first: is there time at all, has
 * the client something left, is the body too large for anybody; then the address and the key (`Access`); then what
 * depends on the key.
 */
export function admitRequests(
  server: FastifyInstance,
  access: Access,
  limits: AdmissionLimits,
  trusted: TrustedProxies | undefined,
  { operators, rates, charge }: Quotas,
  isAwaited: (after: bigint) => Promise<boolean>,
): BodyLimits {
  const overload = new Overload(limits, operators);
  const bodies = new BodyLimits(limits);
  const places = new DatabasePlaces(limits);
  boundConnections(server, limits, trusted);
  leaveBodiesUnread(server);
  new BodyPace(limits).watch(server);
  overload.beforeQuota(server);
  rates?.beforeAccess(server);
  overload.afterQuota(server);
  answerPreflights(server);
  bodies.beforeAccess(server, charge);
  access.guard(server);
  bodies.afterAccess(server);
  rates?.afterAccess(server);
  boundWaits(server, limits);
  takeTurns(server, limits, isAwaited);
  server.addHook('onRequest', (request, _reply, done) => {
    // A page and the answers that it is made of have one client.
    if (isInjected(request)) done();
    else currentCaller.run(places.callerOf(request), done);
  });
  return bodies;
}
