import { sql } from 'kysely';
import { selectMilestones } from '#libs/milestones';
import { Planner, previewOf, subscriptionForm, type Subscription } from '#libs/reminders';
import { FixedClock } from '#libs/kernel';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';
import { TZ_NAMES } from './zone-names.js';

/** Names of ICU that Intl takes and Temporal does not. */
const OF_ICU =
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST'.split(' ');
const OFFSETS = ['+00:00', '-00:00', '+05:30', '-12:00', '+14:00', '+23:59', '-23:59', '+24:00', '+0530', '+05', '+5'];
const ODD = ['', ' ', 'Factory', 'localtime', 'posix/UTC', 'SystemV/AST4', 'US/Pacific-New', 'Etc/Unknown', 'UTC+1'];
const NAMES = [...new Set([...Intl.supportedValuesOf('timeZone'), ...TZ_NAMES, ...OFFSETS, ...ODD])];

const accepted = (name: string): string | undefined => {
  const form = subscriptionForm.safeParse({ channel: { type: 'calendar' }, timeZone: name });
  return form.success ? form.data.timeZone : undefined;
};

describe('a time zone', () => {
  it('is refused where only Intl knows it', () => {
    expect(OF_ICU.flatMap((name) => accepted(name) ?? [])).toEqual([]);
    for (const name of OF_ICU) expect(() => Intl.DateTimeFormat('en', { timeZone: name })).not.toThrow();
  });

  describe('that the form accepts', () => {
    let service: TestReminders;
    let own: Subscription;
    beforeAll(async () => {
      service = await startTestReminders('2026-03-01T00:00:00Z');
      await service.record(TREATY);
      const channel = { type: 'webhook', url: 'https://127.0.0.1/hook' };
      const filter = { milestones: [REVIEW] };
      own = (await service.subscribe({ channel, filter, leadTimes: ['P7D', 'P0D'] })).subscription;
    });
    afterAll(() => service.drop());

    it('is computed with by preview and plan, in any letter case, and both say the same', async () => {
      const names = NAMES.flatMap((name) => [name, name.toLowerCase(), name.toUpperCase()]);
      const zones = [...new Set(names.flatMap((name) => accepted(name) ?? []))];
      // All but a few names that are no zones.
      expect(NAMES.filter((name) => accepted(name) === undefined).length).toBeLessThan(15);
      expect(zones.length).toBeGreaterThan(590);
      const { kysely } = service.db;
      const open = await selectMilestones(kysely, sql<boolean>`subject_id = 'river-treaty'`);
      const planner = new Planner(service.db, new FixedClock(service.now()));
      const links = { manageUrl: 'http://a.test', unsubscribeUrl: 'http://a.test' } as never;
      for (const timeZone of zones) {
        const quietHours = { from: '23:00', to: '01:00' };
        const schedule = { ...own.schedule, timeZone, localTime: '00:30', digest: 'weekly' as const, quietHours };
        const options = { publicUrl: 'http://a.test', now: service.now(), coverage: '' };
        const { items } = await previewOf(kysely, { ...own, schedule, links }, open, options);
        expect({ timeZone, items: items.map(({ leadTime }) => leadTime) }).toEqual({
          timeZone,
          items: ['P7D', 'P0D'],
        });
        const planned = await kysely.transaction().execute(async (tx) => {
          await sql`update subscriptions set time_zone = ${timeZone}, local_time = '00:30', digest = 'weekly',
              quiet_from = '23:00', quiet_to = '01:00' where id = ${own.id}`.execute(tx);
          await planner.planFor(tx, { ...own, schedule });
          return sql<{ at: Date }>`
              select due_at as at from planned_reminders where subscription_id = ${own.id} and status = 'planned' order by due_at`.execute(
            tx,
          );
        });
        expect(planned.rows.map(({ at }) => at.toISOString())).toEqual(items.map(({ dueAt }) => dueAt));
      }
    });
  });
});
