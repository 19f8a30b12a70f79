import { randomBytes } from 'node:crypto';
import { recorderOfRun } from '#libs/event-store';
import { subscriptionForm } from '#libs/reminders';
import { SECRETS_KEY } from '../api/secrets-key.js';
import { confirmationMail, tokenOf } from './confirming.js';
import { TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const START = '2026-03-01T00:00:00Z';

/** What another service makes of what is stored, or why it makes nothing of it. */
const seenBy = (service: TestReminders, subscription: { id: string; token: string }): Promise<string[]> =>
  service.subscriptions.open(subscription.id, subscription.token).then(
    ({ secrets }) => [...secrets],
    (error: Error) => [error.message],
  );

describe('a replaced SECRETS_KEY', () => {
  const secretsKey = randomBytes(32);
  const services: TestReminders[] = [];
  const start = async (options: Parameters<typeof startTestReminders>[1]): Promise<TestReminders> => {
    const service = await startTestReminders(START, options);
    services.unshift(service);
    return service;
  };
  afterEach(async () => {
    for (const service of services.splice(0)) await service.drop();
  });

  it('opens every link, secret and confirmation mail by the key before, then by the new one alone, and leaves what neither opens', async () => {
    const before = await start({});
    await before.record(TREATY);
    const made = [];
    // More than one turn takes.
    for (let n = 0; n < 202; n++) {
      const channel = { type: 'webhook', url: `https://127.0.0.1/${n}` };
      const { subscription, links, secrets } = await before.subscribe({ channel });
      made.push({ id: subscription.id, token: tokenOf(links.manageUrl), secrets });
    }
    const [first, last] = [made[0]!, made.at(-1)!];
    const lost = (await before.subscribe({ channel: { type: 'calendar' } })).subscription.id;
    await before.db.pool.query(
      `update subscription_addresses set token_key = decode(repeat('00', 60), 'hex') where subscription_id = $1`,
      [lost],
    );

    const address = 'waits@example.org';
    const form = subscriptionForm.parse({ channel: { type: 'email', address } });
    await before.signUps.create(form, { caller: 'waits', recorder: recorderOfRun('subscriber') });
    const mail = await confirmationMail(before.db.pool, address);

    const both = await start({ beside: before, secretsKey, secretsKeyBefore: SECRETS_KEY });
    expect(await seenBy(both, first)).toEqual(first.secrets);
    for (let turn = 0; turn < 3; turn++) await both.turn();

    const after = await start({ beside: before, secretsKey });
    for (const one of [first, last]) {
      expect(await seenBy(after, one)).toEqual(one.secrets);
      expect(await seenBy(before, one)).toEqual([expect.stringContaining('another SECRETS_KEY')]);
    }
    expect(await after.confirmations.open(mail.id, mail.token, { limit: 1 })).toMatchObject({ address });
    const { rows } = await before.db.pool.query<{ key: string }>(
      `select encode(token_key, 'hex') as key from subscription_addresses where subscription_id = $1`,
      [lost],
    );
    expect(rows).toEqual([{ key: '00'.repeat(60) }]);
  });
});
