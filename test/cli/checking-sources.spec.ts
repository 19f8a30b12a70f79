import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { guardedAgent } from '#libs/reminders';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { checkSource, type SourceCheck } from '../../apps/cli/src/sources/check-source.js';
import { ndjson, runDateline, type Ended } from './command-line.js';

const DOCUMENT = 'The document as it was read.';
const SHA256 = createHash('sha256').update(DOCUMENT).digest('hex');
const BIG = 'x'.repeat(100_000);

/** What the server answers under a path: a status, and a body or the address of a redirect. */
const PAGES: Readonly<Record<string, [number, string]>> = {
  '/kept': [200, DOCUMENT],
  '/changed': [200, 'Another text.'],
  '/deleted': [404, 'There is no such page.'],
  '/withdrawn': [410, 'Gone.'],
  '/broken': [500, 'An error.'],
  '/big': [200, BIG],
  '/moved': [301, '/moved-again'],
  '/moved-again': [308, '/kept'],
  '/elsewhere-for-now': [302, '/kept'],
  '/moved-and-elsewhere': [301, '/elsewhere-for-now'],
  '/round': [301, '/round'],
  '/to-a-file': [301, 'file:///etc/passwd'],
  // An address of a public range, over plain http: the guard refuses it before a connection is made.
  '/outside': [301, 'http://93.184.215.14/'],
};

/** An id that has the most characters but one. */
const LONG = 'a'.repeat(119);

const recordOf = (id: string): object => ({ record: 'source', id, title: id, publisher: 'Press' });

