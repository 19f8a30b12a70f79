import type { FastifyReply, FastifyRequest } from 'fastify';
import { atAnswerEnd } from '../answer-end.js';
import { isOwnMachine } from '../client-address.js';
import { Places } from './places.js';

const ROUTES = new Set(['/health/ready', '/metrics']);
/** What proxies add. One on this machine without any of them is taken for the machine, which is why places are few. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];
const MOST = 4;

/**
 * Probes and scrapers on the machine itself. A few of their requests at once are admitted whatever others send, and paid
 * from a quota of their own: operators need them most while the service is overloaded.
 */
export class Operators {
  readonly #places = new Places(MOST);
  readonly #admitted = new WeakSet<FastifyRequest>();

  /** Takes a place for a request where it is one of theirs. False where it is not, or where all places are taken. */
  admit(request: FastifyRequest, reply: FastifyReply): boolean {
    if (!ROUTES.has(request.routeOptions.url ?? '')) return false;
    if (!isOwnMachine(request.raw.socket.remoteAddress ?? '') || !isOwnMachine(request.ip)) return false;
    if (FORWARDED.some((name) => request.headers[name] !== undefined)) return false;
    const place = this.#places.take('operators', null);
    if (typeof place === 'string') return false;
    atAnswerEnd(request.raw, reply.raw, place);
    this.#admitted.add(request);
    return true;
  }

  /** Whether a place was taken for a request. */
  has(request: FastifyRequest): boolean {
    return this.#admitted.has(request);
  }
}
