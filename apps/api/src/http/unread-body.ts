import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What is shorter is taken and thrown away, so that the connection can be kept. */
const WORTH_CLOSING = 16_384;
/** So long has a client to read its answer before the connection is closed on what it still sends, in milliseconds. */
const LINGER_MS = 250;

/** Whether a request carries a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Sees to it that the body of a request that is refused unread stays unread: to take a megabyte off the line costs several
 * times as much as to refuse it. The connection is closed after its client had time to read the answer; closed at once, it
 * would be reset, and some clients lose an answer that they have not read.
 */
export function leaveUnread(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request;
  if (!hasBody(raw) || raw.complete || raw.readableFlowing !== null) return;
  if (Number(raw.headers['content-length'] ?? Infinity) <= WORTH_CLOSING) return;
  const { socket } = raw;
  void reply.header('connection', 'close');
  // Node calls this once the answer is sent, having begun to take the rest of the body.
  socket.destroySoon = () => {
    socket.end();
    setImmediate(() => socket.pause());
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
}
