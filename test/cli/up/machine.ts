import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** A server that listens on a port of the loopback; 0 is any. */
export function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = await listen(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The direct children of a process. Linux tells without any program, which a small image may lack. */
export function childrenOf(parent: number | undefined): { pid: string; command: string }[] {
  const table =
    process.platform === 'linux'
      ? readdirSync('/proc')
          .filter((name) => /^\d+$/.test(name))
          .flatMap(fromProc)
      : spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).stdout.trim().split('\n').map(fromPs);
  return table.filter((entry) => entry.parent === parent);
}

function fromProc(pid: string): { pid: string; parent: number; command: string }[] {
  try {
    const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
    return [{ pid, parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
  } catch {
    return [];
  }
}

function fromPs(line: string): { pid: string; parent: number; command: string } {
  const [pid = '', parent, ...command] = line.trim().split(/\s+/);
  return { pid, parent: Number(parent), command: command.join(' ') };
}
