import { recorderOfRun } from '#libs/event-store';
import { subscriptionForm } from '#libs/reminders';
import { confirmationMail } from './confirming.js';
import { TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

describe('a subscription by e-mail of an earlier release', () => {
  let service: TestReminders;
  beforeEach(async () => {
    service = await startTestReminders('2026-03-01T00:00:00Z', {});
    await service.record(TREATY);
  });
  afterEach(() => service.drop());

  it('ends when its mailbox refuses all mail', async () => {
    const recorder = recorderOfRun('subscriber');
    const { subscription } = await service.subscribe({ channel: { type: 'email', address: 'Ana@Example.org' } });
    // An earlier release kept no hash of the mailbox, and sent its confirmation long ago.
    await service.db.pool.query('update subscription_addresses set mailbox = null');
    await service.db.pool.query('delete from mailbox_confirmations');
    await service.turn();
    const form = subscriptionForm.parse({ channel: { type: 'email', address: 'ana@example.org' }, digest: 'weekly' });
    await service.signUps.create(form, { caller: 'another', recorder });
    const { id, token } = await confirmationMail(service.db.pool, 'ana@example.org');
    await service.confirmations.refuse(id, token, recorder);
    const { rows } = await service.db.pool.query('select id from subscriptions where id = $1', [subscription.id]);
    expect(rows).toEqual([]);
  });

  it('made while the earlier release still runs beside this one is hashed at the next turn', async () => {
    const { db } = service;
    await service.subscribe({ channel: { type: 'email', address: 'ana@example.org' } });
    await service.turn();
    await service.turn();
    await db.pool.query('update subscription_addresses set mailbox = null');
    await service.turn();
    const { rows } = await db.pool.query<{ hashed: boolean }>(
      'select mailbox is not null as hashed from subscription_addresses',
    );
    expect(rows).toEqual([{ hashed: true }]);
  });
});
