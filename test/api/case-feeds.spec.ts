import { CloudEvent } from 'cloudevents';
import { parse } from 'csv-parse/sync';
import type { JsonObject } from '#libs/kernel';
import { readCalendar, readFeed } from './feed-readers.js';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { PUBLIC_URL, startTestApi, type TestApi } from './test-api.js';

const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };
const FORMATS = ['ndjson', 'csv', 'atom', 'feed.json', 'ics', 'timelinejs.json', 'cloudevents.json'];
const path = '/v1/cases/changes';

/** A step of the one case, known since its day. */
const step = (id: string, type: string, day: string, change: JsonObject = {}): JsonObject => ({
  record: 'fact',
  ...fact({ id, subject: 'plant', type: `case.${type}`, occurred: day, knownSince: day, title: id, ...change }),
});

describe('how cases change, in other formats', () => {
  let api: TestApi;

  const recorded = async (records: readonly JsonObject[]): Promise<void> => {
    const { body } = await api.post('/v1/import', lines(records), NDJSON);
    expect(body).toMatchObject({ problems: [], recorded: records.length });
    for (const view of ['timeline', 'milestones']) await api.get(`/v1/${view}?after=${body.position}`);
  };
  const entries = async () => readFeed((await api.get(`${path}.atom`)).text).entries;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    await recorded([
      { record: 'source', ...source() },
      { record: 'subject', ...subject({ id: 'plant', type: 'case', name: 'Plant <1>' }) },
      step('petition', 'filed', '2024-01-02'),
      step('request', 'review-requested', '2024-02-03'),
      step('accepted', 'review-accepted', '2024-02-13'),
      step('agreed', 'remediation-agreed', '2024-02-13', { title: 'agreed' }),
      step('end', 'resolved', '2024-06', { knownSince: '2024-07-01' }),
    ]);
  });
  afterAll(() => api.stop());

  it('are read by a feed reader, the latest first, each development under the id of its fact', async () => {
    const answer = await api.get(`${path}.atom`);
    const feed = readFeed(answer.text);
    expect(feed.self).toBe(`${PUBLIC_URL}${path}.atom`);
    const url = `${PUBLIC_URL}/v1/cases/plant/history`;
    expect(feed.entries.map(({ id, published }) => [id, published?.toISOString().slice(0, 10)])).toEqual([
      [`${url}#development-end`, '2024-07-01'],
      [`${url}#development-accepted`, '2024-02-13'],
      [`${url}#development-agreed`, '2024-02-13'],
      [`${url}#development-request`, '2024-02-03'],
      [`${url}#development-petition`, '2024-01-02'],
    ]);
    expect(feed.entries[0]).toMatchObject({
      title: 'Plant <1>: end',
      content: expect.stringContaining('Status: in-remediation → resolved'),
      categories: ['development', 'case.resolved'],
    });
    const { body } = await api.get(`${path}.feed.json?limit=1`);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([`${url}#development-end`]);
    expect(body.next_url).toContain('cursor=');
  });

  it('are told whole: as lines, as a table, in a calendar, for TimelineJS and as CloudEvents', async () => {
    const { items } = (await api.get(path)).body as { items: { kind: string; facts: { id: string }[] }[] };
    const told = (await api.get(`${path}.ndjson`)).text.trimEnd().split('\n');
    expect(told.map((line) => JSON.parse(line) as unknown)).toEqual(items);
    const rows: Record<string, string>[] = parse((await api.get(`${path}.csv`)).text, { columns: true });
    expect(rows.map(({ facts }) => facts)).toEqual(items.map(({ facts }) => facts.map(({ id }) => id).join(';')));
    const events = readCalendar((await api.get(`${path}.ics`)).text);
    expect(events.map(({ uid, first, last }) => [uid, first, last])).toContainEqual([
      'case-development-end@dateline.test',
      '2024-07-01',
      '2024-07-01',
    ]);
    const timelineJs = (await api.get(`${path}.timelinejs.json`)).body.events as { text: { headline: string } }[];
    expect(timelineJs.map(({ text }) => text.headline)).toContain('Plant &lt;1&gt;: end');
    const cloud = (await api.get(`${path}.cloudevents.json`)).body as object[];
    expect(cloud).toHaveLength(5);
    expect(timelineJs).toHaveLength(5);
    expect(events).toHaveLength(5);
  });

  it('tell a correction and a retraction marked as such, and no development anew', async () => {
    const before = await entries();
    await recorded([
      { record: 'correction', fact: 'accepted', ...correction({ id: 'when', changes: { knownSince: '2024-02-14' } }) },
      {
        record: 'correction',
        fact: 'end',
        ...correction({ id: 'how', changes: { body: { outcome: 'course-of-remediation' } }, knownSince: '2024-08-01' }),
      },
      { record: 'retraction', fact: 'end', ...retraction({ knownSince: '2024-09-01' }) },
    ]);
    const after = await entries();
    const isNew = after.filter(({ id }) => !before.some((entry) => entry.id === id));
    expect(isNew.map(({ title, categories }) => [title, categories[0]])).toEqual([
      ['Withdrawn: Plant <1>: end', 'retraction'],
      ['Correction: Plant <1>: end', 'correction'],
    ]);
    // What came on the same day as a fact that moved to another one is the entry that it was.
    expect(after.map(({ id }) => id)).toContain(`${PUBLIC_URL}/v1/cases/plant/history#development-agreed`);
  });

  it('are CloudEvents by the strict rules of the SDK, as the timeline and the export are', async () => {
    const accept = { headers: { accept: 'application/cloudevents-batch+json' } };
    const answers = [
      await api.get(`${path}.cloudevents.json`),
      await api.get('/v1/timeline.cloudevents.json?retracted=include&include=milestones'),
      await api.get('/v1/export', accept),
    ];
    for (const { headers, body } of answers) {
      expect(headers.get('content-type')).toBe('application/cloudevents-batch+json');
      expect(body.length).toBeGreaterThan(0);
      const events = (body as object[]).map((event) => new CloudEvent(event, true));
      for (const event of events) expect(event.validate()).toBe(true);
      expect(new Set(events.map(({ id, source: from }) => `${from} ${id}`)).size).toBe(events.length);
    }
  });

  it.each(FORMATS)('answer 304 to whoever has %s already, and say what cannot be used', async (format) => {
    const etag = (await api.get(`${path}.${format}`)).headers.get('etag') ?? '';
    const known = { headers: { 'if-none-match': etag } };
    expect(await api.get(`${path}.${format}`, known)).toMatchObject({ status: 304, text: '' });
    expect((await api.get(`${path}.${format}?since=2024-02-03`, known)).status).toBe(200);
    expect((await api.get(`${path}.${format}?colour=red`)).status).toBe(400);
  });

  it('are named by the answer in JSON', async () => {
    const links = [
      ...((await api.get(`${path}?limit=1`)).headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="alternate"/g),
    ];
    expect(links.map(([, address]) => address)).toEqual(
      ['atom', 'feed.json', 'ics'].map((format) => `${PUBLIC_URL}${path}.${format}`),
    );
  });
});

