import { get, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { EventSource } from 'eventsource';
import { EventStore, recorderOfRun } from '#libs/event-store';
import { eventually } from '#libs/testing';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };

/** What a client of server-sent events has been told: the ids, and what was told under each. */
interface Told {
  id: string;
  data: { position: string; kind: string; id: string };
}

/** Lets every connection through to a port, and can cut all of them. */
async function startProxy(
  port: number,
): Promise<{ url: string; connections: () => number; cut(): void; stop(): Promise<void> }> {
  const open = new Set<() => void>();
  let connections = 0;
  const server: Server = createServer((client) => {
    connections++;
    const upstream = connect(port, '127.0.0.1');
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      open.delete(end);
    };
    open.add(end);
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    cut: () => open.forEach((end) => end()),
    stop: async () => {
      open.forEach((end) => end());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the stream of what is recorded', () => {
  let api: TestApi;
  const sources: EventSource[] = [];

  beforeAll(async () => {
    api = await startTestApi({ streams: { heartbeatMs: 200 } });
    const { body } = await api.post(
      '/v1/import',
      lines([
        { record: 'source', ...source() },
        { record: 'subject', ...subject() },
        { record: 'subject', ...subject({ id: 'talks', type: 'dialogue', name: 'Talks' }) },
        { record: 'fact', ...fact() },
        { record: 'correction', fact: 'accord-in-force', ...correction() },
        { record: 'retraction', fact: 'accord-in-force', ...retraction() },
      ]),
      NDJSON,
    );
    expect(body).toMatchObject({ recorded: 6, refused: 0 });
  });
  afterEach(() => {
    for (const client of sources.splice(0)) client.close();
  });
  afterAll(() => api.stop());

  /** Follows the stream as a browser does. */
  function follow(path: string, base = api.url): Told[] {
    const told: Told[] = [];
    const client = new EventSource(`${base}${path}`);
    client.addEventListener('message', ({ lastEventId, data }) =>
      told.push({ id: lastEventId, data: JSON.parse(data as string) as Told['data'] }),
    );
    sources.push(client);
    return told;
  }

  /** Reads a stream as text until something stands in it. */
  async function textUntil(path: string, pattern: RegExp, headers: Record<string, string> = {}): Promise<string> {
    const stop = new AbortController();
    const answer = await fetch(`${api.url}${path}`, { headers, signal: stop.signal });
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    let text = '';
    for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (pattern.test(text)) break;
    }
    stop.abort();
    return text;
  }

  it('tells an EventSource what /v1/changes tells, then what is recorded, each under its position', async () => {
    const before = (await api.get('/v1/changes')).body.items as object[];
    const told = follow('/v1/stream?since=0');
    await eventually(() => expect(told).toHaveLength(6));
    expect(told.map(({ data }) => data)).toEqual(before);
    const { body } = await api.post('/v1/sources', source({ id: 'live' }));
    await eventually(() => expect(told.at(-1)?.data).toMatchObject({ id: 'live', kind: 'recorded' }));
    expect(told.map(({ id }) => id)).toEqual(told.map(({ data }) => data.position));
    expect(told.at(-1)?.id).toBe(body.position);
  });

  it('begins with what is recorded from now on where nothing else is asked', async () => {
    const told = follow('/v1/stream');
    await eventually(() => expect(sources[0]?.readyState).toBe(EventSource.OPEN));
    await api.post('/v1/sources', source({ id: 'from-now' }));
    await eventually(() => expect(told.map(({ data }) => data.id)).toEqual(['from-now']));
  });

  it('goes on after a cut line where the client had come to, with nothing missing and nothing twice', async () => {
    const proxy = await startProxy(Number(new URL(api.url).port));
    try {
      const told = follow('/v1/stream?since=0', proxy.url);
      for (let round = 1; round <= 3; round++) {
        await eventually(() => expect(proxy.connections()).toBe(round));
        const { body } = await api.post('/v1/sources', source({ id: `round-${round}` }));
        await eventually(() => expect(told.at(-1)?.id).toBe(body.position));
        proxy.cut();
        await api.post('/v1/sources', source({ id: `while-cut-${round}` }));
      }
      const { body } = await api.get('/v1/changes?limit=200');
      await eventually(() => expect(told.at(-1)?.id).toBe(body.position));
      expect(told.map(({ data }) => data)).toEqual(body.items);
    } finally {
      for (const client of sources.splice(0)) client.close();
      await proxy.stop();
    }
  });

  it('goes on behind Last-Event-ID, which comes before since', async () => {
    const text = await textUntil('/v1/stream?since=0', /id: 6\n/, { 'last-event-id': '4' });
    expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id).slice(0, 3)).toEqual(['4', '5', '6']);
  });

  it('sends a comment where nothing is new', async () => {
    expect(await textUntil('/v1/stream', /: nothing new\n\n[^]*: nothing new\n\n/)).toMatch(/^retry: \d+\n/);
  });

  it('tells only what is asked for, and flags of milestones only where they are', async () => {
    const store = new EventStore(api.database.db);
    const data = { milestone: 'accord.joint-review.2026', subject: 'accord', flag: 'approaching', window: '2026-07' };
    const id = 'flag:accord.joint-review.2026:2026-07:approaching';
    const events = [{ id, type: 'milestone.flagged', data, metadata: recorderOfRun('dateline') }];
    await store.append([{ stream: 'milestone-accord.joint-review.2026', expectedVersion: 'any', events }]);
    await api.post('/v1/facts', fact({ id: 'last', type: 'agreement.noted' }));
    const ids = async (filter: string): Promise<string[]> => {
      const told = follow(`/v1/stream?since=0&subject=accord${filter}`);
      const { body } = await api.get(`/v1/changes?subject=accord&limit=200${filter}`);
      await eventually(() => expect(told.map((one) => one.data)).toEqual(body.items));
      return told.map((one) => one.data.id);
    };
    const flag = 'accord.joint-review.2026';
    expect(await ids('')).toEqual([
      'accord',
      'accord-in-force',
      'accord-in-force-day',
      'accord-in-force-withdrawn',
      'last',
    ]);
    expect(await ids('&kind=correction&kind=retraction')).toEqual(['accord-in-force-day', 'accord-in-force-withdrawn']);
    expect(await ids('&kind=flag&kind=retraction')).toEqual(['accord-in-force-withdrawn', flag]);
    expect(await ids('&type=milestone.flagged&type=agreement.noted')).toEqual([flag, 'last']);
    const told = (await api.get('/v1/changes?kind=flag')).body.items;
    expect(told).toMatchObject([
      { kind: 'flag', subject: 'accord', changes: { flag: 'approaching', window: '2026-07' } },
    ]);
    for (const path of ['/v1/export', '/v1/timeline.ndjson?after=1'])
      expect((await api.get(path)).text).not.toContain('approaching');
  });

  it.each([
    ['/v1/stream?since=9999', {}, 'parameter-invalid'],
    ['/v1/stream?since=now', {}, 'parameter-invalid'],
    ['/v1/stream?kind=news', {}, 'parameter-invalid'],
    ['/v1/stream?limit=5', {}, 'parameter-invalid'],
    ['/v1/stream', { 'last-event-id': 'x' }, 'header-invalid'],
    ['/v1/stream', { 'last-event-id': '9999' }, 'header-invalid'],
  ])('is refused for %s with %j', async (path, headers, code) => {
    expect(await api.get(path, { headers })).toMatchObject({ status: 400, body: { type: `/problems/${code}` } });
  });

  it('tells HEAD that it is there, and ends', async () => {
    const answer = await api.request('HEAD', '/v1/stream');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });

  it('needs a key where reading does', async () => {
    const closed = await startTestApi({ settings: { readAccess: 'key' } });
    try {
      expect((await closed.get('/v1/stream')).status).toBe(401);
    } finally {
      await closed.stop();
    }
  });
});

