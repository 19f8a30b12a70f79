import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.js';
import type { OsUser } from './os-user.js';

/** The longest path of a socket that every system takes, less the name that Postgres gives it. */
const LONGEST_SOCKET_FOLDER = 103 - '/.s.PGSQL.5432'.length;
const NEW = 'postgres.new-';

/** The folder of the embedded Postgres inside a `DATA_DIR`. */
export function clusterOf(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/** The owner of an existing data folder. */
export function ownerOf(cluster: string): { uid: number; gid: number } | undefined {
  if (!existsSync(cluster)) return undefined;
  const { uid, gid } = statSync(cluster);
  return { uid, gid };
}

/**
 * Makes the data folder unless it is there. It is made under another name and renamed when it is complete, so that
 * whatever is there after a kill was made to its end; what a kill left behind is removed.
 *
 * @throws Error with one sentence where the folder is of another major version or belongs to somebody else.
 */
export async function ensureCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  user: OsUser,
  durable: boolean,
): Promise<void> {
  const cluster = clusterOf(dataDir);
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(NEW)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
  if (existsSync(join(cluster, 'PG_VERSION'))) return checkCluster(cluster, binaries, user);
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    throw new Error(`${cluster} holds files but no Postgres data; move it away or choose another DATA_DIR.`);
  }
  const fresh = mkdtempSync(join(dataDir, NEW));
  if (user.ids) chownSync(fresh, user.ids.uid, user.ids.gid);
  const { code, output } = await user.run(join(binaries.bin, 'initdb'), [
    `--pgdata=${fresh}`,
    '--username=dateline',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ]);
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(`Postgres could not make its data folder in ${dataDir}: ${lastLine(output)}`);
  }
  rmSync(cluster, { recursive: true, force: true });
  renameSync(fresh, cluster);
}

function checkCluster(cluster: string, binaries: PostgresBinaries, user: OsUser): void {
  const owner = statSync(cluster).uid;
  if (user.ids === undefined && owner !== process.getuid?.()) {
    throw new Error(
      `${cluster} belongs to another user (uid ${owner}); start Dateline as that user or as root, or choose another DATA_DIR.`,
    );
  }
  const major = Number.parseInt(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), 10);
  if (major !== binaries.major) {
    throw new Error(
      `${cluster} was made by Postgres ${major}, and this Dateline brings Postgres ${binaries.major}; ` +
        'export with the release that made it and restore into an empty DATA_DIR.',
    );
  }
}

/**
 * The folder of the server's socket: inside `DATA_DIR` where the path is plain and short enough for a socket, else one
 * below the temporary folder that is named after `DATA_DIR`. Only its owner (and root) may enter, which is what keeps
 * other users of the machine out of the database.
 */
export function socketDirOf(dataDir: string): string {
  const inside = join(dataDir, 'socket');
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_FOLDER && /^[\w/.@+-]+$/.test(inside)) return inside;
  return join(tmpdir(), `dateline-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
}

/** Makes the socket's folder, owned by the user who runs Postgres. */
export function ensureSocketDir(folder: string, user: OsUser): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const entry = lstatSync(folder);
  const uid = process.getuid?.() ?? entry.uid;
  if (!entry.isDirectory() || (uid !== 0 && entry.uid !== uid)) {
    throw new Error(`${folder} is not a folder of this user, and the socket of Postgres belongs there; remove it.`);
  }
  if (user.ids) chownSync(folder, user.ids.uid, user.ids.gid);
  chmodSync(folder, 0o700);
}

/** The last line of what a program said, which names the reason. */
export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
