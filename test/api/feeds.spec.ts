import type { JsonObject } from '#libs/kernel';
import { readCalendar, readFeed } from './feed-readers.js';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { PUBLIC_URL, startTestApi, type TestApi } from './test-api.js';

const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };
const note = (change: JsonObject): JsonObject => ({ record: 'fact', ...fact({ type: 'agreement.noted', ...change }) });

describe('a timeline as a feed and as a calendar', () => {
  let api: TestApi;

  const recorded = async (records: readonly JsonObject[]): Promise<string> => {
    const { body } = await api.post('/v1/import', lines(records), NDJSON);
    expect(body).toMatchObject({ recorded: records.length, refused: 0 });
    for (const path of ['timeline', 'milestones']) await api.get(`/v1/${path}?after=${body.position}`);
    return body.position as string;
  };
  const entries = async (path: string) => readFeed((await api.get(path)).text).entries;
  const events = async (path: string) => readCalendar((await api.get(path)).text);

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    await recorded([
      { record: 'source', ...source() },
      { record: 'subject', ...subject() },
      { record: 'subject', ...subject({ id: 'talks', type: 'dialogue', name: 'Talks' }) },
      note({ id: 'day', occurred: '2024-05-06', knownSince: '2024-05-06', title: 'A day' }),
      note({ id: 'month', occurred: '2024-06', knownSince: '2024-07-01', title: 'A month' }),
      note({ id: 'year', occurred: '2023', knownSince: '2024-01-01', title: 'A year' }),
      note({ id: 'since', occurred: '2022-03/..', knownSince: '2022-04-01', title: 'Since then' }),
      note({ id: 'by', occurred: '../2022-11-30', knownSince: '2022-12-01', title: 'By then' }),
      note({ id: 'never', occurred: null, knownSince: '2022-01-01', title: 'Without a day' }),
      note({ id: 'elsewhere', subject: 'talks', type: 'dialogue.held', occurred: '2021-02-03', title: 'They met' }),
      {
        record: 'fact',
        ...fact({
          id: 'plan',
          type: 'milestone.planned',
          occurred: '2026-07',
          title: 'Review',
          body: { milestone: 'joint-review.2026' },
        }),
      },
    ]);
  });
  afterAll(() => api.stop());

  it('is read by a feed reader: what became known last first, each fact at its address and on its day', async () => {
    const answer = await api.get('/v1/timeline.atom?undated=include&type=agreement.noted');
    expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const feed = readFeed(answer.text);
    expect(feed.self).toBe(`${PUBLIC_URL}/v1/timeline.atom?undated=include&type=agreement.noted`);
    expect(feed.entries.map(({ id, published }) => [id, published?.toISOString()])).toEqual([
      [`${PUBLIC_URL}/v1/facts/month`, '2024-07-01T00:00:00.000Z'],
      [`${PUBLIC_URL}/v1/facts/day`, '2024-05-06T00:00:00.000Z'],
      [`${PUBLIC_URL}/v1/facts/year`, '2024-01-01T00:00:00.000Z'],
      [`${PUBLIC_URL}/v1/facts/by`, '2022-12-01T00:00:00.000Z'],
      [`${PUBLIC_URL}/v1/facts/since`, '2022-04-01T00:00:00.000Z'],
      [`${PUBLIC_URL}/v1/facts/never`, '2022-01-01T00:00:00.000Z'],
    ]);
    expect(feed.entries[0]).toMatchObject({
      title: 'A month',
      content: 'June 2024: A month\nAbout: Accord on Rivers\nSources: Fact sheet',
      updated: feed.entries[0]!.published,
      categories: ['water', 'agreement.noted', 'current', '1'],
    });
  });

  it('goes on by rel=next, under one id for the same question', async () => {
    const seen: string[] = [];
    const ids = new Set<string>();
    let path = '/v1/timeline.atom?subject=accord&limit=2';
    for (;;) {
      const { text, headers } = await api.get(path);
      seen.push(...readFeed(text).entries.map(({ id }) => id));
      ids.add(/<id>([^<]*)<\/id>/.exec(text)![1]!);
      const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      if (next === undefined) break;
      expect(text).toContain(`href="${next.replaceAll('&', '&amp;')}" rel="next"`);
      path = next.slice(PUBLIC_URL.length);
    }
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen).toHaveLength(6);
    expect(ids.size).toBe(1);
    expect((await entries('/v1/timeline.atom?q=xylophone')).length).toBe(0);
  });

  it('takes whole days in a calendar, all that a date may be and none that nobody knows', async () => {
    const answer = await api.get('/v1/timeline.ics?type=agreement.noted');
    expect(answer.headers.get('content-type')).toMatch(/^text\/calendar; charset=utf-8/);
    const told = readCalendar(answer.text).map(({ summary, first, last }) => [summary, first, last]);
    expect(told).toEqual([
      ['Since then (since March 2022)', '2022-03-01', '2022-03-31'],
      ['By then (by 30 November 2022)', '2022-11-30', '2022-11-30'],
      ['A year (2023)', '2023-01-01', '2023-12-31'],
      ['A day', '2024-05-06', '2024-05-06'],
      ['A month (June 2024)', '2024-06-01', '2024-06-30'],
    ]);
  });

  it('takes in what is due where it is asked for', async () => {
    const due = (await events('/v1/timeline.ics?include=milestones')).filter(({ uid }) => uid.startsWith('milestone-'));
    expect(due).toMatchObject([
      {
        uid: 'milestone-accord.joint-review.2026@dateline.test',
        first: '2026-07-01',
        last: '2026-07-31',
        status: 'CONFIRMED',
      },
    ]);
  });

  it('is told of one subject at the address of the subject, with its name', async () => {
    const feed = readFeed((await api.get('/v1/subjects/talks.atom')).text);
    expect(feed.title).toBe('Dateline: Talks');
    expect(feed.entries.map(({ id }) => id)).toEqual([`${PUBLIC_URL}/v1/facts/elsewhere`]);
    expect((await events('/v1/subjects/talks.ics')).map(({ uid }) => uid)).toEqual(['fact-elsewhere@dateline.test']);
    for (const format of ['ndjson', 'csv', 'feed.json', 'timelinejs.json', 'cloudevents.json']) {
      const own = await api.get(`/v1/subjects/talks.${format}`);
      expect([own.status, own.text.includes('They met'), own.text.includes('A day')]).toEqual([200, true, false]);
    }
    expect((await api.get('/v1/subjects/talks.atom?knownAt=2020')).status).toBe(400);
    expect(await api.get('/v1/subjects/talks.ics?subject=accord')).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'subject' }] },
    });
    expect(await api.get('/v1/subjects/nobody.atom')).toMatchObject({
      status: 404,
      body: { type: '/problems/subject-unknown' },
    });
  });

  it.each([
    ['/v1/timeline?subject=accord&order=desc&limit=2', ['atom', 'feed.json', 'ics']],
    ['/v1/subjects/accord', ['atom', 'feed.json', 'ics']],
    ['/v1/milestones?subject=accord', ['atom', 'ics']],
  ])('is named by the answer of %s, for the same question', async (path, formats) => {
    const { headers } = await api.get(path);
    const links = [...(headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="alternate"; type="([^"]+)"/g)];
    expect(links).toHaveLength(formats.length);
    for (const [index, [, address = '', type = '']] of links.entries()) {
      expect(new URL(address).pathname).toBe(`${path.split('?')[0]}.${formats[index]}`);
      const answer = await api.get(address.slice(PUBLIC_URL.length));
      expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([200, type]);
      expect(answer.text).not.toContain('They met');
    }
  });

  it('never tells a correction as a new development: the entry stays, in its place and under its id', async () => {
    const before = await entries('/v1/timeline.atom');
    const calendarBefore = await events('/v1/timeline.ics');
    const modifiedBefore = before.map(({ id, updated }) => [id, updated]);
    await recorded([
      {
        record: 'correction',
        fact: 'day',
        ...correction({ changes: { title: 'Another day', occurred: '2024-05-07' } }),
      },
      { record: 'correction', fact: 'year', ...correction({ id: 'later', changes: { knownSince: '2026-01-10' } }) },
      { record: 'retraction', fact: 'since', ...retraction() },
    ]);
    const after = await entries('/v1/timeline.atom');
    expect(after.map(({ id }) => id).toSorted()).toEqual(before.map(({ id }) => id).toSorted());
    for (const { id, published } of before)
      expect([id, after.find((entry) => entry.id === id)?.published]).toEqual([id, published]);
    const touched = after.filter(
      ({ id, updated }) => !modifiedBefore.some(([other, at]) => other === id && String(at) === String(updated)),
    );
    expect(touched.map(({ title }) => title).toSorted()).toEqual([
      'A year (corrected)',
      'Another day (corrected)',
      'Withdrawn: Since then',
    ]);
    expect(after.find(({ title }) => title === 'Another day (corrected)')).toMatchObject({
      content: expect.stringContaining(
        'Corrected on 2026-01-15 (could be known since 2024-09-16): The gazette gives the second of July.',
      ),
      categories: expect.arrayContaining(['corrected', '2']),
    });

    const calendar = await events('/v1/timeline.ics');
    expect(calendar.map(({ uid }) => uid).toSorted()).toEqual(calendarBefore.map(({ uid }) => uid).toSorted());
    const byId = (id: string) => calendar.find(({ uid }) => uid === `fact-${id}@dateline.test`);
    expect(byId('day')).toMatchObject({ sequence: 1, status: 'CONFIRMED', first: '2024-05-07', last: '2024-05-07' });
    expect(byId('since')).toMatchObject({
      sequence: 1,
      status: 'CANCELLED',
      summary: 'Withdrawn: Since then (since March 2022)',
    });
    expect(byId('month')).toMatchObject({ sequence: 0, status: 'CONFIRMED' });
    expect((await events('/v1/timeline.ics?retracted=exclude')).some(({ uid }) => uid.startsWith('fact-since'))).toBe(
      false,
    );
  });

  it('tells what is due as a calendar in which a moved milestone keeps its UID and a cancelled one is CANCELLED', async () => {
    const [first] = await events('/v1/milestones.ics?subject=accord');
    expect(first).toMatchObject({
      uid: 'milestone-accord.joint-review.2026@dateline.test',
      first: '2026-07-01',
      last: '2026-07-31',
      status: 'CONFIRMED',
      summary: 'Review (July 2026)',
    });
    const about = { subject: 'accord', body: { milestone: 'joint-review.2026' } };
    await recorded([
      {
        record: 'fact',
        ...fact({ ...about, id: 'moved', type: 'milestone.moved', occurred: '2026-08-03', title: 'Review moved' }),
      },
    ]);
    const [moved] = await events('/v1/milestones.ics?subject=accord');
    expect(moved).toMatchObject({ uid: first!.uid, first: '2026-08-03', last: '2026-08-03' });
    expect(moved!.sequence).toBeGreaterThan(first!.sequence);
    // What moved it is withdrawn: the milestone is where it was, and that is a change again.
    await recorded([{ record: 'retraction', fact: 'moved', ...retraction({ id: 'not-moved' }) }]);
    const [back] = await events('/v1/milestones.ics?subject=accord');
    expect(back).toMatchObject({ uid: first!.uid, first: '2026-07-01' });
    expect(back!.sequence).toBeGreaterThan(moved!.sequence);
    await recorded([
      {
        record: 'fact',
        ...fact({ ...about, id: 'off', type: 'milestone.cancelled', occurred: '2026-01-14', title: 'Called off' }),
      },
    ]);
    const [off] = await events('/v1/milestones.ics?subject=accord');
    expect(off).toMatchObject({ uid: first!.uid, status: 'CANCELLED', summary: 'Cancelled: Review (July 2026)' });
    expect(off!.sequence).toBeGreaterThan(back!.sequence);
    const [entry] = await entries('/v1/milestones.atom?subject=accord');
    expect(entry).toMatchObject({
      id: `${PUBLIC_URL}/v1/milestones/accord.joint-review.2026`,
      title: 'Cancelled: Review: July 2026',
    });
    expect((await api.get('/v1/milestones.ics?limit=5')).status).toBe(400);
  });

  it.each([
    'timeline.atom',
    'timeline.ics',
    'timeline.cloudevents.json',
    'subjects/accord.ics',
    'milestones.ics',
    'milestones.atom',
  ])('answers 304 to whoever has %s already, until something is recorded', async (path) => {
    const etag = (await api.get(`/v1/${path}`)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\//);
    const known = { headers: { 'if-none-match': etag } };
    expect(await api.get(`/v1/${path}`, known)).toMatchObject({ status: 304, text: '' });
    const id = `extra-${path.replaceAll(/\W/g, '-')}`;
    const plan = { type: 'milestone.planned', occurred: '2027', body: { milestone: `${id}.2027` } };
    const position = await recorded([{ record: 'fact', ...fact({ id, ...plan }) }]);
    expect((await api.get(`/v1/${path}?after=${position}`, known)).status).toBe(200);
    expect((await api.get(`/v1/${path}`, known)).status).toBe(200);
  });
});
