import { eventually } from '#libs/testing';
import { rawClient, requestHead, type RawClient } from './raw-client.js';
import { fact, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const SLOW = '127.0.0.2';
const OTHER = '127.0.0.3';
const PER_CLIENT = 1;

describe('connections to the database', () => {
  const clients: RawClient[] = [];
  let api: TestApi;
  let factId: string;

  beforeAll(async () => {
    api = await startTestApi({
      settings: { rateLimit: 100_000 },
      admission: {
        databasePlacesPerClient: PER_CLIENT,
        databaseWaiting: 120,
        databaseWaitMs: 600_000,
        statementMs: 30_000,
      },
    });
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    const recorded = await api.post('/v1/facts', fact());
    factId = recorded.body.id;
    await api.get(`/v1/timeline?after=${recorded.body.position}`);
    await eventually(async () => expect((await api.get('/health/ready')).status).toBe(200));
  });
  afterEach(async () => {
    for (const { socket } of clients) socket.destroy();
    await Promise.all(clients.splice(0).map(({ closed }) => closed));
  });
  afterAll(() => api.stop());

  const open = (path: string, from: string, headers: Record<string, string> = {}): RawClient => {
    const client = rawClient(api.url, requestHead('GET', path, headers), from);
    clients.push(client);
    return client;
  };

  /** Locks a table, until what is done meanwhile is done. */
  const whileLocked = async (table: string, meanwhile: () => Promise<void>): Promise<void> => {
    const client = await api.database.db.pool.connect();
    try {
      await client.query(`begin; lock table ${table} in access exclusive mode`);
      await meanwhile();
    } finally {
      await client.query('rollback');
      client.release();
    }
  };

  it.each([
    ['a list', ['/v1/milestones'], 25],
    ['a page, with the answers that it is made of', ['/milestones'], 2],
    ['lists, feeds and calendars', ['/v1/milestones', '/v1/milestones.atom', '/v1/milestones.ics'], 8],
  ])('are bounded for one client that asks for %s, and others are served meanwhile', async (_what, paths, each) => {
    let slow: RawClient[] = [];
    await whileLocked('milestones', async () => {
      slow = paths.flatMap((path) => Array.from({ length: each }, () => open(path, SLOW)));
      await eventually(async () => expect(await waitingForLocks(api)).toBeGreaterThan(0));
      for (const path of ['/v1/timeline', `/v1/facts/${factId}`, '/v1/topics', '/health/live'])
        expect(await open(path, OTHER).status).toBe(200);
      expect(await open('/health/ready', SLOW).status).toBe(200);
      expect(await open('/metrics', SLOW).status).toBe(200);
      expect(await waitingForLocks(api)).toBeLessThanOrEqual(PER_CLIENT);
      expect((await api.post('/v1/facts', fact({ id: `while-${each}-are-slow` }))).status).toBe(201);
      expect(slow.map(({ received }) => received()).join('')).toBe('');
    });
    const statuses = await Promise.all(slow.map(({ status }) => status));
    expect(statuses).toEqual(statuses.map(() => 200));
  });

  it('are used by no more than may wait for them: what is beyond that is refused, and what is left gives its place back', async () => {
    await whileLocked('milestones', async () => {
      const slow = Array.from({ length: PER_CLIENT + 30 + 1 }, () => open('/v1/milestones', SLOW));
      const refused = await Promise.any(
        slow.map(async (one) => ((await one.status) === 503 ? one : Promise.reject(one))),
      );
      expect(refused.received()).toMatch(/retry-after: \d+[^]*"\/problems\/overloaded"/);
      for (const { socket } of slow) socket.destroy();
      // Neither those that waited for a place nor those that had one keep it.
      await eventually(async () => expect(await waitingForLocks(api)).toBe(0));
      expect(await open('/v1/timeline', SLOW).status).toBe(200);
    });
  });
});

describe('a request that waits too long for a connection', () => {
  it.each([
    ['of its client', 'databasePlacesPerClient', SLOW, 100_000],
    ['of all clients', 'databasePlaces', OTHER, 100_000],
    ['of all clients, where none is limited,', 'databasePlaces', SLOW, null],
  ])('%s is refused with 503', async (_whose, bound, from, rateLimit) => {
    const api = await startTestApi({
      views: false,
      settings: { rateLimit },
      admission: { [bound]: 1, databaseWaitMs: 500, statementMs: 30_000 },
    });
    const client = await api.database.db.pool.connect();
    const clients: RawClient[] = [];
    try {
      await client.query('begin; lock table milestones in access exclusive mode');
      clients.push(rawClient(api.url, requestHead('GET', '/v1/milestones'), SLOW));
      await eventually(async () => expect(await waitingForLocks(api)).toBe(1));
      clients.push(rawClient(api.url, requestHead('GET', '/v1/timeline'), from));
      expect(await clients[1]!.status).toBe(503);
      expect(clients[1]!.received()).toMatch(/retry-after: \d+[^]*"\/problems\/overloaded"/);
    } finally {
      for (const { socket } of clients) socket.destroy();
      client.release(true);
      await api.stop();
    }
  });
});

async function waitingForLocks({ database }: TestApi): Promise<number> {
  const { rows } = await database.superuser.pool.query<{ count: number }>(
    `select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and application_name = 'dateline-api' and wait_event_type = 'Lock'`,
  );
  return rows[0]!.count;
}
