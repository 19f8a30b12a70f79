import type { FastifyInstance } from 'fastify';
import { currentCaller } from '#libs/database';
import type { TrustedProxies } from '#libs/kernel';
import type { Access } from '../access.js';
import { answerPreflights } from '../answer-headers.js';
import { BodyLimits } from './body-limits.js';
import { BodyPace } from './body-pace.js';
import { boundConnections } from './connections.js';
import { DatabasePlaces } from './database-places.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import { refuseOverload } from './overload.js';
import { RateLimits } from './rate-limits.js';
import { takeTurns } from './turns.js';
import { boundWaits } from './waits.js';

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
): BodyLimits {
  const { rateLimit } = limits;
  const rates = rateLimit === null ? null : new RateLimits({ ...limits, rateLimit });
  const bodies = new BodyLimits(limits);
  const places = new DatabasePlaces(limits);
  boundConnections(server, limits, trusted);
  new BodyPace(limits).watch(server);
  refuseOverload(server, limits);
  rates?.beforeAccess(server);
  answerPreflights(server);
  bodies.beforeAccess(server);
  access.guard(server);
  bodies.afterAccess(server);
  rates?.afterAccess(server);
  boundWaits(server, limits);
  takeTurns(server, limits);
  server.addHook('onRequest', (request, _reply, done) => {
    // A page and the answers that it is made of have one client.
    if (isInjected(request)) done();
    else currentCaller.run(places.callerOf(request), done);
  });
  return bodies;
}
