import { once } from 'node:events';
import { eventually } from '#libs/testing';
import { fact, source, subject } from './records.js';
import { rawClient, requestHead, type RawClient } from './raw-client.js';
import { startTestApi, type TestApi } from './test-api.js';

const get = (path: string, headers: Record<string, string | number> = {}): string => requestHead('GET', path, headers);

describe('places that are bounded', () => {
  const clients: RawClient[] = [];
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({
      views: false,
      settings: { rateLimit: 100_000 },
      admission: {
        connectionsPerClient: 30,
        waitsPerClient: 2,
        waits: 3,
        streamsPerClient: 2,
        streamsPerKey: 3,
        idleMs: 1_000,
        keepAliveMs: 1_000,
      },
    });
    await api.post('/v1/sources', source());
  });
  afterEach(async () => {
    for (const { socket } of clients) socket.destroy();
    await Promise.all(clients.splice(0).map(({ closed }) => closed));
  });
  afterAll(() => api.stop());

  const open = (text: string, from?: string): RawClient => {
    const client = rawClient(api.url, text, from);
    clients.push(client);
    return client;
  };

  it('are those of connections: 300 of one client are refused or closed, and another client is served', async () => {
    const idle = Array.from({ length: 300 }, () => open('', '127.0.0.2'));
    await eventually(() => expect(idle.filter(({ socket }) => socket.destroyed).length).toBeGreaterThanOrEqual(270));
    expect(await open(get('/health/live'), '127.0.0.3').status).toBe(200);
    await Promise.all(idle.map(({ closed }) => closed));
    expect(await open(get('/health/live'), '127.0.0.2').status).toBe(200);
  });

  it('are those of connections that were used: an idle one is closed', async () => {
    const client = open(get('/health/live'));
    expect(await client.status).toBe(200);
    await client.closed;
  });

  it.each([
    ['of one client', ['2', '2', '2'], [409, 409, 503]],
    ['in all', ['2', '3', '4', '5'], [409, 409, 409, 503]],
  ])('are those of waits for a position, %s, and what is refused is so at once', async (_whose, from, statuses) => {
    const paths = ['/v1/timeline?after=1', '/cases?after=1', '/v1/cases?after=1', '/v1/topics?after=1'];
    const asked = from.map((end, index) => open(get(paths[index]!), `127.0.0.${end}`));
    const refused = await Promise.race(asked.map(({ status }) => status));
    expect(refused).toBe(503);
    const all = await Promise.all(asked.map(({ status }) => status));
    expect(all.toSorted((a, b) => a - b)).toEqual(statuses);
    expect(asked.map(({ received }) => received()).join()).toMatch(/retry-after: \d+[^]*"\/problems\/waits-full"/);
  });

  it('are those of streams, of one client and of one key', async () => {
    const stream = (headers: Record<string, string> = {}): Promise<number> =>
      open(get('/v1/stream', headers), '127.0.0.2').status;
    expect([await stream(), await stream(), await stream()]).toEqual([200, 200, 429]);
    const key = { 'x-api-key': api.adminKey };
    expect([await stream(key), await stream(key), await stream(key), await stream(key)]).toEqual([200, 200, 200, 429]);
    expect(await open(get('/v1/stream'), '127.0.0.3').status).toBe(200);
    clients[0]!.socket.destroy();
    await eventually(async () => expect(await stream()).toBe(200));
  });
});

