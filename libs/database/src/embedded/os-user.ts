import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Runs a program to its end as the operating system user that owns the data folder. */
export interface OsUser {
  /** Undefined: the user of this process. */
  readonly ids: { uid: number; gid: number } | undefined;
  run(file: string, args: string[], env?: Record<string, string>): Promise<Finished>;
}

/** How a program ended. */
export interface Finished {
  code: number | null;
  output: string;
}

const CAPABILITIES = '+dac_override,+dac_read_search';

/**
 * Chooses who runs Postgres, which refuses to run as root: the user of this process, or, for root, the owner of an
 * existing data folder, else `postgres`, else `nobody`. Where that user cannot enter the folders (a clone below
 * /root), it is given the right to pass them and no other.
 *
 * @param owner the owner of an existing data folder
 * @param folders what the user must be able to enter: the programs, and the folder above the data
 * @throws Error with one sentence where root can find or make no such user.
 */
export function osUserFor(owner: { uid: number; gid: number } | undefined, folders: string[]): OsUser {
  if (process.getuid?.() !== 0) return { ids: undefined, run: (file, args, env) => run(file, args, env) };
  const ids = owner && owner.uid !== 0 ? owner : (userNamed('postgres') ?? userNamed('nobody'));
  if (ids === undefined) {
    throw new Error(
      'Postgres does not run as root and this system has neither a user "postgres" nor "nobody"; ' +
        'start Dateline as an ordinary user or set DATABASE_URL.',
    );
  }
  if (canEnter(ids, folders)) return { ids, run: (file, args, env) => run(file, args, env, ids) };
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  const identity = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups'];
  // initdb asks access(2), which ignores capabilities of users other than root unless that fix-up is off.
  const rights = [`--inh-caps=${CAPABILITIES}`, `--ambient-caps=${CAPABILITIES}`, '--securebits=+no_setuid_fixup'];
  const prefix = [...identity, ...rights, '--'];
  if (setpriv === undefined || spawnSync(setpriv, [...prefix, '/bin/ls', ...folders]).status !== 0) {
    throw new Error(
      `Postgres does not run as root, and its user (uid ${ids.uid}) cannot enter ${folders.join(' and ')}; ` +
        'move them where other users may enter, or set DATABASE_URL.',
    );
  }
  return { ids, run: (file, args, env) => run(setpriv, [...prefix, file, ...args], env) };
}

function userNamed(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function canEnter(ids: { uid: number; gid: number }, folders: string[]): boolean {
  const script = 'for folder in "$@"; do test -x "$folder" || exit 1; done';
  const result = spawnSync('/bin/sh', ['-c', script, 'sh', ...folders, ...folders.map((f) => dirname(f))], {
    ...ids,
    cwd: '/',
  });
  if (result.error) throw new Error('Root may not start programs as another user here; set DATABASE_URL.');
  return result.status === 0;
}

/**
 * Own session, so that a Ctrl-C in the terminal does not reach the program; waits for `exit` and not for `close`,
 * because the server that `pg_ctl` leaves behind may keep the pipes.
 */
function run(
  file: string,
  args: string[],
  env: Record<string, string> = {},
  ids?: { uid: number; gid: number },
): Promise<Finished> {
  const options: SpawnOptions = { ...ids, cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'] };
  const base = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(PG|LC_|LANG)/.test(key)));
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, env: { ...base, LC_ALL: 'C', ...env } });
    let output = '';
    child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
    child.once('error', reject);
    child.once('exit', (code) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ code, output: output.trim() });
    });
  });
}
