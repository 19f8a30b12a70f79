import { sql } from 'kysely';
import { CasesQuery } from '#libs/cases';
import { EventStore, recorderOfRun, redact } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { MilestonesQuery, VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import { createTestDatabase, startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  exportRecords,
  FACT_TYPES,
  FactQuery,
  ImportRecords,
  ndjsonLines,
  REMOVED,
  restoreRecords,
  SAMPLES,
  TimelineQuery,
  whatRemains,
} from '#libs/timeline';
import { tablesHolding } from './tables-holding.js';

const SEALED = 'Sealed words';
const cite = { sources: [{ source: 'example-gazette', locator: SEALED, says: { body: { text: SEALED } } }] };
const why = { reason: `${SEALED} of the reason`, ...cite };

/** A fact of every type that there is, and one of each other record; each with texts that are to go. */
function everything(): JsonObject[] {
  const facts = FACT_TYPES.map((type): JsonObject => {
    const { sources: _sources, ...data } = { occurred: null, ...SAMPLES.get(type)!.data } as JsonObject;
    return { record: 'fact', ...data, title: `${SEALED} ${String(data['id'])}`, summary: SEALED, ...cite };
  });
  const subjects = new Map(
    facts
      .filter(({ type }) => !String(type).startsWith('milestone.'))
      .map(({ subject, type }) => [String(subject), String(type).split('.')[0]!]),
  );
  return [
    { record: 'source', id: 'example-gazette', title: SEALED, publisher: SEALED, publishedOn: '2023-01-02' },
    ...[...subjects].map(([id, type]) => ({ record: 'subject', id, type, name: `${SEALED} ${id}` })),
    ...facts,
    {
      record: 'correction',
      id: 'c-fact',
      fact: 'example-case-filed',
      changes: { title: SEALED, summary: SEALED },
      ...why,
    },
    { record: 'correction', id: 'c-day', fact: 'example-case-filed', changes: { occurred: '2023-02-02' }, ...why },
    { record: 'correction', id: 'c-subject', subject: 'example-case', changes: { name: SEALED }, ...why },
    { record: 'correction', id: 'c-source', source: 'example-gazette', changes: { title: SEALED }, ...why },
    { record: 'retraction', id: 'r-fact', fact: 'example-case-noted', ...why },
  ];
}

describe('a record whose text was removed', () => {
  let timeline: TestTimeline;
  const logger = { log: () => {}, error: () => {} };

  beforeEach(async () => {
    timeline = await startTestTimeline({ clockStart: '2031-06-01T00:00:00Z' });
    expect((await timeline.record(everything())).problems).toEqual([]);
  });
  afterEach(() => timeline.drop());

  const remove = async (event: string): Promise<void> => {
    await redact(timeline.owner, {
      event,
      ground: 'sealed',
      reason: 'An order',
      recorder: recorderOfRun('operator'),
      remainsOf: whatRemains,
    });
  };
  const catchUp = (): Promise<unknown> =>
    new ProjectionRunner(timeline.db, timeline.store, VIEWS, { logger }).catchUp();

  const tablesWith = (words: string): Promise<string[]> => tablesHolding(timeline.owner, words);

  it('is in no row of the log or a read model, whatever its type, and every view goes on and equals its rebuild', async () => {
    expect((await tablesWith(SEALED)).toSorted()).toEqual(
      expect.arrayContaining(['events', 'timeline', 'timeline_changes', 'timeline_sources', 'timeline_subjects']),
    );
    for (const { id } of await timeline.store.readAll({ limit: 1_000 })) await remove(id);
    await catchUp();
    expect(await tablesWith(SEALED)).toEqual([]);
    // The words of the search are kept apart, in small letters.
    expect(await tablesWith('sealed')).toEqual(['events']);
    const { rows } = await sql`select * from projection_quarantine`.execute(timeline.db.kysely);
    expect(rows).toEqual([]);
    for (const { name } of VIEWS) {
      const runner = new ProjectionRunner(timeline.db, timeline.store, VIEWS, { logger });
      expect([name, (await runner.rebuild(name, { checkOnly: true })).outcome]).toEqual([name, 'same']);
    }
    const verified = await timeline.store.verify();
    expect(verified).toMatchObject({ ok: true });
    expect(verified.ok && verified.redacted).toHaveLength(everything().length);
    const { items } = await timeline.ask(new TimelineQuery({ limit: '200' }));
    expect(items.length).toBeGreaterThan(20);
    expect(new Set(items.map(({ title }) => title))).toEqual(new Set([REMOVED]));
    await timeline.ask(new CasesQuery({}));
    await timeline.ask(new MilestonesQuery({}));
    // Nothing of it comes back when the same is recorded once more.
    const again = everything().map((input, index) => ({ line: index + 1, input, columnOf: () => 1 }));
    expect(await timeline.execute(new ImportRecords(again, recorderOfRun('operator')))).toMatchObject({ recorded: 0 });
    expect(await tablesWith(SEALED)).toEqual([]);
  });

  it('keeps its place and its day, and says when and on what ground the text was removed', async () => {
    await remove('fact:example-case-filed');
    await remove('correction:c-fact');
    const fact = await timeline.ask(new FactQuery('example-case-filed', {}));
    expect(fact).toMatchObject({
      title: REMOVED,
      summary: null,
      occurred: { edtf: '2023-02-02' },
      subject: { id: 'example-case' },
      redactions: [
        {
          event: 'fact:example-case-filed',
          ground: 'sealed',
          reason: 'An order',
          at: expect.stringMatching(/^2031-06-0/),
        },
        { event: 'correction:c-fact', ground: 'sealed' },
      ],
    });
    expect(fact.changes.map(({ reason }) => reason)).toEqual([REMOVED, why.reason]);
    expect((await timeline.ask(new FactQuery('example-case-closed', {}))).redactions).toEqual([]);
  });

  it('is exported and restored without it, and the restored log is sound', async () => {
    await remove('subject:example-case');
    await remove('retraction:r-fact');
    await remove('fact:example-case-filed');
    const lines: string[] = [];
    for await (const line of exportRecords(timeline.store)) lines.push(JSON.stringify(line));
    const filed = lines.find((line) => line.includes('"id":"example-case-filed"'))!;
    expect(JSON.parse(filed)).toMatchObject({
      title: REMOVED,
      meta: { contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(filed).not.toContain(SEALED);
    const other = await createTestDatabase();
    try {
      const file = async function* (): AsyncIterable<Buffer> {
        yield Buffer.from(lines.join('\n'));
      };
      await restoreRecords(new EventStore(other.owner), ndjsonLines(file()));
      const store = new EventStore(other.db);
      const report = await store.verify({ heads: [await timeline.store.head()] });
      expect(report.ok && report.redacted.map(({ event }) => event)).toEqual([
        'subject:example-case',
        'fact:example-case-filed',
        'retraction:r-fact',
      ]);
      const again: string[] = [];
      for await (const line of exportRecords(store)) again.push(JSON.stringify(line));
      expect(again).toEqual(lines);
    } finally {
      await other.drop();
    }
  });

  it('leaves other events as they are: what holds no text cannot be redacted', async () => {
    await timeline.store.append([
      {
        stream: 'subscription-x',
        expectedVersion: 'any',
        events: [{ id: 'x', type: 'subscription.requested', data: {}, metadata: recorderOfRun('dateline') }],
      },
    ]);
    await expect(remove('x')).rejects.toMatchObject({ code: 'NOT_REDACTABLE' });
  });
});
