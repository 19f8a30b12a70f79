import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { atAnswerEnd } from '../answer-end.js';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { endBody, hasBody } from '../unread-body.js';
import { isImport } from './body-limits.js';
import type { AdmissionLimits } from './limits.js';

/** A body on its way. */
interface Underway {
  raw: IncomingMessage;
  /** What can still be answered; null where no route was reached. */
  answerable: { request: FastifyRequest; reply: FastifyReply } | null;
  isImport: boolean;
  /** When the body, or the window of an import's rate, began; and how much the connection had received then. */
  since: number;
  bytes: number;
}

/**
 * Ends bodies that come in tiny chunks with 400, and those that are sent too slowly with 408: a record has `bodyMs` in all,
 * an import a least rate. They end as well, without an answer, where one was sent before. Node's own `requestTimeout` knows
 * no routes. Time in which the service does not read, since it is at work, is not counted against the client.
 */
export class BodyPace {
  readonly #underway = new Map<IncomingMessage, Underway>();

  constructor(private readonly limits: AdmissionLimits) {}

  watch(server: FastifyInstance): void {
    // Of what is refused before any hook, or by an earlier one, the body is watched as well.
    server.server.prependListener('request', (raw: IncomingMessage, response: ServerResponse) => {
      if (hasBody(raw)) this.#begin(raw, response);
    });
    server.addHook('onRequest', (request, reply, done) => {
      const underway = this.#underway.get(request.raw);
      if (underway !== undefined)
        Object.assign(underway, { answerable: { request, reply }, isImport: isImport(request) });
      done();
    });
    const timer = setInterval(() => this.#check(), this.limits.checkMs).unref();
    server.addHook('onClose', async () => clearInterval(timer));
  }

  #begin(raw: IncomingMessage, response: ServerResponse): void {
    const since = performance.now();
    const underway = { raw, answerable: null, isImport: false, since, bytes: raw.socket.bytesRead };
    this.#underway.set(raw, underway);
    if (raw.headers['transfer-encoding'] !== undefined) this.#countChunks(underway);
    // A body may last longer than the answer to its request.
    atAnswerEnd(raw, response, () => {
      if (raw.complete) this.#underway.delete(raw);
    });
  }

  /** Node's parser calls `push` for each chunk. */
  #countChunks(underway: Underway): void {
    const { raw } = underway;
    const push = raw.push.bind(raw);
    const { chunks: most, leastChunk } = this.limits;
    let chunks = 0;
    let bytes = 0;
    raw.push = (chunk: Buffer | null) => {
      chunks++;
      bytes += chunk?.length ?? 0;
      if (chunk === null || chunks <= most || bytes >= chunks * leastChunk) return push(chunk);
      const sentence = `The chunks of the body are smaller than ${leastChunk} bytes.`;
      this.#end(underway, new HttpProblem(400, 'REQUEST_INVALID', sentence));
      return false;
    };
  }

  #check(): void {
    const now = performance.now();
    for (const underway of this.#underway.values()) {
      const { raw } = underway;
      if (raw.complete || raw.socket.destroyed) this.#underway.delete(raw);
      else if (underway.isImport) this.#checkRate(underway, now);
      else if (now - underway.since > this.limits.bodyMs)
        this.#end(underway, tooSlow(`The body took longer than ${this.limits.bodyMs / 1000} s.`));
    }
  }

  #checkRate(underway: Underway, now: number): void {
    const { rateWindowMs, leastBytesPerSecond } = this.limits;
    const { raw } = underway;
    const isWaitingForUs = raw.readableLength > 0;
    if (!isWaitingForUs && now - underway.since < rateWindowMs) return;
    const received = raw.socket.bytesRead - underway.bytes;
    const least = (leastBytesPerSecond * rateWindowMs) / 1000;
    if (!isWaitingForUs && received < least)
      return this.#end(underway, tooSlow(`An import sends at least ${leastBytesPerSecond} bytes a second.`));
    underway.since = now;
    underway.bytes = raw.socket.bytesRead;
    return undefined;
  }

  #end({ raw, answerable }: Underway, problem: HttpProblem): void {
    this.#underway.delete(raw);
    endBody(raw);
    if (answerable === null || answerable.reply.sent) raw.socket.destroy();
    else sendProblem(problem, answerable.request, answerable.reply);
  }
}

function tooSlow(sentence: string): HttpProblem {
  return new HttpProblem(408, 'BODY_TIMEOUT', sentence);
}
