import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { TimelineItem } from '#libs/timeline';
import { ANSWER_SCHEMAS } from '../../apps/api/src/openapi/answers.js';
import { readCalendar } from '../api/feed-readers.js';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { FILES } from './bundled-records.js';

describe('the bundled data in the formats of other programs', () => {
  let api: TestApi;
  let items: TimelineItem[];

  beforeAll(async () => {
    api = await startTestApi();
    let position = '';
    for (const file of FILES) {
      const text = await readFile(`data/us-mexico/${file}`, 'utf8');
      const { body } = await api.post('/v1/import', text, { headers: { 'content-type': 'application/x-ndjson' } });
      expect(body).toMatchObject({ refused: 0 });
      position = body.position as string;
    }
    for (;;) {
      const { status, text } = await api.get(`/v1/timeline.ndjson?after=${position}`);
      if (status === 409) continue;
      items = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as TimelineItem]));
      break;
    }
  });
  afterAll(() => api.stop());

  it('is whole in lines: what the pages of the timeline tell, one after the other', async () => {
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await api.get(`/v1/timeline?limit=200${cursor && `&cursor=${cursor}`}`);
      paged.push(...(body.items as unknown[]));
      cursor = body.page.next as string | null;
    }
    expect(items.length).toBeGreaterThan(200);
    expect(items).toEqual(paged);
  });

  it('is whole in a table, dates and titles as they are', async () => {
    const { text } = await api.get('/v1/timeline.csv');
    const rows: Record<string, string>[] = parse(text, { columns: true });
    expect(rows.map((row) => [row['id'], row['occurred.edtf'], row['title'], row['body']])).toEqual(
      items.map((item) => [item.id, item.occurred?.edtf, item.title, JSON.stringify(item.body)]),
    );
  });

  it('is whole in a calendar for two readers: every day that a date may be, and no other', async () => {
    const events = readCalendar((await api.get('/v1/timeline.ics')).text);
    expect(events.map(({ uid }) => uid)).toEqual(items.map(({ id }) => `fact-${id}@dateline.test`));
    items.forEach(({ occurred }, index) => {
      if (occurred?.earliest && occurred.latest)
        expect([occurred.edtf, events[index]?.first, events[index]?.last]).toEqual([
          occurred.edtf,
          occurred.earliest,
          occurred.latest,
        ]);
    });
  });

  it('tells every change of a case once in a feed of changes, and nothing as a correction', async () => {
    const told = (await api.get('/v1/cases/changes.cloudevents.json')).body as { id: string; type: string }[];
    expect(told.length).toBeGreaterThan(100);
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(['case.changed.development']));
  });

  it('is whole for TimelineJS, with a day only where there is one', async () => {
    const { body } = await api.get('/v1/timeline.timelinejs.json');
    const { events } = ANSWER_SCHEMAS.TimelineJs.parse(body);
    expect(events.map(({ unique_id, display_date }) => [unique_id, display_date])).toEqual(
      items.map((item) => [item.id, item.occurred?.text]),
    );
    events.forEach((event, index) => {
      const edtf = items[index]?.occurred?.edtf ?? '';
      const days = edtf.match(/\d{4}-\d{2}-\d{2}/g) ?? [];
      const told = [event.start_date, event.end_date].filter((date) => date?.day !== undefined);
      expect([edtf, told.length]).toEqual([edtf, days.length]);
    });
  });

  it('is whole as a feed, what became known last first', async () => {
    const days: string[] = [];
    const ids = new Set<string>();
    let path: string | undefined = '/v1/timeline.feed.json?limit=200';
    while (path !== undefined) {
      const { body } = await api.get(path);
      for (const { id, date_published } of ANSWER_SCHEMAS.JsonFeed.parse(body).items) {
        ids.add(id);
        days.push(date_published);
      }
      path = (body.next_url as string | undefined)?.replace('http://dateline.test', '');
    }
    expect(ids.size).toBe(items.length);
    expect(days).toEqual(days.toSorted().toReversed());
  });
});
