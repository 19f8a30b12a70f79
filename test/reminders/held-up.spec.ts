import { Logger } from '@nestjs/common';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { TREATY } from './river-treaty.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const sources = [{ source: 'gazette' }];
const plan = (id: string, occurred: string) => ({
  record: 'fact',
  id,
  subject: 'river-treaty',
  type: 'milestone.planned',
  occurred,
  title: `Plan ${id}`,
  body: { milestone: `${id}.2026` },
  knownSince: '2026-06-01',
  sources,
});
const correct = (fact: string, id: string, occurred: string) => ({
  record: 'correction',
  id,
  fact,
  changes: { occurred },
  reason: 'Another day.',
  knownSince: '2026-06-01',
  sources,
});
const cancel = (id: string) => ({
  record: 'fact',
  id: `${id}-cancelled`,
  subject: 'river-treaty',
  type: 'milestone.cancelled',
  occurred: '2026-06-01',
  title: `No ${id}`,
  body: { milestone: `${id}.2026` },
  knownSince: '2026-06-01',
  sources,
});

describe('news of a milestone', () => {
  let hooks: HookReceiver;
  let service: TestReminders;

  beforeEach(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-06-01T08:00:00Z');
    // Failures are what is meant here; nobody need read of them.
    Logger.overrideLogger(false);
    await service.record(TREATY);
    await service.subscribe({ channel: { type: 'webhook', url: `${hooks.url}/hook` }, leadTimes: ['P20D'] });
  });
  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  const answer = (status: number): void => {
    hooks.answer = (_, response) => void response.writeHead(status).end();
  };
  const at = async (instant: string): Promise<void> => {
    await service.setClock(instant);
    await service.turn();
  };
  const outcomes = async (): Promise<string[]> => {
    const { rows } = await service.db.pool.query<{ told: string }>(
      `select kind || ': ' || status || coalesce(' (' || nullif(reason, 'answered 204') || ')', '') as told from deliveries order by due_at, kind`,
    );
    return rows.map(({ told }) => told);
  };

  it('that an outage held up is skipped where it no longer helps, also after attempts', async () => {
    answer(503);
    await service.record([plan('vote', '2026-06-05')]);
    await at('2026-06-01T08:01:00Z');
    await service.record([correct('vote', 'vote-later', '2026-06-20')]);
    await at('2026-06-01T08:02:00Z');
    answer(204);
    await service.record([cancel('vote')]);
    await at('2026-06-01T09:00:00Z');
    await at('2026-06-01T12:00:00Z');
    expect(await outcomes()).toEqual([
      expect.stringMatching(/^reminder: skipped \(the milestone was cancelled/),
      expect.stringMatching(/^milestone-moved: skipped \(the milestone was cancelled/),
      'milestone-cancelled: sent',
    ]);
  });

  it('names what caused it, of everything that one import brings', async () => {
    answer(204);
    await service.record([plan('vote', '2026-09-05'), plan('gala', '2026-09-06')]);
    await service.turn();
    await service.record([correct('vote', 'vote-later', '2026-09-20'), cancel('gala'), plan('fair', '2026-09-21')]);
    await at('2026-06-01T08:02:00Z');
    const told = hooks.arrived.map(({ body }) => JSON.parse(body) as { data: Record<string, unknown> });
    expect(told.map(({ data }) => [data['kind'], (data['because'] as { fact: string } | null)?.fact])).toEqual(
      expect.arrayContaining([
        ['milestone-moved', 'vote'],
        ['milestone-cancelled', 'gala-cancelled'],
      ]),
    );
  });
});
