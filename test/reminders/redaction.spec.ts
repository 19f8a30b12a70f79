import { Logger } from '@nestjs/common';
import { FixedClock } from '#libs/kernel';
import { MilestoneFlags } from '#libs/milestones';
import { runDateline, type Ended } from '../cli/command-line.js';
import { tablesHolding } from '../timeline/tables-holding.js';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { REVIEW, TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const SEALED = 'words of the seal';
const noted = (id: string, title: string) => ({
  record: 'fact',
  id,
  subject: 'river-treaty',
  type: 'agreement.noted',
  occurred: '2026-03-02',
  knownSince: '2026-03-02',
  title,
  sources: [{ source: 'gazette' }],
});

describe('a message about a record whose text is removed', () => {
  let hooks: HookReceiver;
  let service: TestReminders;

  beforeEach(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-03-01T00:00:00Z');
    // The first attempt at the webhook fails.
    Logger.overrideLogger(false);
    await service.record(TREATY);
    await service.subscribe({
      channel: { type: 'webhook', url: `${hooks.url}/hook` },
      filter: { kinds: ['developments', 'corrections'] },
    });
  });
  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  const redact = (event: string): Promise<Ended> =>
    runDateline(['redact', event, '--reason', 'An order', '--yes', '--json'], {
      DATABASE_URL: service.url,
      DATABASE_OWNER_URL: service.database.ownerUrl,
    });

  const corrected = {
    record: 'correction',
    id: 'other-corrected',
    fact: 'other',
    changes: { summary: 'Now with a summary' },
    reason: `The "sealed" ${SEALED}`,
    sources: [{ source: 'gazette' }],
  };

  it.each([
    ['its text', [corrected], 'correction:other-corrected', SEALED],
    ['its id, where its text is too short to be looked for', [noted('one', 'Sealed.')], 'fact:one', 'Sealed.'],
  ])('that waits loses its stored content, found by %s, and is sent without it', async (_by, more, event, words) => {
    hooks.answer = (_hook, response) => void response.writeHead(503).end();
    await service.setClock('2026-03-02T12:00:00Z');
    await service.record([noted('other', 'Noted as well')]);
    await service.turn();
    await service.record(more);
    await service.turn();
    expect(await tablesHolding(service.database.superuser, words)).toContain('deliveries');

    const ended = await redact(event);
    expect(ended).toMatchObject({ code: 0 });
    expect(JSON.parse(ended.stdout)).toMatchObject({ messages: 1 });
    expect(await tablesHolding(service.database.superuser, words)).toEqual([]);
    expect(await tablesHolding(service.database.superuser, 'Noted as well')).toContain('deliveries');

    hooks.arrived.length = 0;
    hooks.answer = (_hook, response) => void response.writeHead(204).end();
    await service.setClock('2026-03-02T13:00:00Z');
    await service.turn();
    expect(hooks.arrived).toHaveLength(2);
    const sent = hooks.arrived.map(({ body }) => body).join();
    expect([sent.includes('[removed]'), sent.includes(words)]).toEqual([true, false]);
  });

  it('loses the reminders that are planned for a milestone that it named, and the flags of that are listed', async () => {
    const [SLUG, id] = ['sealed-hearing', 'river-treaty.sealed-hearing.2026'];
    hooks.answer = (_hook, response) => void response.writeHead(204).end();
    await service.subscribe({
      channel: { type: 'webhook', url: `${hooks.url}/reminders` },
      filter: { subjects: ['river-treaty'] },
      leadTimes: ['P30D'],
    });
    const plan = { milestone: 'sealed-hearing.2026' };
    const of = { knownSince: '2026-03-01', body: plan };
    await service.record([
      { ...noted('plan', 'A hearing is planned'), ...of, type: 'milestone.planned', occurred: '2026-04' },
      { ...noted('moved', 'It is moved'), ...of, type: 'milestone.moved', occurred: '2026-05' },
    ]);
    await service.turn();
    const clock = new FixedClock(service.now());
    const flags = new MilestoneFlags(service.db, service.store, clock);
    await flags.record();
    const holding = (): Promise<string[]> => tablesHolding(service.database.superuser, SLUG);
    expect(await holding()).toEqual(expect.arrayContaining(['events', 'milestones', 'planned_reminders']));

    const first = await redact('fact:plan');
    expect(first).toMatchObject({ code: 0 });
    expect(JSON.parse(first.stdout)).toMatchObject({ milestones: [] });
    const second = await redact('fact:moved');
    expect(JSON.parse(second.stdout)).toMatchObject({ milestones: [id] });
    await service.turn();
    await flags.record();
    clock.set(new Date('2026-04-20T12:00:00Z'));
    await service.setClock('2026-04-20T12:00:00Z');
    await flags.record();
    await service.turn();
    expect(await holding()).toEqual(['events']);
    expect(await tablesHolding(service.database.superuser, 'undefine')).toEqual([]);
    const { rows } = await service.db.pool.query<{ id: string }>(
      `select distinct data->>'milestone' as id from events where type = 'milestone.flagged' order by 1`,
    );
    const recommendations = 'river-treaty.joint-review-recommendations.2026';
    expect(rows.map((row) => row.id)).toEqual([recommendations, REVIEW, id]);
  });
});
