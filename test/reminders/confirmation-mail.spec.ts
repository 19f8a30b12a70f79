import { Logger } from '@nestjs/common';
import { recorderOfRun } from '#libs/event-store';
import { subscriptionForm } from '#libs/reminders';
import { confirmationMail } from './confirming.js';
import { startMailReceiver, type MailReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

describe('the confirmation mail', () => {
  let mail: MailReceiver;
  let service: TestReminders;

  beforeEach(async () => {
    mail = await startMailReceiver();
    service = await startTestReminders('2026-03-01T00:00:00Z', { smtpUrl: mail.url });
    // Failures are what is meant here.
    Logger.overrideLogger(false);
    await service.record(TREATY);
  });
  afterEach(async () => {
    await service.drop();
    await mail.stop();
  });

  const signUp = (address: string, more: object = {}, caller = '192.0.2.7') =>
    service.signUps.create(subscriptionForm.parse({ channel: { type: 'email', address }, ...more }), {
      caller,
      recorder: recorderOfRun('subscriber'),
    });
  const suppressed = async (): Promise<unknown[]> =>
    (await service.db.pool.query('select reason from suppressed_mailboxes')).rows;

  it('goes to the address as it was typed, once a day, and names what is asked for by the names of records', async () => {
    await signUp('Ana+Treaty@example.org', { filter: { subjects: ['river-treaty'], milestones: [REVIEW] } });
    await signUp('ana+treaty@example.org', { digest: 'weekly' });
    await signUp('ana+other@example.org', { digest: 'weekly' });
    await service.turn();
    expect(mail.arrived.map(({ to }) => [to].flat()[0]?.text)).toEqual(['Ana+Treaty@example.org']);
    const [{ text = '', subject, headers }] = mail.arrived as [(typeof mail.arrived)[0]];
    expect(subject).toBe('Please confirm your subscription');
    expect(text.replaceAll(/\s+/g, ' ')).toContain('milestones about River Treaty by the rule');
    expect(headers.has('list')).toBe(false);
    const { path } = await confirmationMail(service.db.pool, 'Ana+Treaty@example.org');
    expect(text).toContain(`${service.publicUrl}${path}`);
    expect([...text.matchAll(/token=/g)]).toHaveLength(1);

    await service.setClock('2026-03-02T00:00:01Z');
    await signUp('ana@example.org', { digest: 'daily' });
    await service.turn();
    expect(mail.arrived.map(({ to }) => [to].flat()[0]?.text)).toEqual(['Ana+Treaty@example.org', 'ana@example.org']);
  });

  it('is never sent again to a mailbox that does not exist, and the sign-up is answered as any other', async () => {
    mail.refusal = { code: 550, text: '5.1.1 no such mailbox' };
    await signUp('nobody@example.org');
    await service.turn();
    expect(await suppressed()).toEqual([{ reason: 'bounced' }]);
    mail.refusal = undefined;
    await service.setClock('2026-03-05T00:00:00Z');
    expect(await signUp('nobody+2@example.org')).toEqual({ id: expect.any(String), status: 'pending' });
    await service.turn();
    expect(mail.arrived).toEqual([]);
  });

  it('is sent to a mailbox whose tagged spelling does not exist, which anybody can type', async () => {
    mail.refusal = { code: 550, text: '5.1.1 no such mailbox' };
    await signUp('ana+nobody@example.org');
    await service.turn();
    expect(await suppressed()).toEqual([]);
  });

  it.each([
    [550, '5.7.1 message refused by policy'],
    [552, '5.2.2 mailbox full'],
    [451, '4.1.1 try again'],
  ])('is sent another day where the server refused it for another reason: %i %s', async (code, text) => {
    mail.refusal = { code, text };
    await signUp('ana@example.org');
    await service.turn();
    expect(await suppressed()).toEqual([]);
    mail.refusal = undefined;
    await service.setClock('2026-03-03T00:00:00Z');
    await signUp('ana@example.org', { digest: 'daily' });
    await service.turn();
    expect(mail.arrived.length).toBeGreaterThan(0);
  });

  it('lists the request of an owner whatever other networks ask for the mailbox', async () => {
    const { id } = await signUp('ana@example.org', {}, 'owner');
    for (let network = 1; network <= 12; network += 1)
      for (let n = 1; n <= 6; n += 1) await signUp('ana@example.org', { leadTimes: [`P${n}D`] }, `network ${network}`);
    // The same as the owner asks, which is not taken for a repeat of it.
    await signUp('ana@example.org', {}, 'network 13');
    const { rows } = await service.db.pool.query<{ id: string }>(
      `select id from subscriptions where status = 'pending'`,
    );
    expect(rows.map((row) => row.id)).toContain(id);
    expect(rows.length).toBeLessThanOrEqual(51);

    const late = await signUp('ana@example.org', { digest: 'weekly' }, 'late owner');
    const kept = await service.db.pool.query('select from subscriptions where id = $1', [late.id]);
    expect(kept.rowCount).toBe(1);
  });

  it('is sent for a mailbox again from the same instant of the next day on, and not a second before', async () => {
    const mailed = async (): Promise<number> =>
      (await service.db.pool.query('select from mailbox_confirmations')).rowCount ?? 0;
    await signUp('ana@example.org');
    await service.setClock('2026-03-01T23:59:59Z');
    await signUp('ana@example.org', { digest: 'daily' });
    await signUp('ana+tag@example.org', { digest: 'daily' });
    expect(await mailed()).toBe(1);
    await service.setClock('2026-03-02T00:00:00Z');
    await signUp('ana@example.org', { digest: 'weekly' });
    expect(await mailed()).toBe(2);
  });

  it.each([
    ['its domain', 'confirmation-domain', 500, 'example.org'],
    ['all', 'confirmation-total', 2_000, 'elsewhere.example'],
  ])('waits where those of an hour for %s are used up, and is not sent where those of the next are', async (...row) => {
    const [, counter, share, domain] = row;
    const waitOf = async (mailbox: string): Promise<boolean | undefined> => {
      expect(await signUp(`${mailbox}@${domain}`, {}, mailbox)).toMatchObject({ status: 'pending' });
      const { rows } = await service.db.pool.query<{ waits: boolean }>(
        `select d.next_at > c.made_at as waits from mailbox_confirmations c join deliveries d on d.id = c.message
          where c.address = $1`,
        [`${mailbox}@${domain}`],
      );
      return rows[0]?.waits;
    };
    const use = (points: number): Promise<unknown> =>
      service.db.pool.query(`update rate_limits set points = $2 where key like $1 || ':%'`, [counter, points]);
    await signUp('first@example.org');
    await use(share - 1);
    expect([await waitOf('last'), await waitOf('next')]).toEqual([false, true]);
    await use(2 * share - 1);
    expect([await waitOf('last-of-next'), await waitOf('beyond')]).toEqual([true, undefined]);
  });

  it('waits where its domain has had its share of an hour; repeats send none and count for their callers alone', async () => {
    const share = 500;
    for (let n = 0; n < share; n += 1) await signUp(`victim-${n}@bigmail.example`, {}, `network ${n % 50}`);
    for (let n = 0; n < 100; n += 1) await signUp('victim-0@bigmail.example', {}, `other ${n % 10}`);
    expect(await signUp('owner@bigmail.example', {}, 'owner')).toMatchObject({ status: 'pending' });
    const { rows } = await service.db.pool.query<{ waits: boolean; n: number }>(
      `select d.next_at > c.made_at as waits, count(*)::int as n
         from mailbox_confirmations c join deliveries d on d.id = c.message group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { waits: false, n: share },
      { waits: true, n: 1 },
    ]);
  });
});
