import { MilestoneFlags, MilestonesQuery } from '#libs/milestones';
import { startTestTimeline } from '#libs/testing';
import { lines } from '../data/bundled-records.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const records = lines.map(({ record }) => record);

/** What could be on record before a day: sources and subjects, and facts of which one could know. */
function until(day: string): object[] {
  const published = new Map(records.map(({ id, publishedOn }) => [id, publishedOn]));
  return records.filter(({ record, occurred, sources, type }) => {
    if (record !== 'fact') return record === 'source' || record === 'subject';
    const isPlan = /planned|moved/.test(String(type));
    const days = (sources as { source: string }[]).map(({ source }) => published.get(source));
    const known = days.every((one) => typeof one !== 'string' || one < day);
    return known && (isPlan || typeof occurred !== 'string' || occurred.replace(/^\.\.\//, '') < day);
  });
}

const ZONES = ['America/Mexico_City', 'Europe/Madrid', 'Pacific/Auckland'];

describe('with the clock of the service at 1 March 2026, a subscription to usmca', () => {
  let service: TestReminders;
  beforeAll(async () => {
    service = await startTestReminders('2026-03-01T00:00:00Z');
    expect(await service.record(until('2026-03-01'))).toMatchObject({ refused: 0, problems: [] });
  });
  afterAll(() => service.drop());

  it('is reminded of the joint review at nine by the clock of each of three time zones, and is told why', async () => {
    const zones = new Map<string, string>();
    for (const timeZone of ZONES) {
      const own = await service.subscribe({
        channel: { type: 'email', address: `reader${zones.size}@example.org` },
        filter: { subjects: ['usmca'], milestones: ['joint-review'] },
        leadTimes: ['P90D', 'P30D', 'P7D', 'P0D'],
        timeZone,
      });
      zones.set(own.subscription.id, timeZone);
    }
    // Every half hour around the days on which something is due anywhere on earth.
    for (const day of ['2026-04-02', '2026-06-01', '2026-06-24', '2026-07-01'])
      for (let hour = -6; hour <= 18; hour += 0.5) {
        await service.setClock(new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000).toISOString());
        await service.turn();
      }
    const sent = await service.deliveries();
    const told = (zone: string): string[] =>
      sent
        .filter(({ subscription }) => zones.get(subscription) === zone)
        .map(({ sentAt, about }) => `${sentAt} ${about.join()}`);
    const review = 'reminder usmca.joint-review.2026 2026-07-01';
    expect(told('America/Mexico_City')).toEqual([
      `2026-04-02T15:00 ${review} P90D`,
      `2026-06-01T15:00 ${review} P30D`,
      `2026-06-24T15:00 ${review} P7D`,
      `2026-07-01T15:00 ${review} P0D`,
    ]);
    expect(told('Europe/Madrid')).toEqual([
      `2026-04-02T07:00 ${review} P90D`,
      `2026-06-01T07:00 ${review} P30D`,
      `2026-06-24T07:00 ${review} P7D`,
      `2026-07-01T07:00 ${review} P0D`,
    ]);
    // New Zealand leaves daylight saving on 5 April 2026: the same local hour is another instant afterwards.
    expect(told('Pacific/Auckland')).toEqual([
      `2026-04-01T20:00 ${review} P90D`,
      `2026-05-31T21:00 ${review} P30D`,
      `2026-06-23T21:00 ${review} P7D`,
      `2026-06-30T21:00 ${review} P0D`,
    ]);
    const mail = (await service.mails()).find(({ text }) => text?.includes('30 days before'));
    expect(mail?.text).toContain(
      'a review 6 years after the entry into force; this follows from “USMCA enters into force”',
    );
    expect(mail?.text).toContain('Department of State');
    expect(mail?.text).toMatch(/The next reminder about it comes on (24 June 2026 at 09:00|23 June)/);
  });

  it('is in the log with how near the review came, by the window that it had', async () => {
    const flags = new MilestoneFlags(service.db, service.store, { now: () => service.now() });
    await service.setClock('2026-06-20T12:00:00Z');
    await flags.record();
    const given = await flags.of('usmca.joint-review.2026');
    expect(given.map(({ flag, window }) => [flag, window])).toEqual([['imminent', '2026-07-01']]);
  });
});

describe('the bundled data on a day after all of it', () => {
  it('say that the review was held without extension, what is due in 2027 on no fixed day, and what ends when', async () => {
    const timeline = await startTestTimeline({ clockStart: '2026-11-28T12:00:00Z' });
    await timeline.record(records);
    const due = async (subject: string) =>
      (await timeline.ask(new MilestonesQuery({ subject, from: '0001', asOf: '2026-11-28' }))).items.map(
        ({ id, window, status, metBy, sources }) => [id, window.edtf, status, metBy, sources.length > 0],
      );
    expect(await due('usmca')).toEqual(
      expect.arrayContaining([
        ['usmca.joint-review.2026', '2026-07-01', 'met', 'usmca-joint-review-2026', true],
        ['usmca.joint-review.2027', '2027', 'upcoming', null, true],
        ['usmca.term-end.2036', '2036-07-01', 'upcoming', null, true],
      ]),
    );
    expect(await due('minute-323')).toEqual([['minute-323.term-end.2026', '2026-12-31', 'upcoming', null, true]]);
    await timeline.drop();
  });
});
