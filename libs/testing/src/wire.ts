import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

/** A way to a Postgres on which a spec can lose answers, as a network does. */
export interface Wire {
  /** The same database, by this way. */
  url: string;
  /** From now on what Postgres answers gets lost; what is sent to it still arrives. */
  loseAnswers(): void;
  /** Ends every connection of this way, on both sides, and lets answers pass on those that are made from now on. */
  cut(): void;
  close(): Promise<void>;
}

/** Lays a wire to the Postgres of a URL, which may name a socket of this machine or a host and a port. */
export async function layWire(url: string): Promise<Wire> {
  const target = new URL(url);
  const folder = target.searchParams.get('host');
  const port = Number(target.port || 5432);
  const reach = (): Socket =>
    folder === null ? connect(port, target.hostname) : connect(join(folder, `.s.PGSQL.${port}`));
  const sockets = new Set<Socket>();
  let isLosing = false;
  const server = createServer((near) => {
    const far = reach();
    const ends = [near, far];
    for (const socket of ends) {
      sockets.add(socket);
      socket.on('error', () => {}); // the close follows
      socket.once('close', () => {
        sockets.delete(socket);
        for (const other of ends) other.destroy();
      });
    }
    near.on('data', (sent) => far.write(sent));
    far.on('data', (answered) => {
      if (!isLosing) near.write(answered);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target.searchParams.delete('host');
  target.searchParams.set('sslmode', 'disable');
  target.hostname = '127.0.0.1';
  target.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    isLosing = false;
  };
  return {
    url: target.href,
    loseAnswers: () => {
      isLosing = true;
    },
    cut,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
