import { TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

/** The rows of one subscription. */
const own = (rows: object[], id: string) => rows.filter((row) => Object.values(row)[0] === id);

describe('plans that were made by other rules of time zones', () => {
  let service: TestReminders;

  beforeEach(async () => {
    service = await startTestReminders('2026-03-01T00:00:00Z');
    await service.record(TREATY);
  });
  afterEach(() => service.drop());

  const standing = async (): Promise<object[]> =>
    (
      await service.db.pool.query<object>(
        'select subscription_id, kind, about, edtf, lead_time, due_at, status, detail from planned_reminders order by 1, 2, 3, 4, 5',
      )
    ).rows;
  const NOW = process.versions['tz']!;
  const damageRules = async (version: string, reached: string | null): Promise<void> => {
    await service.db.pool.query(`update planning_rules set version = $1, reached = $2`, [version, reached]);
    await service.db.pool.query(
      `update planned_reminders set due_at = due_at + interval '1 hour' where status = 'planned'`,
    );
  };

  it.each([
    ['and not yet by these', '1999a', null],
    ['while a turn that began to plan anew was interrupted', NOW, ''],
  ])('%s, hold the local hour: reminders, notices and news in digests', async (_, version, reached) => {
    for (const [digest, timeZone] of [
      ['none', 'America/Mexico_City'],
      ['daily', 'Asia/Tokyo'],
      ['weekly', 'Europe/Madrid'],
    ])
      await service.subscribe({
        channel: { type: 'email', address: `${digest}@example.org` },
        filter: { kinds: ['milestones', 'developments'] },
        quietHours: { from: '00:00', to: '07:00' },
        digest,
        timeZone,
      });
    await service.turn();
    const more = { subject: 'river-treaty', knownSince: '2026-03-01', sources: [{ source: 'gazette' }] };
    await service.record([
      { record: 'fact', id: 'noted', type: 'agreement.noted', occurred: '2026-03-01', title: 'Noted', ...more },
      {
        record: 'fact',
        id: 'moved',
        type: 'milestone.moved',
        occurred: '2026-04-01',
        title: 'Moved',
        body: { milestone: 'joint-review.2026' },
        ...more,
      },
    ]);
    await service.turn();
    const before = await standing();
    expect(before).toEqual(
      expect.arrayContaining(
        ['reminder', 'milestone-moved', 'development'].map((kind) =>
          expect.objectContaining({ kind, status: 'planned' }),
        ),
      ),
    );
    await damageRules(version, reached);
    await service.turn();
    expect(await standing()).toEqual(before);
    const { rows } = await service.db.pool.query('select version, reached from planning_rules');
    expect(rows).toEqual([{ version: NOW, reached: null }]);
  });

  it('stay as they are where the rules are the same', async () => {
    await service.subscribe({ channel: { type: 'email', address: 'ana@example.org' } });
    await service.turn();
    await service.db.pool.query(`update planned_reminders set due_at = due_at + interval '1 hour'`);
    const before = await standing();
    await service.turn();
    expect(await standing()).toEqual(before);
  });

  it('stay for a subscription whose schedule cannot be computed, and hold the local hour for all others', async () => {
    const ids: string[] = [];
    for (const name of ['ana', 'ben'])
      ids.push(
        (await service.subscribe({ channel: { type: 'email', address: `${name}@example.org` } })).subscription.id,
      );
    await service.turn();
    const before = await standing();
    await damageRules('1999a', null);
    const wrong = await standing();
    await service.db.pool.query(`update subscriptions set time_zone = 'Nowhere/At_All' where id = $1`, [ids[0]]);
    await service.turn();
    expect(own(await standing(), ids[0]!)).toEqual(own(wrong, ids[0]!));
    expect(own(await standing(), ids[1]!)).toEqual(own(before, ids[1]!));
  });
});
