import { actorOf, createKey, revokeKey, rotateKey, type NewKey } from '#libs/access';
import { recorderOfRun } from '#libs/event-store';
import { allSubscriptions, countSubscriptionsOfKey, subscriptionForm, type OwnSubscription } from '#libs/reminders';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { tokenOf } from './confirming.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const FILTER = { filter: { milestones: [REVIEW] }, leadTimes: ['P7D', 'P1D'] };
const ENDED = 'the key with which it was made has expired or was revoked';

describe.each(['key', 'public'] as const)('what a key made, with READ_ACCESS=%s', (readAccess) => {
  let hooks: HookReceiver;
  let service: TestReminders;
  let key: NewKey;
  let hook: OwnSubscription;
  let mail: OwnSubscription;
  const isEnded = readAccess === 'key';

  beforeEach(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-06-01T00:00:00Z', { readAccess });
    await service.record(TREATY);
    key = await createKey(service.db, { name: 'leaks', scopes: ['write'] });
    await createKey(service.db, { name: 'administrator', scopes: ['admin'] });
    const recorder = { by: actorOf(key), requestId: 'spec' };
    hook = await service.subscribe({ channel: { type: 'webhook', url: `${hooks.url}/hook` }, ...FILTER }, recorder);
    mail = await service.subscribe({ channel: { type: 'email', address: 'ana@example.org' }, ...FILTER }, recorder);
  });
  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  const at = async (instant: string): Promise<void> => {
    await service.setClock(instant);
    await service.turn();
  };
  const state = async ({ subscription: { id }, links }: OwnSubscription) => {
    const { subscription } = await service.subscriptions.open(id, tokenOf(links.manageUrl));
    return [subscription.status, subscription.disabledReason];
  };
  const reminders = async (): Promise<number> =>
    hooks.arrived.length + (await service.mails()).filter(({ subject }) => subject?.includes('River')).length;
  const changed = (authority: NewKey | 'operator' | undefined) => {
    const { subscription, links } = hook;
    const changer = { caller: 'spec', recorder: recorderOfRun('subscriber'), ...(authority && { authority }) };
    return service.subscriptions.change(subscription.id, tokenOf(links.manageUrl), { status: 'active' }, changer);
  };

  it.each([
    ['is revoked', () => revokeKey(service.db, key.id, 'operator')],
    ['is rotated without a grace', () => rotateKey(service.db, key.id, 'operator')],
    [
      'expires',
      () => service.db.pool.query('update api_keys set expires_at = clock_timestamp() where id = $1', [key.id]),
    ],
    [
      'is rotated with a grace and its successor is revoked before that is over',
      async () => {
        const next = await rotateKey(service.db, key.id, 'operator', 'P1D');
        await revokeKey(service.db, next.id, 'operator');
      },
    ],
  ])('says why it sends nothing any more when the key %s, or goes on where everybody reads', async (_, end) => {
    await at('2026-06-24T09:00:00Z');
    expect(await reminders()).toBe(2);
    await end();
    const expected = isEnded ? ['disabled', ENDED] : ['active', null];
    // At once, and once the service has taken a turn.
    expect([await state(hook), await state(mail)]).toEqual([expected, expected]);
    const listed = await allSubscriptions(service.db.kysely, { readAccess });
    expect(listed.map((one) => [one.status, one.disabledReason])).toEqual([expected, expected]);
    await at('2026-06-30T09:00:00Z');
    expect([await state(hook), await state(mail)]).toEqual([expected, expected]);
    expect(await reminders()).toBe(isEnded ? 2 : 4);
  });

  it.each([
    ['over', () => service.db.pool.query('update api_keys set expires_at = clock_timestamp() where id = $1', [key.id])],
    ['ended early', () => revokeKey(service.db, key.id, 'operator')],
  ])('goes on where the key is rotated with a grace and that is %s', async (_, end) => {
    await rotateKey(service.db, key.id, 'operator', 'P1D');
    await end();
    await at('2026-06-24T09:00:00Z');
    expect([await state(hook), await reminders()]).toEqual([['active', null], 2]);
  });

  it('is counted for the key with which it ends: after a rotation with a grace, for the new one', async () => {
    expect(await countSubscriptionsOfKey(service.db, key.id)).toBe(2);
    const next = await rotateKey(service.db, key.id, 'operator', 'P1D');
    const counts = [key.id, next.id].map((id) => countSubscriptionsOfKey(service.db, id));
    expect(await Promise.all(counts)).toEqual([0, 2]);
  });

  it('sends no message that was in the queue when the key ended', async () => {
    const { subscription, links } = hook;
    const message = await service.subscriptions.sendTest(subscription.id, tokenOf(links.manageUrl), { caller: 'spec' });
    await revokeKey(service.db, key.id, 'operator');
    await service.deliver(message);
    expect(hooks.arrived).toHaveLength(isEnded ? 0 : 1);
  });

  it('is switched on again by a valid key whose scope suffices, or by the operator, and then is bound to that', async () => {
    if (!isEnded) return expect((await changed(undefined)).subscription.status).toBe('active');
    await revokeKey(service.db, key.id, 'operator');
    await service.turn();
    const reader = await createKey(service.db, { name: 'reads', scopes: ['read'] });
    for (const authority of [undefined, reader])
      await expect(changed(authority)).rejects.toMatchObject({ code: 'MAKER_KEY_ENDED' });
    const writer = await createKey(service.db, { name: 'writes', scopes: ['write'] });
    expect((await changed(writer)).subscription).toMatchObject({ status: 'active', madeByKey: writer.id });
    await revokeKey(service.db, writer.id, 'operator');
    expect(await state(hook)).toEqual(['disabled', ENDED]);
    expect((await changed('operator')).subscription).toMatchObject({ status: 'active', madeByKey: null });
    return undefined;
  });

  it('keeps no request that nobody has confirmed', async () => {
    const form = { channel: { type: 'email', address: 'eva@example.org' }, ...FILTER };
    const recorder = { by: actorOf(key), requestId: 'spec' };
    await service.signUps.create(subscriptionForm.parse(form), { caller: 'spec', recorder });
    await revokeKey(service.db, key.id, 'operator');
    await service.turn();
    const { rowCount } = await service.db.pool.query(`select from subscriptions where status = 'pending'`);
    expect(rowCount).toBe(isEnded ? 0 : 1);
  });
});
