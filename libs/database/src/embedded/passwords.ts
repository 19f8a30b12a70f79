import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '#libs/kernel';

/** The role that made the cluster: a superuser, which sets up the two others and is used for nothing else. */
export const SUPERUSER = 'dateline';
/** The role that owns the log. */
export const OWNER = 'dateline_owner';
/** The role of the API, the worker and the command line. */
export const SERVICE = 'dateline_service';

const NAMES = ['superuser', 'owner', 'service'] as const;

/** The passwords of the roles. */
export type Passwords = Record<(typeof NAMES)[number], string>;

/**
 * The folder of the passwords, one file each, readable by the user of this process alone. They keep apart what SQL can do:
 * a hole in the service that runs statements cannot become the owner. They do not stop a program that runs as the same user
 * of the system, which can read all files.
 */
function folderOf(dataDir: string): string {
  return join(dataDir, 'database-roles');
}

/** The passwords of a data folder, those that there are: an earlier release had none for the superuser, or none at all. */
export function readPasswordFiles(dataDir: string): Partial<Passwords> {
  const passwords: Partial<Passwords> = {};
  for (const name of NAMES) {
    try {
      passwords[name] = readFileSync(join(folderOf(dataDir), name), 'utf8').trim() || undefined;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error;
    }
  }
  return passwords;
}

/** The passwords of a data folder; undefined where one is missing. */
export function readPasswords(dataDir: string): Passwords | undefined {
  const { superuser, owner, service } = readPasswordFiles(dataDir);
  return superuser && owner && service ? { superuser, owner, service } : undefined;
}

/** Makes new passwords, all or none: the folder appears when all are written. */
export function makePasswords(dataDir: string): Passwords {
  const passwords: Passwords = { superuser: newPassword(), owner: newPassword(), service: newPassword() };
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

function newPassword(): string {
  return randomBytes(32).toString('hex');
}
