import { Logger } from '@nestjs/common';
import { selectFaults } from '#libs/database';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const GOOD = 1_000;
/** A milestone that becomes known after the damage. */
const NEWS = {
  record: 'fact',
  id: 'talks-planned',
  subject: 'river-treaty',
  type: 'milestone.planned',
  occurred: '2026-07-20',
  title: 'Talks are planned',
  body: { milestone: 'talks.2026' },
  knownSince: '2026-03-01',
  sources: [{ source: 'gazette' }],
};

/** Columns of `subscriptions`, what they hold once damaged, and before. */
const KINDS: Record<string, { column: string; damaged: string; sound: string }> = {
  zone: { column: 'time_zone', damaged: `'CST'`, sound: `'UTC'` },
  'lead-time': { column: 'lead_times', damaged: `array['P7X']`, sound: `array['P7D']` },
  'local-time': { column: 'local_time', damaged: `'25:99'`, sound: `'09:00'` },
  digest: { column: 'digest', damaged: `'hourly'`, sound: `'none'` },
  'quiet-hours': { column: 'quiet_from', damaged: `'99:00'`, sound: `''` },
};

describe('subscriptions that are damaged before a milestone becomes known', () => {
  let hooks: HookReceiver;
  let service: TestReminders;
  const ids = new Map<string, string>();

  beforeEach(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-03-01T00:00:00Z', { queue: {}, secretsKey: null });
    // Failures are what is meant here; nobody need read of them.
    Logger.overrideLogger(false);
    const { pool } = service.db;
    await pool.query('alter table subscriptions drop constraint subscriptions_digest_known');
    await service.record(TREATY);
    const subscribe = async (path: string): Promise<string> => {
      const channel = { type: 'webhook', url: `${hooks.url}${path}` };
      const form = { channel, filter: { subjects: ['river-treaty'] }, leadTimes: ['P7D'] };
      return (await service.subscribe(form)).subscription.id;
    };
    const model = await subscribe('/good/0');
    for (const [table, id, changed] of [
      ['subscriptions', 'id', `'id', 'good-' || n`],
      [
        'subscription_addresses',
        'subscription_id',
        `'subscription_id', 'good-' || n, 'address', '${hooks.url}/good/' || n`,
      ],
    ])
      await pool.query(
        `insert into ${table} select (jsonb_populate_record(model, jsonb_build_object(${changed}))).*
           from ${table} model, generate_series(1, ${GOOD - 1}) n where model.${id} = $1`,
        [model],
      );
    for (const kind of Object.keys(KINDS)) ids.set(kind, await subscribe(`/damaged/${kind}`));
    await service.turn();
    for (const [kind, { column, damaged }] of Object.entries(KINDS))
      await pool.query(`update subscriptions set ${column} = ${damaged} where id = $1`, [ids.get(kind)]);
  });

  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  const served = (): string[] =>
    hooks.arrived.flatMap(({ path, body }) => (body.includes('talks.2026') ? [path] : [])).toSorted();

  it('keep it from no other, are shown, and are told of it once they are repaired', async () => {
    await service.record([NEWS]);
    await service.turn();
    await service.setClock('2026-07-13T09:00:01Z');
    await service.turn();
    expect(served()).toEqual(Array.from({ length: GOOD }, (_, n) => `/good/${n}`).toSorted());
    const faults = await selectFaults(service.db.kysely, 100);
    const { rows } = await service.db.pool.query<{ id: string; subscription: string }>(
      'select id, subscription_id as subscription from deliveries where reason is not null',
    );
    for (const [kind, id] of ids) {
      const about = [id, ...rows.flatMap((row) => (row.subscription === id ? [row.id] : []))];
      expect({ kind, faults: faults.filter((fault) => about.includes(fault.about)) }).not.toEqual({ kind, faults: [] });
    }

    for (const [kind, { column, sound }] of Object.entries(KINDS))
      await service.db.pool.query(`update subscriptions set ${column} = ${sound} where id = $1`, [ids.get(kind)]);
    await service.db.pool.query(`update faults set next_at = now() - interval '1 second'`);
    await service.setClock('2026-07-13T09:10:00Z');
    await service.turn();
    expect(served().filter((path) => path.startsWith('/damaged'))).toEqual(
      [...ids.keys()].map((kind) => `/damaged/${kind}`).toSorted(),
    );
    expect(await selectFaults(service.db.kysely, 100)).toEqual([]);
  });
});
