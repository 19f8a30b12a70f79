import { parse } from 'csv-parse/sync';
import { correction, fact, lines, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };

const told = (text: string): unknown[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));

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

    it('tells HEAD what it would tell, without the lines', async () => {
      const answer = await api.request('HEAD', '/v1/timeline.ndjson');
      expect(answer).toMatchObject({ status: 200, text: '' });
      expect(answer.headers.get('etag')).toBe((await api.get('/v1/timeline.ndjson')).headers.get('etag'));
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
      expect(answer.headers.get('content-disposition')).toMatch(
        /^attachment; filename="timeline-\d+-[0-9a-f]{64}\.csv"$/,
      );
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
      expect((await api.get(`${path}?q=xylophone`)).body).toMatchObject({ events: [] });
    });
  });
});
