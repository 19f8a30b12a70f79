import { backends, type StartedBackend } from '../jobs/backends.js';
import { TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const [source, treaty, inForce] = TREATY;
const told = [{ source: 'gazette' }];
const email = { type: 'email', address: 'ana@example.org' };

/** What is planned for a party of one milestone, with the lead times of a subscription that names none. */
const reminders = (party: string): string[] =>
  ['P0D', 'P30D', 'P7D', 'P90D'].map((lead) => `${party} reminder ${lead}`);
const kinds = (...list: string[]) => ({ channel: email, filter: { kinds: list } });

describe.each(backends)('reminders, with the queue on $name,', ({ start }) => {
  let backend: StartedBackend;
  let service: TestReminders;

  beforeEach(async () => {
    backend = await start();
    service = await startTestReminders('2026-03-01T00:00:00Z', { queue: backend });
    await service.record(TREATY);
  });

  afterEach(async () => {
    await service.drop();
    await backend.stop();
  });

  const at = async (instant: string): Promise<void> => {
    await service.setClock(instant);
    await service.turn();
  };
  const sent = async (): Promise<string[]> =>
    (await service.deliveries()).map(({ sentAt, status, about }) => `${sentAt ?? status} ${about.join(', ')}`);

  it('go out once per lead time, at the local hour, each by a mail of its own', async () => {
    await service.subscribe({
      channel: email,
      filter: { subjects: ['river-treaty'], milestones: ['joint-review'] },
      timeZone: 'America/Mexico_City',
    });
    for (const day of ['2026-04-02', '2026-06-01', '2026-06-24', '2026-07-01']) {
      await at(`${day}T14:59:00Z`);
      await at(`${day}T15:00:00Z`);
      await at(`${day}T15:01:00Z`);
    }
    expect(await sent()).toEqual([
      '2026-04-02T15:00 reminder river-treaty.joint-review.2026 2026-07-01 P90D',
      '2026-06-01T15:00 reminder river-treaty.joint-review.2026 2026-07-01 P30D',
      '2026-06-24T15:00 reminder river-treaty.joint-review.2026 2026-07-01 P7D',
      '2026-07-01T15:00 reminder river-treaty.joint-review.2026 2026-07-01 P0D',
    ]);
    const mails = await service.mails();
    expect(mails.filter(({ subject }) => subject?.includes('River Treaty'))).toHaveLength(4);
  });

  it('go out on the day itself where the evening of the reader is the next day in UTC', async () => {
    await service.subscribe({
      channel: email,
      filter: { milestones: ['river-treaty.joint-review.2026'] },
      leadTimes: ['P0D'],
      timeZone: 'America/Mexico_City',
      localTime: '20:00',
    });
    await at('2026-07-02T02:00:00Z');
    expect(await sent()).toEqual(['2026-07-02T02:00 reminder river-treaty.joint-review.2026 2026-07-01 P0D']);
    const [mail] = (await service.mails()).filter(({ subject }) => subject?.includes('River Treaty'));
    expect(mail!.subject).not.toContain('late');
  });

  it('are not sent for what lies behind when a subscription begins', async () => {
    await service.setClock('2026-06-10T00:00:00Z');
    await service.subscribe({ channel: email, filter: { milestones: ['joint-review'] } });
    await at('2026-06-10T00:01:00Z');
    expect(await sent()).toEqual([]);
    await at('2026-06-24T09:00:00Z');
    expect(await sent()).toEqual(['2026-06-24T09:00 reminder river-treaty.joint-review.2026 2026-07-01 P7D']);
  });

  it('become one message where several lead times were missed, marked late', async () => {
    await service.subscribe({ channel: email, filter: { milestones: ['joint-review'] } });
    await at('2026-06-25T08:00:00Z');
    expect(await sent()).toEqual([
      '2026-06-25T08:00 reminder river-treaty.joint-review.2026 2026-07-01 P90D, ' +
        'reminder river-treaty.joint-review.2026 2026-07-01 P30D, reminder river-treaty.joint-review.2026 2026-07-01 P7D',
    ]);
    const [mail] = (await service.mails()).filter(({ subject }) => subject?.includes('River Treaty'));
    expect(mail?.text).toMatch(/late/i);
  });

  it('are skipped, with the reason, where they no longer help', async () => {
    await service.subscribe({ channel: email, filter: { milestones: ['joint-review'] } });
    await at('2026-07-05T08:00:00Z');
    expect(await service.deliveries()).toMatchObject([
      { status: 'skipped', reason: 'its window was over before the reminder could go out' },
    ]);
  });

  it('go on to those whose party it is once a correction says whose it is, without a notice', async () => {
    const plan = {
      record: 'fact',
      id: 'report-planned',
      subject: 'river-treaty',
      type: 'milestone.planned',
      occurred: '2026-08-01',
      title: 'A report is due',
      parties: ['SE'],
      body: { milestone: 'report.2026' },
      sources: told,
    };
    const changes = { parties: ['NO'] };
    const correction = { record: 'correction', id: 'whose', fact: plan.id, changes, reason: 'A slip.', sources: told };
    await service.record([plan]);
    const name = new Map<string, string>();
    for (const party of ['SE', 'NO']) {
      const filter = { parties: [party], milestones: ['report'] };
      const { subscription } = await service.subscribe({
        channel: { ...email, address: `${party}@example.org` },
        filter,
      });
      name.set(subscription.id, party);
    }
    const planned = async (): Promise<string[]> => {
      await service.turn();
      const { rows } = await service.db.pool.query<{ subscription_id: string; kind: string; lead_time: string }>(
        `select subscription_id, kind, lead_time from planned_reminders where status = 'planned'`,
      );
      return rows.map((row) => `${name.get(row.subscription_id)} ${row.kind} ${row.lead_time}`).toSorted();
    };
    expect(await planned()).toEqual(reminders('SE'));
    await service.record([correction]);
    expect(await planned()).toEqual(reminders('NO'));
    expect(await sent()).toEqual([]);
  });

  it('are planned anew when a milestone moves, with one notice', async () => {
    await service.subscribe({ channel: email, filter: { milestones: ['joint-review'] } });
    await at('2026-04-02T09:00:00Z');
    await service.record([
      {
        record: 'fact',
        id: 'river-review-moved',
        subject: 'river-treaty',
        type: 'milestone.moved',
        occurred: '2026-09-15',
        title: 'The review is held in September',
        knownSince: '2026-04-10',
        body: { milestone: 'joint-review.2026' },
        sources: told,
      },
    ]);
    await at('2026-04-10T10:00:00Z');
    await at('2026-04-10T10:05:00Z');
    await at('2026-06-01T09:00:00Z');
    await at('2026-06-17T09:00:00Z');
    expect(await sent()).toEqual([
      '2026-04-02T09:00 reminder river-treaty.joint-review.2026 2026-07-01 P90D',
      '2026-04-10T10:00 milestone-moved river-treaty.joint-review.2026 2026-09-15',
      '2026-06-17T09:00 reminder river-treaty.joint-review.2026 2026-09-15 P90D',
    ]);
    const notice = (await service.mails()).find(({ text }) => text?.includes('The review is held in September'));
    expect(notice?.text).toContain('15 September 2026');
  });

  it('stop when the milestone is met', async () => {
    await service.subscribe({ channel: email, filter: { milestones: ['joint-review'] } });
    await service.setClock('2026-04-01T00:00:00Z');
    await service.record([
      {
        record: 'fact',
        id: 'river-reviewed',
        subject: 'river-treaty',
        type: 'agreement.reviewed',
        occurred: '2026-03-20',
        title: 'Reviewed early',
        body: { outcome: 'extended' },
        sources: told,
      },
    ]);
    await at('2026-07-01T09:00:00Z');
    expect(await sent()).toEqual([]);
  });

  it('send nothing when an old fact is corrected or put on record', async () => {
    await service.subscribe({
      channel: email,
      filter: { kinds: ['milestones', 'developments'] },
      leadTimes: ['P0D'],
    });
    await service.record([
      {
        record: 'correction',
        id: 'river-in-force-title',
        fact: 'river-in-force',
        changes: { title: 'In force' },
        reason: 'shorter',
        sources: told,
      },
      { ...inForce, id: 'river-signed', type: 'agreement.signed', occurred: '2019-03-01', title: 'Signed', body: {} },
    ]);
    await at('2026-03-05T00:00:00Z');
    expect(await sent()).toEqual([]);
  });
});

describe.each(backends)('developments, with the queue on $name,', ({ start }) => {
  let backend: StartedBackend;
  let service: TestReminders;

  beforeEach(async () => {
    backend = await start();
    service = await startTestReminders('2026-03-01T12:00:00Z', { queue: backend });
    await service.record([source!, treaty!]);
  });

  afterEach(async () => {
    await service.drop();
    await backend.stop();
  });

  const noted = (id: string, more: object = {}) => ({
    record: 'fact',
    id,
    subject: 'river-treaty',
    type: 'agreement.noted',
    occurred: '2026-03-02',
    title: `Noted ${id}`,
    sources: told,
    knownSince: '2026-03-02',
    ...more,
  });
  const corrected = {
    record: 'correction',
    id: 'one-corrected',
    fact: 'one',
    changes: { title: 'Noted otherwise' },
    reason: 'wrong name',
    sources: told,
  };

  it('are told once each, corrections only where asked', async () => {
    const news = (await service.subscribe(kinds('developments'))).subscription.id;
    const both = (await service.subscribe(kinds('developments', 'corrections'))).subscription.id;
    await service.setClock('2026-03-03T12:00:00Z');
    await service.record([noted('one'), noted('old', { knownSince: '2026-02-27', occurred: '2026-02-27' })]);
    await service.turn();
    await service.record([corrected]);
    await service.turn();
    await service.turn();
    const heard = (await service.deliveries()).map(({ subscription, about }) => [subscription, ...about]);
    expect(heard).toHaveLength(3);
    expect(heard).toEqual(
      expect.arrayContaining([
        [news, 'development fact:one'],
        [both, 'development fact:one'],
        [both, 'development correction:one-corrected'],
      ]),
    );
  });

  it('show of a correction both of its days, and name a further source as one', async () => {
    await service.subscribe(kinds('corrections'));
    await service.setClock('2026-03-03T12:00:00Z');
    await service.record([noted('one'), { ...source, id: 'other', title: 'Other' }]);
    const further = { sources: [...told, { source: 'other' }] };
    await service.record([
      { ...corrected, knownSince: '2026-03-02' },
      { ...corrected, id: 'one-supported', changes: further, reason: 'The other says so.' },
    ]);
    await service.turn();
    const mails = await service.mails();
    const [correction, evidence] = ['Corrected: ', 'Another source: '].map((kind) =>
      mails.find(({ subject }) => subject?.startsWith(kind)),
    );
    expect(correction?.text?.replaceAll(/\s+/g, ' ')).toContain(
      'The change could be known since 2 March 2026 and was recorded on 3 March 2026.',
    );
    expect(evidence?.text).toContain('nothing else was changed');
  });

  it('are told to nobody who subscribed after they were recorded', async () => {
    await service.setClock('2026-03-03T12:00:00Z');
    await service.record([noted('one')]);
    await service.subscribe({ channel: email, filter: { kinds: ['developments'] } });
    await service.turn();
    expect(await service.deliveries()).toEqual([]);
  });

  it('match a filter by party where the party acted, not where only its treaty has it', async () => {
    const ofParty = async (party: string) =>
      (await service.subscribe({ channel: email, filter: { kinds: ['developments'], parties: [party] } })).subscription
        .id;
    const [norway, sweden] = [await ofParty('NO'), await ofParty('SE')];
    await service.setClock('2026-03-03T12:00:00Z');
    await service.record([noted('of-sweden', { parties: ['SE'] }), noted('of-all')]);
    await service.turn();
    const sent = (await service.deliveries()).map(({ subscription, about }) => [subscription, ...about]);
    expect(sent.filter(([id]) => id === norway)).toEqual([[norway, 'development fact:of-all']]);
    expect(sent.filter(([id]) => id === sweden).map(([, about]) => about)).toEqual(
      expect.arrayContaining(['development fact:of-sweden', 'development fact:of-all']),
    );
  });

  it('wait for the digest, which holds them all', async () => {
    await service.subscribe({
      channel: email,
      filter: { kinds: ['developments'] },
      digest: 'daily',
      localTime: '18:00',
    });
    await service.setClock('2026-03-03T12:00:00Z');
    await service.record([noted('one'), noted('two')]);
    await service.turn();
    expect(await service.deliveries()).toEqual([]);
    await service.setClock('2026-03-03T18:00:00Z');
    await service.turn();
    expect(await service.deliveries()).toMatchObject([
      { kind: 'digest', status: 'sent', about: ['development fact:one', 'development fact:two'] },
    ]);
  });
});
