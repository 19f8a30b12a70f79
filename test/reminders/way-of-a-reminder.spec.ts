import { Redis } from 'ioredis';
import { Webhook } from 'standardwebhooks';
import { deliver } from '../../apps/worker/src/jobs/deliver.js';
import { sweepReminders } from '../../apps/worker/src/jobs/sweep-reminders.js';
import type { OwnSubscription } from '#libs/reminders';
import { eventually } from '#libs/testing';
import { backends, type StartedBackend } from '../jobs/backends.js';
import { startHookReceiver, startMailReceiver, type HookReceiver, type MailReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders, type TestRemindersOptions } from './test-reminders.js';

/** The job of the worker, more often: the spec moves the clock and does not want to wait five seconds each time. */
const jobs = [{ ...sweepReminders, every: 200 }];

describe.each(backends)('the way of a reminder, with the queue on $name,', ({ start }) => {
  let backend: StartedBackend;
  let hooks: HookReceiver;
  let mail: MailReceiver;
  let service: TestReminders;

  beforeEach(async () => {
    [backend, hooks, mail] = await Promise.all([start(), startHookReceiver(), startMailReceiver()]);
  });

  afterEach(async () => {
    await service.drop();
    await Promise.all([backend.stop(), hooks.stop(), mail.stop()]);
  });

  const begin = async (options: TestRemindersOptions = {}): Promise<void> => {
    service = await startTestReminders('2026-03-01T00:00:00Z', { queue: backend, smtpUrl: mail.url, ...options });
    await service.record(TREATY);
  };
  const subscribe = (path: string, leadTimes: string[]): Promise<OwnSubscription> =>
    service.subscribe({
      channel: { type: 'webhook', url: `${hooks.url}${path}` },
      filter: { milestones: [REVIEW] },
      leadTimes,
    });
  const queued = async (count: number): Promise<void> => {
    const { rowCount } = await service.db.pool.query('select from deliveries where queued_at is not null');
    expect(rowCount).toBe(count);
  };
  const wipe = async (): Promise<void> => {
    if (backend.redisUrl === undefined) {
      await service.db.pool.query('truncate bullmq.job cascade');
      return;
    }
    const redis = new Redis(backend.redisUrl);
    await redis.flushall();
    redis.disconnect();
  };

  it('leads from the plan over sweep and job to a verified webhook and a mail, and the result is on record', async () => {
    await begin({ jobs });
    const own = await subscribe('/hook', ['P7D', 'P0D']);
    await service.subscribe({
      channel: { type: 'email', address: 'ana@example.org' },
      filter: { milestones: [REVIEW] },
      leadTimes: ['P7D', 'P0D'],
    });
    for (const [day, count] of [
      ['2026-06-24', 1],
      ['2026-07-01', 2],
    ] as const) {
      await service.setClock(`${day}T09:00:30Z`);
      await eventually(() => {
        expect(hooks.arrived).toHaveLength(count);
        expect(mail.arrived.filter(({ subject }) => subject?.includes('River Treaty'))).toHaveLength(count);
      });
      // What has arrived is on record a moment later, by the clock that is moved next.
      await eventually(async () =>
        expect((await service.deliveries()).filter(({ status }) => status === 'sent')).toHaveLength(2 * count),
      );
    }
    const events = hooks.arrived.map(
      ({ body, headers }) => new Webhook(own.secrets[0]!).verify(body, headers) as { data: object },
    );
    expect(events).toMatchObject([
      { subject: REVIEW, data: { leadTime: 'P7D', late: false, nextAt: '2026-07-01T09:00:00.000Z' } },
      { subject: REVIEW, data: { leadTime: 'P0D', late: false, nextAt: null } },
    ]);
    await eventually(async () =>
      expect((await service.deliveries()).map(({ kind, status, sentAt }) => [kind, status, sentAt])).toEqual([
        ['reminder', 'sent', '2026-06-24T09:00'],
        ['reminder', 'sent', '2026-06-24T09:00'],
        ['reminder', 'sent', '2026-07-01T09:00'],
        ['reminder', 'sent', '2026-07-01T09:00'],
      ]),
    );
    const ids = (await service.deliveries()).map(({ id }) => id);
    for (const { id } of hooks.arrived) expect(ids).toContain(id);
    expect(new Set(mail.arrived.map(({ messageId }) => messageId)).size).toBe(mail.arrived.length);
  });

  it('is gone again with the same id until the receiver takes the message', async () => {
    await begin();
    hooks.answer = ({ headers }, response) =>
      void response.writeHead(headers['dateline-attempt'] === '1' ? 503 : 204).end();
    await subscribe('/hook', ['P7D']);
    await service.setClock('2026-06-24T09:00:30Z');
    await service.turn();
    expect(await service.deliveries()).toMatchObject([{ status: 'waiting', reason: 'The receiver answered 503' }]);
    await service.turn();
    expect(hooks.arrived).toHaveLength(1);
    await service.setClock('2026-06-24T09:00:37Z');
    await service.turn();
    expect(hooks.arrived.map(({ headers }) => headers['dateline-attempt'])).toEqual(['1', '2']);
    expect(new Set(hooks.arrived.map(({ id }) => id)).size).toBe(1);
    expect(await service.deliveries()).toMatchObject([{ status: 'sent', reason: 'answered 204' }]);
  });

  it('loses nothing and repeats nothing where the queue is wiped with messages in it', async () => {
    const gate = Promise.withResolvers<void>();
    const held = {
      ...deliver,
      concurrency: 1,
      run: (...given: Parameters<typeof deliver.run>) => gate.promise.then(() => deliver.run(...given)),
    };
    await begin({ deliver: held });
    for (let n = 0; n < 20; n++) await subscribe(`/hook/${n}`, ['P0D']);
    await service.setClock('2026-07-01T09:00:30Z');
    await service.sweep.run();
    await queued(20);
    await wipe();
    gate.resolve();
    // The patience with the queue is real time, which the spec does not wait for.
    await eventually(async () => {
      await service.db.pool.query(
        `update deliveries set queued_at = queued_at - interval '1 hour' where status = 'waiting'`,
      );
      await service.sweep.run();
      expect((await service.deliveries()).filter(({ status }) => status === 'sent')).toHaveLength(20);
    });
    expect(hooks.arrived.map(({ path }) => path).toSorted()).toEqual(
      Array.from({ length: 20 }, (_, n) => `/hook/${n}`).toSorted(),
    );
  });

  it('puts in again what was lost also where the queue is never empty, and what is in it goes out once', async () => {
    const gate = Promise.withResolvers<void>();
    const held = {
      ...deliver,
      concurrency: 1,
      run: (...given: Parameters<typeof deliver.run>) => gate.promise.then(() => deliver.run(...given)),
    };
    await begin({ deliver: held });
    for (let n = 0; n < 5; n++) await subscribe(`/lost/${n}`, ['P7D']);
    for (let n = 0; n < 5; n++) await subscribe(`/kept/${n}`, ['P0D']);
    await service.setClock('2026-06-24T09:00:30Z');
    await service.sweep.run();
    await wipe();
    await service.setClock('2026-07-01T09:00:30Z');
    await service.sweep.run();
    await queued(10);
    await service.db.pool.query(`update deliveries set queued_at = queued_at - interval '1 hour'`);
    await service.sweep.run();
    await queued(10);
    gate.resolve();
    await eventually(() => expect(hooks.arrived.length).toBeGreaterThanOrEqual(10));
    await eventually(async () =>
      expect((await service.deliveries()).every(({ status }) => status === 'sent')).toBe(true),
    );
    expect(new Set(hooks.arrived.map(({ path }) => path)).size).toBe(10);
    expect(hooks.arrived).toHaveLength(10);
  });
});
