import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
    this.#turns = new Turns(databasePlaces, rateLimit === null ? null : databasePlacesPerClient, databaseWaiting);
  }

  /** The caller for whom the answer to a request is made. */
  callerOf(request: FastifyRequest, { raw }: FastifyReply): Caller {
    const client = request.holder?.id ?? clientOf(request);
    const isBounded = !UNBOUNDED.test(request.routeOptions.url ?? '');
    let signal: AbortSignal | undefined;
    const caller = {
      // Made when it is first read, which most requests need not pay for.
      get signal() {
        return (signal ??= closingOf(raw));
      },
    };
    return isBounded ? Object.assign(caller, { takePlace: () => this.#take(client, caller.signal) }) : caller;
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

/** Aborted when a connection closes before, or when, its answer is complete. A request closes as soon as its body was read. */
function closingOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  else response.once('close', () => gone.abort());
  return gone.signal;
}
