import { filtersOf } from '#libs/timeline';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { fact, source, subject } from './records.js';
import { rawClient, requestHead } from './raw-client.js';
import { startTestApi, type TestApi } from './test-api.js';
import { forgedCursor } from './forged-cursor.js';

interface Parameter {
  name: string;
  in: string;
}
type Operations = Record<string, { parameters?: Parameter[] }>;

const ID = 'accord';
/** With and without filters, as some lists page by another key under another clock or with more in them. */
const QUERIES: Record<string, string>[] = [
  {},
  { clock: 'recorded' },
  { include: 'milestones' },
  { q: 'accord' },
  { from: '0001' },
];

const filled = (path: string, value: string): string => path.replaceAll(/\{\w+\}/g, value);

describe('addresses made to do harm', () => {
  let api: TestApi;
  let paths: Record<string, Operations>;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    const { body } = await api.post('/v1/facts', fact({ id: ID }));
    for (const path of ['timeline', 'milestones']) await api.get(`/v1/${path}?after=${body.position}`);
    paths = (await api.get('/openapi.json')).body.paths;
  });
  afterAll(() => api.stop());

  /** Every operation that only reads and ends by itself. */
  const reads = (): [path: string, parameters: Parameter[]][] =>
    Object.entries(paths).flatMap(([path, { get }]) =>
      get === undefined || path === '/v1/stream' ? [] : [[path, get.parameters ?? []]],
    );

  it('answers every path of the API with 4xx where an id holds NUL, broken UTF-8 or a lone surrogate', async () => {
    const asked: string[] = [];
    for (const [path, operations] of Object.entries(paths)) {
      if (!path.includes('{')) continue;
      for (const method of Object.keys(operations))
        for (const id of ['%00', 'a%00b', '%ED%A0%80', '%FF', '%u0000', '%C0%80']) {
          const sent =
            method === 'get'
              ? {}
              : {
                  body: '{}',
                  headers: { 'content-type': 'application/json', authorization: `Bearer ${api.adminKey}` },
                };
          const address = `${filled(path, id)}?token=x`;
          const { status } = await api.request(method.toUpperCase(), address, sent);
          asked.push(address);
          expect([method, address, status, status >= 400 && status < 500]).toEqual([method, address, status, true]);
        }
    }
    expect(asked.length).toBeGreaterThan(60);
  });

  it('answers every path of the API with 400 where a parameter holds NUL', async () => {
    let asked = 0;
    for (const [path, parameters] of reads())
      for (const name of new Set(parameters.filter((one) => one.in === 'query').map((one) => one.name))) {
        const address = `${filled(path, ID)}?${name}=a%00b`;
        const { status, body } = await api.get(address);
        expect([address, status, body?.errors?.[0]?.parameter]).toEqual([address, 400, name]);
        asked += 1;
      }
    expect(asked).toBeGreaterThan(100);
  });

  it('answers every page as a page, whatever its path, query and cookies hold', async () => {
    for (const { path: pattern } of (await loadPageRenderer()).ROUTES)
      for (const [id, query, cookie] of [
        ['%00', 'token=%00', 'theme=%00'],
        ['%ED%A0%80', 'q=%ED%A0%80', 'theme=\u00ff; theme'],
        [ID, 'cursor=%00&lang=%00&view=%00&token=%00', 'theme=dark; =; theme=<script>'],
      ]) {
        const address = `${pattern.replaceAll(/:\w+/g, id!)}?${query}`;
        const { status } = await api.get(address, { headers: { cookie: cookie! } });
        expect([address, status, status < 500]).toEqual([address, status, true]);
      }
  });

  it('answers the same where the ending of a path is percent-encoded', async () => {
    const gets = Object.entries(paths).filter(([path, { get }]) => get !== undefined && /\.[a-z.]+$/.test(path));
    expect(gets.length).toBeGreaterThan(12);
    for (const [path] of gets) {
      if (path.startsWith('/v1/subscriptions/') || path === '/openapi.json') continue;
      const plain = filled(path, ID);
      const encoded = plain.replace(/\.([a-z])/, (_, letter: string) => `.%${letter.charCodeAt(0).toString(16)}`);
      const [one, other] = [await api.get(plain), await api.get(encoded)];
      expect([encoded, other.status, other.headers.get('content-type')]).toEqual([
        encoded,
        one.status,
        one.headers.get('content-type'),
      ]);
      expect([encoded, other.text.length > 0]).toEqual([encoded, one.text.length > 0]);
    }
  });

  it('reads a request target in absolute form as its path', async () => {
    for (const [target, link] of [
      [`${api.url}/v1/timeline?limit=1`, '/v1/timeline.atom>'],
      [`${api.url}/cases?status=resolved`, ''],
    ] as const) {
      const client = rawClient(api.url, requestHead('GET', target, { connection: 'close' }));
      await client.closed;
      expect([target, await client.status]).toEqual([target, 200]);
      expect(client.received()).toContain(link);
      expect(client.received()).not.toMatch(/^link: .*http:.*http:\/\/127/im);
    }
  });

  it('answers every list 200 or 400, whatever the key of a forged cursor holds', async () => {
    const values = {
      day: [2_147_483_647, -2_147_483_648, 2_147_483_648, -2_147_483_649, 0.5],
      position: ['0', '999999999999999999', '9999999999999999999', '-1'],
      text: ['', '\uFFFF', 'a\u0000b', '\uD800'],
    };
    const forms: (keyof typeof values)[][] = [
      ['position'],
      ['day', 'text'],
      ['position', 'text'],
      ['text', 'text'],
      ['day', 'position'],
      ['day', 'day', 'text'],
      ['day', 'day', 'position'],
      ['day', 'day', 'position', 'text'],
      ['day', 'day', 'day', 'day', 'text'],
    ];
    const readable: string[] = [];
    for (const [path, parameters] of reads()) {
      if (!parameters.some(({ name }) => name === 'cursor')) continue;
      for (const query of QUERIES) {
        const address = `${filled(path, ID)}?${new URLSearchParams(query).toString()}`;
        if ((await api.get(address, { key: api.adminKey })).status !== 200) continue;
        for (const form of forms)
          for (const [place, part] of form.entries())
            for (const value of values[part]) {
              const key = form.map((other, index) => (index === place ? value : values[other][0]));
              // The order of a feed and the subject in its path are filters as well.
              for (const filters of [query, { ...query, order: 'desc' }, { ...query, subject: ID }]) {
                const cursor = forgedCursor(key, filtersOf(filters), place % 2 === 0 ? 'next' : 'prev');
                const { status } = await api.get(`${address}&cursor=${cursor}`, { key: api.adminKey });
                expect([address, key, status, [200, 400].includes(status)]).toEqual([address, key, status, true]);
                if (status === 200) readable.push(path);
              }
            }
      }
    }
    expect([...new Set(readable)].toSorted()).toEqual(
      reads()
        .filter(([, parameters]) => parameters.some(({ name }) => name === 'cursor'))
        // A list that needs a token of a mail is asked in sign-ups.spec.ts.
        .filter(([, parameters]) => parameters.every(({ name }) => name !== 'token'))
        .map(([path]) => path)
        .toSorted(),
    );
  });

  it.each([
    ['/cases?status=closed', '/cases?status=closed'],
    ['/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/\n/evil.example', '/'],
    ['/\r\n/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/ok\r\nset-cookie: a=b', '/okset-cookie:%20a=b'],
    ['/a\u0000b', '/a%00b'],
    ['/año?q=\ud800', '/a%C3%B1o?q=%EF%BF%BD'],
    ['', '/'],
  ])('leads from the choice of a theme back to %j by %j', async (back, location) => {
    const answer = await api.request('POST', '/appearance', {
      body: new URLSearchParams({ theme: 'dark', back }),
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, location]);
  });
});
