import { sweepReminders } from '../../apps/worker/src/jobs/sweep-reminders.js';
import { VIEWS } from '#libs/milestones';
import { ProjectionRunner, type View } from '#libs/projections';
import { eventually } from '#libs/testing';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const told = [{ source: 'gazette' }];
const subject = (id: string, type: string) => ({
  record: 'subject',
  id,
  type,
  name: `The ${id}`,
  topics: [],
  parties: [],
});
const fact = (id: string, about: string, type: string, occurred: string, more: object = {}) => ({
  record: 'fact',
  id,
  subject: about,
  type,
  occurred,
  title: `What is told by ${id}`,
  sources: told,
  ...more,
});
const RECORDS = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2020-01-01' },
  subject('river-treaty', 'agreement'),
  subject('lake-treaty', 'agreement'),
  subject('mill-case', 'case'),
  fact('river-in-force', 'river-treaty', 'agreement.entered-into-force', '2020-07-01', {
    body: { reviewEvery: 'P6Y' },
  }),
  fact('lake-in-force', 'lake-treaty', 'agreement.entered-into-force', '2020-07-01', { body: { reviewEvery: 'P6Y' } }),
  fact('mill-filed', 'mill-case', 'case.filed', '2026-02-20'),
];
/** News, what moves a milestone, and what corrects and withdraws: all that could be told again. */
const LATER = [
  fact('river-noted', 'river-treaty', 'agreement.noted', '2026-04-05', { knownSince: '2026-04-05' }),
  fact('mill-noted', 'mill-case', 'case.noted', '2026-04-05', { knownSince: '2026-04-05' }),
  fact('lake-review-moved', 'lake-treaty', 'milestone.moved', '2026-08-15', {
    knownSince: '2026-04-05',
    body: { milestone: 'joint-review.2026' },
  }),
  {
    record: 'correction',
    id: 'noted-better',
    fact: 'river-noted',
    changes: { title: 'Better' },
    reason: 'x',
    sources: told,
  },
  { record: 'retraction', id: 'noted-wrongly', fact: 'mill-noted', reason: 'It was another mill.', sources: told },
];

describe('a rebuild of every view, while the sweep runs and subscribers wait', () => {
  let hooks: HookReceiver;
  let service: TestReminders;

  beforeEach(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders('2026-03-01T00:00:00Z', {
      queue: {},
      jobs: [{ ...sweepReminders, every: 100 }],
    });
    await service.record(RECORDS);
    for (const kinds of [['milestones'], ['milestones', 'developments'], ['milestones', 'developments', 'corrections']])
      await service.subscribe({ channel: { type: 'webhook', url: hooks.url }, filter: { kinds } });
    await service.setClock('2026-04-02T09:00:00Z');
    await service.turn();
    await service.setClock('2026-04-05T12:00:00Z');
    await service.record(LATER);
    await service.turn();
  });

  afterEach(async () => {
    await service.drop();
    await hooks.stop();
  });

  const standing = async (): Promise<object> => {
    const { rows } = await service.db.pool.query(
      'select * from planned_reminders order by subscription_id, about, edtf, lead_time, kind, cause',
    );
    return { planned: rows, deliveries: await service.deliveries(), arrived: hooks.arrived.length };
  };
  const rebuildAll = async (views: readonly View[]): Promise<void> => {
    const runner = new ProjectionRunner(service.db, service.store, views, {
      logger: { log: () => {}, error: () => {} },
    });
    for (const { name } of views) expect(await runner.rebuild(name)).toMatchObject({ outcome: 'swapped' });
    await runner.catchUp();
    const left = async (): Promise<void> => {
      const { rowCount } = await service.db.pool.query('select from milestone_changes');
      expect(rowCount).toBe(0);
    };
    // The sweep that runs beside has taken what the rebuild said.
    await eventually(left);
    await service.sweep.run();
  };

  it.each([
    ['of the same version', VIEWS],
    ['of a raised version', VIEWS.map((view) => ({ ...view, version: view.version + 1 }))],
  ])('%s sends nothing, plans nothing twice, and what lies ahead goes out once', async (_, views) => {
    const before = await standing();
    expect(hooks.arrived.length).toBeGreaterThan(10);
    await rebuildAll(views);
    expect(await standing()).toEqual(before);
    const arrived = hooks.arrived.length;

    // Reminders fall due while the views are rebuilt once more: each of those that wait is told once.
    const now = '2026-06-01T09:00:01Z';
    const due = await service.db.pool.query(
      `select distinct subscription_id, about from planned_reminders where status = 'planned' and due_at <= $1`,
      [now],
    );
    expect(due.rowCount).toBeGreaterThanOrEqual(6);
    await service.setClock(now);
    await rebuildAll(views);
    await eventually(() => expect(hooks.arrived.length).toBe(arrived + due.rowCount!));
    await rebuildAll(views);
    const since = hooks.arrived.slice(arrived).map(({ body }) => {
      const { subject: about, data } = JSON.parse(body) as { subject: string; data: Record<string, unknown> };
      return [data['subscription'], about].join(' ');
    });
    expect(since.toSorted()).toEqual(due.rows.map((row) => `${row.subscription_id} ${row.about}`).toSorted());
    expect(new Set(hooks.arrived.map(({ id }) => id)).size).toBe(hooks.arrived.length);
  });
});
