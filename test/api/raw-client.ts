import { connect, type Socket } from 'node:net';

/** A connection that sends what a spec writes, byte by byte, and collects what comes back. */
export interface RawClient {
  socket: Socket;
  /** All that was received so far. */
  received: () => string;
  /** Settled when the connection is closed, by whichever side. */
  closed: Promise<void>;
  /** The status of the first answer; rejects where the connection ends without one. */
  status: Promise<number>;
}

/** Opens a connection to an API, from an address of this machine. */
export function rawClient(url: string, text: string, localAddress = '127.0.0.1'): RawClient {
  const { hostname, port } = new URL(url);
  let received = '';
  const socket = connect({ host: hostname, port: Number(port), localAddress });
  socket.on('error', () => {}); // the close follows
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const status = new Promise<number>((resolve, reject) => {
    socket.on('data', (data) => {
      received += data.toString('latin1');
      const [, found] = /^HTTP\/1\.1 (\d{3}) /.exec(received) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    void closed.then(() => reject(new Error(`The connection was closed without an answer after "${received}".`)));
  });
  status.catch(() => {}); // a caller that awaits it gets the rejection
  if (text !== '') socket.write(text);
  return { socket, received: () => received, closed, status };
}

/** The head of a request. */
export function requestHead(method: string, path: string, headers: Record<string, string | number> = {}): string {
  const fields = Object.entries({ host: 'dateline.test', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${fields.join('')}\r\n`;
}
