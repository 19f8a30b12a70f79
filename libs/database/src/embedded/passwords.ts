import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '#libs/kernel';

/** The role that made the cluster: a superuser, and the owner of the log. */
export const OWNER = 'dateline';
/** The role of the API, the worker and the command line. */
export const SERVICE = 'dateline_service';

/** The passwords of the two roles. */
export interface Passwords {
  owner: string;
  service: string;
}

/**
 * The folder of the two passwords, one file each, readable by the user of this process alone. They keep apart what SQL can
 * do: a hole in the service that runs statements cannot become the owner. They do not stop a program that runs as the same
 * user of the system, which can read both files.
 */
function folderOf(dataDir: string): string {
  return join(dataDir, 'database-roles');
}

/** The passwords of a data folder; undefined where it has none (yet). */
export function readPasswords(dataDir: string): Passwords | undefined {
  const [owner, service] = (['owner', 'service'] as const).map((name) => {
    try {
      return readFileSync(join(folderOf(dataDir), name), 'utf8').trim();
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return '';
      throw error;
    }
  });
  return owner && service ? { owner, service } : undefined;
}

/** Makes new passwords, both or none: the folder appears when both are written. */
export function makePasswords(dataDir: string): Passwords {
  const passwords = { owner: randomBytes(32).toString('hex'), service: randomBytes(32).toString('hex') };
  const folder = folderOf(dataDir);
  const fresh = `${folder}.new`;
  for (const old of [folder, fresh]) rmSync(old, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  for (const [name, password] of Object.entries(passwords)) {
    writeFileSync(join(fresh, name), `${password}\n`, { mode: 0o600 });
  }
  renameSync(fresh, folder);
  return passwords;
}
