import { MilestoneFlags, MilestoneQuery } from '#libs/milestones';
import { selectFaults } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { ChangesQuery, exportRecords, restoreRecords, TimelineQuery, type ImportLine } from '#libs/timeline';
import { FixedClock, type JsonObject } from '#libs/kernel';
import { createTestDatabase, startTestTimeline, type TestTimeline } from '#libs/testing';

const sources = [{ source: 'gazette' }];
const records = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2020-01-01' },
  { record: 'subject', id: 'treaty', type: 'agreement', name: 'River Treaty' },
  {
    record: 'fact',
    id: 'in-force',
    subject: 'treaty',
    type: 'agreement.entered-into-force',
    occurred: '2020-07-01',
    title: 'In force',
    body: { reviewEvery: 'P6Y' },
    sources,
  },
];

async function* importLines(lines: readonly JsonObject[]): AsyncIterable<ImportLine> {
  for (const [index, input] of lines.entries()) yield { line: index + 1, input, columnOf: () => 1 };
}

describe('the flags of a milestone', () => {
  let timeline: TestTimeline;
  const clock = new FixedClock(new Date());

  beforeEach(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record(records);
  });
  afterEach(() => timeline.drop());

  const lookOn = async (day: string): Promise<void> => {
    clock.set(new Date(`${day}T12:00:00Z`));
    const looks = [1, 2].map(() => new MilestoneFlags(timeline.db, timeline.store, clock).record());
    await Promise.all(looks);
  };
  const history = async (): Promise<string[]> =>
    (await timeline.ask(new MilestoneQuery('treaty.joint-review.2026', {}))).history
      .filter(({ turn }) => turn === 'flagged')
      .map(({ text, window }) => `${/^Flagged ([a-z-]+)/.exec(text)?.[1]} ${window}`);

  it.each([
    ['window cannot be read', '2026-99'],
    ['flag cannot be appended', null],
  ])(
    'are put on record where the %s of another, which is noted and put on record once it is mended',
    async (_, window) => {
      const { kysely } = timeline.db;
      const owner = (text: string): Promise<unknown> => timeline.owner.pool.query(text);
      await timeline.record([
        { record: 'subject', id: 'accord', type: 'agreement', name: 'Hill Accord' },
        { ...records[2]!, id: 'accord-in-force', subject: 'accord' },
      ]);
      const change = (edtf: string): Promise<unknown> =>
        timeline.db.pool.query(
          `update milestones set edtf = '${edtf}' where subject_id = 'accord' and occasion = '2026'`,
        );
      const flagged = async (subject: string): Promise<number> =>
        (await timeline.store.readStream(`milestone-${subject}.joint-review.2026`)).length;
      if (window === null) {
        await owner(
          `create function refuse_row() returns trigger language plpgsql as $$ begin raise 'refused'; end $$`,
        );
        await owner(`create trigger refuse_row before insert on events for each row
        when (new.stream = 'milestone-accord.joint-review.2026') execute function refuse_row()`);
      } else await change(window);
      await lookOn('2026-04-03');
      expect([await flagged('treaty'), await flagged('accord')]).toEqual([1, 0]);
      const faults = await selectFaults(kysely, 10);
      expect([...new Set(faults.map(({ step, reason }) => `${step} ${/2026-99|refused/.exec(reason)?.[0]}`))]).toEqual([
        `flagging ${window ?? 'refused'}`,
      ]);
      expect(faults.map(({ about }) => about)).toContain('accord.joint-review.2026');

      if (window === null) await owner('drop trigger refuse_row on events');
      else await change('2026-07-01');
      await lookOn('2026-04-03');
      expect([await flagged('treaty'), await flagged('accord')]).toEqual([1, 1]);
      expect(await selectFaults(kysely, 10)).toEqual([]);
    },
  );

  it('are put on record once per change, however often and by however many it is looked', async () => {
    for (const day of [
      '2025-01-01',
      '2025-08-01',
      '2026-04-02',
      '2026-04-03',
      '2026-06-20',
      '2026-07-01',
      '2026-07-02',
    ])
      await lookOn(day);
    expect(await history()).toEqual(
      ['on-horizon', 'approaching', 'imminent', 'due'].map((flag) => `${flag} 2026-07-01`),
    );
  });

  it('are recorded in the shape that is frozen here, in which they stand in logs and have to be read for ever', async () => {
    await lookOn('2026-07-01');
    const events = await timeline.store.readStream('milestone-treaty.joint-review.2026');
    expect(events.map(({ metadata }) => metadata)).toEqual([{ by: 'dateline', requestId: expect.any(String) }]);
    expect(events.map(({ id, type, schemaVersion, data }) => ({ id, type, schemaVersion, data }))).toEqual([
      {
        id: 'flag:treaty.joint-review.2026:2026-07-01:due',
        type: 'milestone.flagged',
        schemaVersion: 1,
        data: { milestone: 'treaty.joint-review.2026', subject: 'treaty', window: '2026-07-01', flag: 'due' },
      },
    ]);
    expect(await history()).toEqual(['due 2026-07-01']);
  });

  it('begin anew where the milestone moves, and end where it is met', async () => {
    await lookOn('2026-06-20');
    await timeline.record([
      {
        record: 'fact',
        id: 'moved',
        subject: 'treaty',
        type: 'milestone.moved',
        occurred: '2028-01-15',
        title: 'Moved',
        body: { milestone: 'joint-review.2026' },
        sources,
      },
    ]);
    await lookOn('2026-06-20');
    await timeline.record([
      {
        record: 'fact',
        id: 'met',
        subject: 'treaty',
        type: 'milestone.met',
        occurred: '2026-06-20',
        title: 'Met',
        body: { milestone: 'joint-review.2026' },
        sources,
      },
    ]);
    await lookOn('2028-01-10');
    expect(await history()).toEqual(['imminent 2026-07-01', 'far 2028-01-15']);
  });

  it('are in the change feed where asked for, and on no timeline and in no export', async () => {
    const before = await timeline.ask(new TimelineQuery({ include: ['milestones', 'parts', 'related'] }));
    await lookOn('2026-06-20');
    expect((await timeline.ask(new ChangesQuery({}))).items.map(({ type }) => type)).not.toContain('milestone.flagged');
    const { items } = await timeline.ask(new ChangesQuery({ kind: 'flag' }));
    expect(items.findLast(({ id }) => id === 'treaty.joint-review.2026')).toMatchObject({
      kind: 'flag',
      type: 'milestone.flagged',
      id: 'treaty.joint-review.2026',
      subject: 'treaty',
      changes: { flag: 'imminent', window: '2026-07-01' },
    });
    expect((await timeline.ask(new TimelineQuery({ include: ['milestones', 'parts', 'related'] }))).items).toEqual(
      before.items,
    );
    await timeline.record([{ ...records[2]!, id: 'noted', type: 'agreement.noted', title: 'Noted', body: {} }]);
    const lines: JsonObject[] = [];
    for await (const line of exportRecords(timeline.store)) lines.push(line);
    expect(lines.map((line) => line['record'])).toEqual(['source', 'subject', 'fact', 'fact']);
    expect(JSON.stringify(lines)).not.toContain('milestone.flagged');
    const other = await createTestDatabase();
    const store = new EventStore(other.db);
    await restoreRecords(new EventStore(other.owner), importLines(lines));
    expect(await store.head()).toEqual(await timeline.store.head());
    expect(await store.verify()).toMatchObject({ ok: true });
    await other.drop();
  });
});
