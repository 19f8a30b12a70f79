import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '#libs/kernel';

/** What `postmaster.pid` says about the server of a data folder. */
export interface Postmaster {
  pid: number;
  port: number;
  socketDir: string;
}

/** Reads `postmaster.pid`; undefined where there is none or it is not complete yet. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const [pid, , , port, socketDir] = lines;
  if (pid === undefined || !port || !socketDir) return undefined;
  return { pid: Math.abs(Number(pid)), port: Number(port), socketDir };
}

/**
 * Whether any process of the data folder's server still lives: the postmaster, or a backend that has outlived it.
 * A zombie counts as dead, and so does another program that was given the number of the dead postmaster.
 */
export function serverLives(cluster: string): boolean {
  const postmaster = readPostmaster(cluster);
  if (process.platform !== 'linux') return postmaster !== undefined && exists(postmaster.pid);
  const folder = realpathSync(cluster);
  if (postmaster && worksIn(String(postmaster.pid), folder, postmaster.pid)) return true;
  return readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && worksIn(pid, folder, postmaster?.pid));
}

/** Removes the lock files of a server that no longer lives, so that the next one can start. */
export function removeStaleLocks(cluster: string, socketDir: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  rmSync(join(socketDir, '.s.PGSQL.5432.lock'), { force: true });
  rmSync(join(socketDir, '.s.PGSQL.5432'), { force: true });
}

/**
 * Every Postgres process has its data folder as its working folder; a zombie has none. Where the folder may not be
 * read (root without the right to trace), the postmaster's number has to do.
 */
function worksIn(pid: string, folder: string, postmaster: number | undefined): boolean {
  try {
    if (!readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')) return false;
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch (error) {
    return codeOf(error) === 'EACCES' && Number(pid) === postmaster;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
