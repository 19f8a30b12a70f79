import { Logger } from '@nestjs/common';
import { runDateline, type Ended } from '../cli/command-line.js';
import { tablesHolding } from '../timeline/tables-holding.js';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { TREATY } from './river-treaty.js';
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
    expect(await tablesHolding(service.database.owner, words)).toContain('deliveries');

    const ended = await redact(event);
    expect(ended).toMatchObject({ code: 0 });
    expect(JSON.parse(ended.stdout)).toMatchObject({ messages: 1 });
    expect(await tablesHolding(service.database.owner, words)).toEqual([]);
    expect(await tablesHolding(service.database.owner, 'Noted as well')).toContain('deliveries');

    hooks.arrived.length = 0;
    hooks.answer = (_hook, response) => void response.writeHead(204).end();
    await service.setClock('2026-03-02T13:00:00Z');
    await service.turn();
    expect(hooks.arrived).toHaveLength(2);
    const sent = hooks.arrived.map(({ body }) => body).join();
    expect([sent.includes('[removed]'), sent.includes(words)]).toEqual([true, false]);
  });
});
