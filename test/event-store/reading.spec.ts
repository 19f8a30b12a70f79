import { EventStore, readAll, type StoredEvent } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, to, RECORDER } from './sample-events.js';

/** Where the events stand, as plain numbers. */
function positions(events: StoredEvent[]): number[] {
  return events.map(({ position }) => Number(position));
}

describe('reading the log', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeAll(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
    for (let turn = 1; turn <= 30; turn++) {
      await store.append([to(turn % 2 ? 'odd' : 'even', { ...event(`${turn}`), type: turn % 10 ? 'usual' : 'rare' })]);
    }
  });

  afterAll(() => test.drop());

  it('walks through all of it in order, a page at a time', async () => {
    const seen: StoredEvent[] = [];
    for await (const each of store.readFeed({ batch: 7 })) seen.push(each);
    expect(positions(seen)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('begins behind a position, ends at another, and keeps to the types that were asked for', async () => {
    const seen: StoredEvent[] = [];
    for await (const each of store.readFeed({ after: 12n, upTo: 27n, batch: 5 })) seen.push(each);
    expect(positions(seen)).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]);
    expect(positions(await store.readAll({ types: ['rare'], limit: 2 }))).toEqual([10, 20]);
    expect(positions(await store.readStream('odd', { upTo: 6n }))).toEqual([1, 3, 5]);
    expect(positions(await store.readStream('even', { types: ['rare'] }))).toEqual([10, 20, 30]);
    expect(await store.readStream('nobody wrote to it')).toEqual([]);
  });

  it('walks through one stream from any version on, a page at a time', async () => {
    const seen: StoredEvent[] = [];
    for await (const each of store.walkStream('odd', { batch: 4 })) seen.push(each);
    expect(seen).toEqual(await store.readStream('odd'));
    const part: StoredEvent[] = [];
    for await (const each of store.walkStream('even', { afterVersion: 4, upTo: 28n, batch: 3 })) part.push(each);
    expect(part.map(({ version }) => version)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    for await (const each of store.walkStream('even', { afterVersion: 5, types: ['rare'], batch: 1 })) part.push(each);
    expect(positions(part.slice(10))).toEqual([20, 30]);
    const later: StoredEvent[] = [];
    for await (const each of store.walkStream('even', { from: 20n, upTo: 26n, batch: 2 })) later.push(each);
    expect(positions(later)).toEqual([20, 22, 24, 26]);
  });

  it('reads several streams at once, each in its order', async () => {
    const read = await store.readStreams(['even', 'nobody wrote to it', 'odd'], { upTo: 21n, types: ['rare'] });
    expect(positions(read)).toEqual([10, 20]);
    expect(positions(await store.readStreams(['odd', 'even'], { upTo: 4n }))).toEqual([1, 3, 2, 4]);
  });

  it('looks up events and streams together, and answers each of many who ask at once with what he asked for', async () => {
    const types = ['rare'];
    const found = await store.lookUp({ ids: ['20', 'nowhere', '3'], streams: ['even', 'nobody wrote to it'], types });
    expect([...found.events.keys()].toSorted()).toEqual(['20', '3']);
    expect([...found.streams]).toEqual([['even', { version: 15, events: await store.readStream('even', { types }) }]]);
    const many = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        n % 2 === 0
          ? store.lookUp({ ids: [String(n)] })
          : store.lookUp({ streams: ['odd'], types: n % 3 === 0 ? types : ['another'] }),
      ),
    );
    many.forEach(({ events, streams }, n) => {
      expect([...events.keys()]).toEqual(n % 2 === 0 && n > 0 && n <= 30 ? [String(n)] : []);
      expect([...streams.keys()]).toEqual(n % 2 === 0 ? [] : ['odd']);
    });
  });

  it('finds events by id, in the order of the log, whether all are there or not', async () => {
    expect(positions(await store.readById(['20', 'nowhere', '3']))).toEqual([3, 20]);
  });

  it('reads inside a transaction what that transaction sees', async () => {
    const inside = await test.db.kysely.transaction().execute((tx) => readAll(tx, { after: 28n, limit: 5 }));
    expect(positions(inside)).toEqual([29, 30]);
  });

  it('finds the last position recorded at or before an instant', async () => {
    const all = await store.readAll({ limit: 30 });
    for (const { recordedAt } of all) {
      const expected = all.filter((each) => each.recordedAt <= recordedAt).length;
      expect(await store.positionAt(recordedAt)).toBe(BigInt(expected));
    }
    const first = all[0]!.recordedAt;
    expect(await store.positionAt(`${first.slice(0, -1)}999Z`)).toBe(await store.positionAt(first));
    expect(await store.positionAt('1999-12-31T23:59:59Z')).toBe(0n);
    expect(await store.positionAt('0001-01-01T14:00:00+14:00')).toBe(0n);
    expect(await store.positionAt('9999-12-31T09:59:59-14:00')).toBe(30n);
    await expect(async () => store.positionAt('yesterday')).rejects.toMatchObject({ code: 'INSTANT_INVALID' });
    // A UTC day outside of the years 0001 to 9999 is none.
    await expect(async () => store.positionAt('9999-12-31T23:59:59-14:00')).rejects.toMatchObject({
      code: 'INSTANT_INVALID',
    });
  });

  it('knows the end of an empty log', async () => {
    const empty = await createTestDatabase();
    const fresh = new EventStore(empty.db);
    expect(await fresh.head()).toEqual({ position: 0n, recordedAt: null, hash: '0'.repeat(64) });
    expect(await fresh.positionAt('2024-01-01T00:00:00Z')).toBe(0n);
    expect(await fresh.verify()).toMatchObject({ ok: true, head: { position: 0n } });
    await empty.drop();
  });

  it('looks up what was appended before it was asked, however many ask', async () => {
    const another = await createTestDatabase();
    const longer = new EventStore(another.db);
    const seen = await Promise.all(
      Array.from({ length: 30 }, async (_, n) => {
        const told = { id: `late ${n}`, type: 'late', data: {}, metadata: RECORDER };
        await longer.append([{ stream: 'late', expectedVersion: 'any', events: [told] }]);
        return (await longer.lookUp({ ids: [told.id] })).events.has(told.id);
      }),
    );
    expect(seen).not.toContain(false);
    await another.drop();
  });
});
