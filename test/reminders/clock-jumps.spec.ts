import { Logger } from '@nestjs/common';
import { noteFaults, selectFaults } from '#libs/database';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const NEWS = {
  id: 'river-gauge',
  subject: 'river-treaty',
  type: 'agreement.noted',
  occurred: '2026-06-20',
  knownSince: '2026-06-20',
  title: 'A gauge is read',
  sources: [{ source: 'gazette' }],
};

describe('a clock that jumps', () => {
  let hooks: HookReceiver;
  let service: TestReminders;

  beforeEach(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-06-01T00:00:00Z');
    // Failures are what is meant here; nobody need read of them.
    Logger.overrideLogger(false);
    await service.record(TREATY);
    await service.subscribe({
      channel: { type: 'webhook', url: `${hooks.url}/hook` },
      filter: { milestones: [REVIEW] },
      leadTimes: ['P7D', 'P1D'],
    });
  });

  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  const at = async (instant: string): Promise<void> => {
    await service.setClock(instant);
    await service.turn();
  };
  const answer = (status: number): void => {
    hooks.answer = (_, response) => void response.writeHead(status).end();
  };

  it.each(['2026-06-24T08:00:30Z', '2026-06-01T00:00:00Z', '2019-01-01T00:00:00Z'])(
    'back, to %s, leaves the next try of a message as far off as it was',
    async (earlier) => {
      const later = (minutes: number): string => new Date(Date.parse(earlier) + minutes * 60_000).toISOString();
      answer(503);
      // Two tries; the wait after the second is five minutes, four at the least and six at the most.
      await at('2026-06-24T09:00:00Z');
      expect(hooks.arrived).toHaveLength(2);
      answer(204);
      await at(earlier);
      await at(later(3));
      expect(hooks.arrived).toHaveLength(2);
      await at(later(7));
      expect(hooks.arrived).toHaveLength(3);
      expect(await service.deliveries()).toMatchObject([{ status: 'sent' }]);
    },
  );

  it('back keeps no news waiting for an hour that was to come by the clock before', async () => {
    answer(204);
    await service.setClock('2026-06-20T09:00:00Z');
    await service.subscribe({
      channel: { type: 'webhook', url: `${hooks.url}/news` },
      filter: { kinds: ['developments'] },
      quietHours: { from: '08:00', to: '10:00' },
    });
    await service.record([{ record: 'fact', ...NEWS }]);
    await at('2026-06-20T09:00:10Z');
    expect(hooks.arrived).toEqual([]);
    await at('2026-06-12T12:00:00Z');
    expect(hooks.arrived).toMatchObject([{ path: '/news' }]);
  });

  it('that only differs on another host, ahead by an hour, dates nothing anew', async () => {
    answer(503);
    await at('2026-06-24T09:00:00Z');
    await service.db.pool.query(`update clock_seen set service_at = service_at + interval '1 hour'`);
    answer(204);
    await at('2026-06-24T09:00:10Z');
    expect(await service.deliveries()).toMatchObject([{ status: 'waiting' }]);
    expect(hooks.arrived).toHaveLength(2);
  });

  it('forth sends at once what is due by it and still helps, as late', async () => {
    answer(204);
    await at('2026-06-29T12:00:00Z');
    expect(hooks.arrived).toHaveLength(1);
    expect(JSON.parse(hooks.arrived[0]!.body)).toMatchObject({ data: { late: true } });
    await at('2027-06-29T12:00:00Z');
    expect(hooks.arrived).toHaveLength(1);
    expect((await service.deliveries()).map(({ status }) => status)).toEqual(['sent', 'skipped']);
  });

  it('back, that of the database, leaves nothing in a queue that waits for its time, and no fault untried', async () => {
    answer(503);
    await at('2026-06-24T09:00:00Z');
    await noteFaults(service.db.kysely, 'flagging', [{ about: 'any', error: new Error('odd') }]);
    // As they are after the clock went back by a day.
    for (const [table, column] of [
      ['clock_seen', 'database_at'],
      ['deliveries', 'queued_at'],
      ['faults', 'next_at'],
    ])
      await service.db.pool.query(`update ${table} set ${column} = clock_timestamp() + interval '1 day'`);
    answer(204);
    await at('2026-06-24T09:00:01Z');
    expect(await service.deliveries()).toMatchObject([{ status: 'sent' }]);
    const [fault] = await selectFaults(service.db.kysely, 1);
    expect(fault!.nextAt.getTime()).toBeLessThanOrEqual(Date.now());
  });
});
