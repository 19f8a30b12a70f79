import { createTestDatabase, startTestTimeline, type TestDatabase, type TestTimeline } from '#libs/testing';
import { TimelineQuery } from '#libs/timeline';

describe('Questions with DATABASE_READ_URL', () => {
  let replica: TestDatabase;
  let timeline: TestTimeline;
  beforeAll(async () => {
    // A replica that never hears of anything: what comes from it cannot come from the database that is written.
    replica = await createTestDatabase();
    timeline = await startTestTimeline({ readUrl: replica.url });
  });
  afterAll(async () => {
    await timeline.drop();
    await replica.drop();
  });

  it('are answered by the replica, and say so rather than answer with less than the writer has seen', async () => {
    const report = await timeline.record([
      { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' },
      { record: 'subject', id: 'forum', type: 'dialogue', name: 'Forum' },
      {
        record: 'fact',
        id: 'met',
        subject: 'forum',
        type: 'dialogue.held',
        occurred: '2024',
        title: 'Met',
        sources: [{ source: 'gazette' }],
      },
    ]);
    expect(report.recorded).toBe(3);
    expect(await timeline.ask(new TimelineQuery({}))).toMatchObject({ items: [], position: '0' });
    await expect(timeline.ask(new TimelineQuery({ after: String(report.position) }))).rejects.toMatchObject({
      code: 'VIEW_BEHIND',
    });
  });
});
