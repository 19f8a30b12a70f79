import { contentHash, EventStore, linkHash, metadataHash, NO_HASH, type RestoredEvent } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, to } from './sample-events.js';

async function* each(events: RestoredEvent[]): AsyncIterable<RestoredEvent> {
  yield* events;
}

describe('restoring a log', () => {
  let from: TestDatabase;
  let into: TestDatabase;
  let source: EventStore;
  let target: EventStore;

  beforeAll(async () => {
    from = await createTestDatabase();
    source = new EventStore(from.db);
    await source.append(
      Array.from({ length: 2_345 }, (_, index) =>
        to(`s${index % 9}`, {
          ...event(`e${index}`, { n: index / 7, text: 'ñ' }),
          metadata: { by: index % 2 ? 'me' : 'spec' },
        }),
      ),
    );
  });

  beforeEach(async () => {
    into = await createTestDatabase();
    target = new EventStore(into.owner);
  });

  afterEach(() => into.drop());

  afterAll(() => from.drop());

  it('gives the same events, the same head, and goes on from there', async () => {
    const progress: bigint[] = [];
    const head = await target.restore(source.readFeed({ asRecorded: true }), {
      onProgress: (done) => progress.push(done),
    });
    expect(head).toEqual(await source.head());
    expect(await target.head()).toEqual(head);
    expect(progress).toEqual([1_000n, 2_000n, 2_345n]);
    expect(await target.readAll({ limit: 5_000 })).toEqual(await source.readAll({ limit: 5_000 }));
    expect(await target.verify({ heads: [head] })).toEqual({ ok: true, head, redacted: [] });
    expect(await target.append([to('s0', event('e0', { n: 0, text: 'ñ' })), to('s0', event('new'))])).toEqual([
      { outcome: 'repeated', position: 1n, version: 1 },
      { outcome: 'appended', position: 2_346n, version: 262 },
    ]);
    expect(await target.verify({ heads: [head] })).toMatchObject({ ok: true });
  });

  it('restores events of earlier releases, which name no recorder', async () => {
    const recordedAt = '2024-09-16T09:00:00.123456Z';
    const { id, type, data } = event('old');
    const content = contentHash({ stream: 'a', id, type, schemaVersion: 1, data });
    const place = { previous: NO_HASH, position: 1n, version: 1, recordedAtMicros: 1_726_477_200_123_456n };
    const hash = linkHash({ ...place, content, metadata: metadataHash({}) });
    const head = await target.restore(each([{ position: 1n, recordedAt, hash, stream: 'a', id, type, data }]));
    expect((await target.readById(['old']))[0]).toMatchObject({ metadata: {}, hash });
    expect(await target.verify({ heads: [head] })).toMatchObject({ ok: true });
  });

  it('restores an empty log to an empty log', async () => {
    expect(await target.restore(each([]))).toEqual({ position: 0n, recordedAt: null, hash: '0'.repeat(64) });
  });

  it('refuses a log that is not empty', async () => {
    await target.append([to('a', event('1'))]);
    await expect(target.restore(source.readFeed())).rejects.toMatchObject({ code: 'LOG_NOT_EMPTY', kind: 'conflict' });
    expect((await target.head()).position).toBe(1n);
  });

  it.each<[string, (events: RestoredEvent[]) => RestoredEvent[], number]>([
    ['altered data', (events) => events.with(1_500, { ...events[1_500]!, data: { n: 1 } }), 1_501],
    ['altered metadata', (events) => events.with(1_501, { ...events[1_501]!, metadata: {} }), 1_502],
    ['a later instant', (events) => events.with(3, { ...events[3]!, recordedAt: '2999-01-01T00:00:00Z' }), 4],
    ['an instant that is none', (events) => events.with(3, { ...events[3]!, recordedAt: 'noon' }), 4],
    ['a NUL character', (events) => events.with(3, { ...events[3]!, data: { text: '\0' } }), 4],
    ['an event left out', (events) => events.toSpliced(1_200, 1), 1_202],
    ['two events exchanged', (events) => events.toSpliced(5, 2, ...events.slice(5, 7).toReversed()), 7],
    ['the first events left out', (events) => events.slice(10), 11],
  ])('refuses %s, names the event and restores nothing', async (_what, change, position) => {
    const events = change(await source.readAll({ limit: 5_000 }));
    await expect(target.restore(each(events))).rejects.toMatchObject({
      code: 'RESTORE_REFUSED',
      message: expect.stringMatching(new RegExp(`^Event ${position} .*Nothing was restored\\.$`)),
    });
    expect(await target.head()).toMatchObject({ position: 0n });
    expect(await target.readAll({ limit: 1 })).toEqual([]);
  });
});
