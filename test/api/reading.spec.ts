import { fact, lines, source, subject } from './records.js';
import { PUBLIC_URL, startTestApi, type Answer, type TestApi } from './test-api.js';

const ids = ({ body }: Answer): string[] => (body.items as { id: string }[]).map(({ id }) => id);

describe('reading over HTTP', () => {
  let api: TestApi;

  const links = async (topics: number): Promise<string> => {
    const query = Array.from({ length: topics }, () => 'topic=security').join('&');
    const answer = await api.get(`/v1/timeline?limit=1&${query}`);
    expect(answer).toMatchObject({ status: 200, body: { page: { next: expect.any(String) } } });
    return answer.headers.get('link') ?? '';
  };

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const facts = Array.from({ length: 7 }, (_, index) =>
      fact({
        id: `met-${index}`,
        subject: 'talks',
        type: 'dialogue.held',
        occurred: `202${index % 6}`,
        record: 'fact',
      }),
    );
    const plan = { id: 'review', type: 'milestone.planned', occurred: '2026-07-01', record: 'fact' };
    const records = [
      { ...source(), record: 'source' },
      { ...subject(), record: 'subject' },
      { ...subject({ id: 'talks', type: 'dialogue', name: 'Talks', topics: ['security'] }), record: 'subject' },
      ...facts,
      fact({ ...plan, title: 'Review', body: { milestone: 'joint-review.2026' } }),
    ];
    const { body } = await api.post('/v1/import', lines(records), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(body).toMatchObject({ recorded: 11, refused: 0 });
    for (const path of ['timeline', 'milestones']) await api.get(`/v1/${path}?after=${body.position}`);
  });
  afterAll(() => api.stop());

  it('pages through a timeline by the addresses in Link, forwards and back', async () => {
    const seen: string[] = [];
    let answer = await api.get('/v1/timeline?subject=talks&limit=3');
    const first = ids(answer);
    for (;;) {
      seen.push(...ids(answer));
      const next = linkOf(answer, 'next');
      if (next === undefined) break;
      expect(next).toContain('subject=talks&limit=3&cursor=');
      answer = await api.get(next);
    }
    expect(seen).toEqual(['met-0', 'met-6', 'met-1', 'met-2', 'met-3', 'met-4', 'met-5']);
    let previous = linkOf(answer, 'prev');
    while (previous !== undefined) {
      answer = await api.get(previous);
      previous = linkOf(answer, 'prev');
    }
    expect(ids(answer)).toEqual(first);
  });

  it('answers with an empty page for a word that is nowhere', async () => {
    expect(await api.get('/v1/timeline?q=xylophone')).toMatchObject({
      status: 200,
      body: { items: [], page: { next: null, prev: null } },
    });
  });

  it.each([
    ['/v1/timeline?from=2024-02-30', 'from'],
    ['/v1/timeline?limit=0', 'limit'],
    ['/v1/timeline?limit=201', 'limit'],
    ['/v1/timeline?limit=5&limit=6', 'limit'],
    ['/v1/timeline?cursor=broken', 'cursor'],
    ['/v1/timeline?colour=red', 'colour'],
    ['/v1/timeline?subjectType=planet', 'subjectType'],
    ['/v1/timeline?after=999999', 'after'],
    ['/v1/timeline?knownAt=yesterday', 'knownAt'],
    ['/v1/timeline?recordedBy=2024-13-01', 'recordedBy'],
    ['/v1/timeline?asOf=-', 'asOf'],
    ['/v1/timeline?q=a%00b', 'q'],
    ['/v1/timeline?__proto__=1', '__proto__'],
    ['/v1/timeline/density?buckets=0', 'buckets'],
    ['/v1/subjects?type=planet', 'type'],
    ['/v1/subjects/talks?limit=5', 'limit'],
    ['/v1/facts/met-1?after=x', 'after'],
    ['/v1/sources?q=x', 'q'],
    ['/v1/topics?limit=3', 'limit'],
    ['/v1/milestones?within=soon', 'within'],
    ['/health/live?deep=1', 'deep'],
    ['/metrics?x=1', 'x'],
  ])('says which parameter of %s cannot be used', async (path, parameter) => {
    const answer = await api.get(path);
    expect(answer).toMatchObject({
      status: 400,
      body: { type: '/problems/parameter-invalid', status: 400, errors: [{ parameter }] },
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body.detail).toContain(`"${parameter}"`);
  });

  it('lists subjects, sources, values and what is due, and tells each one', async () => {
    expect(ids(await api.get('/v1/subjects?party=CL'))).toEqual(['accord', 'talks']);
    expect((await api.get('/v1/subjects/talks')).body).toMatchObject({ name: 'Talks', facts: 7 });
    expect(ids(await api.get('/v1/sources'))).toEqual(['sheet']);
    expect((await api.get('/v1/sources/sheet')).body.supports).toHaveLength(8);
    expect((await api.get('/v1/facts/met-1')).body).toMatchObject({ id: 'met-1', wordings: [{ revision: 1 }] });
    expect((await api.get('/v1/topics')).body.items).toEqual([
      { value: 'security', facts: 7 },
      { value: 'water', facts: 1 },
    ]);
    expect((await api.get('/v1/parties')).body.items).toHaveLength(2);
    expect((await api.get('/v1/types')).body.items).toContainEqual({
      value: 'dialogue.held',
      facts: 7,
      headline: expect.any(String),
    });
    expect(await api.get('/v1/milestones?subject=accord')).toMatchObject({
      body: { items: [{ id: 'accord.joint-review.2026', status: 'upcoming', flag: 'on-horizon' }] },
    });
    expect((await api.get('/v1/timeline/density?subject=talks&buckets=6')).body).toMatchObject({ total: 7 });
  });

  it.each(['subjects', 'facts', 'sources'])('says that there is no such thing in /v1/%s', async (list) => {
    const type = `/problems/${list.slice(0, -1)}-unknown`;
    for (const id of ['nobody', 'NO ID', '%00', 'a'.repeat(900), '__proto__'])
      expect(await api.get(`/v1/${list}/${id}`)).toMatchObject({ status: 404, body: { type } });
  });

  it('answers 304 to whoever has the answer already, until something changes', async () => {
    const first = await api.get('/v1/subjects/talks');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\//);
    const again = await api.get('/v1/subjects/talks', { headers: { 'if-none-match': `"other", ${etag}` } });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers.get('etag')).toBe(etag);
    expect((await api.get('/v1/subjects/accord', { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('lets pages of other sites read, and gives browsers nothing to run', async () => {
    const { headers } = await api.get('/v1/timeline', { headers: { origin: 'https://elsewhere.example' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const preflight = await api.request('OPTIONS', '/v1/facts', {
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
  });

  it('answers HEAD as GET, without the body', async () => {
    const [head, get] = [await api.request('HEAD', '/v1/timeline'), await api.get('/v1/timeline')];
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
  });

  it('gives its own format to whoever accepts something else', async () => {
    const answer = await api.get('/v1/timeline', { headers: { accept: 'image/png' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('says of a view that does not arrive that it is behind', async () => {
    const idle = await startTestApi({ views: false });
    try {
      const { body } = await idle.post('/v1/sources', source());
      const answer = await idle.get(`/v1/sources?after=${body.position}`);
      expect(answer).toMatchObject({ status: 409, body: { type: '/problems/view-behind' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await idle.stop();
    }
  });

  it('has short links, however long the question is, and those to other pages first', async () => {
    expect((await links(1)).match(/rel="alternate"/g)?.length).toBe(3);
    const some = await links(60);
    expect(some).toMatch(/rel="next".*rel="alternate"/);
    expect(some.length).toBeLessThanOrEqual(3_000);
    expect((await links(199)).length).toBeLessThanOrEqual(3_000);
  });
});

/** The path and query of one of the links of an answer. */
function linkOf({ headers }: Answer, rel: string): string | undefined {
  const links = (headers.get('link') ?? '').split(', ');
  const link = links.find((entry) => entry.endsWith(`; rel="${rel}"`));
  const address = /^<(.+)>;/.exec(link ?? '')?.[1];
  if (address === undefined) return undefined;
  expect(address).toMatch(new RegExp(`^${PUBLIC_URL}/v1/`));
  return address.slice(PUBLIC_URL.length);
}
