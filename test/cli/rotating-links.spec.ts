import type { OwnSubscription } from '#libs/reminders';
import { SECRETS_KEY } from '../api/secrets-key.js';
import { tokenOf } from '../reminders/confirming.js';
import { startTestReminders, type TestReminders } from '../reminders/test-reminders.js';
import { TREATY } from '../reminders/river-treaty.js';
import { runDateline, type Ended } from './command-line.js';

const UPGRADE = '2026-06-10';

describe('dateline subscribe rotate-links', () => {
  let service: TestReminders;
  let old: OwnSubscription[];
  let other: OwnSubscription[];

  beforeEach(async () => {
    service = await startTestReminders('2026-06-01T00:00:00Z');
    await service.record(TREATY);
    const mail = (address: string) => service.subscribe({ channel: { type: 'email', address } });
    old = [await mail('ana@example.org'), await mail('ben@example.org')];
    const calendar = await service.subscribe({ channel: { type: 'calendar' } });
    await service.setClock('2026-06-10T12:00:00Z');
    other = [calendar, await mail('new@example.org')];
    await service.turn();
  });
  afterEach(() => service.drop());

  const rotate = (...args: string[]): Promise<Ended> =>
    runDateline(['subscribe', 'rotate-links', '--made-before', UPGRADE, ...args], {
      DATABASE_URL: service.url,
      SECRETS_KEY: SECRETS_KEY.toString('base64'),
      PUBLIC_URL: service.publicUrl,
    });
  const opens = async ({ subscription: { id }, links }: OwnSubscription): Promise<boolean[]> => {
    const tokens = [
      [links.manageUrl, 'manage'],
      [links.unsubscribeUrl, 'unsubscribe'],
      [links.feedUrl, 'read'],
    ] as const;
    return Promise.all(
      tokens.map(([link, purpose]) =>
        service.subscriptions.open(id, tokenOf(link), purpose).then(
          () => true,
          () => false,
        ),
      ),
    );
  };
  const mailed = async (): Promise<string[]> =>
    (await service.mails())
      .filter(({ subject }) => subject?.includes('links were replaced'))
      .flatMap(({ to }) => (to === undefined || Array.isArray(to) ? [] : [to.text]))
      .toSorted();

  it('shows how many there are, and changes nothing without --yes', async () => {
    const { code, stdout } = await rotate();
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 subscriptions by e-mail would get new links')]);
    expect(JSON.parse((await rotate('--json')).stdout)).toEqual({ rotated: 0, left: 2, retryAfterSeconds: null });
    for (const own of old) expect(await opens(own)).toEqual([true, true, true]);
  });

  it('ends the links of what was made before, mails new ones, and leaves all else and what it did already', async () => {
    const { code, stdout } = await rotate('--yes');
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 subscriptions got new links')]);
    for (const own of old) expect(await opens(own)).toEqual([false, false, false]);
    for (const own of other) expect(await opens(own)).toEqual([true, true, true]);
    await service.turn();
    expect(await mailed()).toEqual(['ana@example.org', 'ben@example.org']);
    expect(JSON.parse((await rotate('--yes', '--json')).stdout)).toEqual({
      rotated: 0,
      left: 0,
      retryAfterSeconds: null,
    });
    const { rows } = await service.db.pool.query(`select actor, outcome from audit where action = 'links-rotate'`);
    expect(rows).toEqual([
      { actor: 'operator', outcome: 'done' },
      { actor: 'operator', outcome: 'done' },
    ]);
  });

  it('ends where the mails of an hour are used up, says so, and goes on when they are again', async () => {
    await rotate('--yes');
    await service.db.pool.query(`delete from deliveries where kind = 'links'`);
    const points = (most: number) =>
      service.db.pool.query(`update rate_limits set points = $1 where key like 'links-total%'`, [most]);
    await points(999);
    const { code, stdout } = await rotate('--yes');
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/1 subscription got .*run it again in \d+ minutes.*1 subscription left/s),
    ]);
    await points(0);
    expect(JSON.parse((await rotate('--yes', '--json')).stdout)).toMatchObject({ rotated: 1, left: 0 });
  });

  it.each(['tomorrow', '2026-02-30', '2126-01-01'])('takes no such day: %s', async (day) => {
    const { code, stderr } = await rotate('--made-before', day);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--made-before')]);
  });
});
