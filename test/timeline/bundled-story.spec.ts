import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { TimelineWithMilestonesQuery, MilestonesQuery } from '#libs/milestones';
import { lines } from '../data/bundled-records.js';

const records = lines.map(({ record }) => record);

describe('The bundled story of US-Mexico relations', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    const report = await timeline.record(records);
    expect(report.problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  it('tells the agreement in order, from the entry into force to the next yearly review and the end of the term', async () => {
    const page = await timeline.ask(new TimelineWithMilestonesQuery({ subject: 'usmca', include: 'milestones' }));
    expect(page.items.map((item) => [item.occurred?.edtf, item.type, item.status])).toEqual([
      ['2020-07-01', 'agreement.entered-into-force', 'current'],
      ['2026', 'milestone.planned', 'current'],
      ['2026-06-01', 'milestone.planned', 'unconfirmed'],
      ['2026-06-01', 'milestone', 'unconfirmed'],
      ['2026-07-01', 'agreement.reviewed', 'current'],
      ['2027', 'milestone.planned', 'current'],
      ['2027', 'milestone', 'upcoming'],
      ...['2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035'].map((year) => [
        year,
        'milestone',
        'upcoming',
      ]),
      ['2036-07-01', 'milestone.planned', 'current'],
      ['2036-07-01', 'milestone', 'upcoming'],
    ]);
  });

  it('pages through facts and milestones in the same order, one at a time, in both directions', async () => {
    const question = { subject: 'usmca', include: 'milestones' };
    const whole = await timeline.ask(new TimelineWithMilestonesQuery(question));
    for (const order of ['asc', 'desc']) {
      const seen: string[] = [];
      let cursor: string | null = null;
      let last;
      do {
        last = await timeline.ask(
          new TimelineWithMilestonesQuery({ ...question, order, limit: '1', cursor: cursor ?? undefined }),
        );
        seen.push(...last.items.map((item) => item.id));
        cursor = last.page.next;
      } while (cursor);
      const back: string[] = [];
      for (cursor = last.page.prev; cursor; cursor = last.page.prev) {
        last = await timeline.ask(new TimelineWithMilestonesQuery({ ...question, order, limit: '1', cursor }));
        back.unshift(...last.items.map((item) => item.id));
      }
      const expected = whole.items.map((item) => item.id);
      expect(seen).toEqual(order === 'asc' ? expected : expected.toReversed());
      expect(back).toEqual(seen.slice(0, -1));
    }
  });

  it('finds the third High-Level Security Dialogue by period and topic', async () => {
    const page = await timeline.ask(new TimelineWithMilestonesQuery({ from: '2023', to: '2024', topic: 'security' }));
    expect(page.items).toContainEqual(
      expect.objectContaining({
        type: 'dialogue.held',
        subject: expect.objectContaining({ id: 'hlsd' }),
        body: expect.objectContaining({ ordinal: 3 }),
      }),
    );
  });

  it('answers with an empty page where a word is nowhere', async () => {
    const page = await timeline.ask(new TimelineWithMilestonesQuery({ q: 'xylophone' }));
    expect(page).toMatchObject({ items: [], page: { next: null, prev: null } });
  });

  it('knows nothing on a day what was told later', async () => {
    const page = await timeline.ask(
      new TimelineWithMilestonesQuery({ subject: 'usmca', knownAt: '2024-09-16', include: 'milestones' }),
    );
    expect(page.items.map((item) => [item.occurred?.edtf, item.type])).toEqual([
      ['2020-07-01', 'agreement.entered-into-force'],
      ['2026', 'milestone.planned'],
      ['2026-06-01', 'milestone'],
      ['2026-07-01', 'milestone'],
      ['2036-07-01', 'milestone.planned'],
      ['2036-07-01', 'milestone'],
    ]);
  });

  it('lists what is due, the met review of 2026 and the open one of 2027 among it', async () => {
    const page = await timeline.ask(new MilestonesQuery({ subject: 'usmca', from: '2026' }));
    expect(page.items.map((item) => [item.id, item.status, item.flag])).toEqual([
      ['usmca.joint-review-recommendations.2026', 'unconfirmed', null],
      ['usmca.joint-review.2026', 'met', null],
      ['usmca.joint-review.2027', 'upcoming', 'approaching'],
      ...['2028', '2029', '2030', '2031', '2032', '2033', '2034', '2035'].map((year) => [
        `usmca.joint-review.${year}`,
        'upcoming',
        'far',
      ]),
      ['usmca.term-end.2036', 'upcoming', 'far'],
    ]);
  });
});