describe('requests under way', () => {
  const clients: RawClient[] = [];
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({
      views: false,
      settings: { rateLimit: 100_000 },
      admission: { underWay: 20, underWayPerClient: 6, underWayPerConnection: 4 },
    });
    await api.post('/v1/sources', source());
  });
  afterEach(async () => {
    for (const { socket } of clients) socket.destroy();
    await Promise.all(clients.splice(0).map(({ closed }) => closed));
  });
  afterAll(() => api.stop());

  const open = (text: string, from: string): RawClient => {
    const client = rawClient(api.url, text, from);
    clients.push(client);
    return client;
  };

  it('behind a stream close their connection, and keep no other client out', async () => {
    const streams = Array.from({ length: 8 }, () => open(get('/v1/stream'), '127.0.0.2'));
    for (const { status } of streams) expect(await status).toBe(200);
    for (const { socket } of streams) socket.write(get('/nowhere').repeat(3));
    await Promise.all(streams.map(({ closed }) => closed));
    expect(await open(get('/v1/topics'), '127.0.0.2').status).toBe(200);
  });

  it('behind a stream that was refused are answered', async () => {
    const refused = open(get('/v1/stream?since=999'), '127.0.0.2');
    expect(await refused.status).toBe(400);
    refused.socket.write(get('/v1/topics'));
    await eventually(() => expect(refused.received()).toContain('HTTP/1.1 200 '));
  });

  // Nothing keeps the views up to date, so that these wait.
  const waiting = get('/v1/topics?after=1');

  it('on one connection are bounded: one with more is closed', async () => {
    expect(await open(waiting.repeat(4), '127.0.0.2').status).toBe(409);
    await open(waiting.repeat(5), '127.0.0.2').closed;
  });

  it('of one client are bounded: further ones are refused, and another client is served', async () => {
    for (let n = 0; n < 6; n++) open(waiting, '127.0.0.2');
    await eventually(async () => {
      const client = open(get('/v1/topics'), '127.0.0.2');
      expect(await client.status).toBe(429);
      expect(client.received()).toMatch(/retry-after: \d+[^]*"\/problems\/too-many-requests"/);
    });
    expect(await open(get('/v1/topics'), '127.0.0.3').status).toBe(200);
  });

  it('give back their places when their connection closes, also those behind others', async () => {
    const two = [open(waiting.repeat(4), '127.0.0.2'), open(waiting.repeat(4), '127.0.0.2')];
    await eventually(async () => expect(await open(get('/v1/topics'), '127.0.0.2').status).toBe(429));
    for (const { socket } of two) socket.destroy();
    await Promise.all(two.map(({ closed }) => closed));
    await eventually(async () => {
      const all = Array.from({ length: 6 }, () => open(waiting, '127.0.0.2'));
      expect(await Promise.all(all.map(({ status }) => status))).toEqual(Array(6).fill(409));
    });
  });
});

