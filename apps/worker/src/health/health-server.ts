import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { allows, Keys } from '#libs/access';
import { codeOf, isLoopback, messageOf, type Settings } from '#libs/kernel';
import { HealthAnswers } from './health-answers.js';

/** The injection token of what the server is told (`HealthServerOptions`). */
export const HEALTH_SERVER_OPTIONS = Symbol('HealthServerOptions');

/** Where the worker shows its health, and whether reading needs a key. */
export type HealthServerOptions = Pick<Settings, 'workerHost' | 'workerPort' | 'readAccess'>;

/** How soon a port that is taken is tried again. */
const RETRY_MS = 5_000;
/** Probes and scrapers are few; whoever else connects takes no more than this. */
const MOST_CONNECTIONS = 16;
const TIMES = { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000 };

interface Answer {
  status: number;
  body: string;
  contentType?: string;
  headers?: Record<string, string>;
}

/**
 * `/health/live`, `/health/ready` and `/metrics` of the worker, where WORKER_PORT is set. Without a key it shows its figures
 * on loopback alone, and not where READ_ACCESS is `key`. A port that is taken, as by another worker of this machine, is no
 * reason not to work: it is logged once and tried again.
 */
@Injectable()
export class HealthServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('health');
  readonly #server: Server;
  #retry: NodeJS.Timeout | undefined;
  #isTakenLogged = false;

  constructor(
    private readonly answers: HealthAnswers,
    private readonly keys: Keys,
    @Inject(HEALTH_SERVER_OPTIONS) private readonly options: HealthServerOptions,
  ) {
    this.#server = createServer(TIMES, (request, response) => void this.#respond(request, response));
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on('error', (error) => this.#listenLater(error));
  }

  /** Listens, without holding up the start. */
  onApplicationBootstrap(): void {
    const { workerHost: host, workerPort: port } = this.options;
    if (port !== undefined) this.#server.listen({ host, port });
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.#retry);
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Where it listens; undefined while it does not. */
  address(): string | undefined {
    const address = this.#server.address() as AddressInfo | null;
    if (address === null) return undefined;
    return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  }

  #listenLater(error: Error): void {
    const { workerHost, workerPort } = this.options;
    const why = codeOf(error) === 'EADDRINUSE' ? 'another program listens there' : messageOf(error);
    if (!this.#isTakenLogged)
      this.#logger.error(
        `The worker cannot show its health at ${workerHost}:${workerPort} (${why}). It works without, and tries again; workers on one machine need a WORKER_PORT each.`,
      );
    this.#isTakenLogged = true;
    this.#retry = setTimeout(() => this.onApplicationBootstrap(), RETRY_MS);
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // What a body says is not read.
    request.resume();
    const { status, body, contentType = 'application/json', headers } = await this.#answer(request).catch(unavailable);
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const [path] = (request.url ?? '').split('?');
    if (path !== '/health/live' && path !== '/health/ready' && path !== '/metrics')
      return json(404, { error: 'There are /health/live, /health/ready and /metrics.' });
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return { ...json(405, { error: 'This is read with GET.' }), headers: { allow: 'GET, HEAD' } };
    if (this.#isOnLoopback() && !isOwnHost(request.headers.host))
      return json(421, { error: 'The request names another host than this machine.' });
    if (path === '/health/live') return json(200, { status: 'live' });
    const reader = await this.#readerOf(request);
    if (path === '/health/ready') {
      const { full, reduced } = await this.answers.readiness();
      const { status } = full;
      const shown = reader === 'key' ? full : reader === 'anybody' ? reduced : { status };
      return json(status === 'ready' ? 200 : 503, shown);
    }
    if (reader === null)
      return {
        ...json(401, { error: 'This needs a key with the scope read: "Authorization: Bearer <key>".' }),
        headers: { 'www-authenticate': 'Bearer' },
      };
    return { status: 200, ...(await this.answers.metrics()) };
  }

  /** By what right a request reads: a valid key, or as anybody on this machine may; null for none. */
  async #readerOf({ headers }: IncomingMessage): Promise<'key' | 'anybody' | null> {
    const key = /^Bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1] ?? headers['x-api-key'];
    if (typeof key === 'string') {
      const holder = await this.keys.check(key);
      return holder !== null && allows(holder.scopes, 'read') ? 'key' : null;
    }
    return this.#isOnLoopback() && this.options.readAccess === 'public' ? 'anybody' : null;
  }

  #isOnLoopback(): boolean {
    return isLoopback(this.options.workerHost);
  }
}

function json(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body) };
}

/** Where a key cannot be checked, as the database is away. */
function unavailable(): Answer {
  return {
    ...json(503, { error: 'The database that knows the keys cannot be asked.' }),
    headers: { 'retry-after': '5' },
  };
}

/** Whether a request names this machine itself: a page of another site can point a name of its own at it (DNS rebinding). */
function isOwnHost(host: string | undefined): boolean {
  if (host === undefined) return true;
  return URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, ''));
}
