import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Closes, when the server stops, the connections on which nothing was ever asked. Browsers and clients open them ahead of
 * need; Node does not count them as idle, and would wait a minute for what never comes.
 */
export function closeUnusedConnections(server: FastifyInstance): void {
  const unused = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.server.on('request', ({ socket }) => unused.delete(socket));
  server.addHook('preClose', (done) => {
    // One that is opened while the server stops is refused by it; these are all that there are.
    for (const socket of unused) socket.destroy();
    done();
  });
}
