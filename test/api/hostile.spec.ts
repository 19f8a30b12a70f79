import { connect } from 'node:net';
import { fact, lines, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const withBody = (body: string): string => JSON.stringify(fact({ id: 'h' })).replace(/}$/, `,"body":${body}}`);

describe('hostile input', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    const plan = { type: 'milestone.planned', occurred: '2099', body: { milestone: 'review.2099' } };
    const { body } = await api.post('/v1/facts', fact({ id: 'plan', ...plan }));
    await api.get(`/v1/milestones?after=${body.position}`);
  });
  afterAll(() => api.stop());

  const head = async (): Promise<string> => (await api.get('/health/ready')).body.head;

  it.each([
    ['nothing', '', 400],
    ['no JSON', '{"id": nonsense}', 400],
    ['half of JSON', '{"id": "x"', 400],
    ['JSON with a comma too many', '{"id":"x",}', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a number', '12', 400],
    ['a text', '"text"', 400],
    [
      'every field of a wrong type',
      '{"id":1,"subject":[],"type":{},"title":7,"occurred":false,"sources":"sheet"}',
      400,
    ],
    ['an id that is an object', '{"id":{"toString":"x"}}', 400],
    ['JSON nested 101 levels deep', withBody(deep(101)), 400],
    ['JSON nested 100,000 levels deep', withBody(deep(100_000)), 400],
    ['lists nested 400,000 levels deep', '['.repeat(400_000), 400],
    ['the key __proto__', withBody('{"__proto__":{"polluted":true}}'), 400],
    ['NUL in a text', withBody('{"note":"a\\u0000b"}'), 400],
    ['NUL in a key', withBody('{"a\\u0000b":1}'), 400],
    ['a lone surrogate', withBody('{"note":"\\ud800"}'), 400],
    ['a number that is no double', withBody('{"n":1e999}'), 400],
    [
      'a type that is a property of every object',
      JSON.stringify(fact({ id: 'h', type: 'agreement.constructor' })),
      400,
    ],
    ['a type without a dot', JSON.stringify(fact({ id: 'h', type: 'toString' })), 400],
    ['a reserved id', JSON.stringify(fact({ id: 'history' })), 400],
    ['a date far away', JSON.stringify(fact({ id: 'h', occurred: '99999-01-01' })), 400],
    ['a title of 100,000 characters', JSON.stringify(fact({ id: 'h', title: 'x'.repeat(100_000) })), 400],
    ['a body over 1 MiB', `{"id":"${'x'.repeat(1_100_000)}"}`, 413],
  ])('answers %s with a problem and records nothing', async (_what, body, status) => {
    const before = await head();
    const answer = await api.post('/v1/facts', body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    expect(await head()).toBe(before);
  });

  it('says where JSON is broken', async () => {
    const { body } = await api.post('/v1/facts', '{\n  "id": "x",\n  "title": oops\n}');
    expect(body.detail).toContain('line 3, column 12');
  });

  it('refuses bytes that are no UTF-8', async () => {
    const answer = await api.request('POST', '/v1/facts', {
      headers: { authorization: `Bearer ${api.adminKey}`, 'content-type': 'application/json' },
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    });
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/body-unreadable' } });
  });

  it('keeps numbers that a double holds and texts of any script as they are', async () => {
    const body = { n: 1e308, tiny: 5e-324, whole: 9007199254740991, text: '\u{1F30E} año 年 ‮' };
    const { body: written } = await api.post('/v1/facts', fact({ id: 'kept', body }));
    expect((await api.get(`/v1/facts/kept?after=${written.position}`)).body.body).toEqual(body);
  });

  it.each([
    ['text/plain', 'hello'],
    ['application/xml', '<a/>'],
    ['application/x-www-form-urlencoded', 'id=1'],
    ['text/csv', 'id,title'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('does not take a record as %s', async (type, body) => {
    expect(await api.post('/v1/facts', body, { headers: { 'content-type': type } })).toMatchObject({
      status: 415,
      body: { type: '/problems/content-type-unsupported' },
    });
  });

  it.each([
    ['GET', '/nowhere', 404],
    ['GET', '/v1', 404],
    ['GET', '/v1/timeline/2024', 404],
    ['GET', '/v1/facts/%E0%A4%A', 400],
    ['GET', '/%', 400],
    ['GET', '/v1/facts/..%2f..%2fetc%2fpasswd', 404],
    ['DELETE', '/v1/facts/x', 405],
    ['PUT', '/v1/timeline', 405],
    ['POST', '/v1/timeline', 405],
    ['GET', '/v1/facts', 405],
    ['POST', '/health/live', 405],
  ])('answers %s %s with a problem', async (method, path, status) => {
    const answer = await api.request(method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.has('allow')).toBe(status === 405);
  });

  it('knows no thing with an id of 5,000 characters', async () => {
    expect(await api.get(`/v1/facts/${'a'.repeat(5_000)}`)).toMatchObject({
      status: 404,
      body: { type: '/problems/fact-unknown' },
    });
  });

  it.each([
    ['timeline?from=2024&to=2023', 400],
    ['timeline/density?from=2024&to=2023', 400],
    ['milestones?from=2024&to=2023', 400],
    ['milestones?within=P999999999Y', 400],
    ['timeline?from=9999-12-31T00:00:00Z', 400],
    ['timeline?after=999999999999999999', 400],
    ['timeline?recordedBy=99999999999999999999', 400],
    ['timeline?recordedBy=9999-12-31T23:59:59%2B99:99', 400],
    ['timeline?recordedBy=0001-01-01T00:00:00-14:00', 200],
    ['timeline?recordedBy=999999999999999999', 200],
    ['timeline?asOf=9999-12-31&knownAt=0000-01-01', 200],
    [`timeline?q=${encodeURIComponent(`'"()&|!:*\\<->`)}x`, 200],
    [`timeline?q=${'word%20'.repeat(60)}`, 200],
    [`timeline?${'subject=x&'.repeat(150)}`, 200],
    ['timeline?subject=%F0%28%8C%28', 200],
    ['timeline/density?buckets=1000&from=0001&to=9999', 200],
    ['export?from=999999999999999999', 200],
    ['export?from=-1', 400],
  ])('answers /v1/%s as a question like any other', async (question, status) => {
    const answer = await api.get(`/v1/${question}`);
    expect([answer.status, answer.body?.detail ?? '']).toEqual([status, status === 200 ? '' : expect.any(String)]);
  });

  it('answers what is no HTTP with 400 and goes on', async () => {
    const { hostname, port } = new URL(api.url);
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end('NONSENSE\r\n\r\n'));
      let said = '';
      socket.on('data', (data) => (said += data.toString()));
      socket.on('error', reject);
      socket.on('close', () => resolve(said));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect((await api.get('/health/live')).status).toBe(200);
  });

  it('names the lines of an import that are hostile and keeps the others', async () => {
    const bad = [
      'no json',
      '[]',
      '{"record":"planet"}',
      `{"record":"fact","body":${deep(50_000)}}`,
      '{"record":"fact","__proto__":{"id":"x"}}',
      '{"record":"fact","id":"a\\u0000"}',
    ];
    const good = JSON.stringify({ record: 'fact', ...fact({ id: 'among-hostile-lines' }) });
    const { status, body } = await api.post('/v1/import', lines([...bad, good]), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ recorded: 1, refused: bad.length });
    expect(new Set((body.problems as { line: number }[]).map(({ line }) => line))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });
});
