import type { Socket } from 'node:net';

/** A connection, whose it is, and how it gives back its place. */
interface Connection {
  site: string;
  giveBack: () => void;
}

/** Knows the connections without a request under way, and closes the one that is idle for the longest. */
export class IdleConnections {
  readonly #all = new WeakMap<Socket, Connection>();
  /** In the order in which they became idle. */
  readonly #unused = new Set<Socket>();
  readonly #resting = new Set<Socket>();
  /** Their last answer is sent and they take no further request; they stay open only for their clients to read it. */
  readonly #ended = new Set<Socket>();

  /** Takes a new connection, on which nothing was requested yet. */
  add(socket: Socket, site: string, giveBack: () => void): void {
    this.#all.set(socket, { site, giveBack });
    this.#unused.add(socket);
    socket.once('close', () => this.use(socket));
  }

  /** A request of the connection is under way. */
  use(socket: Socket): void {
    this.#unused.delete(socket);
    this.#resting.delete(socket);
    this.#ended.delete(socket);
  }

  /** Its last request was answered. */
  rest(socket: Socket): void {
    if (socket.destroyed || !this.#all.has(socket)) return;
    (socket.writableEnded ? this.#ended : this.#resting).add(socket);
  }

  /**
   * Closes the connection that is idle for the longest, preferring those that take no further request, then those on which
   * nothing was ever requested, and gives its place back at once.
   *
   * @param site whose connection it has to be; null: anybody's
   * @returns false where none is idle
   */
  close(site: string | null): boolean {
    for (const sockets of [this.#ended, this.#unused, this.#resting])
      for (const socket of sockets) {
        const connection = this.#all.get(socket)!;
        if (site !== null && connection.site !== site) continue;
        sockets.delete(socket);
        connection.giveBack();
        socket.destroy();
        return true;
      }
    return false;
  }
}
