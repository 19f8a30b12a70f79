import { EventShapes, EventStore, type Append, type AppendResult } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, outcomes, to, RECORDER } from './sample-events.js';

describe('appending to the log', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeEach(async () => {
    test = await createTestDatabase({ max: 20 });
    store = new EventStore(test.db);
  });

  afterEach(() => test.drop());

  const ids = async (): Promise<string[]> => (await store.readAll({ limit: 1_000 })).map(({ id }) => id);

  it('answers with the position and version of the last event, and reads back what was sent', async () => {
    const data = {
      title: 'Reunión de Alto Nivel — «seguridad» 🇲🇽',
      figures: [1, 2.5, -0.000001, 1e21],
      deep: { a: [null, true] },
    };
    const results = await store.append([
      { ...to('a', { ...event('1', data), metadata: { by: 'someone' } }), expectedVersion: 'no-stream' },
      to('b', event('2'), event('3')),
    ]);
    expect(results).toEqual([
      { outcome: 'appended', position: 1n, version: 1 },
      { outcome: 'appended', position: 3n, version: 2 },
    ]);
    expect(await store.readStream('a')).toEqual([
      {
        position: 1n,
        stream: 'a',
        version: 1,
        id: '1',
        type: 'thing.happened',
        schemaVersion: 1,
        data,
        metadata: { by: 'someone' },
        recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    const all = await store.readAll({ limit: 10 });
    expect(all.map(({ position, stream, version }) => [position, stream, version])).toEqual([
      [1n, 'a', 1],
      [2n, 'b', 1],
      [3n, 'b', 2],
    ]);
    expect(await store.head()).toEqual({ position: 3n, recordedAt: all[2]!.recordedAt, hash: all[2]!.hash });
  });

  it('decides each append of a call on its own, in order, seeing the earlier ones', async () => {
    const results = await store.append([
      { ...to('a', event('1')), expectedVersion: 'no-stream' },
      { ...to('a', event('2')), expectedVersion: 'no-stream' },
      { ...to('a', event('3')), expectedVersion: 1, requires: ['1'] },
      { ...to('b', event('4')), expectedVersion: 'stream-exists' },
      { ...to('b', event('5')), requires: ['6', '1', '7'] },
      to('b', event('6')),
      { ...to('c', event('7')), requires: ['6'] },
      to('a', event('1')),
      to('a', event('3', { said: 'otherwise' })),
    ]);
    expect(results).toEqual([
      { outcome: 'appended', position: 1n, version: 1 },
      { outcome: 'wrong-version', actual: 1 },
      { outcome: 'appended', position: 2n, version: 2 },
      { outcome: 'wrong-version', actual: 0 },
      { outcome: 'missing', missing: ['6', '7'] },
      { outcome: 'appended', position: 3n, version: 1 },
      { outcome: 'appended', position: 4n, version: 1 },
      { outcome: 'repeated', position: 1n, version: 1 },
      { outcome: 'id-taken', eventId: '3' },
    ]);
    expect(await ids()).toEqual(['1', '3', '6', '7']);
  });

  it('records what comes behind refused appends of the same call in its place, with its own data and metadata', async () => {
    const results = await store.append([
      { ...to('a', event('1'), event('2')), expectedVersion: 4 },
      to('b', { ...event('3'), metadata: { by: 'x' } }, event('4')),
      { ...to('b', event('5')), expectedVersion: 'no-stream' },
      to('c', { ...event('6'), type: 'thing.else', metadata: { by: 'y' } }),
    ]);
    expect(outcomes(results)).toEqual(['wrong-version', 'appended', 'wrong-version', 'appended']);
    const all = await store.readAll({ limit: 10 });
    expect(
      all.map(({ stream, version, id, type, data, metadata }) => [stream, version, id, type, data, metadata]),
    ).toEqual([
      ['b', 1, '3', 'thing.happened', { said: '3' }, { by: 'x' }],
      ['b', 2, '4', 'thing.happened', { said: '4' }, RECORDER],
      ['c', 1, '6', 'thing.else', { said: '6' }, { by: 'y' }],
    ]);
    expect(await store.verify()).toMatchObject({ ok: true, head: { position: 3n } });
  });

  it('answers a repeat as it answered the first time, whatever version the stream has reached', async () => {
    const first: Append = { ...to('a', event('1'), event('2')), expectedVersion: 'no-stream' };
    const [answer] = await store.append([first]);
    await store.append([to('a', event('3'))]);
    expect(await store.append([first])).toEqual([{ outcome: 'repeated', position: 2n, version: 2 }]);
    expect(answer).toEqual({ outcome: 'appended', position: 2n, version: 2 });
    expect(await store.append([to('a', event('1'))])).toEqual([{ outcome: 'repeated', position: 1n, version: 1 }]);
    expect(await ids()).toEqual(['1', '2', '3']);
  });

  it('takes an event that says the same in another order of keys, with other metadata, for a repeat', async () => {
    await store.append([to('a', event('1', { x: 1, y: [{ p: 1, q: 2 }] }))]);
    const again = { ...event('1', { y: [{ q: 2, p: 1 }], x: 1.0 }), metadata: { by: 'another' } };
    expect(outcomes(await store.append([to('a', again)]))).toEqual(['repeated']);
    expect((await store.readById(['1']))[0]!.metadata).toEqual(RECORDER);
  });

  it.each([
    ['other data', to('a', event('1', { said: 'other' }))],
    ['another type', to('a', { ...event('1'), type: 'thing.else' })],
    ['another stream', to('b', event('1'))],
    ['a part that is new', to('a', event('1'), event('2'))],
    ['a part that is new, before it', to('a', event('2'), event('1'))],
  ])('refuses an id that comes again with %s, and writes nothing of that append', async (_case, second) => {
    await store.append([to('a', event('1'))]);
    expect(await store.append([second])).toEqual([{ outcome: 'id-taken', eventId: '1' }]);
    expect(await ids()).toEqual(['1']);
  });

  it('records what was sent, whatever the caller does with it while the append waits', async () => {
    const data = { said: 'this' };
    const waiting = store.append([to('a', event('1', data))]);
    data.said = 'something else';
    await waiting;
    expect((await store.readById(['1']))[0]!.data).toEqual({ said: 'this' });
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('writes nothing of an all-or-nothing call in which one append is refused', async () => {
    await store.append([to('a', event('1'))]);
    const results = await store.append(
      [to('a', event('2')), to('a', event('1')), to('a', event('2')), { ...to('a', event('3')), expectedVersion: 7 }],
      { allOrNothing: true },
    );
    expect(results).toEqual([
      { outcome: 'withheld', insteadOf: 'appended' },
      { outcome: 'repeated', position: 1n, version: 1 },
      { outcome: 'withheld', insteadOf: 'repeated' },
      { outcome: 'wrong-version', actual: 2 },
    ]);
    expect(await ids()).toEqual(['1']);
    expect(outcomes(await store.append([to('a', event('2')), to('a', event('1'))], { allOrNothing: true }))).toEqual([
      'appended',
      'repeated',
    ]);
  });

  it('holds an all-or-nothing call of many statements together', async () => {
    const many = Array.from({ length: 4_500 }, (_, index) => to(`s${index % 70}`, event(`e${index}`)));
    const refused = { ...to('s1', event('last')), requires: ['nowhere'] };
    const results = await store.append([...many, many[0]!, refused], { allOrNothing: true });
    expect(new Set(outcomes(results.slice(0, -1)))).toEqual(new Set(['withheld']));
    expect(results.at(-2)).toEqual({ outcome: 'withheld', insteadOf: 'repeated' });
    expect(results.at(-1)).toEqual({ outcome: 'missing', missing: ['nowhere'] });
    expect((await store.head()).position).toBe(0n);
    const written = await store.append(many, { allOrNothing: true });
    expect(written.at(-1)).toEqual({ outcome: 'appended', position: 4_500n, version: 65 });
  });

  it('decides a dry run and writes nothing', async () => {
    await store.append([to('a', event('1'))]);
    const results = await store.append([to('a', event('2')), to('a', event('1')), to('a', event('2'))], {
      dryRun: true,
    });
    expect(results).toEqual([
      { outcome: 'withheld', insteadOf: 'appended' },
      { outcome: 'repeated', position: 1n, version: 1 },
      { outcome: 'withheld', insteadOf: 'repeated' },
    ]);
    expect(await ids()).toEqual(['1']);
  });

  it('recognises a repeat of an event that was recorded in an older shape', async () => {
    await store.append([to('a', event('1', { name: 'x' }), event('2', { name: 'y' }))]);
    const shapes = new EventShapes([
      { type: 'thing.happened', from: 1, up: ({ name, ...rest }) => ({ ...rest, title: name ?? null }) },
    ]);
    const newer = new EventStore(test.db, shapes);
    expect((await newer.readStream('a')).map(({ schemaVersion, data }) => [schemaVersion, data])).toEqual([
      [2, { title: 'x' }],
      [2, { title: 'y' }],
    ]);
    const again = [to('a', event('2', { title: 'y' })), to('a', event('1', { title: 'other' })), to('a', event('3'))];
    const expected: AppendResult[] = [
      { outcome: 'repeated', position: 2n, version: 2 },
      { outcome: 'id-taken', eventId: '1' },
      { outcome: 'appended', position: 3n, version: 3 },
    ];
    expect(await newer.append(again)).toEqual(expected);
    expect(await newer.append([again[0]!, to('b', event('4'))], { allOrNothing: true })).toEqual([
      expected[0],
      { outcome: 'appended', position: 4n, version: 1 },
    ]);
    await expect(store.readStream('b')).rejects.toThrow('this release knows 1');
  });
});
