import { parse } from 'csv-parse/sync';
import type { JsonObject } from '#libs/kernel';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { PUBLIC_URL, startTestApi, type Answer, type TestApi } from './test-api.js';

const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };

describe('a timeline in other formats', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const meeting = { record: 'fact', subject: 'talks', type: 'dialogue.held' };
    const { body } = await api.post(
      '/v1/import',
      lines([
        { record: 'source', ...source() },
        { record: 'subject', ...subject() },
        { record: 'subject', ...subject({ id: 'talks', type: 'dialogue', name: 'Talks <b>', topics: ['security'] }) },
        { record: 'fact', ...fact() },
        { ...fact({ id: 'month', title: 'A month', occurred: '2021-05' }), ...meeting },
        { ...fact({ id: 'by', title: '=1+1', occurred: '../2022-03-04', summary: 'a "b",\nc' }), ...meeting },
        { ...fact({ id: 'undated', title: 'No date', occurred: null }), ...meeting },
        { record: 'correction', fact: 'accord-in-force', ...correction() },
        {
          record: 'fact',
          ...fact({
            id: 'review',
            type: 'milestone.planned',
            occurred: '2026-07',
            title: 'Review',
            body: { milestone: 'joint-review.2026' },
          }),
        },
      ]),
      NDJSON,
    );
    expect(body).toMatchObject({ recorded: 9, refused: 0 });
    for (const path of ['timeline', 'milestones']) await api.get(`/v1/${path}?after=9`);
  });
  afterAll(() => api.stop());

  it.each([
    '/v1/timeline.ndjson?limit=5',
    '/v1/timeline.ndjson?cursor=x',
    '/v1/timeline.ndjson?colour=red',
    '/v1/timeline.ndjson?from=2024-02-30',
    '/v1/timeline.ndjson?after=999',
    '/v1/timeline.csv?limit=5',
    '/v1/timeline.timelinejs.json?lane=party',
    '/v1/timeline.feed.json?order=asc',
    '/v1/timeline.feed.json?include=milestones',
    '/v1/timeline.feed.json?cursor=broken',
    '/v1/timeline.timelinejs.json?undated=include',
  ])('says which parameter of %s cannot be used', async (path) => {
    expect(await api.get(path)).toMatchObject({ status: 400, body: { type: '/problems/parameter-invalid' } });
  });

  it.each(['ndjson', 'csv', 'timelinejs.json', 'feed.json'])(
    'answers 304 to whoever has %s already, until something is recorded',
    async (format) => {
      const path = `/v1/timeline.${format}`;
      const etag = (await api.get(path)).headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\//);
      const known = { headers: { 'if-none-match': etag } };
      expect(await api.get(path, known)).toMatchObject({ status: 304, text: '' });
      expect((await api.get(`${path}?subject=talks`, known)).status).toBe(200);
      const extra = fact({ id: `extra-${format.replace('.', '-')}`, subject: 'talks', type: 'dialogue.held' });
      const { body } = await api.post('/v1/facts', extra);
      expect((await api.get(`${path}?after=${body.position}`, known)).status).toBe(200);
      expect((await api.get(path, known)).status).toBe(200);
    },
  );

  describe('as lines', () => {
    const told = (text: string): unknown[] =>
      text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));

    it('tells the items of the timeline under the same filters and clocks', async () => {
      for (const filters of [
        '',
        '?order=desc&undated=include',
        '?include=milestones',
        '?topic=security&knownAt=2024-09-16',
        '?asOf=2020-12-31',
      ]) {
        const answer = await api.get(`/v1/timeline.ndjson${filters}`);
        expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
        expect(told(answer.text)).toEqual((await api.get(`/v1/timeline${filters}`)).body.items);
      }
    });

    it('tells nothing where there is nothing', async () => {
      expect(await api.get('/v1/timeline.ndjson?q=xylophone')).toMatchObject({ status: 200, text: '' });
    });
  });

  describe('as a table', () => {
    it('tells the items of the timeline under the same filters, and what is due', async () => {
      const filters = '?include=milestones&undated=include&order=desc';
      const answer = await api.get(`/v1/timeline.csv${filters}`);
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="timeline.csv"');
      const rows: Record<string, string>[] = parse(answer.text, { columns: true });
      const items = (await api.get(`/v1/timeline${filters}`)).body.items as { id: string }[];
      expect(rows.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
      expect(rows.find(({ id }) => id === 'by')).toMatchObject({
        title: "'=1+1",
        summary: 'a "b",\nc',
        'subject.name': 'Talks <b>',
        'occurred.latest': '2022-03-04',
      });
      expect(rows.find(({ type }) => type === 'milestone')).toMatchObject({
        id: 'accord.joint-review.2026',
        'occurred.edtf': '2026-07',
        status: 'upcoming',
        sources: 'sheet',
      });
    });
  });

  describe('for TimelineJS', () => {
    const path = '/v1/timeline.timelinejs.json';

    it('tells each date as precisely as it is known, in words beside it, and what is due', async () => {
      const answer = await api.get(`${path}?include=milestones&lane=subject&to=2026&type=dialogue.held`);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      const due = (await api.get(`${path}?include=milestones&subject=accord`)).body.events;
      expect(due.map(({ unique_id }: { unique_id: string }) => unique_id)).toEqual([
        'accord-in-force',
        'review',
        'milestone-accord.joint-review.2026',
      ]);
      expect(due[2]).toMatchObject({ start_date: { year: 2026, month: 7 }, display_date: 'July 2026' });
      const month = answer.body.events.find(({ unique_id }: { unique_id: string }) => unique_id === 'month');
      expect(month).toMatchObject({
        start_date: { year: 2021, month: 5 },
        display_date: 'May 2021',
        group: 'Talks &lt;b&gt;',
        text: { headline: 'A month' },
      });
      expect(month).not.toHaveProperty('end_date');
    });

    it('marks what was corrected, and is a document where there is nothing', async () => {
      const { events } = (await api.get(`${path}?subject=accord`)).body;
      expect(events[0]).toMatchObject({ start_date: { year: 2020, month: 7, day: 2 }, group: 'agreement' });
      expect(events[0].text.text).toContain('Corrected');
      expect((await api.get(`${path}?q=xylophone`)).body).toEqual({ events: [] });
    });
  });

  describe('as a JSON Feed', () => {
    const path = '/v1/timeline.feed.json';
    interface FeedItem {
      id: string;
      date_published: string;
      date_modified?: string;
      _dateline: { fact: string; status: string; changes: { kind: string; reason: string }[] };
    }
    const itemsOf = ({ body }: Answer): FeedItem[] => body.items as FeedItem[];
    let feed: TestApi;

    beforeAll(async () => {
      feed = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
      const noted = (id: string, knownSince: string): JsonObject => ({
        record: 'fact',
        ...fact({ id, type: 'agreement.noted', occurred: '2020', knownSince, title: id }),
      });
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
        NDJSON,
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
        content_text: expect.stringContaining('Corrected on 2026-01-15: The gazette gives the second of July.'),
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
      let answer = await feed.get(`${path}?limit=1`);
      for (;;) {
        seen.push(...itemsOf(answer).map((item) => item._dateline.fact));
        const next = answer.body.next_url as string | undefined;
        if (next === undefined) break;
        expect(answer.headers.get('link')).toContain(`<${next}>; rel="next"`);
        answer = await feed.get(next.slice(PUBLIC_URL.length));
        expect(answer.body.feed_url).toBe(`${PUBLIC_URL}${path}?limit=1`);
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
});
