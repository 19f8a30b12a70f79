import type { LoggerService } from '@nestjs/common';
import { selectFaults, type Fault } from '#libs/database';
import { recorderOfRun } from '#libs/event-store';
import { subscriptionForm } from '#libs/reminders';
import { confirmationMail, tokenOf } from './confirming.js';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

describe('a step of the sweep', () => {
  let hooks: HookReceiver;
  let service: TestReminders;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    const hear = (line: string): void => void lines.push(line);
    const logger: LoggerService = { log: hear, error: hear, warn: hear };
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-03-01T00:00:00Z', { logger });
    await service.record(TREATY);
  });
  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  /** The log has an owner of its own. */
  const owner = (text: string, table?: string): Promise<unknown> =>
    (table === 'events' ? service.database.owner : service.db).pool.query(text);
  const faults = (): Promise<Fault[]> => selectFaults(service.db.kysely, 100);
  const subscribe = async (path: string): Promise<{ id: string; token: string }> => {
    const channel = { type: 'webhook', url: `${hooks.url}/${path}` };
    const { subscription, links } = await service.subscribe({
      channel,
      filter: { milestones: [REVIEW] },
      leadTimes: ['P7D', 'P1D'],
    });
    return { id: subscription.id, token: tokenOf(links.manageUrl) };
  };
  const arrived = (): string[] => hooks.arrived.map(({ path }) => path).toSorted();
  /** Lets every fault be tried again, and what waits for it. */
  const later = async (instant: string): Promise<void> => {
    await owner(`update faults set next_at = now() - interval '1 second'`);
    await service.setClock(instant);
  };
  /** Refuses a change of a table for some rows, as a constraint or a damaged page does. */
  const refuse = async (change: string, table: string, when: string): Promise<void> => {
    await owner(
      `create or replace function refuse_row() returns trigger language plpgsql as $$
      begin raise 'this row is refused'; end $$`,
      table,
    );
    await owner(
      `create trigger refuse_row before ${change} on ${table} for each row when (${when}) execute function refuse_row()`,
      table,
    );
  };
  const allow = (table: string): Promise<unknown> => owner(`drop trigger refuse_row on ${table}`, table);

  it.each([
    ['planning', 'milestone_changes'],
    ['news', 'reminder_progress'],
    ['erasure', 'rate_limits'],
  ] as const)('that fails as a whole (%s) stops no other, and is logged once', async (step, table) => {
    await subscribe('hook');
    await owner(`alter table ${table} rename to lost`);
    await service.setClock('2026-06-24T09:00:30Z');
    await expect(service.sweep.run()).rejects.toThrow(`Failed as a whole: ${step}`);
    await expect(service.sweep.run()).rejects.toThrow(`Failed as a whole: ${step}`);
    expect(arrived()).toEqual(['/hook']);
    expect(await faults()).toMatchObject([{ step, about: '', attempts: 2 }]);
    expect(lines.filter((line) => line.startsWith(`The step ${step} failed`))).toHaveLength(1);

    await owner(`alter table lost rename to ${table}`);
    await service.sweep.run();
    expect(await faults()).toEqual([]);
    expect(lines.filter((line) => line === `The step ${step} goes on again.`)).toHaveLength(1);
  });

  it('that collects leaves out the subscription that cannot be collected, and tries it again', async () => {
    const bad = await subscribe('bad');
    for (const path of ['one', 'two', 'three']) await subscribe(path);
    await refuse('insert', 'deliveries', `new.subscription_id = '${bad.id}'`);
    await service.setClock('2026-06-24T09:00:30Z');
    await service.turn();
    expect(arrived()).toEqual(['/one', '/three', '/two']);
    await service.turn();
    await later('2026-06-24T09:00:40Z');
    await service.turn();
    expect(await faults()).toMatchObject([
      { step: 'collection', about: bad.id, reason: 'this row is refused', attempts: 2 },
    ]);

    await allow('deliveries');
    await service.turn();
    expect(arrived()).toHaveLength(3);
    await later('2026-06-24T09:00:50Z');
    await service.turn();
    expect(arrived()).toEqual(['/bad', '/one', '/three', '/two']);
    expect(await faults()).toEqual([]);
  });

  it.each(['claimed', 'recorded as sent'])(
    'that delivers goes on without the message that cannot be %s',
    async (how) => {
      const bad = await subscribe('bad');
      for (const path of ['one', 'two', 'three']) await subscribe(path);
      const change = how === 'claimed' ? 'new.leased_until is not null' : `new.status = 'sent'`;
      await refuse('update', 'deliveries', `new.subscription_id = '${bad.id}' and ${change}`);
      await service.setClock('2026-06-24T09:00:30Z');
      await service.turn();
      await service.turn();
      // The queue of this spec does not wait out the five seconds to the second attempt.
      const tried = how === 'claimed' ? [] : ['/bad', '/bad'];
      expect(arrived()).toEqual([...tried, '/one', '/three', '/two']);
      const { rows } = await service.db.pool.query<{ id: string; status: string; reason: string }>(
        'select id, status, reason from deliveries where subscription_id = $1',
        [bad.id],
      );
      expect(rows).toMatchObject([{ status: 'waiting', reason: 'this row is refused' }]);
      expect(await faults()).toMatchObject([{ step: 'delivery', about: rows[0]!.id, attempts: 2 }]);

      await allow('deliveries');
      await later('2026-06-24T09:10:00Z');
      await service.turn();
      expect(arrived()).toEqual([...tried, '/bad', '/one', '/three', '/two']);
      expect(new Set(hooks.arrived.map(({ id }) => id)).size).toBe(4);
      expect(await faults()).toEqual([]);
    },
  );

  it('that delivers tries a message that fails for a fault of the service over the schedule, and blames no receiver', async () => {
    const { id } = await subscribe('hook');
    await service.turn();
    await owner(`update subscriptions set time_zone = 'CST'`);
    await service.setClock('2026-06-24T09:00:30Z');
    await service.turn();
    let last = new Date(0);
    // The queue of this spec does not wait out the five seconds to the second attempt.
    for (let attempt = 2; attempt <= 10; attempt++) {
      const { rows } = await service.db.pool.query<{ status: string; attempts: number; nextAt: Date }>(
        'select status, attempts, next_at as "nextAt" from deliveries',
      );
      expect(rows).toMatchObject([{ status: attempt < 10 ? 'waiting' : 'failed', attempts: attempt }]);
      expect(await faults()).toMatchObject([{ step: 'delivery', attempts: attempt }]);
      if (attempt === 10) break;
      expect(rows[0]!.nextAt.getTime()).toBeGreaterThan(last.getTime());
      last = rows[0]!.nextAt;
      await service.setClock(last.toISOString());
      await service.turn();
      // The same instant brings no further attempt.
      await service.turn();
    }
    const { rows } = await service.db.pool.query('select status, failing_since from subscriptions where id = $1', [id]);
    expect(rows).toEqual([{ status: 'active', failing_since: null }]);
  });

  it('that removes what has expired leaves out what cannot be removed', async () => {
    const ids: string[] = [];
    for (const address of ['ana@example.org', 'bea@example.org', 'cleo@example.org']) {
      const form = subscriptionForm.parse({ channel: { type: 'email', address } });
      const { id } = await service.signUps.create(form, { caller: address, recorder: recorderOfRun('subscriber') });
      await confirmationMail(service.db.pool, address);
      ids.push(id);
    }
    await refuse('delete', 'subscriptions', `old.id = '${ids[1]}'`);
    const kept = async (): Promise<string[]> =>
      (await service.db.pool.query<{ id: string }>('select id from subscriptions')).rows.map(({ id }) => id);
    await service.setClock('2026-03-20T00:00:00Z');
    await service.turn();
    expect(await kept()).toEqual([ids[1]]);
    expect(await faults()).toMatchObject([{ step: 'erasure', about: ids[1], reason: 'this row is refused' }]);
    await allow('subscriptions');
    await later('2026-03-20T00:01:00Z');
    await service.turn();
    expect(await kept()).toEqual([]);
    await service.turn();
    expect(await faults()).toEqual([]);
  });

  it('that hashes mailboxes leaves out the one that cannot be hashed', async () => {
    const ids: string[] = [];
    for (const address of ['ana@example.org', 'bea@example.org'])
      ids.push((await service.subscribe({ channel: { type: 'email', address } })).subscription.id);
    await service.turn();
    await service.turn();
    await owner('update subscription_addresses set mailbox = null');
    await refuse('update', 'subscription_addresses', `old.subscription_id = '${ids[0]}'`);
    const without = async (): Promise<string[]> =>
      (
        await service.db.pool.query<{ id: string }>(
          'select subscription_id as id from subscription_addresses where mailbox is null',
        )
      ).rows.map(({ id }) => id);
    await service.turn();
    expect(await without()).toEqual([ids[0]]);
    expect(await faults()).toMatchObject([{ step: 'mailboxes', about: ids[0] }]);
    await allow('subscription_addresses');
    await later('2026-03-01T00:01:00Z');
    await service.turn();
    expect(await without()).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it('that appends to the log leaves out the subscription whose events cannot be appended', async () => {
    await service.turn();
    const [one, other] = [await subscribe('one'), await subscribe('other')];
    await refuse('insert', 'events', `new.stream = 'subscription-${one.id}' and new.type = 'subscription.disabled'`);
    await owner(`insert into subscription_events (subscription_id, type)
      select id, 'subscription.disabled' from subscriptions order by id = '${one.id}' desc`);
    await service.turn();
    expect(await service.store.readStream(`subscription-${one.id}`)).toHaveLength(1);
    expect(await service.store.readStream(`subscription-${other.id}`)).toHaveLength(2);
    expect(await faults()).toMatchObject([{ step: 'log', about: one.id }]);
    await allow('events');
    await later('2026-03-01T00:01:00Z');
    await service.turn();
    expect(await service.store.readStream(`subscription-${one.id}`)).toHaveLength(2);
    expect(await faults()).toEqual([]);
  });
});
