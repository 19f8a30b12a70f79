import { CaseQuery, CasesQuery, CaseStatisticsQuery } from '#libs/cases';
import { startTestTimeline, type TestTimeline } from '#libs/testing';

const kind = 'liquidation-suspended';
const sources = [{ source: 'bulletin' }];
const fact = (type: string, occurred: string, body = {}): object => ({
  record: 'fact',
  id: type,
  subject: 'plant',
  type: `case.${type}`,
  occurred,
  title: type,
  body,
  sources,
});

describe('A measure taken in 2023 in a case that ended on 20 January of that year', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record([
      { record: 'source', id: 'bulletin', title: 'Bulletin', publisher: 'The Ministry', publishedOn: '2024-05-01' },
      { record: 'subject', id: 'plant', type: 'case', name: 'Plant' },
      fact('review-requested', '2023-01-01'),
      fact('measure-taken', '2023', { kind }),
      fact('resolved', '2023-01-20'),
    ]);
  });
  afterAll(() => timeline.drop());

  it('has no end on record and may be in force: on the case, in the filter and in the counts', async () => {
    const { measures } = await timeline.ask(new CaseQuery('plant', {}));
    expect(measures).toEqual([{ kind, since: '2023', until: null, state: 'no-end-on-record', possible: ['in-force'] }]);
    const found = async (match: string): Promise<number> =>
      (await timeline.ask(new CasesQuery({ measure: kind, match }))).items.length;
    expect([await found('certain'), await found('possible')]).toEqual([0, 1]);
    const { steps } = await timeline.ask(new CaseStatisticsQuery({ interval: 'year' }));
    expect(steps.at(-1)).toMatchObject({
      measures: { [kind]: { min: 0, max: 1 } },
      measuresWithoutEnd: { [kind]: { min: 0, max: 1 } },
    });
  });
});
