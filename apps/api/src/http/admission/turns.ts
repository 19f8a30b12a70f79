import { AsyncResource } from 'node:async_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../client-address.js';
import { sendProblem } from '../problem-filter.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import { overloaded } from './overload.js';
import { takesTurns } from './route-costs.js';

/** Node accepts one connection a round, and its request takes several more: so many rounds run between two pages. */
const ROUNDS_BETWEEN_PAGES = 64;

interface Waiting {
  client: string;
  start: () => void;
}

/**
 * Bounds how many answers that take much computing are made at once, in all and of one client. Further requests wait in a
 * bounded queue. Between two of them the event loop runs, so that `/health/live` and cheap requests are served meanwhile.
 */
export class Turns {
  #running = 0;
  readonly #runningOf = new Map<string, number>();
  readonly #queue: Waiting[] = [];

  /**
   * @param most how many run at once
   * @param mostEach how many of one client run at once; null: as many as there are
   * @param mostWaiting how many wait, of which one client may hold a quarter where clients are limited
   * @param rounds how often the event loop runs between the end of a turn and the next one that waited
   */
  constructor(
    private readonly most: number,
    private readonly mostEach: number | null,
    private readonly mostWaiting: number,
    private readonly rounds: number,
  ) {}

  /**
   * Calls `start` when it is the client's turn; the turn ends with `end`. False where the queue is full.
   */
  take(client: string, start: () => void): boolean {
    if (this.#isFree(client) && this.#first() === -1) {
      this.#run({ client, start });
      return true;
    }
    const ownWaiting = this.#queue.filter((one) => one.client === client).length;
    if (this.#queue.length >= this.mostWaiting) return false;
    if (this.mostEach !== null && ownWaiting >= this.mostWaiting / 4) return false;
    this.#queue.push({ client, start });
    return true;
  }

  /** Removes a request that waits, as its client has gone. False where it does not wait any more. */
  leave(start: () => void): boolean {
    const index = this.#queue.findIndex((one) => one.start === start);
    if (index === -1) return false;
    this.#queue.splice(index, 1);
    return true;
  }

  /** Ends a turn of a client; the next begins after the event loop has run. */
  end(client: string): void {
    this.#running--;
    const left = this.#runningOf.get(client)! - 1;
    if (left === 0) this.#runningOf.delete(client);
    else this.#runningOf.set(client, left);
    if (this.#queue.length > 0) afterRounds(this.rounds, () => this.#next());
  }

  #next(): void {
    const index = this.#first();
    if (index === -1) return;
    this.#run(this.#queue.splice(index, 1)[0]!);
    if (this.#first() !== -1) afterRounds(this.rounds, () => this.#next());
  }

  /** The place in the queue of the first that may run now; -1 where there is none. */
  #first(): number {
    return this.#queue.findIndex(({ client }) => this.#isFree(client));
  }

  #run({ client, start }: Waiting): void {
    this.#running++;
    this.#runningOf.set(client, (this.#runningOf.get(client) ?? 0) + 1);
    start();
  }

  #isFree(client: string): boolean {
    return this.#running < this.most && (this.mostEach === null || (this.#runningOf.get(client) ?? 0) < this.mostEach);
  }
}

/** Calls back when the event loop has taken up what arrived, and what that led to, this many times. */
function afterRounds(rounds: number, then: () => void): void {
  setImmediate(rounds === 1 ? then : () => afterRounds(rounds - 1, then));
}

/**
 * Has pages and computed answers made in turns. A turn begins when the body was read, and ends when the answer is made: a
 * client that sends or reads slowly holds none. Requests that wait for a position (`after`) have turns of their own, in
 * which only the client is bounded, as otherwise those that wait would keep out those that do not.
 */
export function takeTurns(server: FastifyInstance, limits: AdmissionLimits): void {
  const mostEach = limits.rateLimit === null ? null : limits.turnsPerClient;
  const usual = new Turns(limits.turns, mostEach, limits.turnsWaiting, ROUNDS_BETWEEN_PAGES);
  const positioned = new Turns(limits.waits, mostEach, limits.turnsWaiting, ROUNDS_BETWEEN_PAGES);
  const ends = new WeakMap<FastifyReply, () => void>();
  server.addHook('preHandler', (request, reply, done) => {
    if (!takesTurns(request) || isInjected(request)) return done();
    const query = request.query as Record<string, unknown> | undefined;
    const turns = query?.['after'] === undefined ? usual : positioned;
    const client = holderOf(request);
    // A turn begins when that of another request ends, and must not run as part of that request.
    const start = AsyncResource.bind((): void => {
      if (reply.sent) return turns.end(client); // refused while it waited, as its body did not arrive
      ends.set(reply, () => {
        ends.delete(reply);
        turns.end(client);
      });
      done();
    });
    // A client that has gone already closes no more, and would never leave the queue.
    if (reply.raw.destroyed || request.raw.socket.destroyed) return void sendProblem(overloaded(), request, reply);
    reply.raw.once('close', () => turns.leave(start));
    if (!turns.take(client, start)) sendProblem(overloaded(), request, reply);
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    ends.get(reply)?.();
    done(null, payload);
  });
}

function holderOf(request: FastifyRequest): string {
  return request.holder?.id ?? clientOf(request);
}
