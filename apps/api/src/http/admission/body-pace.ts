import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { hasBody } from '../unread-body.js';
import { isImport } from './body-limits.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';

/** A body on its way. */
interface Underway {
  request: FastifyRequest;
  reply: FastifyReply;
  isImport: boolean;
  /** When the body, or the window of an import's rate, began; and how much the connection had received then. */
  since: number;
  bytes: number;
}

/**
 * Ends bodies that are sent too slowly with 408: a record has `bodyMs` in all, an import a least rate. Node's own
 * `requestTimeout` knows no routes. Time in which the service does not read, since it is at work, is not counted against
 * the client.
 */
export class BodyPace {
  readonly #underway = new Set<Underway>();

  constructor(private readonly limits: AdmissionLimits) {}

  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      if (hasBody(request.raw) && !isInjected(request)) this.#begin(request, reply);
      done();
    });
    const timer = setInterval(() => this.#check(), this.limits.checkMs).unref();
    server.addHook('onClose', async () => clearInterval(timer));
  }

  #begin(request: FastifyRequest, reply: FastifyReply): void {
    const { raw } = request;
    const since = performance.now();
    const underway = { request, reply, isImport: isImport(request), since, bytes: raw.socket.bytesRead };
    this.#underway.add(underway);
    raw.once('close', () => this.#underway.delete(underway));
  }

  #check(): void {
    const now = performance.now();
    for (const underway of this.#underway) {
      const { raw } = underway.request;
      if (raw.complete) this.#underway.delete(underway);
      else if (underway.isImport) this.#checkRate(underway, now);
      else if (now - underway.since > this.limits.bodyMs)
        this.#end(underway, `The body took longer than ${this.limits.bodyMs / 1000} s.`);
    }
  }

  #checkRate(underway: Underway, now: number): void {
    const { rateWindowMs, leastBytesPerSecond } = this.limits;
    const { raw } = underway.request;
    const isWaitingForUs = raw.readableLength > 0;
    if (!isWaitingForUs && now - underway.since < rateWindowMs) return;
    const received = raw.socket.bytesRead - underway.bytes;
    const least = (leastBytesPerSecond * rateWindowMs) / 1000;
    if (!isWaitingForUs && received < least)
      return this.#end(underway, `An import sends at least ${leastBytesPerSecond} bytes a second.`);
    underway.since = now;
    underway.bytes = raw.socket.bytesRead;
    return undefined;
  }

  #end(underway: Underway, sentence: string): void {
    this.#underway.delete(underway);
    const { request, reply } = underway;
    const { socket } = request.raw;
    if (reply.sent) {
      socket.destroy();
      return;
    }
    reply.raw.once('finish', () => socket.destroySoon());
    void reply.header('connection', 'close');
    sendProblem(new HttpProblem(408, 'BODY_TIMEOUT', sentence), request, reply);
  }
}
