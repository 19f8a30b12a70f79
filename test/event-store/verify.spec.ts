import { EventStore, type VerifyReport } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { rewriteChainAfter } from './rewrite-chain.js';
import { event, to } from './sample-events.js';

describe('verifying the log', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeEach(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
    for (let turn = 1; turn <= 12; turn++) {
      const recorded = event(`e${turn}`, { title: `número ${turn}`, amount: 0.1 * turn });
      await store.append([
        to(turn % 3 ? 'a' : 'b', { ...recorded, metadata: { by: turn === 4 ? 'someone' : 'spec' } }),
      ]);
    }
  });

  afterEach(() => test.drop());

  /** What somebody with all power over the server can do. */
  const behindTheGuard = async (...statements: string[]): Promise<void> => {
    await test.owner.pool.query(
      [
        'alter table events disable trigger all',
        ...statements,
        'alter table events enable always trigger events_refuse_change',
      ].join(';'),
    );
  };
  const problemAfter = async (...statements: string[]): Promise<VerifyReport> => {
    await behindTheGuard(...statements);
    return store.verify();
  };

  it('passes a log that nobody touched, against every head that it ever had', async () => {
    const events = await store.readAll({ limit: 100 });
    const progress: bigint[] = [];
    for (const { position, hash } of events) {
      expect(await store.verify({ heads: [{ position, hash }], onProgress: (done) => progress.push(done) })).toEqual({
        ok: true,
        head: await store.head(),
        redacted: [],
      });
    }
    expect(new Set(progress)).toEqual(new Set([12n]));
  });

  it.each([
    ['data', `update events set data = data || '{"title": "otherwise"}' where position = 7`],
    [
      'a number, too little for JavaScript to see',
      `update events set data = jsonb_set(data, '{amount}', '0.70000000000000000001') where position = 7`,
    ],
    ['an id', `update events set event_id = 'other' where position = 7`],
    ['a type', `update events set type = 'other' where position = 7`],
    ['the version of its shape', `update events set schema_version = 2 where position = 7`],
    ['the stored hash of the content', `update events set content_hash = sha256('x') where position = 7`],
  ])('names the position after an alteration of %s', async (_what, statement) => {
    expect(await problemAfter(statement)).toEqual({
      ok: false,
      position: 7n,
      problem: 'altered',
      sentence: expect.stringMatching(/^Event 7 .* was altered/),
    });
  });

  it.each([
    ['metadata', `update events set metadata = '{"by": "someone else"}' where position = 4`],
    ['a version', `update events set version = 99 where position = 4`],
    [
      'an instant by a microsecond',
      `update events set recorded_at = recorded_at - interval '1 microsecond' where position = 4`,
    ],
    ['a link', `update events set hash = sha256('x') where position = 4`],
  ])('names the position after an alteration of %s', async (_what, statement) => {
    expect(await problemAfter(statement)).toMatchObject({ ok: false, position: 4n, problem: 'misplaced' });
  });

  it('names the position of an event that was removed', async () => {
    expect(await problemAfter('delete from events where position = 5')).toMatchObject({
      ok: false,
      position: 5n,
      problem: 'missing',
    });
  });

  it('names the first of two events that changed places', async () => {
    const swap = 'update events set position = case position when 5 then 8 else 5 end where position in (5, 8)';
    const report = await problemAfter(
      'alter table events drop constraint events_position_key',
      swap,
      'alter table events add constraint events_position_key primary key (position)',
    );
    expect(report).toMatchObject({ ok: false, position: 5n, problem: 'misplaced' });
  });

  it('finds a tail that was cut, by the head row or by a head that somebody kept', async () => {
    const kept = await store.head();
    expect(await problemAfter('delete from events where position > 9')).toMatchObject({
      position: 10n,
      problem: 'missing',
    });
    await test.owner.pool.query(
      'update log_head set (position, recorded_at, hash) = (select position, recorded_at, hash from events where position = 9)',
    );
    expect(await store.verify()).toMatchObject({ ok: true, head: { position: 9n } });
    expect(await store.verify({ heads: [kept] })).toMatchObject({ ok: false, position: 10n, problem: 'cut' });
  });

  it('finds a log that was written anew, by a head that somebody kept', async () => {
    const another = await createTestDatabase();
    const rewritten = new EventStore(another.db);
    await rewritten.append(Array.from({ length: 12 }, (_, index) => to('a', event(`e${index + 1}`))));
    expect(await rewritten.verify()).toMatchObject({ ok: true });
    expect(await rewritten.verify({ heads: [await store.head()] })).toMatchObject({
      position: 12n,
      problem: 'rewritten',
    });
    await another.drop();
  });

  it.each([
    [
      'a version that does not count on in its stream',
      'update events set version = version + 1 where position = 12',
      12n,
    ],
    [
      'an instant before that of the event in front of it',
      `update events set recorded_at = recorded_at - interval '1 day' where position = 7`,
      7n,
    ],
  ])('finds %s, although every hash was written anew', async (_what, statement, position) => {
    await rewriteChainAfter(test.superuser, statement);
    expect(await store.verify()).toMatchObject({ ok: false, position, problem: 'misplaced' });
  });

  it('finds a head row that does not fit the last event', async () => {
    await test.owner.pool.query(`update log_head set hash = sha256('x')`);
    expect(await store.verify()).toMatchObject({ ok: false, position: 12n, problem: 'head' });
    await test.owner.pool.query(`update log_head set position = 11`);
    expect(await store.verify()).toMatchObject({ ok: false, position: 12n, problem: 'head' });
  });
});
