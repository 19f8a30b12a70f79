import type { JsonObject } from '#libs/kernel';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { PUBLIC_URL, startTestApi, type Answer, type TestApi } from './test-api.js';

const path = '/v1/timeline.feed.json';

interface FeedItem {
  id: string;
  date_published: string;
  date_modified?: string;
  _dateline: { fact: string; status: string; changes: { kind: string; reason: string }[] };
}
const itemsOf = ({ body }: Answer): FeedItem[] => body.items as FeedItem[];

const noted = (id: string, knownSince: string): JsonObject => ({
  record: 'fact',
  ...fact({ id, type: 'agreement.noted', occurred: '2020', knownSince, title: id }),
});

describe('a timeline as a JSON Feed', () => {
  let feed: TestApi;

  beforeAll(async () => {
    feed = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const { body } = await feed.post(
      '/v1/import',
      lines([
        { record: 'source', ...source() },
        { record: 'subject', ...subject() },
        noted('third', '2021-03-03'),
        noted('first', '2025-05-05'),
        noted('second', '2021-03-03'),
        noted('fourth', '2020-12-31'),
        { record: 'correction', fact: 'fourth', ...correction({ changes: { title: 'Fourth' } }) },
        { record: 'retraction', fact: 'second', ...retraction() },
      ]),
      { headers: { 'content-type': 'application/x-ndjson' } },
    );
    expect(body).toMatchObject({ recorded: 8, refused: 0 });
    await feed.get('/v1/timeline?after=8');
  });
  afterAll(() => feed.stop());

  it('tells what became known last first, each fact by its address and its known day', async () => {
    const answer = await feed.get(`${path}?retracted=include`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/feed\+json/);
    expect(answer.body).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: `${PUBLIC_URL}/`,
      feed_url: `${PUBLIC_URL}${path}?retracted=include`,
    });
    expect(answer.body).not.toHaveProperty('next_url');
    expect(itemsOf(answer).map((item) => [item.id, item.date_published])).toEqual([
      [`${PUBLIC_URL}/v1/facts/first`, '2025-05-05T00:00:00Z'],
      [`${PUBLIC_URL}/v1/facts/second`, '2021-03-03T00:00:00Z'],
      [`${PUBLIC_URL}/v1/facts/third`, '2021-03-03T00:00:00Z'],
      [`${PUBLIC_URL}/v1/facts/fourth`, '2020-12-31T00:00:00Z'],
    ]);
  });

  it('leaves what was corrected in its place, and says what was changed, when and why', async () => {
    const [first, second, , fourth] = itemsOf(await feed.get(`${path}?retracted=include`));
    expect(first).not.toHaveProperty('date_modified');
    expect(second).toMatchObject({ title: 'Withdrawn: second', _dateline: { status: 'retracted' } });
    expect(fourth).toMatchObject({
      title: 'Fourth (corrected)',
      date_modified: expect.stringMatching(/^2026-01-15T/),
      tags: ['water', 'corrected'],
      content_text: expect.stringContaining(
        'Corrected on 2026-01-15 (could be known since 2024-09-16): The gazette gives the second of July.',
      ),
      _dateline: { changes: [{ kind: 'correction' }] },
    });
  });

  it('tells nothing of a correction that was not on record, or not known, under the clocks', async () => {
    for (const clock of ['recordedBy=6', 'knownAt=2021-12-31']) {
      const last = itemsOf(await feed.get(`${path}?${clock}`)).at(-1);
      expect(last).toMatchObject({ title: 'fourth', _dateline: { fact: 'fourth', status: 'current', changes: [] } });
      expect(last).not.toHaveProperty('date_modified');
    }
  });

  it('goes on by next_url, which Link names as well, and back', async () => {
    const seen: string[] = [];
    let answer = await feed.get(`${path}?limit=1&retracted=exclude`);
    for (;;) {
      seen.push(...itemsOf(answer).map((item) => item._dateline.fact));
      const next = answer.body.next_url as string | undefined;
      if (next === undefined) break;
      expect(answer.headers.get('link')).toContain(`<${next}>; rel="next"`);
      answer = await feed.get(next.slice(PUBLIC_URL.length));
      expect(answer.body.feed_url).toBe(`${PUBLIC_URL}${path}?limit=1&retracted=exclude`);
    }
    expect(seen).toEqual(['first', 'third', 'fourth']);
    const back = /<([^>]+)>; rel="prev"/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
    expect(itemsOf(await feed.get(back.slice(PUBLIC_URL.length)))[0]?._dateline.fact).toBe('third');
  });

  it('is served by an index in its order', async () => {
    const { pool } = feed.database.db;
    const client = await pool.connect();
    try {
      await client.query('begin; set local enable_seqscan = off; set local enable_sort = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain select * from timeline where recorded_to is null and known_to is null
           order by known_day desc, position desc limit 51`,
      );
      expect(rows.map((row) => row['QUERY PLAN']).join(' ')).toContain('timeline_newest');
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
