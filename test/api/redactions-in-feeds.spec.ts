import { redact, recorderOfRun } from '#libs/event-store';
import { REMOVED, whatRemains } from '#libs/timeline';
import { readCalendar, readFeed } from './feed-readers.js';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };

/** An entry of a feed: its words, and what makes a program take it again (a date, and in a calendar a number). */
interface Entry {
  id: string;
  words: string;
  date: string;
  number: number;
}

const READERS: [ending: RegExp, read: (text: string) => Entry[]][] = [
  [
    /\.atom$/,
    (text) =>
      readFeed(text).entries.map(({ id, title, content, updated }) => ({
        id,
        words: `${title} ${content}`,
        date: updated!.toISOString(),
        number: 0,
      })),
  ],
  [
    /\.feed\.json$/,
    (text) =>
      (JSON.parse(text) as { items: Record<string, string>[] }).items.map((item) => ({
        id: item['id']!,
        words: `${item['title']} ${item['content_text']}`,
        date: new Date(item['date_modified'] ?? item['date_published']!).toISOString(),
        number: 0,
      })),
  ],
  [
    /\.ics$/,
    (text) => {
      const dates = new Map(
        text
          .replaceAll('\r\n ', '')
          .split('BEGIN:VEVENT')
          .slice(1)
          .map((event) => [/^UID:(.*)\r$/m.exec(event)![1]!, /^LAST-MODIFIED:(.*)\r$/m.exec(event)![1]!]),
      );
      return readCalendar(text).map(({ uid, summary, description, sequence }) => ({
        id: uid,
        words: `${summary} ${description}`,
        date: dates.get(uid)!.replace(/^(....)(..)(..T..)(..)(..)Z$/, '$1-$2-$3:$4:$5.000Z'),
        number: sequence,
      }));
    },
  ],
];

describe('every feed', () => {
  let api: TestApi;
  let subscription: { id: string; token: string };
  let feeds: string[];

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const cite = { sources: [{ source: 'sheet' }] };
    const { body } = await api.post(
      '/v1/import',
      lines([
        { record: 'source', ...source() },
        { record: 'source', ...source({ id: 'second', title: 'Second sheet' }) },
        { record: 'subject', ...subject() },
        { record: 'fact', ...fact() },
        {
          record: 'fact',
          ...fact({ id: 'review', type: 'milestone.planned', occurred: '2026-07', title: 'Review' }),
          body: { milestone: 'joint-review.2026' },
        },
        { record: 'subject', ...subject({ id: 'plant', type: 'case', name: 'Plant', topics: [] }) },
        { record: 'fact', ...fact({ id: 'filed', subject: 'plant', type: 'case.filed', title: 'Filed' }), ...cite },
        {
          record: 'fact',
          ...fact({ id: 'noted', subject: 'plant', type: 'case.noted', title: 'Noted' }),
          sources: [{ source: 'second' }],
        },
        { record: 'fact', ...fact({ id: 'heard', subject: 'plant', type: 'case.noted', title: 'Heard' }) },
        { record: 'fact', ...fact({ id: 'argued', subject: 'plant', type: 'case.noted', title: 'Argued' }) },
        { record: 'correction', ...correction({ id: 'renamed', fact: 'heard', changes: { title: 'Heard twice' } }) },
        { record: 'retraction', ...retraction({ id: 'withdrawn', fact: 'argued' }) },
      ]),
      NDJSON,
    );
    expect(body).toMatchObject({ problems: [], recorded: 12 });
    const made = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
    subscription = { id: made.body.id, token: new URL(made.body.manageUrl).searchParams.get('token')! };
    const { paths } = (await api.get('/openapi.json')).body as { paths: Record<string, object> };
    feeds = Object.keys(paths).filter((path) => 'get' in paths[path]! && READERS.some(([ending]) => ending.test(path)));
  });
  afterAll(() => api.stop());

  const entriesOf = async (feed: string): Promise<Map<string, Entry>> => {
    const isOfSubscription = feed.startsWith('/v1/subscriptions/');
    const path = feed.replace('{id}', isOfSubscription ? subscription.id : 'plant');
    const { status, text } = await api.get(`${path}${isOfSubscription ? `?token=${subscription.token}` : ''}`);
    expect([feed, status]).toEqual([feed, 200]);
    const entries = READERS.find(([ending]) => ending.test(feed))![1](text);
    return new Map(entries.map((entry) => [entry.id, entry]));
  };
  const allEntries = async (): Promise<Map<string, Map<string, Entry>>> =>
    new Map(await Promise.all(feeds.map(async (feed) => [feed, await entriesOf(feed)] as const)));

  it.each([
    'fact:accord-in-force',
    'fact:filed',
    'correction:renamed',
    'retraction:withdrawn',
    'subject:plant',
    'subject:accord',
    'source:second',
  ])(
    'dates the entries that lost a text by its removal, so that their readers take them again, and no others: %s',
    async (event) => {
      expect(feeds.length).toBeGreaterThan(9);
      for (const view of ['timeline', 'milestones']) await api.get(`/v1/${view}?after=12`);
      const before = await allEntries();
      const { position: head } = (await api.get('/v1/changes')).body as { position: string };
      const position = await redact(api.database.owner, {
        event,
        ground: 'sealed',
        reason: 'An order',
        recorder: recorderOfRun('operator'),
        remainsOf: whatRemains,
      });
      expect(position).toBe(BigInt(head) + 1n);
      const [kind = '', record = ''] = event.split(':');
      expect((await api.get(`/v1/changes?since=${head}`)).body.items).toEqual([
        expect.objectContaining({
          position: String(position),
          kind: 'redaction',
          id: event,
          fact: kind === 'fact' ? record : null,
          source: kind === 'source' ? record : null,
          subject: kind === 'source' ? null : expect.any(String),
          reason: 'An order',
          changes: { ground: 'sealed' },
        }),
      ]);
      const { rows } = await api.database.db.pool.query<{ recorded_at: Date }>(
        'select recorded_at from events where position = $1',
        [String(position)],
      );
      for (const view of ['timeline', 'milestones']) await api.get(`/v1/${view}?after=${position}`);
      const changed = new Set<string>();
      for (const [feed, entries] of await allEntries()) {
        for (const [id, entry] of entries) {
          const earlier = before.get(feed)!.get(id)!;
          if (entry.words === earlier.words) {
            expect([feed, id, entry.number]).toEqual([feed, id, earlier.number]);
            continue;
          }
          changed.add(feed);
          expect([feed, entry.words]).toEqual([feed, expect.stringContaining(REMOVED)]);
          const removedAt = rows[0]!.recorded_at.toISOString();
          // Instants of a calendar are whole seconds.
          const isWhole = feed.endsWith('.ics');
          expect([feed, id, entry.date]).toEqual([
            feed,
            id,
            isWhole ? removedAt.replace(/\.\d+Z$/, '.000Z') : removedAt,
          ]);
          if (isWhole) expect([feed, entry.number > earlier.number]).toEqual([feed, true]);
        }
      }
      expect(changed.size).toBeGreaterThan(2);
      // What is due is named by its subject.
      const isDue = event === 'subject:accord';
      for (const feed of ['/v1/milestones.atom', '/v1/milestones.ics', '/v1/subscriptions/{id}/feed.atom'])
        expect([feed, changed.has(feed)]).toEqual([feed, isDue]);
    },
  );
});
