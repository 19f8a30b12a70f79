import { Logger } from '@nestjs/common';
import { recorderOfRun } from '#libs/event-store';
import type { OwnSubscription } from '#libs/reminders';
import {
  startScriptedMailServer,
  type Behaviour,
  type ScriptedMailServer,
  type Step,
} from './channels/scripted-mail-server.js';
import { tokenOf } from './confirming.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

/** Hours from the first attempt on, when the others have followed by the schedule. */
const ATTEMPTS = [0, 1 / 60, 7 / 60, 0.75, 3.2, 9.3, 21.4, 38.3, 62.4, 91.3];
const FIRST = Date.parse('2026-06-24T09:00:00Z');

describe('a reminder by mail', () => {
  let server: ScriptedMailServer;
  let service: TestReminders;
  let own: OwnSubscription;

  beforeEach(async () => {
    server = await startScriptedMailServer();
    service = await startTestReminders('2026-06-01T00:00:00Z', { smtpUrl: `smtp://${server.host}` });
    // Failures are what is meant here.
    Logger.overrideLogger(false);
    await service.record(TREATY);
    own = await service.subscribe({
      channel: { type: 'email', address: 'ana@example.org' },
      filter: { milestones: [REVIEW] },
      leadTimes: ['P7D'],
    });
    server.accepted = [];
  });
  afterEach(async () => {
    await service.drop();
    await server.stop();
  });

  const answerAt = (step: Step, behaviour: Behaviour): void => {
    server.behave = (at) => (at === step ? behaviour : undefined);
  };
  const after = async (hours: number): Promise<void> => {
    await service.setClock(new Date(FIRST + hours * 3_600_000).toISOString());
    await service.turn();
  };
  const row = async () => {
    const { rows } = await service.db.pool.query<{ status: string; fault: string | null; attempts: number }>(
      `select status, fault, attempts from deliveries where kind = 'reminder'`,
    );
    return rows;
  };
  const notice = async () =>
    (await service.db.pool.query(`select status, fault from deliveries where kind = 'disabled'`)).rows;
  const faults = async () => (await service.db.pool.query('select step from faults')).rows;
  const subscription = async () =>
    (await service.subscriptions.open(own.subscription.id, tokenOf(own.links.manageUrl))).subscription;

  it('waits while the mail server of the operator refuses the sender for an hour, and goes out once when it is repaired', async () => {
    answerAt('MAIL', { reply: '550 5.7.1 sender domain not verified' });
    for (const hours of [0, 1 / 60, 7 / 60, 0.75]) await after(hours);
    expect(await row()).toEqual([{ status: 'waiting', fault: 'operator', attempts: 4 }]);
    expect((await subscription()).failingSince).toBeNull();
    server.behave = () => undefined;
    await after(3.2);
    expect(await row()).toEqual([{ status: 'sent', fault: null, attempts: 5 }]);
    expect(server.accepted).toHaveLength(1);
  });

  it('goes out at the next turn when a server that was away is back, however far off its next try is', async () => {
    answerAt('greeting', { reply: '421 4.3.2 not now' });
    for (const hours of [0, 1 / 60, 7 / 60]) await after(hours);
    expect(await row()).toEqual([{ status: 'waiting', fault: 'operator', attempts: 3 }]);
    expect(await faults()).toEqual([{ step: 'mail-server' }]);
    server.behave = () => undefined;
    await after(8 / 60);
    expect(await row()).toEqual([{ status: 'sent', fault: null, attempts: 4 }]);
    expect(server.accepted).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  it('is not tried at every turn where the server can be reached and drops it', async () => {
    answerAt('DATA', 'reset');
    for (const minutes of [0, 1, 7, 8, 9, 10]) await after(minutes / 60);
    expect(await row()).toEqual([{ status: 'waiting', fault: 'operator', attempts: 3 }]);
  });

  it('is given up after three days of trouble of the operator, which disables nothing, and goes out when it is recovered', async () => {
    answerAt('DATA', { reply: '554 5.7.1 this service is suspended' });
    for (const hours of ATTEMPTS) await after(hours);
    expect(await row()).toEqual([{ status: 'failed', fault: 'operator', attempts: 10 }]);
    expect(await subscription()).toMatchObject({ status: 'active', failingSince: null });
    server.behave = () => undefined;
    const by = { caller: 'spec', recorder: recorderOfRun('subscriber') };
    await service.subscriptions.recover(own.subscription.id, tokenOf(own.links.manageUrl), new Date(FIRST), by);
    await service.turn();
    expect(await row()).toEqual([{ status: 'sent', fault: null, attempts: 1 }]);
  });

  it('ends at the first attempt where the server says that there is no such mailbox', async () => {
    answerAt('RCPT', { reply: '550 5.1.1 no such mailbox' });
    await after(0);
    expect(await row()).toEqual([{ status: 'failed', fault: 'recipient', attempts: 1 }]);
    expect((await subscription()).failingSince).toEqual(new Date(FIRST));
  });

  it('to a mailbox that is full for three days ends, and with it the subscription', async () => {
    answerAt('dot', { reply: '552 5.2.2 mailbox full' });
    await after(0);
    expect(await row()).toMatchObject([{ status: 'waiting', fault: 'recipient' }]);
    for (const hours of ATTEMPTS.slice(1)) await after(hours);
    expect(await row()).toEqual([{ status: 'failed', fault: 'recipient', attempts: 10 }]);
    expect((await subscription()).status).toBe('disabled');
  });

  it('that a mailbox refuses leaves a notice of the end, which is tried again where the operator has trouble', async () => {
    let refused = 0;
    server.behave = (at) => {
      if (at === 'MAIL' && refused === ATTEMPTS.length) return { reply: '451 4.3.0 local error' };
      if (at !== 'dot') return undefined;
      refused += 1;
      return { reply: '552 5.2.2 mailbox full' };
    };
    for (const hours of ATTEMPTS) await after(hours);
    expect(await notice()).toEqual([{ status: 'waiting', fault: 'operator' }]);
    server.behave = () => undefined;
    await after(100);
    expect(await notice()).toEqual([{ status: 'sent', fault: null }]);
  });
});
