import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isInjected } from './admission/injected.js';

/** What is shorter is taken and thrown away, so that the connection can be kept. */
const WORTH_CLOSING = 16_384;
/** So long has a client to read its answer before the connection is closed on what it still sends, in milliseconds. */
const LINGER_MS = 250;
/** The property of Node's parser that holds what it calls for each chunk of a body. */
const ON_BODY = 3;

/** Requests of whose body no more is taken, and their connections. */
const ended = new WeakSet<IncomingMessage | Socket>();

/** Whether a request carries a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Leaves unread what every answer leaves of the body of its request. */
export function leaveBodiesUnread(server: FastifyInstance): void {
  // What is behind a body that nobody takes would be read without its own.
  server.server.prependListener('request', ({ socket }: IncomingMessage) => {
    if (ended.has(socket)) socket.destroy();
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    leaveUnread(request, reply);
    done(null, payload);
  });
}

/**
 * Sees to it that the body of a request that is answered before it was read stays unread: to take a megabyte off the line
 * costs several times as much as to refuse it. The connection is closed after its client had time to read the answer;
 * closed at once, it would be reset, and some clients lose an answer that they have not read.
 */
export function leaveUnread(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request;
  if (isInjected(request) || !hasBody(raw)) return;
  if (!ended.has(raw)) {
    if (raw.complete || raw.readableFlowing !== null) return;
    if (Number(raw.headers['content-length'] ?? Infinity) <= WORTH_CLOSING) return;
    endBody(raw);
  }
  const { socket } = raw;
  void reply.header('connection', 'close');
  // Node calls this once the answer is sent, having begun to take the rest of the body.
  socket.destroySoon = () => {
    socket.end();
    setImmediate(() => socket.pause());
    setTimeout(() => {
      raw.destroy();
      socket.destroy();
    }, LINGER_MS).unref();
  };
}

/**
 * Takes no more of a body, also of what has come already. Whatever reads it never sees its end, and fails when the
 * connection is closed. A parser at work cannot be stopped, and to be called for each chunk of a byte costs many times as
 * much as a refusal; so it is left nothing to call.
 */
export function endBody(raw: IncomingMessage): void {
  const { socket } = raw;
  ended.add(raw).add(socket);
  raw.push = () => false;
  const { parser } = socket as Socket & { parser?: Record<number, unknown> | null };
  const onBody = parser?.[ON_BODY];
  // Another release of Node may keep something else there.
  if (parser == null || typeof onBody !== 'function' || onBody.name !== 'parserOnBody') return;
  parser[ON_BODY] = null;
  // The parser is used again for other connections.
  socket.prependOnceListener('close', () => (parser[ON_BODY] = onBody));
}
