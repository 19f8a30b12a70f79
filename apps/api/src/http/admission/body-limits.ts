import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http-problem.js';
import { sendProblem } from '../problem-filter.js';
import { checkRequests, type ChargeRefused } from '../request-check.js';
import { endBody } from '../unread-body.js';
import type { AdmissionLimits } from './limits.js';
import { overloaded } from './overload.js';

const IMPORT = '/v1/import';
/** What a chunk takes in memory beside its bytes, about. */
const CHUNK_OVERHEAD = 256;

/** Whether the body of a request is a stream of any length, taken line by line. */
export function isImport(request: FastifyRequest): boolean {
  return request.method === 'POST' && request.routeOptions.url === IMPORT;
}

/** Bounds the bodies of requests: what is announced as too large is refused unread, and reading ends at the bound. */
export class BodyLimits {
  /** How many bytes bodies that are still on their way take in memory. */
  #held = 0;

  constructor(private readonly limits: AdmissionLimits) {}

  /** Before the key is known: what no request may send. */
  beforeAccess(server: FastifyInstance, charge: ChargeRefused): void {
    checkRequests(
      server,
      (request) => {
        const { keyedBody } = this.limits;
        if (announced(request) > keyedBody && !isImport(request)) throw tooLarge(keyedBody);
      },
      charge,
    );
  }

  afterAccess(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      const most = this.#mostOf(request);
      return announced(request) > most ? sendProblem(tooLarge(most), request, reply) : undefined;
    });
  }

  /**
   * Reads a body into memory.
   *
   * @throws HttpProblem BODY_TOO_LARGE once more has come than the request may send, OVERLOADED once all that are read
   *   now hold more than they may together
   */
  read(request: FastifyRequest, body: Readable): Promise<Buffer> {
    const most = this.#mostOf(request);
    const chunks: Buffer[] = [];
    let size = 0;
    let held = 0;
    return new Promise((resolve, reject) => {
      const end = (act: () => void): void => {
        body.off('data', take).off('end', done).off('error', fail).off('close', left);
        this.#held -= held;
        act();
      };
      const take = (chunk: Buffer): void => {
        size += chunk.length;
        held += chunk.length + CHUNK_OVERHEAD;
        this.#held += chunk.length + CHUNK_OVERHEAD;
        if (size > most) return refuse(tooLarge(most));
        if (this.#held > this.limits.bodiesHeld) return refuse(overloaded());
        chunks.push(chunk);
        return undefined;
      };
      const refuse = (problem: HttpProblem): void => {
        endBody(request.raw);
        fail(problem);
      };
      const done = (): void => end(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)));
      const fail = (error: Error): void => end(() => reject(error));
      const left = (): void =>
        fail(new HttpProblem(400, 'REQUEST_INVALID', 'The body ended before its announced end.'));
      body.on('data', take).once('end', done).once('error', fail).once('close', left);
    });
  }

  #mostOf(request: FastifyRequest): number {
    if (isImport(request)) return Infinity;
    return request.holder === null ? this.limits.anonymousBody : this.limits.keyedBody;
  }
}

function announced({ headers }: FastifyRequest): number {
  return Number(headers['content-length'] ?? 0);
}

function tooLarge(most: number): HttpProblem {
  const least = most < 1_048_576 ? ` without a key` : '';
  return new HttpProblem(413, 'BODY_TOO_LARGE', `The body is larger than ${inWords(most)}, the most${least}.`);
}

function inWords(bytes: number): string {
  const [size, unit] = bytes >= 1_048_576 ? [bytes / 1_048_576, 'MiB'] : [bytes / 1024, 'KiB'];
  return `${size} ${unit} (${bytes} bytes)`;
}
