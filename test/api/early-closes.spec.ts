import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStore, SignedHeads } from '#libs/event-store';
import { eventually } from '#libs/testing';
import { rawClient, requestHead, type RawClient } from './raw-client.js';
import { source } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const get = (path: string, headers: Record<string, string> = {}): string => requestHead('GET', path, headers);

/** Statements of this database that wait for a lock. */
const AWAIT_LOCKS = `select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

describe('a client that leaves before its answer is begun gives back its place', () => {
  let api: TestApi;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dateline-early-closes-'));
    api = await startTestApi({
      settings: { rateLimit: 100_000, dataDir },
      admission: {
        streamsPerClient: 2,
        streamsPerKey: 2,
        waitsPerClient: 2,
        turns: 1,
        turnsPerClient: 1,
        turnsWaiting: 4,
        underWay: 6,
        underWayPerClient: 6,
        databasePlaces: 3,
        databasePlacesPerClient: 3,
        atomicImportsHeld: 1_024,
      },
    });
    const { body } = await api.post('/v1/sources', source());
    await eventually(async () => expect((await api.get(`/v1/topics?after=${body.position}`)).status).toBe(200));
    // Where a head is signed, a stream needs the database once; a second connection would not be given to one who has left.
    new SignedHeads({ dataDir }).sign(await new EventStore(api.database.db).head());
  });
  afterAll(async () => {
    await api.stop();
    await rm(dataDir, { recursive: true });
  });

  /** Sends a request on each of six connections, and closes them while what the answers need is locked. */
  async function leaveEarly(request: string, lockedTable: string): Promise<void> {
    const client = await api.database.superuser.pool.connect();
    const waiting = async (): Promise<number> => (await api.database.superuser.pool.query(AWAIT_LOCKS)).rows.length;
    try {
      await client.query(`begin; lock table ${lockedTable} in access exclusive mode`);
      const clients = Array.from({ length: 6 }, () => rawClient(api.url, request));
      await eventually(async () => expect(await waiting()).toBeGreaterThan(0));
      for (const { socket } of clients) socket.destroy();
      await Promise.all(clients.map(({ closed }) => closed));
      await client.query('rollback');
      await eventually(async () => expect(await waiting()).toBe(0));
    } finally {
      client.release(true);
    }
  }

  /** The statuses of a request that is sent twice at once, on connections that are closed afterwards. */
  async function statuses(request: string): Promise<number[]> {
    const clients: RawClient[] = [rawClient(api.url, request), rawClient(api.url, request)];
    try {
      return await Promise.all(clients.map(({ status }) => status));
    } finally {
      for (const { socket } of clients) socket.destroy();
      await Promise.all(clients.map(({ closed }) => closed));
    }
  }

  const withKey = (): Record<string, string> => ({ 'x-api-key': api.adminKey });
  const record = `${JSON.stringify({ record: 'source', ...source() })}\n`;
  const sendImport = (): string =>
    requestHead('POST', '/v1/import?atomic=true', {
      ...withKey(),
      'content-type': 'application/x-ndjson',
      'content-length': record.length,
    }) + record;

  it.each([
    ['of a stream', 'log_head', () => get('/v1/stream')],
    ['of a stream of a key', 'api_keys', () => get('/v1/stream', withKey())],
    ['of a stream behind another answer', 'log_head', () => get('/v1/timeline?after=1') + get('/v1/stream')],
    ['of a wait for a position', 'api_keys', () => get('/v1/topics?after=1', withKey())],
    ['of an answer that is computed', 'api_keys', () => get('/v1/timeline/density', withKey())],
    ['of an export', 'log_head', () => get('/v1/export')],
    ['of an import', 'api_keys', sendImport],
  ])('%s', async (_what, lockedTable, request) => {
    await leaveEarly(request(), lockedTable);
    for (let round = 0; round < 2; round++)
      await eventually(async () => expect(await statuses(request())).toEqual([200, 200]), 20_000);
  });
});
