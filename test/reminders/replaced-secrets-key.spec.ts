import { randomBytes } from 'node:crypto';
import type { LoggerService } from '@nestjs/common';
import { recorderOfRun } from '#libs/event-store';
import { subscriptionForm, type OwnSubscription } from '#libs/reminders';
import type { Database } from '#libs/database';
import { Resealing } from '../../libs/reminders/src/subscriptions/resealing.js';
import { SecretBox } from '../../libs/reminders/src/subscriptions/secret-box.js';
import { SECRETS_KEY } from '../api/secrets-key.js';
import { confirmationMail, tokenOf, type ConfirmationMail } from './confirming.js';
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
    const { mail } = await signedUp(before, address);

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

  it('goes on past what holds no key: a request that waits for its mail, and a mail whose request was dropped', async () => {
    const before = await start({});
    await before.record(TREATY);
    const dropped = await signedUp(before, 'dropped@example.org');
    await before.confirmations.drop(dropped.mail.id, dropped.mail.token, dropped.request);
    await signedUp(before, 'waits@example.org');
    await before.turn();
    const hook = await before.subscribe({ channel: { type: 'webhook', url: 'https://127.0.0.1/hook' } });
    const { rows: empty } = await before.db.pool.query(
      `select (select count(*)::integer from mailbox_confirmations where token_key is null) as mails,
              (select count(*)::integer from subscription_addresses where token_key is null and secrets = '{}') as places`,
    );
    expect(empty).toEqual([{ mails: 1, places: 1 }]);

    const { lines, logger } = heard();
    const both = await start({ beside: before, secretsKey, secretsKeyBefore: SECRETS_KEY, logger });
    await both.turn();
    await both.turn();
    expect(lines.filter((line) => line.includes('SECRETS_KEY'))).toEqual([
      'Everything is encrypted with SECRETS_KEY; SECRETS_KEY_BEFORE is not needed any more.',
    ]);
    const after = await start({ beside: before, secretsKey });
    const token = tokenOf(hook.links.manageUrl);
    expect(await seenBy(after, { id: hook.subscription.id, token })).toEqual(hook.secrets);
  });

  it.each(['encrypted with the key before', 'in clear'])(
    'sends what is due where a row %s cannot be encrypted, and encrypts it once it can be',
    async (how) => {
      const before = await start(how === 'in clear' ? { secretsKey: null } : {});
      await before.record(TREATY);
      const first = await before.subscribe({ channel: { type: 'webhook', url: 'https://127.0.0.1/first' } });
      const other = await before.subscribe({ channel: { type: 'webhook', url: 'https://127.0.0.1/other' } });
      const [stuck, free] = [first, other].toSorted((a, b) => (a.subscription.id < b.subscription.id ? -1 : 1));
      await before.database.superuser.pool.query(`
        create function refuse_change() returns trigger language plpgsql as $$ begin raise 'no room left'; end $$`);
      await before.database.superuser.pool.query(`
        create trigger refuse_change before update of token_key on subscription_addresses for each row
          when (old.subscription_id = '${stuck!.subscription.id}') execute function refuse_change()`);
      await before.subscriptions.sendTest(stuck!.subscription.id, tokenOf(stuck!.links.manageUrl), { caller: 'tries' });

      const own = await start({ beside: before, secretsKey });
      const stranger = await start({ beside: before, secretsKey: randomBytes(32) });
      const { lines, logger } = heard();
      const secretsKeyBefore = how === 'in clear' ? undefined : SECRETS_KEY;
      const both = await start({ beside: before, secretsKey, secretsKeyBefore, logger });
      for (let turn = 0; turn < 4; turn++) await both.turn();
      const { rows } = await before.db.pool.query('select attempts > 0 as "isTried" from deliveries');
      expect(rows).toEqual([{ isTried: true }]);
      expect(lines.filter((line) => line.includes('SECRETS_KEY'))).toEqual([
        `The keys of ${stuck!.subscription.id} were not encrypted with SECRETS_KEY, which is tried again: no room left`,
      ]);
      expect(await ownSeenBy(own, free!)).toEqual(free!.secrets);
      expect(await ownSeenBy(stranger, free!)).toEqual([expect.stringContaining('another SECRETS_KEY')]);

      await before.database.superuser.pool.query('drop trigger refuse_change on subscription_addresses');
      for (let turn = 0; turn < 2; turn++) await both.turn();
      expect(await ownSeenBy(own, stuck!)).toEqual(stuck!.secrets);
      expect(await ownSeenBy(stranger, stuck!)).toEqual([expect.stringContaining('another SECRETS_KEY')]);
      expect(lines.some((line) => line.startsWith('Everything is encrypted'))).toBe(how !== 'in clear');
    },
  );
});

describe('encrypting with SECRETS_KEY', () => {
  it.each([undefined, randomBytes(32)])(
    'reads no table once nothing is left, with the key before: %s',
    async (before) => {
      const service = await startTestReminders(START, {});
      try {
        const box = new SecretBox({
          publicUrl: '',
          allowPrivate: false,
          readAccess: 'public',
          secretsKey: SECRETS_KEY,
          secretsKeyBefore: before,
        });
        const reads: string[] = [];
        const kysely = service.db.kysely.withPlugin({
          transformQuery: ({ node }) => (reads.push(node.kind), node),
          transformResult: async ({ result }) => result,
        });
        const resealing = new Resealing(Object.assign(Object.create(service.db) as Database, { kysely }), box);
        await resealing.turn();
        expect(reads.length).toBeGreaterThan(0);
        reads.length = 0;
        await resealing.turn();
        expect(reads).toEqual([]);
      } finally {
        await service.drop();
      }
    },
  );
});

/** A request by e-mail that is not confirmed yet, and its mail. */
async function signedUp(service: TestReminders, address: string): Promise<{ request: string; mail: ConfirmationMail }> {
  const form = subscriptionForm.parse({ channel: { type: 'email', address } });
  const { id: request } = await service.signUps.create(form, {
    caller: address,
    recorder: recorderOfRun('subscriber'),
  });
  return { request, mail: await confirmationMail(service.db.pool, address) };
}

/** What the service says in its log about subscriptions. */
function heard(): { lines: string[]; logger: LoggerService } {
  const lines: string[] = [];
  const hear = (line: string): void => void lines.push(line);
  return { lines, logger: { log: hear, error: hear, warn: hear } };
}

/** What another service makes of a subscription, by its link. */
function ownSeenBy(service: TestReminders, { subscription, links }: OwnSubscription): Promise<string[]> {
  return seenBy(service, { id: subscription.id, token: tokenOf(links.manageUrl) });
}
