/**
 * The pitfalls of event stores on Postgres, one interleaving after the other, each step named by its session. Here: late
 * commits, rollbacks between commits, reads of events and head, sessions that idle, and races for an expected version.
 * Elsewhere:
 * - an answer that got lost: interleavings-lost-answer.spec.ts
 * - a log that moved to a new server: interleavings-new-server.spec.ts
 * - hints that got lost: subscribe.spec.ts
 * - a worker that wakes after its lease, or freezes in a transaction: test/projections/leases.spec.ts
 * - appends and readers that race the exchange of a rebuild: test/projections/rebuild.spec.ts and
 *   test/timeline/reading-during-rebuild.spec.ts
 * - an event that cannot be applied: test/projections/quarantine.spec.ts
 * - the day of a fact and the day of its recording: test/timeline/clocks.spec.ts
 * - deliveries, which are a second log: test/reminders/
 *
 * What cannot befall this log: a number of a sequence that commits out of order, and a gap that a reader has to wait for
 * or gives up (positions come from the locked head row, and a rollback gives them back); readers held back by the oldest
 * transaction id (none is compared); a lease that is lost with its session (it is a row with a term); an append that
 * fills a view itself while that is rebuilt (no append does).
 */
import type { AppendResult } from '#libs/event-store';
import { createTestDatabase } from '#libs/testing';
import { event, outcomes, to } from './sample-events.js';
import { Sessions } from './sessions.js';

const appended = (position: number, version: number): AppendResult[] => [
  { outcome: 'appended', position: BigInt(position), version },
];

