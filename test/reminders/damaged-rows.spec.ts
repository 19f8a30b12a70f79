import { selectFaults } from '#libs/database';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const sources = [{ source: 'gazette' }];
const SUBJECT = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2020-01-01' },
  { record: 'subject', id: 'river-treaty', type: 'agreement', name: 'River Treaty', topics: [], parties: ['NO', 'SE'] },
];
const fact = (id: string, occurred: string, more: object = {}) => ({
  record: 'fact',
  id,
  subject: 'river-treaty',
  type: 'milestone.planned',
  occurred,
  title: `What ${id} says`,
  body: { milestone: `${id}.2026` },
  knownSince: '2026-11-30',
  sources,
  ...more,
});

describe('what cannot be computed', () => {
  let service: TestReminders;

  beforeEach(async () => {
    service = await startTestReminders('2026-11-30T12:00:00Z');
    await service.record(SUBJECT);
  });
  afterEach(() => service.drop());

  let nth = 0;
  const subscribe = async (more: object = {}): Promise<string> => {
    const own = await service.subscribe({
      channel: { type: 'email', address: `reader-${++nth}@example.org` },
      filter: { kinds: ['milestones', 'developments'] },
      leadTimes: ['P30D', 'P7D', 'P1D'],
      ...more,
    });
    return own.subscription.id;
  };
  const at = async (instant: string): Promise<void> => {
    await service.setClock(instant);
    await service.turn();
  };
  /** What went out to a subscription, a line for each message. */
  const sentTo = async (id: string): Promise<string[]> =>
    (await service.deliveries())
      .filter(({ subscription }) => subscription === id)
      .map(({ sentAt, status, about }) => `${sentAt ?? status} ${about.join(', ').replaceAll('river-treaty.', '')}`);
  const tryAgain = (): Promise<unknown> => service.db.pool.query(`update faults set next_at = now() - interval '1 s'`);
  const faults = async (): Promise<string[]> =>
    (await selectFaults(service.db.kysely, 10)).map(({ step, about }) => `${step} ${about}`);

  it('of one subscription, a filter, is shown and holds up no other; repaired, it is planned for', async () => {
    const [bad, good] = [await subscribe(), await subscribe()];
    await service.db.pool.query(`update subscriptions set topics = array[null]::text[] where id = $1`, [bad]);
    await service.record([fact('two', '2027-01-10')]);
    await service.turn();
    expect(await sentTo(good)).toEqual(['2026-11-30T12:00 development fact:two']);
    expect(await faults()).toEqual([`planning ${bad}`]);
    await tryAgain();
    await service.turn();
    expect(await selectFaults(service.db.kysely, 10)).toMatchObject([{ about: bad, attempts: 2 }]);
    await service.db.pool.query(`update subscriptions set topics = '{}' where id = $1`, [bad]);
    await tryAgain();
    await service.turn();
    expect(await faults()).toEqual([]);
    await at('2026-12-11T09:00:00Z');
    expect(await sentTo(bad)).toEqual(['2026-12-11T09:00 reminder two.2026 2027-01-10 P30D']);
  });

  it.each([
    ['time zone', `time_zone = 'Nowhere/At_All'`, `time_zone = 'UTC'`, ['news', 'planning']],
    ['lead time', `lead_times = '{P7D,soon,P30D}'`, `lead_times = '{P1D,P30D,P7D}'`, ['planning']],
    ['local time', `local_time = '25:61'`, `local_time = '09:00'`, ['planning']],
    ['quiet hour', `quiet_from = 'x', quiet_to = '10:00'`, `quiet_from = '', quiet_to = ''`, ['news', 'planning']],
  ])('of one subscription, a %s, holds up no other; repaired, it gets once what it missed', async (...row) => {
    const [, damage, repair, steps] = row;
    const [bad, good] = [await subscribe(), await subscribe()];
    await service.db.pool.query(`update subscriptions set ${damage} where id = $1`, [bad]);
    await service.record([fact('one', '2026-12-05'), fact('two', '2027-01-10')]);
    await service.turn();
    const one = 'reminder one.2026 2026-12-05';
    const news = ['2026-11-30T12:00 development fact:one', '2026-11-30T12:00 development fact:two'];
    expect((await sentTo(good)).toSorted()).toEqual([...news, `2026-11-30T12:00 ${one} P30D, ${one} P7D`].toSorted());
    expect((await sentTo(bad)).toSorted()).toEqual(steps.includes('news') ? [] : news);
    expect((await faults()).toSorted()).toEqual(steps.map((step) => `${step} ${bad}`));

    await tryAgain();
    await service.turn();
    expect(await selectFaults(service.db.kysely, 10)).toMatchObject([{ step: 'planning', about: bad, attempts: 2 }]);

    await at('2026-12-04T12:00:00Z');
    await service.db.pool.query(`update subscriptions set ${repair} where id = $1`, [bad]);
    await tryAgain();
    await service.turn();
    await at('2026-12-04T12:05:00Z');
    const told = (await service.deliveries())
      .filter(({ subscription }) => subscription === bad)
      .flatMap(({ about }) => about.map((what) => what.replaceAll('river-treaty.', '')));
    expect(told.toSorted()).toEqual(
      ['development fact:one', 'development fact:two', `${one} P1D`, `${one} P30D`, `${one} P7D`].toSorted(),
    );
    expect(await faults()).toEqual([]);
    await at('2026-12-11T09:00:00Z');
    expect((await sentTo(bad)).at(-1)).toBe('2026-12-11T09:00 reminder two.2026 2027-01-10 P30D');
  });

  it('of the schedule of a subscription does not lose that a milestone moved nearer, with the notice alone', async () => {
    const id = await subscribe({ filter: { kinds: ['milestones'] } });
    await service.record([fact('one', '2027-06-01')]);
    await service.turn();
    await service.db.pool.query(`update subscriptions set time_zone = 'Nowhere/At_All' where id = $1`, [id]);
    const moved = { type: 'milestone.moved', body: { milestone: 'one.2026' } };
    await service.record([fact('moved', '2026-12-05', moved)]);
    await service.turn();
    expect(await sentTo(id)).toEqual([]);
    await at('2026-12-02T12:00:00Z');
    await service.db.pool.query(`update subscriptions set time_zone = 'UTC' where id = $1`, [id]);
    await tryAgain();
    await service.turn();
    await at('2026-12-04T09:00:00Z');
    expect(await sentTo(id)).toEqual([
      '2026-12-02T12:00 milestone-moved one.2026 2026-12-05',
      '2026-12-04T09:00 reminder one.2026 2026-12-05 P1D',
    ]);
  });

  it('of the schedule of a new subscription is planned once it can be, without what lay behind when it began', async () => {
    await service.record([fact('one', '2026-12-05')]);
    const id = await subscribe();
    await service.db.pool.query(`update subscriptions set time_zone = 'Nowhere/At_All' where id = $1`, [id]);
    await service.db.pool.query(`delete from planned_reminders`);
    await service.db.pool.query(
      `insert into faults (step, about, reason, attempts, since, last_at, next_at) values ('planning', $1, '', 1, now(), now(), now())`,
      [id],
    );
    await service.turn();
    await at('2026-12-04T10:00:00Z');
    expect(await sentTo(id)).toEqual([]);
    await service.db.pool.query(`update subscriptions set time_zone = 'UTC' where id = $1`, [id]);
    await tryAgain();
    await service.turn();
    expect(await sentTo(id)).toEqual(['2026-12-04T10:00 reminder one.2026 2026-12-05 P1D']);
  });

  it('of the window of a milestone holds up no other, nor a new subscription; repaired, it is announced once', async () => {
    const good = await subscribe({ filter: { kinds: ['milestones'] } });
    await service.record([fact('one', '2026-12-05'), fact('two', '2026-12-06')]);
    await service.db.pool.query(`update milestones set edtf = 'some day' where rule = 'one'`);
    await service.turn();
    const late = await subscribe({ filter: { kinds: ['milestones'] } });
    await service.turn();
    const two = '2026-11-30T12:00 reminder two.2026 2026-12-06 P30D, reminder two.2026 2026-12-06 P7D';
    expect([await sentTo(good), await sentTo(late)]).toEqual([[two], []]);
    expect(await faults()).toEqual(['planning river-treaty.one.2026']);

    await at('2026-12-04T10:00:00Z');
    await service.db.pool.query(`update milestones set edtf = '2026-12-05' where rule = 'one'`);
    await tryAgain();
    await service.turn();
    await at('2026-12-04T10:05:00Z');
    const one = (await sentTo(good)).filter((line) => line.includes('one.2026'));
    expect(one).toHaveLength(1);
    expect(one[0]).toMatch(/P30D.*P7D|P7D.*P30D/);
    expect(await sentTo(late)).toEqual(['2026-12-04T10:00 reminder one.2026 2026-12-05 P1D']);
    expect(await faults()).toEqual([]);
  });
});
