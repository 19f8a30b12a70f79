import { Logger } from '@nestjs/common';
import { recorderOfRun } from '#libs/event-store';
import { Recoveries, troubledDeliveries, troubledParameters, type OwnSubscription } from '#libs/reminders';
import { filtersOf } from '#libs/timeline';
import { SECRETS_KEY } from '../api/secrets-key.js';
import { runDateline, type Ended } from '../cli/command-line.js';
import { tokenOf } from './confirming.js';
import { startMailReceiver, type MailReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const DUE = '2026-06-24T09:00:00Z';

describe('messages that an operator sends again', () => {
  let mail: MailReceiver;
  let service: TestReminders;
  let ana: OwnSubscription;
  let ben: OwnSubscription;
  let recoveries: Recoveries;

  beforeEach(async () => {
    mail = await startMailReceiver();
    service = await startTestReminders('2026-06-01T00:00:00Z', { smtpUrl: mail.url });
    // Failures are what is meant here; nobody need read of them.
    Logger.overrideLogger(false);
    await service.record(TREATY);
    const subscribe = (address: string) =>
      service.subscribe({
        channel: { type: 'email', address },
        filter: { milestones: [REVIEW] },
        leadTimes: ['P7D'],
      });
    [ana, ben] = [await subscribe('ana@example.org'), await subscribe('ben@example.org')];
    const options = { publicUrl: service.publicUrl, allowPrivate: true, readAccess: 'public' as const };
    recoveries = new Recoveries(service.db, { now: () => service.now() }, options);
    // The mail server of the operator refuses everything, and what is left to try is tried by nobody before the repair.
    mail.refusal = { code: 550, text: '5.7.1 <ana@example.org> relaying denied, see https://mail.example/?token=abc' };
    await service.setClock(DUE);
    await service.turn();
    await service.db.pool.query(`
      update deliveries set status = 'failed', fault = 'operator', next_at = due_at, leased_until = null, queued_at = null where kind = 'reminder'`);
    mail.refusal = undefined;
    mail.arrived.length = 0;
  });
  afterEach(async () => {
    await service.drop();
    await mail.stop();
  });

  const ids = async (): Promise<string[]> => (await service.deliveries()).map(({ id }) => id);
  const list = async (raw: Record<string, string> = {}) =>
    troubledDeliveries(service.db, troubledParameters.parse(raw), filtersOf(raw), service.now());
  const run = (...args: string[]): Promise<Ended> =>
    runDateline(args, {
      DATABASE_URL: service.url,
      SECRETS_KEY: SECRETS_KEY.toString('base64'),
      PUBLIC_URL: service.publicUrl,
    });

  it('go out once, under the same id, when the fault is repaired', async () => {
    const before = await ids();
    expect(before).toHaveLength(2);
    const filter = { since: new Date(DUE), fault: 'operator' as const };
    expect(await recoveries.count(filter)).toEqual({ recovered: 2, left: 0 });
    expect(await recoveries.recover(filter)).toEqual({ recovered: 2, left: 0 });
    await service.turn();
    await service.turn();
    expect(mail.arrived).toHaveLength(2);
    expect(await ids()).toEqual(before);
    expect((await service.deliveries()).map(({ status }) => status)).toEqual(['sent', 'sent']);
    expect(await recoveries.recover(filter)).toEqual({ recovered: 0, left: 0 });
    expect((await list()).items).toEqual([]);
  });

  it('are chosen by instant, subscription and fault', async () => {
    const since = new Date(DUE);
    expect(await recoveries.count({ since: new Date('2026-06-25') })).toEqual({ recovered: 0, left: 0 });
    expect(await recoveries.count({ since, fault: 'recipient' })).toEqual({ recovered: 0, left: 0 });
    const subscription = ana.subscription.id;
    expect(await recoveries.recover({ since, subscription })).toEqual({ recovered: 1, left: 0 });
    await service.turn();
    expect(mail.arrived.map(({ to }) => [to].flat()[0]?.text)).toEqual(['ana@example.org']);
  });

  it('are left where their subscription is switched off', async () => {
    const changer = { caller: 'spec', recorder: recorderOfRun('subscriber') };
    const { id } = ben.subscription;
    await service.subscriptions.change(id, tokenOf(ben.links.manageUrl), { status: 'disabled' }, changer);
    expect(await recoveries.recover({ since: new Date(DUE) })).toEqual({ recovered: 1, left: 1 });
  });

  it('are skipped with the reason where they no longer help', async () => {
    await service.setClock('2026-07-20T09:00:00Z');
    expect(await recoveries.recover({ since: new Date(DUE) })).toEqual({ recovered: 2, left: 0 });
    await service.turn();
    expect(mail.arrived).toEqual([]);
    expect(await service.deliveries()).toMatchObject([
      { status: 'skipped', reason: 'its window was over before the reminder could go out' },
      { status: 'skipped' },
    ]);
  });

  it('are listed with reason and fault, and without an address or a token', async () => {
    const { items } = await list({ fault: 'operator', since: '2026-06-24' });
    expect(items).toHaveLength(2);
    for (const item of items)
      expect(item).toMatchObject({
        channel: 'email',
        kind: 'reminder',
        status: 'failed',
        fault: 'operator',
        dueAt: '2026-06-24T09:00:00.000Z',
        next: null,
        attempts: 2,
        reason: expect.stringMatching(/5\.7\.1 <\((the )?address\)> relaying denied, see \(address\)/),
      });
    expect(JSON.stringify(items)).not.toMatch(/@example|token/);
    expect((await list({ fault: 'service' })).items).toEqual([]);
    expect((await list({ since: '2026-06-25' })).items).toEqual([]);
  });

  it('are listed page by page in both directions, with what is late and what is tried again', async () => {
    await service.db.pool.query(
      `insert into deliveries (id, subscription_id, kind, status, due_at, next_at, attempts)
       select 'msg_' || n, $1, 'reminder', case when n <= 3 then 'failed' else 'waiting' end, $2::timestamptz - n * interval '1 hour',
              case when n = 5 then $2::timestamptz + interval '1 hour' else $2::timestamptz - n * interval '1 hour' end,
              case when n = 4 then 0 else 2 end
         from generate_series(1, 6) n`,
      [ana.subscription.id, DUE],
    );
    const all = (await list()).items.map(({ id, status }) => [id, status]);
    expect(all).toEqual([
      ['msg_5', 'retrying'],
      ...(await ids())
        .filter((id) => !/^msg_\d$/.test(id))
        .toSorted()
        .toReversed()
        .map((id) => [id, 'failed']),
      ...['msg_1', 'msg_2', 'msg_3'].map((id) => [id, 'failed']),
      ['msg_4', 'late'],
      ['msg_6', 'late'],
    ]);
    const first = await list({ limit: '3' });
    const second = await list({ limit: '3', cursor: first.page.next! });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 6).map(([id]) => id));
    expect((await list({ limit: '3', cursor: second.page.prev! })).items).toEqual(first.items);
    expect((await list({ status: 'late' })).items.map(({ id }) => id)).toEqual(['msg_4', 'msg_6']);
  });

  it('are listed and sent again by the command line, which records it', async () => {
    const listed = await run('deliveries', '--fault', 'operator', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ items: [{ status: 'failed' }, { status: 'failed' }] });
    const shown = await run('deliveries');
    expect([shown.code, shown.stdout]).toEqual([
      0,
      expect.stringMatching(/fault[^]*of the operator[^]*\n2 messages\./),
    ]);
    expect(`${listed.stdout}${shown.stdout}`).not.toMatch(/@example/);
    const tried = await run('recover', '--since', DUE, '--dry-run', '--json');
    expect(JSON.parse(tried.stdout)).toEqual({ recovered: 2, left: 0, dryRun: true });
    expect((await list()).items).toHaveLength(2);
    const done = await run('recover', '--since', DUE, '--fault', 'operator');
    expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/^2 messages will be sent again/)]);
    const { rows } = await service.db.pool.query(`select action, actor, outcome, details from audit`);
    expect(rows).toEqual([
      expect.objectContaining({
        action: 'deliveries-recover',
        actor: 'operator',
        outcome: 'done',
        details: expect.objectContaining({ recovered: 2, fault: 'operator' }),
      }),
    ]);
    expect((await run('recover')).code).toBe(2);
  });
});
