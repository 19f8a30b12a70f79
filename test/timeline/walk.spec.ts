import { TimelineWalkQuery } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';

const COUNT = 1_234;
const source = { record: 'source', id: 'sheet', title: 'Sheet', publisher: 'Office', publishedOn: '2024-09-16' };
const subject = { record: 'subject', id: 'talks', type: 'dialogue', name: 'Talks' };
const meeting = (id: string, occurred: string): object => ({
  record: 'fact',
  id,
  subject: 'talks',
  type: 'dialogue.held',
  occurred,
  title: id,
  sources: [{ source: 'sheet' }],
});

describe('a walk through a whole timeline', () => {
  let timeline: TestTimeline;

  beforeAll(async () => {
    timeline = await startTestTimeline();
    const meetings = Array.from({ length: COUNT }, (_, index) =>
      meeting(`met-${index}`, `20${String(index % 20).padStart(2, '0')}-05`),
    );
    const report = await timeline.record([source, subject, ...meetings]);
    expect(report.recorded).toBe(COUNT + 2);
  });
  afterAll(() => timeline.drop());

  it('tells every item once and in order, as the log stood when it began, though more is recorded meanwhile', async () => {
    const walk = await timeline.ask(new TimelineWalkQuery({}));
    const ids = new Set<string>();
    const days: string[] = [];
    for await (const item of walk.items) {
      if (ids.size === 100)
        await timeline.record([
          meeting('late', '2020-01'),
          {
            record: 'correction',
            id: 'moved',
            fact: 'met-19',
            changes: { occurred: '2001-01', title: 'moved' },
            reason: 'It was earlier.',
            sources: [{ source: 'sheet' }],
          },
        ]);
      ids.add(item.id);
      days.push(item.occurred?.edtf ?? '');
      expect(item.title).toBe(item.id);
    }
    expect(ids.size).toBe(COUNT);
    expect(days).toEqual(days.toSorted());
    expect(walk.position).toBe(String(COUNT + 2));
  });

  it('begins anew with what was recorded since', async () => {
    const walk = await timeline.ask(new TimelineWalkQuery({}));
    const titles: string[] = [];
    for await (const { title } of walk.items) titles.push(title);
    expect(titles).toHaveLength(COUNT + 1);
    expect(titles).toEqual(expect.arrayContaining(['late', 'moved']));
  });

  it('never ends early without a word where the view is emptied meanwhile', async () => {
    const walk = await timeline.ask(new TimelineWalkQuery({}));
    const items = walk.items[Symbol.asyncIterator]();
    await items.next();
    await timeline.db.pool.query("update projections set position = 0 where name = 'timeline'");
    const rest = async (): Promise<void> => {
      while (!(await items.next()).done);
    };
    await expect(rest()).rejects.toThrow('being rebuilt');
  });
});
