import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { TrustedProxies } from '#libs/kernel';
import { STREAM_ROUTE } from '../../stream/stream-limits.js';
import { atAnswerEnd } from '../answer-end.js';
import { isOwnMachine, proxyTest, siteOf } from '../client-address.js';
import { IdleConnections } from './idle-connections.js';
import type { AdmissionLimits } from './limits.js';
import { Places } from './places.js';

/**
 * Bounds the connections of this process and of one client, and the requests under way on each; closes those on which
 * nothing moves. Where a bound is reached a new connection replaces one that is idle, so that open connections without
 * requests keep nobody out; some are reserved for the machine itself. One whose answer is still being made is left alone;
 * one whose receiver takes nothing is not. A trusted proxy has connections of many.
 */
export function boundConnections(
  server: FastifyInstance,
  limits: AdmissionLimits,
  trusted: TrustedProxies | undefined,
): void {
  // Node's own maxConnections would refuse the newcomer before an idle connection can be closed for it.
  const http = server.server;
  const isProxy = proxyTest(trusted);
  const reserved = new Places(limits.connectionsReserved);
  const places = new Places(limits.connections - limits.connectionsReserved);
  const idle = new IdleConnections();
  const busy = new WeakMap<Socket, number>();
  /** A stream is the last answer of its connection: none behind it could ever be sent. */
  const streaming = new WeakSet<Socket>();
  http.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const site = siteOf(address);
    const mostEach = limits.rateLimit !== null && !isProxy(address) ? limits.connectionsPerClient : null;
    const place = takePlace();
    if (typeof place === 'string') {
      socket.destroy();
      return;
    }
    socket.once('close', place);
    idle.add(socket, site, place);

    function takePlace(): (() => void) | 'own' | 'all' {
      const found = places.take(site, mostEach);
      if (typeof found !== 'string') return found;
      if (idle.close(found === 'own' ? site : null)) return places.take(site, mostEach);
      return isOwnMachine(address) ? reserved.take(site, null) : found;
    }
  });
  http.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const underWay = (busy.get(socket) ?? 0) + 1;
    if (underWay > limits.underWayPerConnection) {
      socket.destroy();
      return;
    }
    busy.set(socket, underWay);
    idle.use(socket);
    atAnswerEnd(request, response, () => {
      const left = (busy.get(socket) ?? 1) - 1;
      busy.set(socket, left);
      if (left === 0) idle.rest(socket);
    });
  });
  server.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    if (streaming.has(socket)) socket.destroy();
    // Nobody would receive an answer, so that none is made.
    if (socket.destroyed) return void reply.hijack();
    if (request.routeOptions.url === STREAM_ROUTE) {
      streaming.add(socket);
      atAnswerEnd(request.raw, reply.raw, () => streaming.delete(socket));
    }
    return done();
  });
  http.setTimeout(limits.idleMs, (socket: Socket) => {
    const isAtWork = (busy.get(socket) ?? 0) > 0 && socket.writableLength === 0;
    if (isAtWork) socket.setTimeout(limits.idleMs);
    else socket.destroy();
  });
}