describe('Sessions step by step', () => {
  let sessions: Sessions;
  beforeEach(async () => {
    sessions = await Sessions.begin();
  });
  afterEach(() => sessions.end());

  describe('in the order of the log', () => {
    it('s1 appends and stays open, s2 appends, s1 commits late: nobody sees s2 before s1', async () => {
      const follower = sessions.follows();
      const s1 = await sessions.appendsAndStaysOpen('s1', to('a', event('1')));
      const s2 = await sessions.appendsAndWaits('s2', to('b', event('2')));
      await sessions.allSee([], follower);
      expect(await s1.commits()).toEqual(appended(1, 1));
      expect(await s2.answer).toEqual(appended(2, 1));
      await sessions.allSee(['1:1', '2:2'], follower);
    });

    it('s1 commits, s2 rolls back, s3 commits: there is no gap that a reader could stop at or jump over', async () => {
      const follower = sessions.follows();
      await sessions.store('s1').append([to('a', event('1'))]);
      await sessions.allSee(['1:1'], follower);
      const s2 = await sessions.appendsAndStaysOpen('s2', to('a', event('2')));
      const s3 = await sessions.appendsAndWaits('s3', to('a', event('3')));
      await s2.rollsBack();
      expect(await s3.answer).toEqual(appended(2, 2));
      await sessions.allSee(['1:1', '2:3'], follower);
    });

    it('s1 appends, the clock is turned back by an hour, s2 appends: the instant does not decrease', async () => {
      await sessions.store('s1').append([to('a', event('1'))]);
      await sessions.test.owner.pool.query(`insert into clock (clock_start, offset_us) values (null, -3600000000)`);
      await sessions.store('s2').append([to('a', event('2'))]);
      const [first, second] = await sessions.allSee(['1:1', '2:2']);
      expect(second!.recordedAt).toBe(first!.recordedAt);
    });

    it('s1 appends behind position 2^53: no position is rounded', async () => {
      await sessions.test.owner.pool.query('update log_head set position = 9007199254740992');
      const after = 9_007_199_254_740_992n;
      expect(await sessions.store('s1').append([to('a', event('1'))])).toMatchObject([{ position: after + 1n }]);
      expect(await sessions.store('s2').readAll({ after, limit: 5 })).toMatchObject([{ position: after + 1n }]);
    });
  });

  describe('with the events and the head', () => {
    const both = 'select (select max(position) from events) as last, (select position from log_head) as head';

    it('s2 asks for both in one statement while s1 appends, stays open and commits: they always agree', async () => {
      const ask = async () => (await sessions.test.db.pool.query(both)).rows;
      await sessions.store('s0').append([to('a', event('0'))]);
      expect(await ask()).toEqual([{ last: '1', head: '1' }]);
      const s1 = await sessions.appendsAndStaysOpen('s1', to('a', event('1')));
      expect(await ask()).toEqual([{ last: '1', head: '1' }]);
      await s1.commits();
      expect(await ask()).toEqual([{ last: '2', head: '2' }]);
    });

    it('s2 takes a snapshot, s1 commits, s2 asks again: neither of the two has moved for s2', async () => {
      await sessions.store('s0').append([to('a', event('0'))]);
      const s1 = await sessions.appendsAndStaysOpen('s1', to('a', event('1')));
      const s2 = await sessions.test.db.pool.connect();
      await s2.query('begin isolation level repeatable read');
      expect((await s2.query(both)).rows).toEqual([{ last: '1', head: '1' }]);
      await s1.commits();
      expect((await s2.query(both)).rows).toEqual([{ last: '1', head: '1' }]);
      await s2.query('commit');
      s2.release();
    });

    it('s2 reads the head, s1 commits, s2 reads up to that head and then on: nothing is left out or told twice', async () => {
      await sessions.store('s0').append([to('a', event('0'))]);
      const s1 = await sessions.appendsAndStaysOpen('s1', to('a', event('1'), event('2')));
      const s2 = sessions.store('s2');
      const { position: upTo } = await s2.head();
      await s1.commits();
      expect((await s2.readAll({ upTo, limit: 9 })).map(({ id }) => id)).toEqual(['0']);
      expect((await s2.readAll({ after: upTo, limit: 9 })).map(({ id }) => id)).toEqual(['1', '2']);
    });
  });

  describe('beside a session that idles', () => {
    it.each([
      ['another database of the server', true],
      ['another table of the same database', false],
    ])('s1 writes into %s and idles, s2 appends: whoever reads has it at once', async (_where, isOther) => {
      const follower = sessions.follows();
      const other = isOther ? await createTestDatabase() : sessions.test;
      const s1 = await other.db.pool.connect();
      try {
        await s1.query('begin');
        await s1.query('create table held (n int)');
        await s1.query('insert into held values (1)');
        expect(await sessions.store('s2').append([to('a', event('1'))])).toEqual(appended(1, 1));
        await sessions.allSee(['1:1'], follower);
      } finally {
        await s1.query('rollback');
        s1.release();
        if (isOther) await other.drop();
      }
    });

    it('s1 forgets a transaction that has the head, s2 and s3 wait, readers read, s1 is ended: both are recorded', async () => {
      const follower = sessions.follows();
      await sessions.store('s0').append([to('a', event('0'))]);
      const s1 = await sessions.appendsAndStaysOpen('s1', to('a', event('lost')));
      const s2 = await sessions.appendsAndWaits('s2', to('a', event('2')));
      const s3 = await sessions.appendsAndWaits('s3', to('a', event('3')));
      await sessions.allSee(['1:0'], follower);
      await s1.rollsBack();
      expect(outcomes([...(await s2.answer), ...(await s3.answer)])).toEqual(['appended', 'appended']);
      const events = await sessions.allSee(await sessions.reads(), follower);
      expect(new Set(events.map(({ id }) => id))).toEqual(new Set(['0', '2', '3']));
    });
  });

  describe('with an expected version', () => {
    const racers = ['s2', 's3', 's4', 's5'];

    it('s1 to s5 expect version 1, s1 commits: s1 wins, four are told version 2, and the rows are two', async () => {
      await sessions.store('s0').append([to('a', event('0'))]);
      const s1 = await sessions.appendsAndStaysOpen('s1', { ...to('a', event('s1')), expectedVersion: 1 });
      const others = [];
      for (const name of racers) {
        others.push(await sessions.appendsAndWaits(name, { ...to('a', event(name)), expectedVersion: 1 }));
      }
      expect(await s1.commits()).toEqual(appended(2, 2));
      for (const { answer } of others) expect(await answer).toEqual([{ outcome: 'wrong-version', actual: 2 }]);
      await sessions.allSee(['1:0', '2:s1']);
    });

    it('s1 to s5 expect version 1, s1 rolls back: one of the four wins, three are told version 2', async () => {
      await sessions.store('s0').append([to('a', event('0'))]);
      const s1 = await sessions.appendsAndStaysOpen('s1', { ...to('a', event('s1')), expectedVersion: 1 });
      const others = [];
      for (const name of racers) {
        others.push(await sessions.appendsAndWaits(name, { ...to('a', event(name)), expectedVersion: 1 }));
      }
      await s1.rollsBack();
      const results = (await Promise.all(others.map(({ answer }) => answer))).flat();
      expect(outcomes(results).toSorted()).toEqual(['appended', 'wrong-version', 'wrong-version', 'wrong-version']);
      const winner = racers[outcomes(results).indexOf('appended')];
      await sessions.allSee(['1:0', `2:${winner}`]);
    });

    it('s1 to s5 expect nothing on one stream, s1 commits: no one conflicts, and the versions are 1 to 5', async () => {
      const s1 = await sessions.appendsAndStaysOpen('s1', to('a', event('s1')));
      const others = [];
      for (const name of racers) others.push(await sessions.appendsAndWaits(name, to('a', event(name))));
      expect(await s1.commits()).toEqual(appended(1, 1));
      const results = (await Promise.all(others.map(({ answer }) => answer))).flat();
      expect(outcomes(results)).toEqual(racers.map(() => 'appended'));
      const events = await sessions.allSee(await sessions.reads());
      expect(events.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    });

    it.each([
      ['no-stream', 'commits', [{ outcome: 'wrong-version', actual: 1 }]],
      ['no-stream', 'rollsBack', appended(1, 1)],
      ['stream-exists', 'commits', appended(2, 2)],
      ['stream-exists', 'rollsBack', [{ outcome: 'wrong-version', actual: 0 }]],
    ] as const)(
      's1 begins a stream and stays open, s2 expects %s and waits, s1 %s: s2 is judged by that',
      async (expectedVersion, how, answer) => {
        const s1 = await sessions.appendsAndStaysOpen('s1', to('a', event('1')));
        const s2 = await sessions.appendsAndWaits('s2', { ...to('a', event('2')), expectedVersion });
        await s1[how]();
        expect(await s2.answer).toEqual(answer);
      },
    );

    it.each([
      ['commits', appended(2, 1)],
      ['rollsBack', [{ outcome: 'missing', missing: ['1'] }]],
    ] as const)(
      's1 records what s2 requires and stays open, s2 waits, s1 %s: s2 is judged by that',
      async (how, answer) => {
        const s1 = await sessions.appendsAndStaysOpen('s1', to('a', event('1')));
        const s2 = await sessions.appendsAndWaits('s2', { ...to('b', event('2')), requires: ['1'] });
        await s1[how]();
        expect(await s2.answer).toEqual(answer);
      },
    );
  });
});