describe('the statistics of cases as tables', () => {
  let api: TestApi;
  const table = async (query: string): Promise<Record<string, string>[]> => {
    const { status, headers, text } = await api.get(`/v1/cases/statistics.csv?${query}`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    return parse(text, { columns: true });
  };

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const records = [
      { record: 'source', ...source() },
      { record: 'subject', ...subject({ id: 'plant', type: 'case', name: 'Plant', attributes: { sector: 'cars' } }) },
      step('request', 'review-requested', '2024-02-03'),
      step('end', 'resolved', '2024-03-04'),
    ];
    const { body } = await api.post('/v1/import', lines(records), NDJSON);
    expect(body).toMatchObject({ problems: [] });
    await api.get(`/v1/milestones?after=${body.position}`);
  });
  afterAll(() => api.stop());

  it('tell what the answer tells, all cases first and then each group', async () => {
    const steps = await table('interval=month&groupBy=sector');
    expect(
      steps
        .slice(0, 2)
        .map((row) => [row['group'], row['to'], row['open.min'], row['open.max'], row['review-requested.max']]),
    ).toEqual([
      ['', '2024-02-29', '1', '1', '1'],
      ['', '2024-03-31', '0', '0', '0'],
    ]);
    expect(new Set(steps.map(({ group }) => group))).toEqual(new Set(['', 'cars']));
    const [survival] = await table('table=survival');
    expect(survival).toMatchObject({ duration: 'requestToEnd', days: '30', 'survival.max': '0', lower: '', upper: '' });
    const { body } = await api.get('/v1/cases/statistics');
    expect((await table('table=clocks')).map(({ rule }) => rule)).toEqual(
      body.clocks.map(({ rule }: { rule: string }) => rule),
    );
    expect((await table('table=durations')).map((row) => [row['ended.min'], row['ended.max']])).toEqual([
      ['0', '0'],
      ['1', '1'],
    ]);
    expect((await table('table=sums'))[0]).toMatchObject({
      'cases.min': '1',
      'ended.max': '1',
      'workersUnknown.min': '1',
      'workers.min': '0',
      'workers.max': '',
    });
  });

  it('are refused where the table is none of them, or a filter does not fit', async () => {
    for (const query of ['table=chairs', 'nosuch=1'])
      expect((await api.get(`/v1/cases/statistics.csv?${query}`)).status).toBe(400);
  });
});
