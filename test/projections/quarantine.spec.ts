import { EventStore } from '#libs/event-store';
import {
  Checkpoints,
  ProjectionRunner,
  replayQuarantine,
  requestRebuild,
  type View,
  type ViewStatus,
} from '#libs/projections';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, to } from '../event-store/sample-events.js';
import { createSeen, PATIENCE_MS, positionsSeen, seenView, silent, upTo, writeRows } from './seen-view.js';

/** Ten events by turns of the streams a and b; the one at position 5, of stream a, is bad. */
const BAD = 'e5';

describe('an event that a view cannot apply', () => {
  let test: TestDatabase;
  let store: EventStore;
  let checkpoints: Checkpoints;
  let isFixed: boolean;
  let told: string[];

  beforeEach(async () => {
    test = await createTestDatabase({ max: 20 });
    store = new EventStore(test.db);
    checkpoints = new Checkpoints(test.db);
    isFixed = false;
    told = [];
    await createSeen(test.db);
    for (const number of upTo(10)) await store.append([to(number % 2 === 1 ? 'a' : 'b', event(`e${number}`))]);
  });
  afterEach(() => test.drop());

  const picky = (change: Partial<View> = {}): View =>
    seenView({
      rows: 'of-one-stream',
      apply: async (tx, events) => {
        if (!isFixed && events.some(({ id }) => id === BAD)) throw new Error('it has no date');
        await writeRows(tx, events);
      },
      publish: async (_tx, _changes, events) => void told.push(...events.map(({ id }) => id)),
      ...change,
    });
  const runner = (view: View = picky(), logger: typeof silent = silent): ProjectionRunner =>
    new ProjectionRunner(test.db, store, [view], { logger });
  const status = async (): Promise<ViewStatus> => (await checkpoints.status())[0]!;

  it('has its stream set aside from there on after three tries, and the other streams go on', async () => {
    const said: string[] = [];
    const logger = { log: () => undefined, error: (text: string) => void said.push(text) };
    await runner(picky(), logger as typeof silent).catchUp();
    expect(await positionsSeen(test.db)).toEqual([1, 2, 3, 4, 6, 8, 10]);
    const { quarantine, ...rest } = await status();
    expect(rest).toMatchObject({ position: 10n, error: null });
    expect(quarantine).toEqual([
      {
        view: 'seen',
        stream: 'a',
        position: 5n,
        eventId: BAD,
        type: 'thing.happened',
        error: 'it has no date',
        tries: 3,
        since: expect.any(Date),
      },
    ]);
    expect(said).toEqual([
      'The view "seen" cannot apply event 5 (e5): it has no date',
      'The view "seen" cannot apply event 5 (e5): it has no date; the stream "a" is set aside from there on.',
    ]);
    await store.append([to('a', event('late')), to('b', event('later'))]);
    await runner().catchUp();
    expect(await positionsSeen(test.db)).toEqual([1, 2, 3, 4, 6, 8, 10, 12]);
  });

  it('is taken up again after a fix with all that waits behind it, once, and told of to others', async () => {
    await runner().catchUp();
    await expect(replayQuarantine(test.db, store.shapes, picky())).rejects.toMatchObject({
      code: 'REPLAY_FAILED',
      message: expect.stringContaining('it has no date'),
    });
    expect((await status()).quarantine).toHaveLength(1);
    isFixed = true;
    const following = runner();
    following.start();
    expect(await replayQuarantine(test.db, store.shapes, picky(), 'a')).toEqual([
      { stream: 'a', events: 3, position: 10n },
    ]);
    await store.append([to('a', event('next'))]);
    expect(await checkpoints.waitFor('seen', 11n, PATIENCE_MS)).toBe(11n);
    await following.stop();
    expect(await positionsSeen(test.db)).toEqual(upTo(11));
    expect((await status()).quarantine).toEqual([]);
    expect(told.toSorted()).toEqual(['next', ...upTo(10).map((number) => `e${number}`)].toSorted());
    await expect(replayQuarantine(test.db, store.shapes, picky(), 'a')).rejects.toMatchObject({
      code: 'STREAM_NOT_SET_ASIDE',
    });
    expect(await replayQuarantine(test.db, store.shapes, picky())).toEqual([]);
  });

  it('stops a view over several streams, which says where it stands and sets nothing aside', async () => {
    await expect(runner(picky({ rows: 'across-streams' })).catchUp()).rejects.toThrow(
      'The view "seen" cannot apply event 5 (e5): it has no date',
    );
    expect(await status()).toMatchObject({ position: 4n, quarantine: [], error: { position: 5n } });
    isFixed = true;
    await runner(picky({ rows: 'across-streams' })).catchUp();
    expect(await positionsSeen(test.db)).toEqual(upTo(10));
  });

  it('stops a rebuild, unless that is to leave out what is set aside', async () => {
    await runner().catchUp();
    expect(await runner().rebuild('seen')).toMatchObject({ outcome: 'stopped', position: 4n });
    expect(await runner().rebuild('seen', { keepQuarantine: true })).toMatchObject({
      outcome: 'swapped',
      report: 'Every row is as the log has it up to position 10.',
    });
    expect(await positionsSeen(test.db)).toEqual([1, 2, 3, 4, 6, 8, 10]);
    expect((await status()).quarantine).toHaveLength(1);
  });

  it('is in the view again after a fix and a rebuild, and its stream goes on', async () => {
    await runner().catchUp();
    isFixed = true;
    const following = runner();
    following.start();
    expect(await runner().rebuild('seen')).toMatchObject({ outcome: 'swapped' });
    await store.append([to('a', event('next'))]);
    expect(await checkpoints.waitFor('seen', 11n, PATIENCE_MS)).toBe(11n);
    await following.stop();
    expect(await positionsSeen(test.db)).toEqual(upTo(11));
    expect((await status()).quarantine).toEqual([]);
  });

  it('is not replayed while a rebuild leaves it out: s1 asks for the rebuild, s2 replays and is refused', async () => {
    await runner().catchUp();
    isFixed = true;
    await requestRebuild(test.db, picky(), { keepQuarantine: true });
    await expect(replayQuarantine(test.db, store.shapes, picky())).rejects.toMatchObject({ code: 'REBUILD_UNDER_WAY' });
    expect((await status()).quarantine).toHaveLength(1);
  });

  it('is not taken for one where the database is what fails', async () => {
    let ends = 0;
    const unlucky = picky({
      apply: async (tx, events) => {
        if (events.some(({ id }) => id === BAD) && ends++ < 4) {
          const { rows } = await test.db.pool.query<{ pid: number }>(
            `select pid from pg_stat_activity where datname = current_database() and application_name like 'dateline live seen%'`,
          );
          await test.db.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
        }
        await writeRows(tx, events);
      },
    });
    const following = runner(unlucky);
    following.start();
    expect(await checkpoints.waitFor('seen', 10n, PATIENCE_MS)).toBe(10n);
    await following.stop();
    expect(ends).toBeGreaterThan(4);
    expect(await positionsSeen(test.db)).toEqual(upTo(10));
    expect((await status()).quarantine).toEqual([]);
  });
});
