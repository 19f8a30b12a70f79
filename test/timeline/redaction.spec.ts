import { sql } from 'kysely';
import { z } from 'zod';
import { CasesQuery } from '#libs/cases';
import { EventStore, recorderOfRun, redact } from '#libs/event-store';
import type { Json, JsonObject } from '#libs/kernel';
import { MilestonesQuery, VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import { createTestDatabase, startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  exportRecords,
  FACT_TYPES,
  factCorrection,
  FactQuery,
  factRecord,
  holdsNoText,
  ImportRecords,
  ndjsonLines,
  redactedAt,
  REMOVED,
  restoreRecords,
  retractionRecord,
  SAMPLES,
  sourceCorrection,
  sourceRecord,
  subjectCorrection,
  subjectRecord,
  TimelineQuery,
  whatRemains,
  type Reading,
} from '#libs/timeline';
import { tablesHolding } from './tables-holding.js';

/** A word that can be a text, a topic, an id and a part of an address. */
const SEALED = 'sealedwords';
const SHA = 'ab'.repeat(32);
/** What a field without a value of its own holds: the first that its schema accepts. */
const VALUES = [SEALED, `https://example.org/${SEALED}`, '2023-02-02', SHA];

/** A value with every field of a schema; those that are given hold what is given. */
function filled(schema: z.core.$ZodType, given: JsonObject = {}): Json {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return filled(schema.unwrap(), given);
  if (schema instanceof z.ZodArray) return [filled(schema.element, given)];
  if (schema instanceof z.ZodRecord) return { text: SEALED };
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape).map(([field, part]) => [
        field,
        given[field] ?? filled(part as z.core.$ZodType, given),
      ]),
    );
  return VALUES.find((value) => z.safeParse(schema, value).success)!;
}

/** What remains of a record by design, and so holds no text that is to go. */
const PLACES: JsonObject = { source: 'example-gazette', parties: ['NO', 'SE'], partOf: 'example-whole' };

