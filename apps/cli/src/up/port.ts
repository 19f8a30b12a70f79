import { createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Settings, codeOf, messageOf } from '#libs/kernel';

const PATIENCE_MS = 3_000;

/** The port is ours, and whoever connects is turned away, until `release`. */
export interface PortHold {
  release(): Promise<void>;
}

/**
 * Takes the port while the start is under way, so that a second start on it ends before it has done anything. What an
 * earlier start leaves when it is killed takes a moment to go, so a busy port is tried for three seconds.
 *
 * @throws Error with one sentence where the port or the host cannot be used.
 */
export async function holdPort({ port, host }: Pick<Settings, 'port' | 'host'>): Promise<PortHold> {
  const patience = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const server = await listen(port, host);
      return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw refusal(error, port, host);
      if (Date.now() > patience) throw refusal(error, port, host);
      await wait(100);
    }
  }
}

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ port, host }, () => resolve(server));
  });
}

function refusal(error: unknown, port: number, host: string): Error {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} of ${host} is in use by another program; stop that or choose another PORT.`,
    EACCES: `This user may not listen on port ${port}; choose a PORT above 1023.`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine; choose 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `HOST ${host} is not an address of this machine; choose 127.0.0.1 or 0.0.0.0.`,
  };
  const sentence = sentences[codeOf(error) ?? ''] ?? `Port ${port} of ${host} cannot be used (${messageOf(error)}).`;
  return new Error(sentence, { cause: error });
}
