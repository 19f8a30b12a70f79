import { CaseQuery } from '#libs/cases';
import { startTestTimeline, type TestTimeline } from '#libs/testing';

const sources = [{ source: 'bulletin' }];
const fact = (id: string, type: string, occurred: string, body = {}): object => ({
  record: 'fact',
  id,
  subject: 'plant',
  type,
  occurred,
  knownSince: '2023-01-02',
  title: id,
  body,
  sources,
});
const hearing = { milestone: 'hearing.2023' };

describe('The next deadline of a case with a hearing on 5 January 2023, an answer due on 12 January, and the end of a review due on 16 February', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record([
      { record: 'source', id: 'bulletin', title: 'Bulletin', publisher: 'The Ministry', publishedOn: '2023-01-02' },
      { record: 'subject', id: 'plant', type: 'case', name: 'Plant', attributes: { mechanism: 'usmca-rrm' } },
      fact('requested', 'case.review-requested', '2023-01-02'),
      fact('hearing-planned', 'milestone.planned', '2023-01-05', hearing),
      { ...fact('hearing-outstanding', 'milestone.outstanding', '2023-03-01', hearing), knownSince: '2023-03-01' },
    ]);
  });
  afterAll(() => timeline.drop());

  it.each([
    ['2023-01-03', 'hearing.2023', 'upcoming'],
    ['2023-01-10', 'review-response.2023', 'upcoming'],
    ['2023-01-20', 'review-end.2023', 'upcoming'],
    ['2023-02-28', 'review-response.2023', 'unconfirmed'],
    ['2023-03-01', 'hearing.2023', 'overdue'],
  ])(
    'is on %s the first one ahead, else the first that has passed or is said to be outstanding: %s',
    async (...row) => {
      const [asOf, name, status] = row;
      const { nextMilestone } = await timeline.ask(new CaseQuery('plant', { asOf }));
      expect(nextMilestone).toMatchObject({ id: `plant.${name}`, status });
    },
  );
});
