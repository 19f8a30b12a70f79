import { parse } from 'csv-parse/sync';
import type { JsonObject } from '#libs/kernel';
import { readCalendar, readFeed } from './feed-readers.js';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };
const IDS: Readonly<Record<string, string>> = { subjects: 'plant', cases: 'plant' };

/** What a reader of a feed takes for one entry: what tells it from others, and all that is told of it. */
interface Entry {
  id: string;
  told: string;
}

const asEntries = (items: readonly object[], key: (item: Record<string, unknown>) => unknown): Entry[] =>
  items.map((item) => ({ id: JSON.stringify(key(item as Record<string, unknown>)), told: JSON.stringify(item) }));

/** How the entries of each kind of feed are read, by what its address ends with. */
const READERS: [ending: RegExp, read: (text: string) => Entry[]][] = [
  [/\.atom$/, (text) => asEntries(readFeed(text).entries, ({ id }) => id)],
  [/\.feed\.json$/, (text) => asEntries((JSON.parse(text) as { items: object[] }).items, ({ id }) => id)],
  [/\.ics$/, (text) => asEntries(readCalendar(text), ({ uid }) => uid)],
  [
    /\.timelinejs\.json$/,
    (text) => asEntries((JSON.parse(text) as { events: object[] }).events, (one) => one['unique_id']),
  ],
  [/\.cloudevents\.json$/, (text) => asEntries(JSON.parse(text) as object[], ({ id, source: from }) => [from, id])],
  [/\.csv$/, (text) => asEntries(parse(text, { columns: true }), keyOfLine)],
  [
    /\.ndjson$/,
    (text) =>
      asEntries(
        text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as object),
        keyOfLine,
      ),
  ],
  [/\/(changes|history)$/, (text) => asEntries((JSON.parse(text) as { items: object[] }).items, keyOfLine)],
];

/** A line about a fact is told from others by the fact, one about a case by when and in what it changed. */
function keyOfLine({ id, position, fact: of, kind, at, case: one, facts }: Record<string, unknown>): unknown {
  const changed = Array.isArray(facts) ? facts.map((each: { id: string }) => each.id) : facts;
  return id ?? [position, of, kind, at, one, changed];
}

describe('every feed there is', () => {
  let api: TestApi;
  let feeds: string[];

  const recorded = async (records: readonly JsonObject[]): Promise<void> => {
    const { body } = await api.post('/v1/import', lines(records), NDJSON);
    expect(body).toMatchObject({ problems: [], recorded: records.length });
    for (const view of ['timeline', 'milestones']) await api.get(`/v1/${view}?after=${body.position}`);
  };
  const entriesOf = async (feed: string): Promise<Entry[]> => {
    const { status, text } = await api.get(feed.replace('{id}', IDS[feed.split('/')[2] ?? ''] ?? ''));
    expect({ feed, status }).toEqual({ feed, status: 200 });
    return READERS.find(([ending]) => ending.test(feed))![1](text);
  };

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    await recorded([
      { record: 'source', ...source() },
      { record: 'subject', ...subject({ id: 'plant', type: 'case', name: 'Plant' }) },
      ...(['filed', 'review-requested', 'resolved'] as const).map((type, index) => ({
        record: 'fact',
        ...fact({
          id: type,
          subject: 'plant',
          type: `case.${type}`,
          occurred: `2024-0${index + 1}-02`,
          knownSince: `2024-0${index + 1}-03`,
          title: `The plant: ${type}`,
        }),
      })),
    ]);
    const description = (await api.get('/openapi.json')).body as { paths: Record<string, { get?: object }> };
    feeds = Object.keys(description.paths)
      .filter((path) => READERS.some(([ending]) => ending.test(path)))
      .filter((path) => !path.includes('/subscriptions/') && !path.includes('/statistics'));
  });
  afterAll(() => api.stop());

  it('tells no correction, evidence or retraction as a new development', async () => {
    expect(feeds.length).toBeGreaterThan(20);
    const before = new Map<string, Entry[]>();
    for (const feed of feeds) before.set(feed, await entriesOf(feed));
    await recorded([
      {
        record: 'correction',
        fact: 'review-requested',
        ...correction({ id: 'other-day', changes: { occurred: '2024-02-09', title: 'Another day' } }),
      },
      {
        record: 'correction',
        fact: 'resolved',
        ...correction({ id: 'how', changes: { body: { outcome: 'course-of-remediation' } } }),
      },
      { record: 'retraction', fact: 'filed', ...retraction({ id: 'not-filed' }) },
    ]);
    for (const feed of feeds) {
      const known = new Set(before.get(feed)!.map(({ id }) => id));
      const fresh = (await entriesOf(feed)).filter(({ id }) => !known.has(id));
      const developments = fresh.filter(({ told }) => !/correct|retract|withdrawn/i.test(told));
      expect({ feed, developments }).toEqual({ feed, developments: [] });
    }
  });
});
