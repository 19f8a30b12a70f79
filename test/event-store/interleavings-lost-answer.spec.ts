/** Whoever does not hear what became of an append sends it again; interleavings of the first time with the second. */
import type { Append } from '#libs/event-store';
import { layWire, type Wire } from '#libs/testing';
import { event, outcomes, to } from './sample-events.js';
import { Sessions } from './sessions.js';

describe('An append whose answer got lost', () => {
  let sessions: Sessions;
  let wire: Wire;
  beforeEach(async () => {
    sessions = await Sessions.begin();
    wire = await layWire(sessions.test.url);
  });
  afterEach(async () => {
    await wire.close();
    await sessions.end();
  });

  it.each<Append['expectedVersion']>(['any', 'no-stream', 0])(
    's1 commits (expecting %s) and the connection is cut before the answer, s2 appends, s1 sends it again: a repeat of the first',
    async (expectedVersion) => {
      const follower = sessions.follows();
      const append = { ...to('a', event('1')), expectedVersion };
      const s1 = sessions.store('s1', wire.url);
      await s1.head(); // connected, before the answers get lost
      wire.loseAnswers();
      const first = s1.append([append]);
      const lost = expect(first).rejects.toThrow();
      await sessions.untilReads(['1:1']);
      wire.cut();
      await lost;
      await sessions.store('s2').append([to('a', event('2'))]);
      expect(await s1.append([append])).toEqual([{ outcome: 'repeated', position: 1n, version: 1 }]);
      expect(await sessions.store('s3').append([append])).toMatchObject([{ outcome: 'repeated', position: 1n }]);
      await sessions.allSee(['1:1', '2:2'], follower);
    },
  );

  it('s1 vanishes in the middle, s2 sends the same and waits, Postgres commits for s1: s2 is a repeat', async () => {
    const s1 = sessions.store('s1', wire.url);
    const open = await sessions.appendsAndStaysOpen('s1', to('a', event('1')), s1);
    wire.cut();
    await expect(open.answer).rejects.toThrow();
    const s2 = await sessions.appendsAndWaits('s2', to('a', event('1')));
    await open.goesOn();
    expect(await s2.answer).toEqual([{ outcome: 'repeated', position: 1n, version: 1 }]);
    await sessions.allSee(['1:1']);
  });

  it('s1 loses its session in the middle, s2 sends the same: it is recorded now, once', async () => {
    const open = await sessions.appendsAndStaysOpen('s1', to('a', event('1')));
    const s2 = await sessions.appendsAndWaits('s2', to('a', event('1')));
    await open.rollsBack();
    expect(await s2.answer).toEqual([{ outcome: 'appended', position: 1n, version: 1 }]);
    await sessions.allSee(['1:1']);
  });

  it('s1 sends other content under the id that s2 has open, s2 commits: s1 is told of the conflict', async () => {
    const open = await sessions.appendsAndStaysOpen('s2', to('a', event('1')));
    const s1 = await sessions.appendsAndWaits('s1', to('a', event('1', { said: 'something else' })));
    await open.commits();
    expect(await s1.answer).toEqual([{ outcome: 'id-taken', eventId: '1' }]);
    await sessions.allSee(['1:1']);
  });

  it('ten callers of s1 wait together and the answer is lost: each hears of it, sends again, and is a repeat', async () => {
    const s1 = sessions.store('s1', wire.url);
    await s1.head();
    const appends = Array.from({ length: 10 }, (_, index) => to(`s${index}`, event(`${index}`)));
    wire.loseAnswers();
    const first = Promise.allSettled(appends.map((append) => s1.append([append])));
    await sessions.untilReads(appends.map((_append, index) => `${index + 1}:${index}`));
    wire.cut();
    expect(new Set((await first).map(({ status }) => status))).toEqual(new Set(['rejected']));
    const again = await Promise.all(appends.map((append) => s1.append([append])));
    expect(outcomes(again.flat())).toEqual(appends.map(() => 'repeated'));
    await sessions.allSee(appends.map((_append, index) => `${index + 1}:${index}`));
  });
});
