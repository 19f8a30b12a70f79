import { Logger } from '@nestjs/common';
import { selectFaults } from '#libs/database';
import { startHookReceiver, startMailReceiver, type HookReceiver, type MailReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const GOOD = 1_000;
const OTHER = 'hill-treaty.joint-review.2026';
/** Another treaty, reviewed on the same day. */
const HILLS = TREATY.slice(1).map((record) => ({
  ...record,
  id: record.id?.replace('river', 'hill'),
  ...('subject' in record && { subject: 'hill-treaty' }),
}));

interface Damage {
  /** Damages what is stored for a subscription `$1` once its reminder is planned, and repairs it. */
  damage: string;
  repair: string;
  /** What is said of it. */
  reason: RegExp;
  milestone?: string;
}

/** What is stored, one kind each. */
const KINDS: Record<string, Damage> = {
  zone: {
    damage: `update subscriptions set time_zone = 'CST' where id = $1`,
    repair: `update subscriptions set time_zone = 'UTC' where id = $1`,
    reason: /The time zone is stored as "CST"/,
  },
  'lead-time': {
    damage: `update planned_reminders set lead_time = 'P1X' where subscription_id = $1 and lead_time = 'P7D'`,
    repair: `update planned_reminders set lead_time = 'P7D' where subscription_id = $1 and lead_time = 'P1X'`,
    reason: /P1X.* is not a duration/,
  },
  digest: {
    damage: `update subscriptions set digest = 'hourly' where id = $1`,
    repair: `update subscriptions set digest = 'none' where id = $1`,
    reason: /The digest is stored as "hourly"/,
  },
  address: {
    damage: `update subscription_addresses set address = 'no address' where subscription_id = $1`,
    repair: `update subscription_addresses set address = 'ana@example.org' where subscription_id = $1`,
    reason: /is no e-mail address/,
  },
  target: {
    damage: `update subscription_addresses set address = replace(address, 'http://', '') where subscription_id = $1`,
    repair: `update subscription_addresses set address = 'http://' || address where subscription_id = $1`,
    reason: /is no web address/,
  },
  channel: {
    damage: `update subscriptions set channel = 'fax' where id = $1`,
    repair: `update subscriptions set channel = 'webhook' where id = $1`,
    reason: /The channel is stored as "fax"/,
  },
  secret: {
    damage: `update subscription_addresses set secrets = array['sealed:' || encode(secrets[1]::bytea, 'base64')] where subscription_id = $1`,
    repair: `update subscription_addresses set secrets = array[convert_from(decode(substr(secrets[1], 8), 'base64'), 'UTF8')] where subscription_id = $1`,
    reason: /encrypted/,
  },
  'token-key': {
    damage: `update subscription_addresses set token_key = token_key || decode(repeat('00', 28), 'hex') where subscription_id = $1`,
    repair: `update subscription_addresses set token_key = substr(token_key, 1, 32) where subscription_id = $1`,
    reason: /encrypted/,
  },
  'milestone-window': {
    damage: `update milestones set edtf = '2026-99' where subject_id = 'hill-treaty' and occasion = '2026' and rule = 'joint-review' and $1 <> ''`,
    repair: `update milestones set edtf = '2026-07-01' where subject_id = 'hill-treaty' and occasion = '2026' and rule = 'joint-review' and $1 <> ''`,
    reason: /2026-99/,
    milestone: OTHER,
  },
  'stored-reason': {
    damage: `update planned_reminders set kind = 'milestone-moved', detail = '{"before": "long ago"}' where subscription_id = $1 and lead_time = 'P7D'`,
    repair: `update planned_reminders set detail = '{"before": "2026-06-01"}' where subscription_id = $1 and lead_time = 'P7D'`,
    reason: /long ago/,
  },
};

/** Constraints that keep a service from writing such rows, and not an operator or a broken disk. */
const CONSTRAINTS = ['subscriptions_digest_known', 'subscriptions_channel_known'];

describe('rows that are damaged', () => {
  let hooks: HookReceiver;
  let mail: MailReceiver;
  let service: TestReminders;
  /** The ids of the damaged subscriptions by kind. */
  const damaged = new Map<string, string>();

  beforeEach(async () => {
    [hooks, mail] = await Promise.all([startHookReceiver(), startMailReceiver()]);
    service = await startTestReminders('2026-03-01T00:00:00Z', { queue: {}, smtpUrl: mail.url, secretsKey: null });
    // Failures are what is meant here; nobody need read of them.
    Logger.overrideLogger(false);
    for (const constraint of CONSTRAINTS)
      await service.database.superuser.pool.query(`alter table subscriptions drop constraint ${constraint}`);
    await service.record([...TREATY, ...HILLS]);
    for (const [kind, { milestone }] of Object.entries(KINDS)) {
      const channel =
        kind === 'address'
          ? { type: 'email', address: 'ana@example.org' }
          : { type: 'webhook', url: `${hooks.url}/damaged/${kind}` };
      const form = { channel, filter: { milestones: [milestone ?? REVIEW] }, leadTimes: ['P7D'] };
      damaged.set(kind, (await service.subscribe(form)).subscription.id);
    }
    await copyGood(damaged.get('zone')!);
    await service.turn();
    for (const [kind, { damage }] of Object.entries(KINDS)) {
      const { rowCount } = await service.db.pool.query(damage, [damaged.get(kind)]);
      expect({ kind, rowCount }).toEqual({ kind, rowCount: 1 });
    }
  });

  afterEach(async () => {
    await service.drop();
    await Promise.all([hooks.stop(), mail.stop()]);
  });

  /** A thousand subscriptions such as one, with their plans. */
  const copyGood = async (model: string): Promise<void> => {
    const copy = (table: string, id: string, changed: string): Promise<unknown> =>
      service.database.superuser.pool.query(
        `insert into ${table} select (jsonb_populate_record(model, ${changed})).*
           from ${table} model, generate_series(1, ${GOOD}) n where model.${id} = $1`,
        [model],
      );
    await copy('subscriptions', 'id', `jsonb_build_object('id', 'good-' || n)`);
    await copy(
      'subscription_addresses',
      'subscription_id',
      `jsonb_build_object('subscription_id', 'good-' || n, 'address', '${hooks.url}/good/' || n)`,
    );
    await copy('planned_reminders', 'subscription_id', `jsonb_build_object('subscription_id', 'good-' || n)`);
  };
  const served = (): string[] => hooks.arrived.map(({ path }) => path).toSorted();

  it('keep nothing from the others in the turn in which they are due, say why they fail, and are served once repaired', async () => {
    await service.setClock('2026-06-24T09:00:01Z');
    await service.turn();
    expect(served()).toEqual(Array.from({ length: GOOD }, (_, n) => `/good/${n + 1}`).toSorted());
    expect(mail.arrived.filter(({ subject }) => subject?.includes('River'))).toEqual([]);

    const { rows } = await service.db.pool.query<{ subscription: string; id: string; reason: string; status: string }>(
      `select subscription_id as subscription, id, reason, status from deliveries
        where subscription_id not like 'good-%' and kind <> 'confirmation'`,
    );
    const faults = await selectFaults(service.db.kysely, 100);
    for (const [kind, { reason }] of Object.entries(KINDS)) {
      const delivery = rows.find(({ subscription }) => subscription === damaged.get(kind));
      expect({ kind, delivery }).toMatchObject({
        delivery: { status: 'waiting', reason: expect.stringMatching(reason) },
      });
      const fault = faults.find(({ about }) => about === delivery!.id);
      expect({ kind, fault }).toMatchObject({
        fault: { step: 'delivery', attempts: 1, reason: expect.stringMatching(reason) },
      });
    }
    expect(faults).toHaveLength(Object.keys(KINDS).length);

    for (const [kind, { repair }] of Object.entries(KINDS)) await service.db.pool.query(repair, [damaged.get(kind)]);
    await service.setClock('2026-06-24T09:01:00Z');
    await service.turn();
    expect(served().filter((path) => path.startsWith('/damaged'))).toEqual(
      Object.keys(KINDS)
        .filter((kind) => kind !== 'address')
        .map((kind) => `/damaged/${kind}`)
        .toSorted(),
    );
    expect(mail.arrived.filter(({ subject }) => subject?.includes('River'))).toHaveLength(1);
    expect(served()).toHaveLength(GOOD + Object.keys(KINDS).length - 1);
    expect(await selectFaults(service.db.kysely, 100)).toEqual([]);
  });
});
