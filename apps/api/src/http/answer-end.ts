import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is left to do at the end of each answer. */
const actsOf = new WeakMap<ServerResponse, (() => void)[]>();
/** The ends of the answers of each connection that are not sent yet. */
const endsOf = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls `act` once, when the answer to a request is sent or its connection has closed; at once where that has happened
 * already. A listener of `close` on the response alone misses two cases: a client may leave before it is added, and Node
 * emits no `close` for an answer that waits behind others of its connection.
 */
export function atAnswerEnd(request: IncomingMessage, response: ServerResponse, act: () => void): void {
  if (hasEnded(request, response)) {
    act();
    return;
  }
  const known = actsOf.get(response);
  if (known !== undefined) {
    known.push(act);
    return;
  }
  const acts = [act];
  actsOf.set(response, acts);
  const ends = endsOn(request.socket);
  const end = (): void => {
    if (ends.delete(end)) for (const one of acts) one();
  };
  ends.add(end);
  response.once('close', end);
}

/** Whether the answer to a request is sent, or its client has gone. */
export function hasEnded(request: IncomingMessage, response: ServerResponse): boolean {
  return response.destroyed || request.socket.destroyed;
}

function endsOn(socket: Socket): Set<() => void> {
  const known = endsOf.get(socket);
  if (known !== undefined) return known;
  const ends = new Set<() => void>();
  endsOf.set(socket, ends);
  socket.once('close', () => {
    for (const end of ends) end();
  });
  return ends;
}
