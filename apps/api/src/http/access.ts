import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { actorOf, allows, Denials, Keys, type Denial, type KeyHolder, type Scope } from '#libs/access';
import { DomainError, type Settings } from '#libs/kernel';
import { problemType } from '#libs/timeline';
import { operationAt } from '../openapi/addresses.js';
import { SETTINGS } from '../settings.js';
import { EVENT_STREAM } from '../stream/server-sent-events.js';
import { isInjected } from './admission/injected.js';
import { ReadingSessions } from './reading-sessions.js';
import { sentToken } from './token-of.js';
import { nothingThere, sendProblem } from './problem-filter.js';

const TOKEN_INVALID = problemType('TOKEN_INVALID');
const GUESSES_LIMITED = problemType('GUESSES_LIMITED');

/** What a route needs: a scope, or nothing at all, whatever READ_ACCESS says. */
export type Needed = Scope | 'open';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For a route that the description of the API does not name. Without it the route needs `admin`. */
    scope?: Needed;
    /** It shows a page for people: it passes its parameters to the API, and shows a refusal as a page. */
    isPage?: true;
  }
  interface FastifyRequest {
    /** Who holds the key that came with the request, or reads by a session; null where neither is there or valid. */
    holder: KeyHolder | null;
    /** Whether a browser reads by a session. */
    isSession: boolean;
    /** Why a route that shows its refusal itself is refused. */
    refusal: DomainError | null;
  }
}

/** A route as it was registered, with what it needs. */
export interface GuardedRoute {
  method: string;
  /** As the server writes it: /v1/facts/:id. */
  url: string;
  needed: Needed;
}

/** Decides who may do what, from the route and the key alone. */
@Injectable()
export class Access {
  readonly #routes: RouteOptions[] = [];