const record = (kind: string, schema: z.core.$ZodType, given: JsonObject): JsonObject => ({
  record: kind,
  ...(filled(schema, { ...PLACES, ...given }) as JsonObject),
});
/** A fact of every type that there is, and one of each other record; every field is filled, with texts that are to go. */
function everything(): JsonObject[] {
  const facts = FACT_TYPES.map((type): JsonObject => {
    const { sources: _sources, summary: _summary, topics: _topics, ...data } = SAMPLES.get(type)!.data;
    return record('fact', factRecord, {
      occurred: null,
      ...data,
      title: `${SEALED} ${String(data['id'])}`,
      body: { ...(data['body'] as JsonObject | undefined), text: SEALED },
    });
  });
  const subjects = new Map(
    facts
      .filter(({ type }) => !String(type).startsWith('milestone.'))
      .map(({ subject, type }) => [String(subject), String(type).split('.')[0]!]),
  );
  return [
    record('source', sourceRecord, { id: 'example-gazette' }),
    ...[...subjects].map(([id, type]) => record('subject', subjectRecord, { id, type, name: `${SEALED} ${id}` })),
    ...facts,
    record('correction', factCorrection, { id: 'c-fact', fact: 'example-case-filed' }),
    record('correction', factCorrection, {
      id: 'c-day',
      fact: 'example-case-filed',
      changes: { occurred: '2023-02-02' },
    }),
    record('correction', subjectCorrection, { id: 'c-subject', subject: 'example-case' }),
    record('correction', sourceCorrection, { id: 'c-source' }),
    record('retraction', retractionRecord, { id: 'r-fact', fact: 'example-case-noted' }),
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

  const tablesWith = (words: string): Promise<string[]> => tablesHolding(timeline.superuser, words);

  it('is in no row of the log or a read model, whatever its type, and every view goes on and equals its rebuild', async () => {
    expect((await tablesWith(SEALED)).toSorted()).toEqual(
      expect.arrayContaining(['events', 'timeline', 'timeline_changes', 'timeline_sources', 'timeline_subjects']),
    );
    for (const { id } of await timeline.store.readAll({ limit: 1_000 })) await remove(id);
    await catchUp();
    expect(await tablesWith(SEALED)).toEqual([]);
    expect(await tablesWith(SHA)).toEqual([]);
    const { rows } = await sql`select * from projection_quarantine`.execute(timeline.db.kysely);
    expect(rows).toEqual([]);
    for (const { name } of VIEWS) {
      const runner = new ProjectionRunner(timeline.db, timeline.store, VIEWS, { logger });
      expect([name, (await runner.rebuild(name, { checkOnly: true })).outcome]).toEqual([name, 'same']);
    }
    const verified = await timeline.store.verify({ holdsNoText });
    expect(verified).toMatchObject({ ok: true });
    expect(verified.ok && verified.redacted).toHaveLength(everything().length);
    const { items } = await timeline.ask(new TimelineQuery({ limit: '200' }));
    expect(items.length).toBeGreaterThan(20);
    expect(new Set(items.map(({ title }) => title))).toEqual(new Set([REMOVED]));
    await timeline.ask(new CasesQuery({}));
    await timeline.ask(new MilestonesQuery({}));
    // Nothing of it comes back when the same is recorded once more.
    const again = everything().map((input, index) => ({ line: index + 1, input, columnOf: () => 1 }));
    expect(await timeline.execute(new ImportRecords(again, recorderOfRun('operator')))).toMatchObject({
      recorded: 0,
      repeated: 0,
    });
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
    expect(fact.changes.map(({ reason }) => reason)).toEqual([REMOVED, SEALED]);
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
      const report = await store.verify({ heads: [await timeline.store.head()], holdsNoText });
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

  it.each([
    ['another title', { title: 'It was never filed' }],
    ['a summary', { title: REMOVED, summary: 'A lie' }],
    ['words in a source', { title: REMOVED, sources: [{ source: 'example-gazette', locator: 'A lie' }] }],
    ['sources that are no list', { title: REMOVED, sources: 'A lie' }],
    ['a body', { title: REMOVED, body: { note: 'A lie' } }],
  ] as [string, JsonObject][])('is not believed to be what a redaction left where it has %s', async (_what, lie) => {
    const event = 'fact:example-case-filed';
    await redact(timeline.owner, {
      event,
      ground: 'sealed',
      reason: 'An order',
      recorder: recorderOfRun('operator'),
      remainsOf: (type, data) => ({ ...whatRemains(type, data), ...lie }),
    });
    const found = { ok: false, problem: 'altered', sentence: expect.stringContaining(event) };
    expect(await timeline.store.verify({ holdsNoText })).toMatchObject(found);
    const other = await createTestDatabase();
    try {
      const lines = async function* (): AsyncIterable<Buffer> {
        for await (const line of exportRecords(timeline.store)) yield Buffer.from(`${JSON.stringify(line)}\n`);
      };
      await expect(restoreRecords(new EventStore(other.owner), ndjsonLines(lines()))).rejects.toMatchObject({
        code: 'RESTORE_REFUSED',
        message: expect.stringContaining('its redaction left a text of it'),
      });
    } finally {
      await other.drop();
    }
  });

  it('is dated by the removal only once the views have come that far', async () => {
    const [subject, source] = [{ id: 'example-case' }, { source: 'example-gazette' }];
    const entry = { subject, facts: ['example-case-filed'], sources: [source] };
    await remove('correction:c-fact');
    const { position } = await timeline.store.head();
    const at = (upTo: bigint) =>
      timeline.db.kysely.transaction().execute(async (tx) => {
        const reading = { tx, position: upTo } as unknown as Reading;
        return (await redactedAt([entry], reading))[0];
      });
    expect(await at(position - 1n)).toBeNull();
    expect(await at(position)).toMatchObject({ count: 1, position: String(position) });
  });

  it('is not recorded as removed where an event holds no text', async () => {
    const flag = { milestone: 'example-case.x.2030', subject: 'example-case', window: '2030', flag: 'due' };
    await timeline.store.append([
      {
        stream: 'milestone-x',
        expectedVersion: 'any',
        events: [{ id: 'flag:x', type: 'milestone.flagged', data: flag, metadata: recorderOfRun('dateline') }],
      },
    ]);
    await expect(remove('flag:x')).rejects.toMatchObject({ code: 'NOT_REDACTABLE' });
    expect(await timeline.store.verify()).toMatchObject({ ok: true, redacted: [] });
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
