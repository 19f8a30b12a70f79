import { existsSync, readFileSync, realpathSync, renameSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { postgresBinaries } from './binaries.js';
import { clusterOf, ensureCluster, ensureSocketDir, lastLine, ownerOf, socketDirOf } from './cluster.js';
import { osUserFor, type OsUser } from './os-user.js';
import { readPostmaster, removeStaleLocks, serverLives } from './postmaster.js';
import { OWNER, readPasswordFiles, SERVICE, SUPERUSER, type Passwords } from './passwords.js';
import { setUpRoles } from '../roles/set-up-roles.js';
import { demandPasswords, ensurePasswords } from './password-access.js';

const PORT = 5432;
const PATIENCE_MS = 60_000;
const LOG_BYTES = 10_000_000;

/** How the two roles of the embedded Postgres reach its database `dateline`. */
export interface DatabaseUrls {
  /** As the role of the service, which cannot change the log. */
  url: string;
  /** As the role that owns the log: for migrations, restore and redaction. */
  ownerUrl: string;
}

interface ClusterUrls extends DatabaseUrls {
  superuserUrl: string;
}

/** How the embedded Postgres is run. */
export interface EmbeddedPostgresOptions {
  /** False for throw-away databases of tests: nothing waits for the disk. Default true. */
  durable?: boolean;
}

/**
 * A Postgres of our own in `DATA_DIR/postgres`, reachable by a socket of this machine and by nothing else, so that any
 * number of them run side by side. It is started by `pg_ctl` and outlives this process unless it is stopped; the next
 * start takes it over. Whoever starts it holds `DATA_DIR` (see `holdDataDir`).
 */
export class EmbeddedPostgres implements DatabaseUrls {
  private constructor(
    readonly url: string,
    readonly ownerUrl: string,
    /** As the superuser, who may make further databases: for tests and measurements. */
    readonly superuserUrl: string,
    private readonly cluster: string,
    private readonly user: OsUser,
    private readonly pgCtl: string,
  ) {}

  /**
   * Starts the Postgres of a data folder, which is made where it is missing, or takes over one that was left running.
   *
   * @param dataDir an existing folder
   * @throws Error with one sentence where it cannot run here.
   */
  static async start(dataDir: string, options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
    const home = realpathSync(dataDir);
    const durable = options.durable ?? true;
    const cluster = clusterOf(home);
    const binaries = postgresBinaries();
    const user = osUserFor(ownerOf(cluster), [binaries.bin, home]);
    await ensureCluster(home, binaries, user, durable);
    const pgCtl = join(binaries.bin, 'pg_ctl');
    const passwords = await ensurePasswords(home, cluster, user, pgCtl);
    const { url, ownerUrl, superuserUrl } = urlsOf(passwords, socketDirOf(home));
    const server = new EmbeddedPostgres(url, ownerUrl, superuserUrl, cluster, user, pgCtl);
    if (!(await server.takeOver(passwords))) await server.launch(socketDirOf(home), durable);
    await createDatabase(superuserUrl);
    // At every start, so that it is complete after a kill; it also moves a log that the superuser owned.
    await setUpRoles(superuserUrl, { owner: OWNER, service: SERVICE });
    await demandPasswords(maintenance(superuserUrl), passwords, cluster, user);
    return server;
  }

  /** The URLs of the Postgres that runs for a data folder, or null where none answers. */
  static async findRunning(dataDir: string): Promise<DatabaseUrls | null> {
    if (!existsSync(dataDir)) return null;
    const home = realpathSync(dataDir);
    const postmaster = readPostmaster(clusterOf(home));
    if (postmaster === undefined) return null;
    const { url, ownerUrl } = urlsOf(readPasswordFiles(home), postmaster.socketDir, postmaster.port);
    return (await answer(url)) === 'ready' ? { url, ownerUrl } : null;
  }

  /** Whether a process of the server still lives. It costs a look at the process table and no connection. */
  lives(): boolean {
    return serverLives(this.cluster);
  }

  /** Ends all sessions and the server, and waits until it is gone. A server that has gone already is no error. */
  async stop(): Promise<void> {
    const { code, output } = await this.user.run(this.pgCtl, ['stop', '-m', 'fast', '-w', '-t', '60'], this.env());
    if (code !== 0 && this.lives()) throw new Error(`Postgres did not stop: ${lastLine(output)}`);
  }

  /** True once a server that already lives answers; false where there is none. One that is leaving is waited for. */
  private async takeOver(passwords: Passwords): Promise<boolean> {
    const patience = Date.now() + PATIENCE_MS;
    while (this.lives()) {
      const postmaster = readPostmaster(this.cluster);
      const urls = postmaster && urlsOf(passwords, postmaster.socketDir, postmaster.port);
      if (urls !== undefined && (await answer(urls.superuserUrl)) === 'ready') return true;
      if (Date.now() > patience) {
        throw new Error(`A Postgres runs in ${this.cluster} and does not answer; stop process ${postmaster?.pid}.`);
      }
      await wait(50);
    }
    return false;
  }

  private async launch(socketDir: string, durable: boolean): Promise<void> {
    ensureSocketDir(socketDir, this.user);
    removeStaleLocks(this.cluster, socketDir);
    const log = join(this.cluster, 'server.log');
    if (existsSync(log) && statSync(log).size > LOG_BYTES) renameSync(log, `${log}.1`);
    const settings = {
      listen_addresses: "''",
      port: PORT,
      unix_socket_directories: `'${socketDir}'`,
      unix_socket_permissions: '0700',
      max_connections: durable ? 100 : 300,
      jit: 'off',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...(durable
        ? { shared_buffers: sharedBuffers(), max_wal_size: '2GB' }
        : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
    const { code, output } = await this.user.run(
      this.pgCtl,
      ['start', '-w', '-t', '300', '-s', '-l', log, '-o', flags.join(' ')],
      this.env(),
    );
    if (code !== 0) {
      throw new Error(`Postgres did not start: ${logged(log) || lastLine(output)} (all of it is in ${log})`);
    }
  }

  /** By the environment and not by `-D`, because `pg_ctl` hands its arguments to a shell. */
  private env(): Record<string, string> {
    return { PGDATA: this.cluster };
  }
}

/**
 * What Postgres holds of its tables: a quarter of the memory that there is, at most 512 MB. With its default of 128 MB a
 * reader has to write out what others wrote, and waits for the disk, before it finds room for what it reads.
 */
function sharedBuffers(): string {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Infinity) / 4;
  return `${Math.max(64, Math.min(512, Math.floor(bytes / 1024 / 1024)))}MB`;
}

/** A server that an earlier release has started may lack roles: then the superuser, with or without a password, is they. */
function urlsOf({ superuser, owner, service }: Partial<Passwords>, socketDir: string, port = PORT): ClusterUrls {
  const as = (role: string, password: string | undefined): string =>
    `postgresql://${role}${password === undefined ? '' : `:${password}`}@localhost:${port}/dateline?host=${encodeURIComponent(socketDir)}&sslmode=disable`;
  return {
    url: as(service === undefined ? SUPERUSER : SERVICE, service),
    ownerUrl: as(superuser === undefined ? SUPERUSER : OWNER, owner),
    superuserUrl: as(SUPERUSER, superuser ?? owner),
  };
}

/** Asks the server, by its maintenance database because `dateline` may not have been created yet. */
async function answer(url: string): Promise<'ready' | 'silent'> {
  const client = new Client({ connectionString: maintenance(url), connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return 'ready';
  } catch {
    return 'silent';
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: maintenance(url) });
  client.on('error', () => {});
  await client.connect();
  try {
    const found = await client.query(`select 1 from pg_database where datname = 'dateline'`);
    if (found.rowCount === 0) await client.query('create database dateline');
  } finally {
    await client.end();
  }
}

function maintenance(url: string): string {
  return url.replace('/dateline?', '/postgres?');
}

/** The last complaint in the server's log. */
function logged(log: string): string {
  if (!existsSync(log)) return '';
  const complaints = readFileSync(log, 'utf8').match(/(FATAL|PANIC):.*/g);
  return complaints?.at(-1) ?? '';
}