describe('a service whose connections are all taken', () => {
  it('closes the one that is idle for the longest for a new one, and keeps some for the machine itself', async () => {
    const api = await startTestApi({
      views: false,
      settings: { rateLimit: 100_000 },
      admission: { connections: 12, connectionsReserved: 2, connectionsPerClient: 5, bodyMs: 600_000 },
    });
    const clients: RawClient[] = [];
    const open = (text: string, from: string): RawClient => {
      const client = rawClient(api.url, text, from);
      clients.push(client);
      return client;
    };
    try {
      const used = open(get('/health/live'), '127.0.0.2');
      expect(await used.status).toBe(200);
      const idle: RawClient[] = [];
      for (const end of [3, 3, 3, 4, 4, 4, 5, 5, 5]) {
        idle.push(open('', `127.0.0.${end}`));
        await once(idle.at(-1)!.socket, 'connect');
      }
      expect(await open(get('/health/live'), '127.0.0.6').status).toBe(200);
      await idle[0]!.closed;
      expect(used.socket.destroyed).toBe(false);
      expect(await open(get('/health/live'), '127.0.0.3').status).toBe(200);

      const upload = requestHead('POST', '/v1/subscriptions', {
        'content-type': 'application/json',
        'content-length': 100,
        expect: '100-continue',
      });
      const busy: RawClient[] = [];
      for (const end of [7, 7, 7, 7, 7, 8, 8, 8, 8, 8]) {
        busy.push(open(upload, `127.0.0.${end}`));
        expect(await busy.at(-1)!.status).toBe(100);
      }
      await Promise.all([...idle, used].map(({ closed }) => closed));
      await open(get('/health/live'), '127.0.0.9').closed;
      expect(await open(get('/health/live'), '127.0.0.1').status).toBe(200);
      expect(busy.map(({ socket }) => socket.destroyed)).toEqual(busy.map(() => false));
    } finally {
      for (const { socket } of clients) socket.destroy();
      await api.stop();
    }
  });

  it('closes one whose body was refused before one on which nothing was requested yet', async () => {
    const api = await startTestApi({
      views: false,
      settings: { rateLimit: 100_000 },
      admission: { connectionsPerClient: 3 },
    });
    const clients: RawClient[] = [];
    const open = (text: string): RawClient => {
      clients.push(rawClient(api.url, text, '127.0.0.2'));
      return clients.at(-1)!;
    };
    try {
      const large = { 'content-type': 'application/json', 'content-length': 1_000_000 };
      for (let n = 0; n < 2; n++) expect(await open(requestHead('POST', '/v1/subscriptions', large)).status).toBe(413);
      const fresh = open('');
      await once(fresh.socket, 'connect');
      expect(await open(get('/health/live')).status).toBe(200);
      fresh.socket.write(get('/health/live'));
      expect(await Promise.race([fresh.status, fresh.closed])).toBe(200);
    } finally {
      for (const { socket } of clients) socket.destroy();
      await api.stop();
    }
  });

  it('closes the own one of a client that has as many as it may', async () => {
    const api = await startTestApi({
      views: false,
      settings: { rateLimit: 100_000 },
      admission: { connectionsPerClient: 2 },
    });
    const clients: RawClient[] = [];
    try {
      for (let n = 0; n < 3; n++) {
        clients.push(rawClient(api.url, n === 2 ? get('/health/live') : '', '127.0.0.2'));
        await once(clients[n]!.socket, 'connect');
      }
      expect(await clients[2]!.status).toBe(200);
      await clients[0]!.closed;
      expect(clients[1]!.socket.destroyed).toBe(false);
    } finally {
      for (const { socket } of clients) socket.destroy();
      await api.stop();
    }
  });
});

describe('a connection whose receiver takes nothing', () => {
  it('is closed, although its answers are under way', async () => {
    const api = await startTestApi({
      views: false,
      settings: { rateLimit: 100_000 },
      admission: { connectionsPerClient: 1, idleMs: 1_000, underWayPerConnection: 200, underWayPerClient: 200 },
    });
    const asked = 200;
    const stuck = rawClient(api.url, get('/openapi.json').repeat(asked), '127.0.0.2');
    const others: RawClient[] = [];
    const live = (): Promise<number> => {
      others.push(rawClient(api.url, get('/health/live'), '127.0.0.2'));
      return others.at(-1)!.status;
    };
    try {
      expect(await stuck.status).toBe(200);
      stuck.socket.pause();
      // It has the only place of its client.
      await eventually(async () => expect(await live()).toBe(200));
      stuck.socket.resume();
      await stuck.closed;
      expect(stuck.received().split('HTTP/1.1 200').length - 1).toBeLessThan(asked);
    } finally {
      for (const { socket } of [stuck, ...others]) socket.destroy();
      await api.stop();
    }
  });
});

