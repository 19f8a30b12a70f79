import { Logger } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import type { OwnSubscription } from '#libs/reminders';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { tokenOf } from './confirming.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';
import { recorderOfRun } from '#libs/event-store';

const CHANGER = { caller: 'spec', recorder: recorderOfRun('subscriber') };

/** From the first attempt on, when the others follow: a minute after the schedule has them at the latest. */
const ATTEMPTS = [0, 1 / 60, 6 / 60, 0.75, 3.2, 9.3, 21.4, 38.3, 62.4, 91.3];

function hoursAfter(hours: number): string {
  return new Date(Date.parse('2026-06-24T09:00:00Z') + hours * 3_600_000).toISOString();
}

describe('a webhook', () => {
  let hooks: HookReceiver;
  let service: TestReminders;
  let own: OwnSubscription;

  beforeEach(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-06-01T00:00:00Z');
    // Failures are what is meant here; nobody need read of them.
    Logger.overrideLogger(false);
    await service.record(TREATY);
    own = await service.subscribe({
      channel: { type: 'webhook', url: `${hooks.url}/hook` },
      filter: { milestones: [REVIEW] },
      leadTimes: ['P7D', 'P1D'],
    });
  });

  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  const at = async (instant: string): Promise<void> => {
    await service.setClock(instant);
    await service.turn();
  };
  const answer = (status: number): void => {
    hooks.answer = (_, response) => void response.writeHead(status).end();
  };
  const token = (): string => tokenOf(own.links.manageUrl);
  const state = async () => (await service.subscriptions.open(own.subscription.id, token())).subscription;
  const recover = (since: string) =>
    service.subscriptions.recover(own.subscription.id, token(), new Date(since), CHANGER);

  it('gets at once, under the same id, what failed and would be tried again later, when its owner recovers it', async () => {
    answer(503);
    await at('2026-06-24T09:00:00Z');
    await at('2026-06-24T09:01:00Z');
    answer(204);
    await service.turn();
    expect(hooks.arrived).toHaveLength(2);
    expect(await recover('2026-06-25T00:00:00Z')).toBe(0);
    expect(await recover('2026-06-24T00:00:00Z')).toBe(1);
    await service.turn();
    expect(hooks.arrived).toHaveLength(3);
    expect(new Set(hooks.arrived.map(({ id }) => id)).size).toBe(1);
    expect(await service.deliveries()).toMatchObject([{ status: 'sent' }]);
    // What arrived is not sent a second time.
    expect(await recover('2026-06-24T00:00:00Z')).toBe(0);
  });

  it('that takes a message only hours after its time gets it as late, under its id', async () => {
    const late = (): unknown[] =>
      hooks.arrived.map(({ body }) => (JSON.parse(body) as { data: { late: boolean } }).data.late);
    answer(503);
    for (const hours of ATTEMPTS.slice(0, 3)) await at(hoursAfter(hours));
    answer(204);
    await at(hoursAfter(0.75));
    expect(late()).toEqual([false, false, false, true]);
    expect(new Set(hooks.arrived.map(({ id }) => id)).size).toBe(1);
  });

  it('that answers 410 is disabled at once, and gets what it missed when it is switched on again and recovers', async () => {
    answer(410);
    await at('2026-06-24T09:00:00Z');
    expect(await state()).toMatchObject({ status: 'disabled', disabledReason: 'The receiver answered 410' });
    await at('2026-06-30T09:00:00Z');
    expect(hooks.arrived).toHaveLength(1);
    answer(204);
    const changeTo = (status: 'active' | 'disabled') =>
      service.subscriptions.change(own.subscription.id, token(), { status }, CHANGER);
    // Its end by the service is an event, as is what undoes it; its owner's own switching is none.
    await changeTo('active');
    await changeTo('disabled');
    await changeTo('active');
    const { rows } = await service.db.pool.query<{ type: string }>(
      `select type from events where type like 'subscription.%abled' order by position`,
    );
    expect(rows.map(({ type }) => type)).toEqual(['subscription.disabled', 'subscription.enabled']);
    expect(await recover('2026-06-24T00:00:00Z')).toBe(1);
    await service.turn();
    expect(hooks.arrived.map(({ id }) => id)).toEqual([hooks.arrived[0]!.id, hooks.arrived[0]!.id]);
  });

  it('that fails for three days is disabled, with a notice that says since when and why', async () => {
    answer(500);
    const first = Date.parse('2026-06-24T09:00:00Z');
    for (const hours of ATTEMPTS) await at(new Date(first + hours * 3_600_000).toISOString());
    const ids = hooks.arrived.map(({ id }) => id);
    expect(ids.slice(0, ATTEMPTS.length)).toEqual(ATTEMPTS.map(() => ids[0]));
    expect(await state()).toMatchObject({ status: 'disabled', disabledReason: 'The receiver answered 500' });
    await service.turn();
    const { headers, body } = hooks.arrived.at(-1)!;
    expect(new Webhook(own.secrets[0]!).verify(body, headers)).toMatchObject({
      type: 'dateline.disabled',
      data: { failingSince: '2026-06-24T09:00:00.000Z', reason: 'The receiver answered 500' },
    });
    await at('2026-06-30T09:00:00Z');
    expect(hooks.arrived).toHaveLength(ATTEMPTS.length + 1);
  });

  it('is signed by the old and the new key after a rotation, for a day and until the next one', async () => {
    const secrets = [own.secrets[0]!];
    const signedBy = async (): Promise<boolean[]> => {
      await service.subscriptions.sendTest(own.subscription.id, token(), CHANGER);
      await service.turn();
      const { headers, body } = hooks.arrived.at(-1)!;
      return secrets.map((secret) => {
        try {
          new Webhook(secret).verify(body, headers);
          return true;
        } catch {
          return false;
        }
      });
    };
    expect(await signedBy()).toEqual([true]);
    for (const signed of [
      [true, true],
      [false, true, true],
    ]) {
      const { secrets: now } = await service.subscriptions.change(
        own.subscription.id,
        token(),
        { rotateSecret: true },
        CHANGER,
      );
      secrets.push(now[0]!);
      expect(await signedBy()).toEqual(signed);
    }
    await service.db.pool.query(`update subscription_addresses set secret_before_until = now() - interval '1 second'`);
    await service.db.pool.query('delete from rate_limits');
    expect(await signedBy()).toEqual([false, false, true]);
    await service.sweep.run();
    const { rows } = await service.db.pool.query(
      'select cardinality(secrets) as n, secrets::text from subscription_addresses',
    );
    expect(rows).toEqual([{ n: 1, secrets: expect.not.stringContaining('whsec_') }]);
  });
});
