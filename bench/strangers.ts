import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Service } from './service.js';

/** The addresses of two clients on this machine; systems but Linux answer to the first alone unless they are set up. */
export const ATTACKER = '127.0.0.2';
export const OTHER = '127.0.0.3';
/** Why strangers cannot be measured on this machine. */
export const UNAVAILABLE =
  process.platform === 'linux' ? undefined : 'it needs /proc and the addresses 127.0.0.2 and 127.0.0.3';

const EACH = 300;
const MOST_MS = 90_000;

/** A connection without a key that sends what it is given, byte by byte. */
export interface Stranger {
  socket: Socket;
  /** The status of the first answer, or `closed` where the connection ends without one. */
  outcome: Promise<number | 'closed'>;
}

/** Opens a connection from an address of this machine. */
export function stranger(service: Service, from: string, text: string): Stranger {
  const { hostname, port } = new URL(service.address);
  const socket = connect({ host: hostname, port: Number(port), localAddress: from });
  socket.on('error', () => {}); // the close follows
  let received = '';
  const outcome = new Promise<number | 'closed'>((resolve) => {
    socket.on('data', (data) => {
      if (received.length < 100) received += data.toString('latin1');
      const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(received) ?? [];
      if (status !== undefined) resolve(Number(status));
    });
    socket.once('close', () => resolve('closed'));
  });
  socket.write(text);
  return { socket, outcome };
}

/** The head of a request without a key. */
export function head(service: Service, method: string, path: string, headers: Record<string, string> = {}): string {
  const fields = Object.entries({ host: new URL(service.address).host, ...headers });
  return `${method} ${path} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

/** How a service stood the connections of one client. */
export interface Stood {
  /** Seconds until the last was closed or refused; streams that a client may have are left out. */
  seconds: number;
  streamsAdmitted: number;
  /** How long another client waited for a page of the timeline, in milliseconds. */
  others: number[];
}

/**
 * Opens 300 streams and sends 300 bodies, a byte a second, from one client, and waits until each was closed or refused.
 *
 * @throws Error where another client was not served meanwhile
 */
export async function flood(service: Service): Promise<Stood> {
  const start = performance.now();
  const length = { 'content-type': 'application/json', 'content-length': '2000' };
  const streams: Stranger[] = [];
  const bodies: Stranger[] = [];
  for (let n = 0; n < EACH; n++) {
    streams.push(stranger(service, ATTACKER, head(service, 'GET', '/v1/stream')));
    bodies.push(stranger(service, ATTACKER, `${head(service, 'POST', '/v1/subscriptions', length)}[`));
  }
  let streamsAdmitted = 0;
  for (const { outcome } of streams) void outcome.then((status) => (streamsAdmitted += Number(status === 200)));
  const drip = setInterval(() => {
    for (const { socket } of bodies) if (socket.writable) socket.write('[');
  }, 1_000);
  const done = new AbortController();
  const others = serveOthers(service, done.signal);
  try {
    const ended = Promise.all([...streams, ...bodies].map(({ outcome }) => outcome));
    await Promise.race([ended, wait(MOST_MS, undefined, { ref: false }), others]);
    const seconds = (performance.now() - start) / 1_000;
    done.abort();
    return { seconds, streamsAdmitted, others: await others };
  } finally {
    done.abort();
    clearInterval(drip);
    for (const { socket } of [...streams, ...bodies]) socket.destroy();
  }
}

async function serveOthers(service: Service, done: AbortSignal): Promise<number[]> {
  const waits: number[] = [];
  while (!done.aborted) {
    const asked = performance.now();
    const text = head(service, 'GET', '/v1/timeline?limit=1', { connection: 'close' });
    const outcome = await stranger(service, OTHER, text).outcome;
    if (outcome !== 200) throw new Error(`Another client was answered ${outcome}.`);
    waits.push(performance.now() - asked);
    await wait(100);
  }
  return waits;
}

/** The time for which the threads of a process had a core since they began, in milliseconds. */
export function processorMs(pid: number): number {
  const times = readdirSync(`/proc/${pid}/task`).map((thread) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      return 0; // the thread has just ended
    }
  });
  return times.reduce((sum, time) => sum + time, 0) / 1e6;
}
