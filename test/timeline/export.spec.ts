import type { JsonObject } from '#libs/kernel';
import { createTestDatabase, startTestTimeline, type TestTimeline } from '#libs/testing';
import { EventStore } from '#libs/event-store';
import {
  cloudEventsOf,
  exportRecords,
  ndjsonLines,
  restoreRecords,
  TimelineQuery,
  type TimelineItem,
  type TimelinePage,
} from '#libs/timeline';
import { lines as bundledLines } from '../data/bundled-records.js';

const bundled = bundledLines.map(({ record }) => record);
const cite = (source: string): object => ({ sources: [{ source }] });
const note = (id: string, source: string, more: object = {}): object => ({
  record: 'fact',
  id,
  subject: 'made-up',
  type: 'dialogue.noted',
  occurred: null,
  title: id,
  ...cite(source),
  ...more,
});

/** Everything that makes a known day hard: undated sources, days after the recording, corrections of each of them. */
const awkward = [
  { record: 'source', id: 'made-undated', title: 'U', publisher: 'P' },
  { record: 'source', id: 'made-dated', title: 'D', publisher: 'P', publishedOn: '2024-02-01' },
  { record: 'source', id: 'made-later', title: 'L', publisher: 'P', publishedOn: '2030-01-01' },
  { record: 'source', id: 'made-dated-by-correction', title: 'C', publisher: 'P' },
  { record: 'subject', id: 'made-up', type: 'dialogue', name: 'Made up' },
  note('recorded-only', 'made-undated'),
  note('published-later', 'made-later'),
  note('stated-later', 'made-dated', { knownSince: '2031-05-05' }),
  note('assumed', 'made-undated', { occurred: '2023-05' }),
  note('source-dated-later', 'made-dated-by-correction'),
  note('sources-replaced', 'made-undated'),
  note('retracted', 'made-dated'),
  note('since-corrected-to-later', 'made-dated'),
  note('since-cleared', 'made-later', { knownSince: '2024-02-01' }),
  {
    record: 'correction',
    id: 'k-1',
    fact: 'recorded-only',
    changes: { summary: 'S' },
    reason: 'r',
    ...cite('made-undated'),
  },
  {
    record: 'correction',
    id: 'k-2',
    fact: 'sources-replaced',
    changes: cite('made-dated'),
    reason: 'r',
    ...cite('made-dated'),
  },
  {
    record: 'correction',
    id: 'k-3',
    fact: 'assumed',
    changes: { occurred: null, summary: null },
    reason: 'r',
    ...cite('made-dated'),
  },
  {
    record: 'correction',
    id: 'k-4',
    subject: 'made-up',
    changes: { name: 'Other' },
    reason: 'r',
    ...cite('made-undated'),
  },
  {
    record: 'correction',
    id: 'k-5',
    source: 'made-dated-by-correction',
    changes: { publishedOn: '2024-03-01' },
    reason: 'r',
    ...cite('made-dated'),
  },
  { record: 'retraction', id: 'k-6', fact: 'retracted', reason: 'r', ...cite('made-undated') },
  {
    record: 'correction',
    id: 'k-7',
    fact: 'since-corrected-to-later',
    changes: { knownSince: '2031-05-05', summary: 'S' },
    reason: 'r',
    ...cite('made-later'),
  },
  {
    record: 'correction',
    id: 'k-8',
    fact: 'since-cleared',
    changes: { knownSince: null },
    reason: 'r',
    ...cite('made-dated'),
  },
];

