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

  const signUp = (address: string, more: object = {}, caller = '192.0.2.7', network = caller) =>
    service.signUps.create(subscriptionForm.parse({ channel: { type: 'email', address }, ...more }), {
      caller,
      network,
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

  it.each([
    ['aMeRiCA/mexico_CiTy', 'America/Mexico_City'],
    ['europe/KYIV', 'Europe/Kyiv'],
  ])('names the time zone as IANA spells it, not as the requester did: %s', async (timeZone, spelled) => {
    await signUp('ana@example.org', { timeZone });
    await service.turn();
    expect(mail.arrived[0]?.text?.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`until [^(]* \\(${spelled}\\)\\.`));
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
    expect(mail.arrived).toHaveLength(1);
  });

  const pending = async (): Promise<string[]> =>
    (await service.db.pool.query<{ id: string }>(`select id from subscriptions where status = 'pending'`)).rows.map(
      ({ id }) => id,
    );
  /** Requests for the mailbox of another one, each from a network of its own. */
  const copy = async (id: string, count: number): Promise<void> => {
    await service.db.pool.query(
      `insert into subscriptions
       select (jsonb_populate_record(s, jsonb_build_object('id', 'copy-' || n))).*
         from subscriptions s, generate_series(1, $2::int) n where s.id = $1`,
      [id, count],
    );
    await service.db.pool.query(
      `insert into subscription_addresses
       select (jsonb_populate_record(a, jsonb_build_object('subscription_id', 'copy-' || n))).*
         from subscription_addresses a, generate_series(1, $2::int) n where a.subscription_id = $1`,
      [id, count],
    );
    await service.db.pool.query(
      `update subscription_addresses set requested_by = sha256(convert_to(subscription_id, 'UTF8'))
        where subscription_id like 'copy-%'`,
    );
  };

  it('lists the request of an owner whatever one network asks for the mailbox, from however many addresses', async () => {
    for (const n of [1, 2]) await signUp('ana@example.org', { leadTimes: [`P${n}D`] }, `flood ${n}`, 'flood');
    const { id } = await signUp('ana@example.org', {}, 'owner');
    await copy(id, 497);
    for (let n = 3; n <= 40; n += 1) await signUp('ana@example.org', { leadTimes: [`P${n}D`] }, `flood ${n}`, 'flood');
    const kept = await pending();
    expect(kept).toContain(id);
    expect(kept.filter((one) => one.startsWith('copy-'))).toHaveLength(497);
    expect(kept).toHaveLength(500);
  });

  it('lists a new request also where enough are kept for the mailbox, each from another network', async () => {
    const { id } = await signUp('ana@example.org', {}, 'network');
    await copy(id, 499);
    for (let n = 1; n <= 10; n += 1) {
      const late = await signUp('ana@example.org', { leadTimes: [`P${n}D`] }, `late ${n}`);
      const kept = await pending();
      expect([kept.includes(late.id), kept.includes(id), kept.length]).toEqual([true, true, 500]);
    }
  });

  it('lists the request of an owner behind an address that asked for the mailbox many times', async () => {
    const made: string[] = [];
    for (let n = 1; n <= 20; n += 1) made.push((await signUp('ana@example.org', { leadTimes: [`P${n}D`] })).id);
    expect((await pending()).toSorted()).toEqual(made.toSorted());
  });

  it('lists a request once for a network that repeats it, and beside the same one of another network', async () => {
    const first = await signUp('ana@example.org', {}, 'owner');
    await signUp('ana@example.org', {}, 'neighbour', 'owner');
    const other = await signUp('ana@example.org', {}, 'other');
    expect((await pending()).toSorted()).toEqual([first.id, other.id].toSorted());
  });

  it('is sent for a mailbox again a day after it was sent, and not a second before, however long it waited', async () => {
    await signUp('ana@example.org');
    await service.setClock('2026-03-02T00:00:01Z');
    await signUp('ana@example.org', { digest: 'daily' }, 'another');
    await service.turn();
    expect(mail.arrived).toHaveLength(1);
    await service.setClock('2026-03-03T00:00:00Z');
    await signUp('ana@example.org', { digest: 'weekly' });
    await signUp('ana+tag@example.org', { digest: 'daily' });
    await service.turn();
    expect(mail.arrived).toHaveLength(1);
    await service.setClock('2026-03-03T00:00:01Z');
    await signUp('ana@example.org', { localTime: '10:00' });
    await service.turn();
    expect(mail.arrived).toHaveLength(2);
  });

  it('is sent once in a day also where its link expired within that day', async () => {
    await signUp('ana@example.org');
    await service.setClock('2026-03-07T23:00:00Z');
    await service.turn();
    await service.setClock('2026-03-08T22:59:59Z');
    await service.turn();
    await signUp('ana@example.org', { digest: 'daily' });
    await service.turn();
    expect(mail.arrived).toHaveLength(1);
  });

  /** For how many hours the mail to an address waits, once it is asked for; null where none was planned. */
  const hoursOf = async (address: string): Promise<number | null> => {
    const { rows } = await service.db.pool.query<{ hours: number }>(
      `select ceil(extract(epoch from d.next_at - $2) / 3600)::int as hours
         from mailbox_confirmations c join deliveries d on d.id = c.message where c.address = $1`,
      [address, service.now()],
    );
    return rows[0]?.hours ?? null;
  };
  /** As if so many mails of a queue had found their hours already. */
  const use = (counter: string, points: number, hours = 1): Promise<{ rowCount: number | null }> =>
    service.db.pool.query(
      `update rate_limits set points = $2, expire = (extract(epoch from clock_timestamp()) + $3::int * 3600 - 60) * 1000
        where key like $1 || ':%'`,
      [counter, points, hours],
    );
  /** Signs up mailboxes from one site: the first three are in the first queue, the fourth in the other. */
  const signUpMany = async (site: string, count = 4): Promise<void> => {
    for (let n = 1; n <= count; n += 1) await signUp(`${site}-${n}@example.org`, {}, site);
  };

  it.each([
    ['its domain', 'confirmation-domain', 500],
    ['all', 'confirmation-total', 2_000],
  ])('waits for the hour in which there is a place for %s, however many are before it', async (_, counter, share) => {
    await signUpMany('flood');
    for (const [queue, nth] of [
      ['first', 1],
      ['further', 4],
    ] as const) {
      const hours: (number | null)[] = [];
      for (const [before, until] of [
        [share - 1, 1],
        [share, 1],
        [share + 1, 2],
        [5 * share, 5],
      ] as const) {
        expect((await use(`${counter}-${queue}`, before, until)).rowCount).toBe(1);
        await signUpMany(`${queue}-${before}`, nth);
        hours.push(await hoursOf(`${queue}-${before}-${nth}@example.org`));
      }
      expect(hours).toEqual([0, 1, 1, 5]);
    }
  });

  it('keeps the hours that it gave: the next one waits behind them also in a later hour', async () => {
    await signUp('first@example.org', {}, 'first');
    await use('confirmation-domain-first', 500);
    await signUp('next@example.org', {}, 'next');
    const { rows } = await service.db.pool.query<{ hours: number }>(
      `select ceil((expire / 1000 - extract(epoch from clock_timestamp())) / 3600)::int as hours
         from rate_limits where key like 'confirmation-domain-first:%'`,
    );
    expect(rows).toEqual([{ hours: 2 }]);
  });

  it('goes at once for a site that asks for few, although many sites that ask for many used up the hour', async () => {
    await signUpMany('flood');
    await use('confirmation-domain-further', 5_000, 10);
    await signUpMany('another');
    expect(await hoursOf('another-4@example.org')).toBe(10);
    await signUp('owner@example.org', {}, 'owner');
    expect(await hoursOf('owner@example.org')).toBe(0);
  });

  it('that a flood asked for and that waits goes at once where the owner asks as well', async () => {
    await signUpMany('flood');
    await use('confirmation-domain-further', 5_000, 10);
    await signUpMany('another');
    await signUp('another-4@example.org', { digest: 'daily' }, 'owner');
    expect(await hoursOf('another-4@example.org')).toBe(0);
    await service.turn();
    expect(mail.arrived.map(({ to }) => [to].flat()[0]?.text)).toContain('another-4@example.org');
  });

  it('leaves the request pending for a week after it, however long it waits', async () => {
    await signUpMany('flood');
    await use('confirmation-domain-further', 200 * 500, 200);
    await signUpMany('another');
    await service.setClock('2026-03-08T12:00:00Z');
    await service.turn();
    expect(mail.arrived.map(({ to }) => [to].flat()[0]?.text)).not.toContain('another-4@example.org');
    await service.setClock('2026-03-09T12:00:00Z');
    await service.turn();
    expect(mail.arrived.map(({ to }) => [to].flat()[0]?.text)).toContain('another-4@example.org');
  });

  it('is counted once for a mailbox: repeats send none and count for their callers alone', async () => {
    for (let n = 0; n < 30; n += 1) await signUp('victim@bigmail.example', {}, `other ${n % 10}`);
    const { rows } = await service.db.pool.query(
      `select points from rate_limits where key like 'confirmation-domain-%'`,
    );
    expect(rows).toEqual([{ points: 1 }]);
  });
});
