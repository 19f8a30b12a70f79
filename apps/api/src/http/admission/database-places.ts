import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#libs/database';
import { clientOf } from '../client-address.js';
import type { AdmissionLimits } from './limits.js';
import { overloaded } from './overload.js';
import { Turns } from './turns.js';

/** Operators ask for these while everything else waits. */
const UNBOUNDED = /^\/(health\/|metrics$)/;

/**
 * Bounds how many connections to the database the requests of clients use at once, in all and of one client or key, so
 * that slow queries of one leave connections for others, for what they share, and for `/health/ready`. A page and the
 * answers that it is made of count together, by connections. What is beyond the bounds waits a short time.
 */
export class DatabasePlaces {
  readonly #turns: Turns;

  constructor(private readonly limits: AdmissionLimits) {
    const { rateLimit, databasePlaces, databasePlacesPerClient, databaseWaiting } = limits;
    const mostEach = rateLimit === null ? null : databasePlacesPerClient;
    this.#turns = new Turns(databasePlaces, mostEach, databaseWaiting, 1);
  }

  /** The caller for whom the answer to a request is made. */
  callerOf(request: FastifyRequest): Caller {
    const client = request.holder?.id ?? clientOf(request);
    const isBounded = !UNBOUNDED.test(request.routeOptions.url ?? '');
    const signal = closingOf(request.raw.socket);
    return isBounded ? { signal, takePlace: () => this.#take(client, signal) } : { signal };
  }

  /** @throws HttpProblem OVERLOADED where too many wait, the wait takes too long, or the client has gone */
  #take(client: string, gone: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        settle();
        let isHeld = true;
        resolve(() => {
          if (isHeld) this.#turns.end(client);
          isHeld = false;
        });
      };
      const refuse = (): void => {
        settle();
        this.#turns.leave(start);
        reject(overloaded());
      };
      const timer = setTimeout(refuse, this.limits.databaseWaitMs);
      gone.addEventListener('abort', refuse);
      if (gone.aborted || !this.#turns.take(client, start)) refuse();

      function settle(): void {
        clearTimeout(timer);
        gone.removeEventListener('abort', refuse);
      }
    });
  }
}

const closings = new WeakMap<Socket, AbortSignal>();

/**
 * Aborted when a connection closes. Requests say less: one closes as soon as its body was read, and the answer to one that
 * was sent behind others on the connection never does.
 */
function closingOf(socket: Socket): AbortSignal {
  const known = closings.get(socket);
  if (known !== undefined) return known;
  const gone = new AbortController();
  if (socket.destroyed) gone.abort();
  else socket.once('close', () => gone.abort());
  closings.set(socket, gone.signal);
  return gone.signal;
}
