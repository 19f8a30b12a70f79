import { MilestonesQuery } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { TimelineQuery } from '#libs/timeline';

const JANUARY = 'of-january';
const NOVEMBER = 'of-november';
const source = (id: string, publishedOn: string): object => ({
  record: 'source',
  id,
  title: id,
  publisher: 'The Ministry',
  publishedOn,
});
const said = (word: string, milestone: string, occurred: string, by: string): object => ({
  record: 'fact',
  id: `${milestone}-${word}-${by}`,
  subject: 'forum',
  type: `milestone.${word}`,
  occurred,
  title: `The ${milestone} is ${word}`,
  body: { milestone: `${milestone}.2026` },
  sources: [{ source: by }],
});
const facts = [
  said('planned', 'hearing', '2026-11', JANUARY),
  said('planned', 'hearing', '2026-11-20', NOVEMBER),
  said('cancelled', 'hearing', '2026-11-06', NOVEMBER),
  said('planned', 'report', '2026-10', JANUARY),
  said('outstanding', 'report', '2026-11-02', NOVEMBER),
  said('moved', 'visit', '2026-11-15', JANUARY),
  said('moved', 'visit', '2027-02-01', NOVEMBER),
  said('cancelled', 'talks', '2026-01-04', JANUARY),
  said('planned', 'talks', '2026-11-12', NOVEMBER),
];
/** Last said first, but for the plan of the hearing and its cancellation, which were known on one day. */
const inOtherOrder = [...facts.slice(3).toReversed(), ...facts.slice(1, 3), facts[0]!];

describe.each([
  ['as it was said', facts],
  ['in another order', inOtherOrder],
])('What sources say of milestones, recorded %s', (_name, inOrder) => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-12-01T12:00:00Z' });
    const { problems } = await timeline.record([
      source(JANUARY, '2026-01-05'),
      source(NOVEMBER, '2026-11-06'),
      { record: 'subject', id: 'forum', type: 'dialogue', name: 'Forum' },
      ...inOrder,
    ]);
    expect(problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  it.each([{}, { asOf: '2026-12-01' }, { knownAt: '2026-12-01' }])(
    'holds as the newest source has it, in milestones as in the timeline: %j',
    async (clocks) => {
      const { items } = await timeline.ask(new MilestonesQuery({ limit: '200', from: '0001', ...clocks }));
      expect(Object.fromEntries(items.map(({ id, window, status }) => [id, [window.edtf, status]]))).toEqual({
        'forum.hearing.2026': ['2026-11-20', 'cancelled'],
        'forum.report.2026': ['2026-10', 'overdue'],
        'forum.visit.2026': ['2027-02-01', 'upcoming'],
        'forum.talks.2026': ['2026-11-12', 'unconfirmed'],
      });
      const page = await timeline.ask(new TimelineQuery({ limit: '200', ...clocks }));
      const open = page.items.filter(({ status }) => status === 'unconfirmed').map(({ id }) => id);
      expect(open.toSorted()).toEqual(['report-planned-of-january', 'talks-planned-of-november']);
    },
  );
});
