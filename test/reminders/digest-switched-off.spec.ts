import { Logger } from '@nestjs/common';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

/** Another treaty, reviewed on the same day. */
const HILLS = TREATY.slice(1).map((record) => ({
  ...record,
  id: record.id?.replace('river', 'hill'),
  ...('subject' in record && { subject: 'hill-treaty' }),
}));

describe('a digest that could not be composed', () => {
  let hooks: HookReceiver;
  let service: TestReminders;

  beforeEach(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-06-01T00:00:00Z');
    // Failures are what is meant here; nobody need read of them.
    Logger.overrideLogger(false);
  });
  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  it('holds everything that was collected for it, also where the subscription wants no digests any more', async () => {
    await service.record([...TREATY, ...HILLS]);
    const { subscription } = await service.subscribe({
      channel: { type: 'webhook', url: `${hooks.url}/hook` },
      filter: { milestones: ['joint-review'] },
      leadTimes: ['P7D'],
      digest: 'daily',
    });
    await service.turn();
    const set = (values: string): Promise<unknown> =>
      service.db.pool.query(`update subscriptions set ${values} where id = $1`, [subscription.id]);
    await set(`time_zone = 'CST'`);
    await service.setClock('2026-06-24T09:00:00Z');
    await service.turn();
    expect(hooks.arrived).toEqual([]);
    await set(`time_zone = 'UTC', digest = 'none'`);
    await service.setClock('2026-06-24T09:10:00Z');
    await service.turn();
    expect(hooks.arrived).toHaveLength(1);
    const { data } = JSON.parse(hooks.arrived[0]!.body) as { data: { items: { milestone: { id: string } }[] } };
    expect(data.items.map(({ milestone }) => milestone.id).toSorted()).toEqual([
      'hill-treaty.joint-review.2026',
      'river-treaty.joint-review.2026',
    ]);
  });
});