describe('a stream that nobody reads', () => {
  it('is cut, so that its place is free for others; others are not held up', async () => {
    const api = await startTestApi({ views: false, streams: { most: 2, patienceMs: 300, lastWordMs: 200 } });
    const clients: IncomingMessage[] = [];
    const open = (path: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        get(`${api.url}${path}`, { agent: false }, (answer) => {
          clients.push(answer.on('error', () => {}));
          resolve(answer);
        }).on('error', reject);
      });
    try {
      const summary = 'x'.repeat(9_000);
      const corrections = Array.from({ length: 2_400 }, (_, index) => ({
        record: 'correction',
        fact: 'accord-in-force',
        ...correction({ id: `long-${index}`, changes: { summary } }),
      }));
      const first = [
        { record: 'source', ...source() },
        { record: 'subject', ...subject() },
        { record: 'fact', ...fact() },
      ];
      const records = [...first, ...corrections];
      expect((await api.post('/v1/import', lines(records), NDJSON)).body).toMatchObject({ recorded: 2_403 });
      let live = '';
      const reading = await open('/v1/stream');
      reading.on('data', (data: Buffer) => (live += data.toString()));
      const leaving = await open('/v1/stream');
      const full = await api.get('/v1/stream');
      expect(full).toMatchObject({ status: 503, body: { type: '/problems/streams-full' } });
      expect(full.headers.get('retry-after')).toBe('30');
      // A standard client would end for good at any other status, and comes back so.
      const standard = await api.get('/v1/stream', { headers: { accept: 'text/event-stream' } });
      expect([standard.status, standard.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      expect(standard.text).toMatch(/^retry: 30000\n: As many streams .*\n\n$/);
      leaving.destroy();
      // More than all buffers hold, and never read.
      await eventually(async () => expect((await open('/v1/stream?since=0')).statusCode).toBe(200));
      await api.post('/v1/sources', source({ id: 'meanwhile' }));
      await eventually(() => expect(live).toContain('"meanwhile"'));
      await eventually(async () => expect((await open('/v1/stream')).statusCode).toBe(200));
      expect(reading.destroyed).toBe(false);
    } finally {
      for (const client of clients) client.destroy();
      await api.stop();
    }
  });
});

describe('a service that stops', () => {
  it('ends its streams with a word, and does not wait for them', async () => {
    const api = await startTestApi();
    const answer = await fetch(`${api.url}/v1/stream`);
    const text = answer.text();
    await api.stop();
    expect(await text).toContain(': the service stops;');
  });

  it('does not wait for a connection on which nothing was asked', async () => {
    const api = await startTestApi();
    const unused = connect(Number(new URL(api.url).port), '127.0.0.1');
    const closed = new Promise<void>((resolve) => unused.once('close', () => resolve()));
    await new Promise<void>((resolve) => unused.once('connect', () => resolve()));
    // Only once another connection is served has the server surely taken this one.
    expect((await api.get('/health/live')).status).toBe(200);
    await api.stop();
    await closed;
  });
});
