import { AsyncResource } from 'node:async_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { atAnswerEnd, hasEnded } from '../answer-end.js';
import { clientOf } from '../client-address.js';
import { sendProblem } from '../problem-filter.js';
import { isInjected } from './injected.js';
import type { AdmissionLimits } from './limits.js';
import { overloaded } from './overload.js';
import { takesTurns } from './route-costs.js';

/** Node accepts one connection a round, and its request takes several more: so many rounds run between two pages. */
const ROUNDS_BETWEEN_PAGES = 64;

/** The queue holds so many times as many where further ones are the first of their clients. */
const FIRST_OF_CLIENT = 2;

/**
 * Bounds how many answers that take much computing are made at once, in all and of one client. Further requests wait in a
 * bounded queue, from which clients are served by turns (round robin), those first that have none running: many requests of
 * a few clients make another one wait for about one turn of each. Between two of them the event loop runs, so that
 * `/health/live` and cheap requests are served meanwhile.
 */
export class Turns {
  #running = 0;
  readonly #runningOf = new Map<string, number>();
  /** What waits, by client; one that had its turn goes to the end. */
  readonly #queues = new Map<string, (() => void)[]>();
  #waiting = 0;

  /**
   * @param most how many run at once
   * @param mostEach how many of one client run at once; null: as many as there are
   * @param mostWaiting how many wait, of which one client may hold a quarter where clients are limited; twice as many where
   *   the client has none waiting
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
    if (this.#isFree(client) && this.#nextClient() === undefined) {
      this.#run(client, start);
      return true;
    }
    const own = this.#queues.get(client);
    if (own === undefined) {
      if (this.#waiting >= this.mostWaiting * FIRST_OF_CLIENT) return false;
      this.#queues.set(client, [start]);
    } else {
      if (this.#waiting >= this.mostWaiting) return false;
      if (this.mostEach !== null && own.length >= this.mostWaiting / 4) return false;
      own.push(start);
    }
    this.#waiting++;
    return true;
  }

  /** Removes a request that waits, as its client has gone. False where it does not wait any more. */
  leave(start: () => void): boolean {
    for (const [client, starts] of this.#queues) {
      const index = starts.indexOf(start);
      if (index === -1) continue;
      starts.splice(index, 1);
      if (starts.length === 0) this.#queues.delete(client);
      this.#waiting--;
      return true;
    }
    return false;
  }

  /** Ends a turn of a client; the next begins after the event loop has run. */
  end(client: string): void {
    this.#running--;
    const left = this.#runningOf.get(client)! - 1;
    if (left === 0) this.#runningOf.delete(client);
    else this.#runningOf.set(client, left);
    if (this.#waiting > 0) afterRounds(this.rounds, () => this.#next());
  }

  #next(): void {
    const client = this.#nextClient();
    if (client === undefined) return;
    const starts = this.#queues.get(client)!;
    const start = starts.shift()!;
    this.#waiting--;
    this.#queues.delete(client);
    if (starts.length > 0) this.#queues.set(client, starts);
    this.#run(client, start);
    if (this.#nextClient() !== undefined) afterRounds(this.rounds, () => this.#next());
  }

  /** The client that waits and whose turn is next; undefined where none may run now. */
  #nextClient(): string | undefined {
    let found: string | undefined;
    for (const client of this.#queues.keys()) {
      if (!this.#isFree(client)) continue;
      if (!this.#runningOf.has(client)) return client;
      found ??= client;
    }
    return found;
  }

  #run(client: string, start: () => void): void {
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
 *
 * @param isAwaited whether a position is in the log and not yet in every view, so that a request for it really waits
 */
export function takeTurns(
  server: FastifyInstance,
  limits: AdmissionLimits,
  isAwaited: (after: bigint) => Promise<boolean>,
): void {
  const mostEach = limits.rateLimit === null ? null : limits.turnsPerClient;
  const usual = new Turns(limits.turns, mostEach, limits.turnsWaiting, ROUNDS_BETWEEN_PAGES);
  const positioned = new Turns(limits.waits, mostEach, limits.turnsWaiting, ROUNDS_BETWEEN_PAGES);
  const ends = new WeakMap<FastifyReply, () => void>();
  const turnsFor = async (after: unknown): Promise<Turns> => {
    if (typeof after !== 'string' || !/^\d{1,18}$/.test(after)) return usual;
    // Where that cannot be read, the answer fails soon as well.
    return (await isAwaited(BigInt(after)).catch(() => false)) ? positioned : usual;
  };
  server.addHook('preHandler', (request, reply, done) => {
    if (!takesTurns(request) || isInjected(request)) return done();
    const { after } = (request.query ?? {}) as Record<string, unknown>;
    if (after === undefined) return begin(usual, request, reply, done);
    return void turnsFor(after).then((turns) => begin(turns, request, reply, done));
  });
  const begin = (turns: Turns, request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
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
    if (hasEnded(request.raw, reply.raw) || !turns.take(client, start)) sendProblem(overloaded(), request, reply);
    else atAnswerEnd(request.raw, reply.raw, () => turns.leave(start));
  };
  server.addHook('onSend', (_request, reply, payload, done) => {
    ends.get(reply)?.();
    done(null, payload);
  });
}

function holderOf(request: FastifyRequest): string {
  return request.holder?.id ?? clientOf(request);
}
