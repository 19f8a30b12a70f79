import { VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import { recorderOfRun } from '#libs/event-store';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const PLAN = 'river-treaty.hearing.2026';
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
  body: { milestone: 'hearing.2026' },
  sources,
  ...more,
});

describe('a milestone that becomes known inside its lead times', () => {
  let service: TestReminders;

  beforeEach(async () => {
    service = await startTestReminders('2026-11-30T12:00:00Z');
    await service.record(SUBJECT);
  });
  afterEach(() => service.drop());

  let nth = 0;
  const subscribe = async (more: object = {}) =>
    service.subscribe({
      channel: { type: 'email', address: `reader-${++nth}@example.org` },
      leadTimes: ['P30D', 'P7D'],
      ...more,
    });
  const at = async (instant: string): Promise<void> => {
    await service.setClock(instant);
    await service.turn();
  };
  const sent = async (): Promise<string[]> =>
    (await service.deliveries()).map(({ sentAt, status, about }) => `${sentAt ?? status} ${about.join(', ')}`);
  const textOf = async (words: string): Promise<string> => {
    const mail = (await service.mails()).find(({ subject }) => subject?.includes(words));
    return `${mail?.subject}\n${mail?.text}`.replaceAll(/\s+/g, ' ');
  };

  it('is announced at once, once, in one message that names the lead times and says that it is late', async () => {
    await subscribe();
    await service.record([fact('plan', '2026-12-05')]);
    await Promise.all([service.sweep.run(), service.sweep.run()]);
    await at('2026-11-30T12:01:00Z');
    await at('2026-12-05T23:00:00Z');
    expect(await sent()).toEqual([
      `2026-11-30T12:00 reminder ${PLAN} 2026-12-05 P30D, reminder ${PLAN} 2026-12-05 P7D`,
    ]);
    const text = await textOf('What plan says');
    expect(text).toContain('(late)');
    expect(text).toContain('You asked to be reminded 7 days before.');
    expect(text).toContain('This message is late: that time had passed when the milestone was recorded.');
    expect(text).toContain('It also stands for what should have been said 30 days before.');
  });

  it('is announced to nobody who subscribed after it became known, nor again where a subscription is changed', async () => {
    await service.record([fact('plan', '2026-12-05')]);
    const { subscription, links } = await subscribe();
    const token = new URL(links.manageUrl).searchParams.get('token')!;
    await service.turn();
    const by = { caller: 'reader', recorder: recorderOfRun('subscriber') };
    await service.subscriptions.change(subscription.id, token, { status: 'disabled' }, by);
    await service.subscriptions.change(subscription.id, token, { status: 'active', leadTimes: ['P60D', 'P3D'] }, by);
    await at('2026-11-30T12:05:00Z');
    expect(await sent()).toEqual([]);
    await at('2026-12-02T09:00:00Z');
    expect(await sent()).toEqual([`2026-12-02T09:00 reminder ${PLAN} 2026-12-05 P3D`]);
  });

  it('is announced on its own last day, and not where its window is over by the clock of the reader', async () => {
    await subscribe({ timeZone: 'America/Mexico_City', leadTimes: ['P7D', 'P0D'] });
    await subscribe({ timeZone: 'Asia/Tokyo', leadTimes: ['P7D', 'P0D'] });
    await service.setClock('2026-12-01T03:00:00Z');
    await service.record([
      fact('plan', '2026-11-30'),
      fact('old', '2026-11-10', { body: { milestone: 'other.2026' } }),
    ]);
    await at('2026-12-01T03:00:00Z');
    expect(await sent()).toEqual([`2026-12-01T03:00 reminder ${PLAN} 2026-11-30 P0D, reminder ${PLAN} 2026-11-30 P7D`]);
  });

  it('is announced where its window has begun and has no end, unless it could be known long before', async () => {
    await subscribe();
    await service.record([
      fact('plan', '2026-11-01/..', { knownSince: '2026-11-30' }),
      fact('old', '2023-11-01/..', { body: { milestone: 'other.2023' }, knownSince: '2023-10-01' }),
    ]);
    await service.turn();
    expect(await sent()).toEqual([
      `2026-11-30T12:00 reminder ${PLAN} 2026-11-01/.. P30D, reminder ${PLAN} 2026-11-01/.. P7D`,
    ]);
  });

  it('is announced by the notice alone where it moved nearer, which names the lead times of the new day', async () => {
    await service.record([fact('plan', '2027-03-01')]);
    await subscribe({ leadTimes: ['P30D', 'P7D', 'P1D'] });
    await service.turn();
    await service.record([fact('moved', '2026-12-05', { type: 'milestone.moved' })]);
    await at('2026-11-30T12:01:00Z');
    await at('2026-11-30T12:02:00Z');
    await at('2026-12-04T09:00:00Z');
    expect(await sent()).toEqual([
      `2026-11-30T12:01 milestone-moved ${PLAN} 2026-12-05`,
      `2026-12-04T09:00 reminder ${PLAN} 2026-12-05 P1D`,
    ]);
    expect(await textOf('moved to 5 December 2026')).toContain(
      'You asked to be reminded 30 days before and 7 days before. That time had passed when the move was recorded.',
    );
  });

  it('moves with one notice for those who knew it, and is announced to those who did not, both in one turn', async () => {
    const first = (await subscribe()).subscription.id;
    await service.record([fact('plan', '2027-03-01')]);
    const second = (await subscribe()).subscription.id;
    await service.record([fact('moved', '2026-12-05', { type: 'milestone.moved' })]);
    const third = (await subscribe()).subscription.id;
    await service.turn();
    const told = (await service.deliveries()).map(({ subscription, kind }) => `${subscription} ${kind}`);
    expect(told.toSorted()).toEqual([`${first} reminder`, `${second} milestone-moved`].toSorted());
    expect(told.join()).not.toContain(third);
  });

  it('comes with the next digest, or at once where that comes on the last day or after it', async () => {
    await subscribe({ digest: 'weekly', digestDay: 5 });
    await service.record([
      fact('plan', '2026-12-05'),
      fact('near', '2026-12-04', { body: { milestone: 'near.2026' } }),
    ]);
    await service.turn();
    expect((await sent()).map((line) => line.slice(0, 50))).toEqual([
      '2026-11-30T12:00 reminder river-treaty.near.2026 2',
    ]);
    await at('2026-12-04T09:00:00Z');
    expect((await service.deliveries()).at(-1)).toMatchObject({ kind: 'digest', sentAt: '2026-12-04T09:00' });
    expect(await sent()).toHaveLength(2);
  });

  it('waits for the end of quiet hours, also where the subscription is changed meanwhile', async () => {
    const { subscription, links } = await subscribe({ quietHours: { from: '11:00', to: '14:00' } });
    await service.record([fact('plan', '2026-12-05')]);
    await service.turn();
    expect(await sent()).toEqual([]);
    const token = new URL(links.manageUrl).searchParams.get('token')!;
    const by = { caller: 'reader', recorder: recorderOfRun('subscriber') };
    await service.subscriptions.change(subscription.id, token, { quietHours: { from: '11:00', to: '15:00' } }, by);
    await at('2026-11-30T14:00:00Z');
    expect(await sent()).toEqual([]);
    await at('2026-11-30T15:00:00Z');
    expect(await sent()).toEqual([
      `2026-11-30T15:00 reminder ${PLAN} 2026-12-05 P30D, reminder ${PLAN} 2026-12-05 P7D`,
    ]);
    expect(await textOf('What plan says')).toContain('(late)');
  });

  it('keeps a lead time that waits for its hour where the hour is changed to one that has passed', async () => {
    const { subscription, links } = await subscribe({ localTime: '18:00' });
    await service.record([fact('plan', '2026-12-07')]);
    await service.turn();
    const token = new URL(links.manageUrl).searchParams.get('token')!;
    const by = { caller: 'reader', recorder: recorderOfRun('subscriber') };
    await service.subscriptions.change(subscription.id, token, { localTime: '09:00' }, by);
    await at('2026-11-30T12:01:00Z');
    expect(await sent()).toEqual([
      `2026-11-30T12:00 reminder ${PLAN} 2026-12-07 P30D`,
      `2026-11-30T12:01 reminder ${PLAN} 2026-12-07 P7D`,
    ]);
  });

  it('is announced to those whose party it becomes by a correction, and not to those who had it', async () => {
    await service.record([fact('plan', '2026-12-05', { parties: ['SE'] })]);
    const ofNorway = (await subscribe({ filter: { parties: ['NO'] } })).subscription.id;
    await subscribe({ filter: { parties: ['SE'] } });
    await subscribe();
    await service.turn();
    await service.record([
      {
        record: 'correction',
        id: 'whose',
        fact: 'plan',
        changes: { parties: ['NO', 'SE'] },
        reason: 'A slip.',
        sources,
      },
    ]);
    await service.turn();
    expect((await service.deliveries()).map(({ subscription, kind }) => [subscription, kind])).toEqual([
      [ofNorway, 'reminder'],
    ]);
  });

  it('is announced again by no rebuild', async () => {
    await service.record([fact('plan', '2026-12-05')]);
    await subscribe();
    await service.turn();
    const runner = new ProjectionRunner(service.db, service.store, VIEWS, {
      logger: { log: () => {}, error: () => {} },
    });
    for (const { name } of VIEWS) expect(await runner.rebuild(name)).toMatchObject({ outcome: 'swapped' });
    await service.turn();
    expect(await sent()).toEqual([]);
  });
});