describe('dateline sources check', () => {
  let server: Server;
  let base: string;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  function answer({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
    asked.push(`${method} ${url}`);
    if (url === '/silent') return;
    if (url === '/packed') {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(DOCUMENT));
      return;
    }
    if (url === '/moved-with-password') {
      response.writeHead(301, { location: `${base.replace('//', '//ana:secret@')}/kept` }).end();
      return;
    }
    if (url === '/get-only' && method === 'HEAD') {
      response.writeHead(405).end();
      return;
    }
    const [status, text] = url === '/get-only' ? [200, DOCUMENT] : (PAGES[url] ?? [500, '']);
    const isRedirect = status >= 300 && status < 400;
    response.writeHead(status, isRedirect ? { location: text } : {}).end(isRedirect ? '' : text);
  }

  async function check(
    path: string,
    {
      sha256 = null,
      allowPrivate = true,
      timeoutMs = 10_000,
    }: { sha256?: string | null; allowPrivate?: boolean; timeoutMs?: number } = {},
  ): Promise<SourceCheck> {
    const agent = guardedAgent({ allowPrivate }, timeoutMs);
    try {
      const source = { id: 'a-source', url: `${base}${path}`, archivedUrl: null, sha256 };
      const checks = await checkSource(agent, source, { timeoutMs, maxBytes: 50_000 }, new AbortController().signal);
      return checks[0]!;
    } finally {
      await agent.destroy();
    }
  }

  it.each([
    ['/kept', 'ok', 200],
    ['/get-only', 'ok', 200],
    ['/elsewhere-for-now', 'ok', 200],
    ['/deleted', 'gone', 404],
    ['/withdrawn', 'gone', 410],
    ['/broken', 'unreachable', 500],
  ])('reports %s as %s', async (path, state, status) => {
    expect(await check(path)).toMatchObject({ state, status, movedTo: null });
  });

  it('reports the address at the end of permanent redirects, and none where one is temporary', async () => {
    expect(await check('/moved')).toMatchObject({ state: 'moved', movedTo: `${base}/kept` });
    expect(await check('/moved-and-elsewhere')).toMatchObject({ state: 'ok', movedTo: null });
  });

  it('compares the document where its SHA-256 is on record', async () => {
    expect(await check('/kept', { sha256: SHA256 })).toMatchObject({ state: 'ok', sha256: SHA256 });
    expect(await check('/changed', { sha256: SHA256 })).toMatchObject({ state: 'changed' });
    expect(await check('/moved', { sha256: SHA256 })).toMatchObject({ state: 'moved', sha256: SHA256 });
  });

  it('calls a packed answer unknown, not changed', async () => {
    expect(await check('/packed', { sha256: SHA256 })).toMatchObject({ state: 'unknown', sha256: null });
  });

  it('shows no user name or password of the address to which one moved', async () => {
    expect(await check('/moved-with-password')).toMatchObject({ state: 'moved', movedTo: `${base}/kept` });
  });

  it('never fetches from link-local addresses, where clouds keep their metadata', async () => {
    const agent = guardedAgent({ allowPrivate: true }, 2_000);
    for (const host of ['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]', '[64:ff9b::a9fe:a9fe]']) {
      const source = { id: 'a-source', url: `http://${host}/`, archivedUrl: null, sha256: null };
      const bounds = { timeoutMs: 2_000, maxBytes: 50_000 };
      const [found] = await checkSource(agent, source, bounds, new AbortController().signal);
      expect([host, found!.state]).toEqual([host, 'not-fetched']);
    }
    await agent.destroy();
  });

  it('does not read a document whose SHA-256 is not on record', async () => {
    asked.length = 0;
    await check('/kept');
    expect(asked).toEqual(['HEAD /kept']);
  });

  it('fetches nothing from a private range unless it is allowed', async () => {
    asked.length = 0;
    const { state, detail } = await check('/kept', { allowPrivate: false });
    expect([state, asked]).toEqual(['not-fetched', []]);
    expect(detail).toContain('private');
  });

  it.each([
    ['/outside', 'nothing'],
    ['/to-a-file', 'scheme file'],
    ['/round', 'redirects'],
  ])('does not follow %s', async (path, why) => {
    const { state, detail } = await check(path);
    expect(state).toBe('not-fetched');
    expect(detail).toContain(why);
  });

  it('reads no more of a document than its bound', async () => {
    expect(await check('/big', { sha256: SHA256 })).toMatchObject({
      state: 'not-fetched',
      detail: 'The document is larger than 50,000 bytes.',
    });
  });

  it('reports an address that does not answer in time as unreachable', async () => {
    expect(await check('/silent', { timeoutMs: 300 })).toMatchObject({ state: 'unreachable', status: null });
  });

  describe('on a log', () => {
    let database: TestDatabase;
    const run = (...args: string[]): Promise<Ended> =>
      runDateline(['sources', 'check', ...args], {
        DATABASE_URL: database.url,
        WEBHOOK_ALLOW_PRIVATE: 'true',
        COLUMNS: '100',
      });

    beforeAll(async () => {
      database = await createTestDatabase();
      const records = [
        { ...recordOf('kept'), url: `${base}/kept`, sha256: SHA256 },
        { ...recordOf('moved'), url: `${base}/moved` },
        { ...recordOf('deleted'), url: `${base}/deleted`, archivedUrl: `${base}/withdrawn` },
        { ...recordOf(LONG), url: `${base}/kept`, publishedOn: '2020-01-01' },
        { ...recordOf(`${LONG}b`), url: `${base}/kept` },
        recordOf('spoken'),
      ];
      const { code } = await runDateline(['import', '-'], { DATABASE_URL: database.url }, ndjson(records));
      expect(code).toBe(0);
    });
    afterAll(() => database.drop());

    it('lists what an editor should look at and ends with 1', async () => {
      const { code, stdout } = await run();
      expect(code).toBe(1);
      expect(stdout).toMatch(/deleted +gone \(404\)/);
      expect(stdout).toMatch(/archived copy\)? +gone \(410\)/);
      expect(stdout).toContain(`now at ${base}/kept`);
      expect(stdout).toContain('3 addresses as on record, 3 not; 1 source without an address.');
    });

    it('ends with 0 where all is as on record, and answers programs in JSON', async () => {
      const { code, stdout } = await run('kept', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ checks: [{ id: 'kept', state: 'ok', sha256: SHA256 }] });
    });

    it('prints corrections that can be imported, and records nothing itself', async () => {
      const { stdout } = await run('--as-corrections');
      const before = await runDateline(['export'], { DATABASE_URL: database.url });
      expect(before.stdout).not.toContain('correction');
      const imported = await runDateline(['import', '-', '--json'], { DATABASE_URL: database.url }, stdout);
      expect(JSON.parse(imported.stdout)).toMatchObject({ recorded: 6, refused: 0 });
      const lines = stdout.trim().split('\n');
      const [known] = lines.map((line) => JSON.parse(line)).filter(({ source }) => source === LONG);
      expect(known).toMatchObject({ knownSince: known.changes.checkedOn });
      const after = await run('moved', '--json');
      expect(JSON.parse(after.stdout)).toMatchObject({ checks: [{ url: `${base}/kept`, state: 'ok' }] });
    });

    it('refuses an unknown source and two forms of output', async () => {
      expect(await run('nowhere')).toMatchObject({ code: 1 });
      expect(await run('--json', '--as-corrections')).toMatchObject({ code: 2 });
    });
  });
});