  constructor(
    private readonly keys: Keys,
    private readonly denials: Denials,
    private readonly sessions: ReadingSessions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Decides every request of a server before its body is read: an unknown address, a wrong method, a missing scope. */
  guard(server: FastifyInstance): void {
    server.decorateRequest('holder', null);
    server.decorateRequest('isSession', false);
    server.decorateRequest('refusal', null);
    server.decorateRequest('problemType', null);
    server.addHook('onRoute', (route) => void this.#routes.push(route));
    // A route without a scope would be found only by somebody who reads what it gives.
    server.addHook('onReady', async () => void this.routes());
    server.addHook('onRequest', async (request, reply) => {
      if (request.is404) return sendProblem(nothingThere(request), request, reply);
      const { isPage } = request.routeOptions.config;
      const operation = operationAt(request.method, request.routeOptions.url);
      const needed = neededFor(request, operation);
      try {
        await this.#identify(request, needed, operation?.takesSession === true);
        this.admit(request, needed);
      } catch (error) {
        if (isPage !== true || !(error instanceof DomainError)) return sendProblem(error, request, reply);
        request.refusal = error;
      }
      return undefined;
    });
    // A token is checked by what it opens, and a guess may be refused before anything is. Counted before the answer goes, as a
    // client that has its answer may close the connection.
    server.addHook('onSend', async (request, _reply, payload) => {
      if (!isInjected(request)) this.#countRefusedGuess(request);
      return payload;
    });
    // A file that is sent for long is cut off, so that what arrived is not taken for all of it. The stream of events checks
    // the key itself, as it can end in good order.
    server.addHook('onSend', async (request, reply, payload) => {
      if (!(payload instanceof Readable)) return payload;
      const needed = neededFor(request);
      if (needed === 'open' || this.#needsNone(needed)) return payload;
      if (String(reply.getHeader('content-type')).startsWith(EVENT_STREAM)) return payload;
      return whileAllowed(payload, () => this.stillMay(request, needed));
    });
  }

  /** Every route of the server. @throws Error that names a route of which nobody says what it needs */
  routes(): GuardedRoute[] {
    return this.#routes.flatMap(({ method, url, config }) =>
      [method].flat().map((one) => {
        const needed = config?.scope ?? operationAt(one, url)?.scope;
        if (needed === undefined) throw new Error(`The route ${one} ${url} names no scope.`);
        return { method: one, url, needed };
      }),
    );
  }

  /**
   * Does nothing where the holder of a request's key has a scope. Reading needs a key only with READ_ACCESS=key.
   *
   * @throws DomainError `KEY_MISSING`, `KEY_UNKNOWN` or `SCOPE_MISSING`
   */
  admit(request: FastifyRequest, needed: Needed): void {
    if (needed === 'open' || this.#needsNone(needed)) return;
    const { holder } = request;
    if (holder !== null && allows(holder.scopes, needed)) return;
    if (holder !== null) {
      this.#count(request, 'SCOPE_MISSING', needed);
      throw denied(
        'SCOPE_MISSING',
        request.isSession
          ? `The session of a browser only reads, whatever its key allows; send a key with the scope ${needed}.`
          : `The key "${holder.name}" has the scope ${holder.scopes.join(', ')}, not ${needed}.`,
      );
    }
    if (keyOf(request) === undefined) throw missing(needed);
    this.#refuseKey(request, needed);
  }

  /** The holder of a key that came in a form, also where none is needed. @throws DomainError as `admit` does */
  async admitKey(request: FastifyRequest, key: string, needed: Scope): Promise<KeyHolder> {
    delete request.headers.authorization;
    request.headers['x-api-key'] = key;
    request.holder = await this.keys.check(key);
    if (request.holder === null && key !== '') this.#refuseKey(request, needed);
    if (request.holder === null) throw missing(needed);
    this.admit(request, needed);
    return request.holder;
  }

  /**
   * Whether the key or session of a request still has a scope, as the database has it now. For work that goes on after the
   * request was admitted: the key may have been revoked or have expired since.
   */
  async stillMay(request: FastifyRequest, needed: Needed): Promise<boolean> {
    if (needed === 'open' || this.#needsNone(needed)) return true;
    const key = keyOf(request);
    const holder = await (key === undefined ? this.sessions.holderOf(request) : this.keys.check(key));
    return holder !== null && allows(holder.scopes, needed);
  }

  /** True where a request may see what only readers with a key, or everybody where reading is public, may see. */
  mayRead({ holder }: FastifyRequest): boolean {
    return this.#needsNone('read') || (holder !== null && allows(holder.scopes, 'read'));
  }

  /** A request without a token is no attempt to guess one, so it is not counted. */
  #countRefusedGuess(request: FastifyRequest): void {
    if (request.problemType === GUESSES_LIMITED) this.#count(request, 'GUESSES_LIMITED', null);
    if (request.problemType === TOKEN_INVALID && sentToken(request) !== undefined)
      this.#count(request, 'TOKEN_INVALID', null);
  }

  /** A request without a key is no attempt to guess one, so it is not counted. */
  #count({ holder, ip }: FastifyRequest, code: Denial['code'], scope: Scope | null): void {
    this.denials.note({ code, actor: holder === null ? 'unknown' : actorOf(holder), scope, address: ip });
  }

  /**
   * Finds who sent a key. One that is not valid is refused also where none is needed, so that its holder learns of it. Open
   * routes do not depend on keys; where none is needed, the database that knows them may be away.
   */
  async #identify(request: FastifyRequest, needed: Needed, takesSession: boolean): Promise<void> {
    const key = keyOf(request);
    if (key === undefined) return needed === 'read' || takesSession ? this.#findSession(request) : undefined;
    try {
      request.holder = await this.keys.check(key);
    } catch (error) {
      if (this.#needsNone(needed)) return;
      throw error;
    }
    if (request.holder === null && needed !== 'open') this.#refuseKey(request, needed);
  }

  /** A session counts only where reading needs a key. */
  async #findSession(request: FastifyRequest): Promise<void> {
    if (this.#needsNone('read')) return;
    request.holder = await this.sessions.holderOf(request);
    request.isSession = request.holder !== null;
  }

  #refuseKey(request: FastifyRequest, needed: Scope): never {
    this.#count(request, 'KEY_UNKNOWN', needed);
    const hint = this.#needsNone(needed) ? ' Reading needs none here: send the request without it.' : '';
    throw denied('KEY_UNKNOWN', `The key that was sent is not valid; it may have expired or been revoked.${hint}`);
  }

  #needsNone(needed: Needed): boolean {
    return needed === 'open' || (needed === 'read' && this.settings.readAccess === 'public');
  }
}

/** What the route of a request needs. */
function neededFor(
  { method, routeOptions: { config, url } }: FastifyRequest,
  operation = operationAt(method, url),
): Needed {
  return config.scope ?? operation?.scope ?? 'admin';
}

/** The same bytes, with a question before each piece of them; an error once the answer is no. */
function whileAllowed(source: Readable, mayGoOn: () => Promise<boolean>): Readable {
  async function* checked(pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const piece of pieces) {
      if (!(await mayGoOn())) throw denied('KEY_UNKNOWN', 'The key was revoked or expired while the answer was sent.');
      yield piece;
    }
  }
  return Readable.from(checked(source), { objectMode: false });
}

/** The key of a request: a bearer token (RFC 6750), well-formed or not, or the header X-API-Key. Other schemes carry none. */
export function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer(?: +(.*))?$/i.exec(headers.authorization?.trim() ?? '');
  const own = headers['x-api-key'];
  if (bearer !== null) return bearer[1] ?? '';
  return typeof own === 'string' && own !== '' ? own : undefined;
}

function missing(needed: Needed): DomainError {
  return denied('KEY_MISSING', `This needs a key with the scope ${needed}: "Authorization: Bearer <key>".`);
}

function denied(code: string, sentence: string): DomainError {
  return new DomainError(code, 'denied', sentence);
}
