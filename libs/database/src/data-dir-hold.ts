import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve as absolute } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, messageOf } from '#libs/kernel';

const LEAVING_PATIENCE_MS = 10_000;
const LIVE_PATIENCE_MS = 2_000;

/** What somebody who holds a `DATA_DIR` tells about itself. */
export interface Holder {
  pid: number;
  what: 'service' | 'command';
  leaving?: boolean;
  [key: string]: unknown;
}

/** Another live process holds the folder; the message is one sentence for people. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';

  constructor(
    dataDir: string,
    readonly holder: Holder | undefined,
  ) {
    const who = holder
      ? `a Dateline ${holder.what} (process ${holder.pid})`
      : 'a Dateline process that does not answer';
    super(`${dataDir} is in use by ${who}; stop it or choose another DATA_DIR.`);
  }
}

/** The folder is ours until `release`, or until this process ends, however it ends. */
export class DataDirHold {
  constructor(
    /** The real path of the folder. */
    readonly dataDir: string,
    private readonly server: Server,
    private readonly holder: Holder,
  ) {}

  /** Tells the next one who asks to wait: this process is on its way out. */
  leave(): void {
    this.holder.leaving = true;
  }

  /** Gives the folder up. */
  release(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/**
 * Takes a data folder, which is made where it is missing, for this process alone. The hold is a listening socket, which
 * the kernel takes away on any death, so there is no stale lock to clean up. A holder that is leaving is waited for, and
 * one that is not for two seconds, because its launcher may have been killed without its having noticed yet.
 *
 * @param what what holds it, for the sentence that others get
 * @param info more that is told to who asks (see `askHolder`)
 * @throws DataDirInUse where another live process holds it; Error with one sentence where the folder cannot be written.
 */
export async function holdDataDir(
  dataDir: string,
  what: Holder['what'],
  info: Record<string, unknown> = {},
): Promise<DataDirHold> {
  const folder = makeFolder(dataDir);
  const address = addressOf(folder);
  const holder: Holder = { ...info, pid: process.pid, what };
  const since = Date.now();
  for (;;) {
    const server = await listen(address, holder);
    if (server !== undefined) return new DataDirHold(folder, server, holder);
    const other = await ask(address);
    if (other === undefined) {
      // Gone between the two questions; a socket file, unlike a Linux abstract socket, stays behind.
      if (!address.startsWith('\0')) rmSync(address, { force: true });
    }
    const patience = other && !other.leaving ? LIVE_PATIENCE_MS : LEAVING_PATIENCE_MS;
    if (Date.now() > since + patience) throw new DataDirInUse(folder, other);
    await wait(100);
  }
}

/** Who holds a data folder, or undefined where nobody does. */
export async function askHolder(dataDir: string): Promise<Holder | undefined> {
  try {
    return await ask(addressOf(realpathSync(dataDir)));
  } catch {
    return undefined;
  }
}

function makeFolder(dataDir: string): string {
  try {
    makeFolders(absolute(dataDir));
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(dataDir);
  } catch (error) {
    const code = codeOf(error) ?? messageOf(error);
    throw new Error(`DATA_DIR ${dataDir} cannot be written (${code}); choose a folder that this user may write.`, {
      cause: error,
    });
  }
}

/** One by one, because Node's own recursive `mkdir` never ends where the system denies a folder (below /proc). */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Linux has sockets without a file, which vanish with their process; elsewhere it is a file. */
function addressOf(folder: string): string {
  const digest = createHash('sha256').update(folder).digest('hex');
  return process.platform === 'linux' ? `\0dateline:${digest}` : join(tmpdir(), `dateline-${digest.slice(0, 32)}.sock`);
}

function listen(address: string, holder: Holder): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(JSON.stringify(holder));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

function ask(address: string): Promise<Holder | undefined> {
  return new Promise((resolve) => {
    const socket = connect(address);
    let text = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (data) => (text += data.toString()));
    socket.once('error', () => resolve(undefined));
    socket.once('end', () => resolve(parse(text)));
  });
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}