const exported = async (store: EventStore, from?: bigint): Promise<JsonObject[]> => {
  const lines: JsonObject[] = [];
  for await (const line of exportRecords(store, { from })) lines.push(line);
  return lines;
};
async function* asFile(lines: readonly unknown[]): AsyncIterable<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`;
}
const answers = async (timeline: TestTimeline, knownAt: string): Promise<unknown[]> => {
  const items: TimelineItem[] = [];
  let cursor: string | null = null;
  do {
    const question: Record<string, string> = {
      knownAt,
      undated: 'include',
      retracted: 'include',
      limit: '200',
      ...(cursor && { cursor }),
    };
    const page: TimelinePage = await timeline.ask(new TimelineQuery(question));
    items.push(...page.items);
    cursor = page.page.next;
  } while (cursor);
  return items.map(({ position: _p, recordedAt: _r, ...item }) => item);
};

const metaOf = (line: JsonObject | undefined): JsonObject => (line?.['meta'] ?? {}) as JsonObject;

/** What lines say, and what they mark as derived, without their places in the log. */
const recordsOf = (lines: readonly JsonObject[]): unknown[] =>
  lines.map(({ meta: _meta, ...record }, index) => [record, metaOf(lines[index])['derived'] ?? null]);

const told = (lines: readonly JsonObject[], id: string): unknown[] => {
  const line = lines.find((other) => other['id'] === id);
  return [line?.['knownSince'] ?? null, metaOf(line)['derived'] ?? null];
};

describe('an export', () => {
  let first: TestTimeline;
  let lines: JsonObject[];

  beforeAll(async () => {
    first = await startTestTimeline({ clockStart: '2026-11-30T12:00:00Z' });
    expect(
      (await first.record([...bundled, ...awkward])).problems.filter(({ detail }) => !/still to come/.test(detail)),
    ).toEqual([]);
    lines = await exported(first.store);
  });

  afterAll(() => first.drop());

  it('has every record in log order, each with its place in the log', async () => {
    const head = await first.store.head();
    expect(lines.map((line) => (line['meta'] as JsonObject)['position'])).toEqual(
      Array.from({ length: Number(head.position) }, (_, index) => String(index + 1)),
    );
    expect(lines.at(-1)?.['meta']).toMatchObject({ recordedAt: head.recordedAt, hash: head.hash });
    expect(await exported(first.store, head.position)).toEqual(lines.slice(-1));
  });

  it('tells knownSince where no better day than that of the recording is known, and says that it did', () => {
    for (const id of ['recorded-only', 'published-later', 'stated-later', 'k-1', 'k-4', 'k-6'])
      expect([id, ...told(lines, id)]).toEqual([id, '2026-11-30', ['knownSince']]);
    for (const id of ['assumed', 'source-dated-later', 'sources-replaced', 'retracted', 'k-2', 'k-5', 'made-up'])
      expect([id, ...told(lines, id)]).toEqual([id, null, null]);
  });

  it('exports a correction of knownSince to a day that no answer shows as the day of the recording', () => {
    const byId = new Map(lines.map((line) => [line['id'], line]));
    expect(byId.get('k-7')?.['changes']).toEqual({ knownSince: '2026-11-30', summary: 'S' });
    expect(byId.get('k-8')?.['changes']).toEqual({ knownSince: '2026-11-30' });
  });

  it('records nothing new where it came from', async () => {
    const report = await first.record(lines);
    expect([report.recorded, report.repeated, report.problems]).toEqual([0, lines.length, []]);
  });

  it('gives elsewhere and later the same answers to every question without recordedBy', async () => {
    const second = await startTestTimeline({ clockStart: '2032-01-01T00:00:00Z' });
    try {
      expect(await second.record(lines)).toMatchObject({ recorded: lines.length, problems: [] });
      for (const day of ['2024-02-15', '2024-03-01', '2026-11-29', '2026-11-30', '2027-02-01'])
        expect(await answers(second, day)).toEqual(await answers(first, day));
    } finally {
      await second.drop();
    }
  });

  it('is exported from elsewhere in the same lines, is a repeat there, and is restored from there', async () => {
    const second = await startTestTimeline({ clockStart: '2032-01-01T00:00:00Z' });
    const third = await createTestDatabase();
    try {
      await second.record(lines);
      const again = await exported(second.store);
      expect(recordsOf(again)).toEqual(recordsOf(lines));
      for (const sent of [lines, again, [...bundled, ...awkward]]) {
        const report = await second.record(sent);
        expect([report.recorded, report.repeated, report.refused]).toEqual([0, lines.length, 0]);
      }
      const restored = new EventStore(third.owner);
      expect(await restoreRecords(restored, ndjsonLines(asFile(again)))).toEqual(await second.store.head());
      expect(await exported(restored)).toEqual(again);
    } finally {
      await second.drop();
      await third.drop();
    }
  });

  it('is stated elsewhere where somebody changed the day that it marks, or took the marker away', async () => {
    const second = await startTestTimeline({ clockStart: '2032-01-01T00:00:00Z' });
    try {
      const altered = lines.map((line) => {
        if (line['id'] === 'recorded-only') return { ...line, knownSince: '2025-01-01' };
        return line['id'] === 'stated-later' ? { ...line, meta: {} } : line;
      });
      await second.record(altered);
      const known = ((await answers(second, '2032-01-01')) as TimelineItem[]).map((item) => [item.id, item.known]);
      const byId = Object.fromEntries(known) as Record<string, TimelineItem['known']>;
      expect(byId['recorded-only']).toEqual({ at: '2025-01-01', basis: 'stated' });
      expect(byId['stated-later']).toEqual({ at: '2026-11-30', basis: 'stated' });
      expect(byId['published-later']).toEqual({ at: '2026-11-30', basis: 'recorded' });
    } finally {
      await second.drop();
    }
  });

  it('gives the same answers elsewhere where the clock of the log lies before its sources', async () => {
    const early = await startTestTimeline({ clockStart: '2026-01-10T12:00:00Z' });
    const late = await startTestTimeline({ clockStart: '2032-01-01T00:00:00Z' });
    try {
      await early.record([...bundled, ...awkward]);
      await late.record(await exported(early.store));
      // A plan that was corrected and has passed is unconfirmed, and judged for the day of the question in both logs.
      expect(await answers(early, '2027-02-01')).toContainEqual(
        expect.objectContaining({ id: 'joint-review-round-1-planned', revision: 2, status: 'unconfirmed' }),
      );
      for (const day of ['2026-01-09', '2026-01-10', '2026-03-22', '2026-03-23', '2027-02-01'])
        expect(await answers(late, day)).toEqual(await answers(early, day));
    } finally {
      await early.drop();
      await late.drop();
    }
  });

  it('restores the same log, of which verify finds every hash as it was', async () => {
    const other = await createTestDatabase();
    try {
      const store = new EventStore(other.owner);
      const head = await restoreRecords(store, ndjsonLines(asFile(lines)));
      expect(head).toEqual(await first.store.head());
      expect(await store.verify({ heads: [head] })).toMatchObject({ ok: true });
      expect(await exported(store)).toEqual(lines);
    } finally {
      await other.drop();
    }
  });

  it('names the line that cannot be restored, and leaves the log empty', async () => {
    const other = await createTestDatabase();
    try {
      const store = new EventStore(other.owner);
      const restore = (altered: readonly unknown[]): Promise<unknown> =>
        restoreRecords(store, ndjsonLines(asFile(altered)));
      await expect(restore(lines.with(6, { ...lines[6], title: 'Altered' }))).rejects.toThrow(
        /^Line 7: Event 7 .*hash/,
      );
      await expect(restore(lines.slice(1))).rejects.toThrow(/^Line 1: Event 2 .*event 1 was expected/);
      await expect(restore(bundled)).rejects.toThrow(/^Line 1 cannot be restored: It is no line of an export/);
      await expect(restore([...lines.slice(0, 2), 'x'])).rejects.toThrow(/^Line 3 cannot be restored/);
      expect((await store.head()).position).toBe(0n);
    } finally {
      await other.drop();
    }
  });

  it('comes as CloudEvents, too', async () => {
    const events: JsonObject[] = [];
    for await (const event of cloudEventsOf(first.store, { upTo: 3n })) events.push(event);
    expect(events).toHaveLength(3);
    expect(events[0]).toEqual({
      specversion: '1.0',
      id: 'source:state-fact-sheet-2024',
      source: '/v1/sources/state-fact-sheet-2024',
      type: 'source.recorded',
      subject: 'state-fact-sheet-2024',
      time: metaOf(lines[0])['recordedAt'],
      datacontenttype: 'application/json',
      position: '1',
      hash: metaOf(lines[0])['hash'],
      data: bundled[0],
    });
  });
});
