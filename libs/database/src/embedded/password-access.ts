import { chownSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { lastLine } from './cluster.js';
import type { OsUser } from './os-user.js';
import { makePasswords, OWNER, readPasswords, SERVICE, SUPERUSER, type Passwords } from './passwords.js';
import { serverLives } from './postmaster.js';

const HEADING = '# Written by Dateline. Only its own roles, each with its password (DATA_DIR/database-roles).\n';
const BY_PASSWORD = `${HEADING}local all all scram-sha-256\nlocal replication ${SUPERUSER} scram-sha-256\n`;
const BY_SOCKET = `${HEADING}local all all trust\n`;
const PATIENCE_MS = 10_000;

/**
 * The passwords of the cluster's roles. Where one is missing (a new cluster, one of a release before the roles, or a copy
 * without the files), new ones are made, and the socket, in a folder that only its owner may enter, takes any role until
 * `demandPasswords` has set them.
 */
export async function ensurePasswords(
  dataDir: string,
  cluster: string,
  user: OsUser,
  pgCtl: string,
): Promise<Passwords> {
  const there = readPasswords(dataDir);
  if (there !== undefined) return there;
  if (access(cluster) === BY_PASSWORD) {
    writeAccess(cluster, BY_SOCKET, user);
    if (serverLives(cluster)) {
      const { code, output } = await user.run(pgCtl, ['reload'], { PGDATA: cluster });
      if (code !== 0) throw new Error(`Postgres did not read its settings again: ${lastLine(output)}`);
    }
  }
  return makePasswords(dataDir);
}

/**
 * Gives the roles, which are there, their passwords and closes the socket to everybody without one, once for a cluster.
 *
 * @param url of any database of a running server, as its superuser
 */
export async function demandPasswords(url: string, passwords: Passwords, cluster: string, user: OsUser): Promise<void> {
  if (access(cluster) === BY_PASSWORD) return;
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    // The passwords are 256 random bits, which no iteration makes any harder to guess; every connection would pay for them.
    await client.query('set scram_iterations = 1');
    await client.query(`alter role ${SUPERUSER} password '${passwords.superuser}'`);
    await client.query(`alter role ${OWNER} password '${passwords.owner}'`);
    await client.query(`alter role ${SERVICE} password '${passwords.service}'`);
    writeAccess(cluster, BY_PASSWORD, user);
    await client.query('select pg_reload_conf()');
    await untilClosed(url);
  } finally {
    await client.end();
  }
}

/** The server reads its settings in its own time; until then it takes connections without a password. */
async function untilClosed(url: string): Promise<void> {
  const open = new URL(url);
  open.password = '';
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await wait(5)) {
    const client = new Client({ connectionString: open.href });
    client.on('error', () => {});
    try {
      await client.connect();
    } catch {
      return;
    } finally {
      await client.end().catch(() => {});
    }
  }
  throw new Error('Postgres goes on taking connections without a password; look into DATA_DIR/postgres/server.log.');
}

function access(cluster: string): string {
  return readFileSync(join(cluster, 'pg_hba.conf'), 'utf8');
}

/** In one step, so that a kill leaves the old file or the new one. */
function writeAccess(cluster: string, text: string, user: OsUser): void {
  const file = join(cluster, 'pg_hba.conf');
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  if (user.ids) chownSync(`${file}.new`, user.ids.uid, user.ids.gid);
  renameSync(`${file}.new`, file);
}
