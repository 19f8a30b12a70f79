import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { TrustedProxies } from '#libs/kernel';
import { identityOf, proxyTest } from '../client-address.js';
import type { AdmissionLimits } from './limits.js';
import { Places } from './places.js';

/**
 * Bounds the connections of this process and of one client, and closes those on which nothing moves. One whose answer is
 * still being made is left alone; one whose receiver takes nothing is not. A trusted proxy has connections of many.
 */
export function boundConnections(
  server: FastifyInstance,
  limits: AdmissionLimits,
  trusted: TrustedProxies | undefined,
): void {
  const http = server.server;
  const isProxy = proxyTest(trusted);
  const places = new Places(limits.connections);
  const busy = new WeakMap<Socket, number>();
  http.maxConnections = limits.connections;
  http.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const isLimited = limits.rateLimit !== null && !isProxy(address);
    const place = places.take(identityOf(address), isLimited ? limits.connectionsPerClient : null);
    if (typeof place === 'string') socket.destroy();
    else socket.once('close', place);
  });
  http.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.once('close', () => busy.set(socket, (busy.get(socket) ?? 1) - 1));
  });
  http.setTimeout(limits.idleMs, (socket: Socket) => {
    const isAtWork = (busy.get(socket) ?? 0) > 0 && socket.writableLength === 0;
    if (isAtWork) socket.setTimeout(limits.idleMs);
    else socket.destroy();
  });
}
