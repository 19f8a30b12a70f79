import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, openDatabase } from '#libs/database';
import { eventually } from '#libs/testing';

describe('the embedded Postgres', () => {
  let folder: string;
  let dataDir: string;
  const started: EmbeddedPostgres[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dateline-embedded-'));
    await chmod(folder, 0o755);
    dataDir = join(folder, 'data');
    await mkdir(dataDir);
  });

  afterEach(async () => {
    for (const postgres of started.splice(0)) if (existsSync(dataDir)) await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<EmbeddedPostgres> => {
    const postgres = await EmbeddedPostgres.start(dataDir);
    started.push(postgres);
    return postgres;
  };
  const postmaster = (): number =>
    Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

  it('is made once, keeps what it is given, and is reachable only by its socket', async () => {
    expect(await EmbeddedPostgres.findRunning(dataDir)).toBeNull();
    const first = await start();
    expect(await EmbeddedPostgres.findRunning(dataDir)).toEqual({ url: first.url, ownerUrl: first.ownerUrl });
    expect(
      await ask(first.url, `select current_setting('listen_addresses') as listens, current_setting('fsync') as fsync`),
    ).toEqual([{ listens: '', fsync: 'on' }]);
    expect(
      await ask(
        first.url,
        `select datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding
        from pg_database where datname = current_database()`,
      ),
    ).toEqual([{ provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' }]);
    await ask(first.ownerUrl, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await EmbeddedPostgres.findRunning(dataDir)).toBeNull();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await ask(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('is run by a user who is not root, who owns the data', async () => {
    await start();
    const server = statSync(join(dataDir, 'postgres')).uid;
    const self = process.getuid?.();
    expect(server === self).toBe(self !== 0);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('runs below a folder that only this user may enter', async () => {
    await chmod(folder, 0o700);
    const postgres = await start();
    expect(await ask(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('runs in a folder whose path is too long for a socket and has blanks', async () => {
    dataDir = join(folder, 'a folder with blanks', 'x'.repeat(120));
    await mkdir(dataDir, { recursive: true });
    const postgres = await start();
    expect(await ask(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await rm(decodeURIComponent(postgres.url.match(/host=([^&]+)/)?.[1] ?? ''), { recursive: true });
  });

  it('is taken over when it was left running', async () => {
    const left = await start();
    await ask(left.ownerUrl, 'create table kept as select 1');
    const pid = postmaster();
    const taken = await start();
    expect(postmaster()).toBe(pid);
    expect(await ask(taken.ownerUrl, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1 }]);
  });

  it('recovers after its server was killed with kill -9, with everything that was committed', async () => {
    const killed = await start();
    await ask(killed.ownerUrl, 'create table kept as select generate_series(1, 1000) as n');
    process.kill(postmaster(), 'SIGKILL');
    const next = await start();
    expect(await ask(next.ownerUrl, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
  });

  it('notices that its server has gone', async () => {
    const postgres = await start();
    expect(postgres.lives()).toBe(true);
    process.kill(postmaster(), 'SIGKILL');
    await eventually(() => expect(postgres.lives()).toBe(false));
  });

  it('starts where the lock file of an earlier server names a process that is something else now', async () => {
    await (await start()).stop();
    writeFileSync(
      join(dataDir, 'postgres', 'postmaster.pid'),
      `${process.pid}\n/elsewhere\n1\n5432\n/tmp\n\n\nready\n`,
    );
    const postgres = await start();
    expect(await ask(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('makes good what a kill in the middle of making the data folder left behind', async () => {
    await mkdir(join(dataDir, 'postgres.new-abc', 'base'), { recursive: true });
    await mkdir(join(dataDir, 'postgres'));
    const postgres = await start();
    expect(await ask(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(dataDir)).toSorted()).toEqual(['database-roles', 'postgres', 'socket']);
  });

  it('never touches files that it did not make', async () => {
    await mkdir(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'diary'), 'dear');
    await expect(start()).rejects.toThrow(/holds files but no Postgres data/);
    expect(readFileSync(join(dataDir, 'postgres', 'diary'), 'utf8')).toBe('dear');
  });

  it('refuses data of another major version in one sentence', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/was made by Postgres 17, and this Dateline brings Postgres 18; export/);
  });

  it('is given by two services side by side, each its own', async () => {
    const here = await start();
    const other = join(folder, 'other');
    await mkdir(other);
    const there = await EmbeddedPostgres.start(other);
    try {
      await ask(there.ownerUrl, 'create table only_there ()');
      expect(await ask(here.ownerUrl, `select to_regclass('only_there') as found`)).toEqual([{ found: null }]);
    } finally {
      await there.stop();
    }
  });
});

async function ask(url: string, text: string): Promise<unknown[]> {
  const db = openDatabase(url);
  try {
    return (await db.pool.query<Record<string, unknown>>(text)).rows;
  } finally {
    await db.close();
  }
}