/** Statements of this database that wait for a lock. */
const AWAIT_LOCKS = `select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

describe('pages that take much computing', () => {
  it('are made in turns: of 40 at once from one client most are refused, and other clients are served between them', async () => {
    const api = await startTestApi({ settings: { rateLimit: 100_000 } });
    const clients: RawClient[] = [];
    const open = (path: string, from: string): RawClient => {
      const client = rawClient(api.url, get(path), from);
      clients.push(client);
      return client;
    };
    const path = '/cases/statistics?interval=quarter&from=1880&to=2100';
    try {
      await api.post('/v1/sources', source());
      await api.post('/v1/subjects', subject());
      await api.get(`/v1/timeline?after=${(await api.post('/v1/facts', fact())).body.position}`);
      const pages = Array.from({ length: 40 }, () => open(path, '127.0.0.2'));
      // By then the queue of this client is full.
      await Promise.any(pages.map(async ({ status }) => expect(await status).toBe(503)));
      let made = 0;
      for (const { status } of pages) void status.then((one) => (made += one === 200 ? 1 : 0));
      expect(await open('/health/live', '127.0.0.3').status).toBe(200);
      // Two are under way, and two may follow while the connection is accepted; without rounds in between it was 15.
      expect(made).toBeLessThanOrEqual(6);
      const other = open(path, '127.0.0.3');
      const statuses = await Promise.all(pages.map(({ status }) => status));
      expect(await other.status).toBe(200);
      expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
      expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
      const refused = pages[statuses.indexOf(503)]!;
      expect(refused.received()).toMatch(/retry-after: \d+[^]*"\/problems\/overloaded"/);
      expect((await api.get(path)).status).toBe(200);
    } finally {
      for (const { socket } of clients) socket.destroy();
      await api.stop();
    }
  });

  it('take the same turns where they name a position that was reached long ago', async () => {
    const api = await startTestApi({ admission: { turns: 1, turnsWaiting: 2 } });
    const client = await api.database.db.pool.connect();
    const asked: RawClient[] = [];
    try {
      const { body } = await api.post('/v1/sources', source());
      await api.get(`/v1/timeline?after=${body.position}`);
      await eventually(async () => expect((await api.get(`/v1/cases?after=${body.position}`)).status).toBe(200));
      await client.query('begin; lock table timeline in access exclusive mode');
      for (let n = 0; n < 8; n++) asked.push(rawClient(api.url, get(`/v1/timeline/density?after=${body.position}`)));
      // One turn and two that wait: the others are refused.
      await eventually(() => {
        const refused = asked.filter(({ received }) => received().startsWith('HTTP/1.1 503 '));
        expect(refused).toHaveLength(5);
      });
      await client.query('rollback');
      const statuses = await Promise.all(asked.map(({ status }) => status));
      expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 200, 503, 503, 503, 503, 503]);
    } finally {
      for (const { socket } of asked) socket.destroy();
      client.release(true);
      await api.stop();
    }
  });

  const COMPUTED = [
    '/cases/statistics',
    '/cases/changes',
    '/v1/cases/statistics',
    '/v1/cases/changes',
    '/',
    '/v1/timeline/density',
  ];
  it.each([
    ...COMPUTED.map((path) => [path, 'an answer', {}, 1] as const),
    ...COMPUTED.map((path) => [path, 'several answers on one connection', {}, 2] as const),
    ...COMPUTED.map((path) => [path, 'a body that never arrived', { 'content-length': 10 }, 1] as const),
  ])('as %s give their turn back when a client that awaited %s has gone', async (path, _what, headers, times) => {
    const api = await startTestApi({ admission: { turns: 1, turnsWaiting: 4 } });
    const client = await api.database.db.pool.connect();
    try {
      await client.query('begin; lock table timeline in access exclusive mode');
      const asked = Array.from({ length: 5 }, () => rawClient(api.url, get(path, headers).repeat(times)));
      await eventually(async () => expect((await api.get(path)).status).toBe(503));
      const waiting = async (): Promise<number> => (await api.database.db.pool.query(AWAIT_LOCKS)).rows.length;
      await eventually(async () => expect(await waiting()).toBeGreaterThan(0));
      for (const { socket } of asked) socket.destroy();
      await Promise.all(asked.map(({ closed }) => closed));
      await eventually(async () => expect(await waiting()).toBe(0));
      await client.query('rollback');
      await eventually(async () => expect((await api.get(path)).status).toBe(200));
    } finally {
      client.release(true);
      await api.stop();
    }
  });
});
