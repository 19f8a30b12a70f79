import { CaseStatisticsQuery } from '#libs/cases';
import { DEADLINE_STATES } from '#libs/timeline';
import { MilestonesQuery, type MilestoneItem } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';

const sources = [{ source: 'bulletin' }];
const subject = (id: string): object => ({
  record: 'subject',
  id,
  type: 'case',
  name: id,
  attributes: { mechanism: 'usmca-rrm' },
});
const fact = (id: string, of: string, type: string, occurred: string | null, knownSince: string): object => ({
  record: 'fact',
  id,
  subject: of,
  type: `case.${type}`,
  occurred,
  knownSince,
  title: id,
  sources,
});

/** Three cases whose answer was due on 12 January 2023: accepted in time, withdrawn on no recorded day, accepted in January. */
const records = [
  { record: 'source', id: 'bulletin', title: 'Bulletin', publisher: 'The Ministry', publishedOn: '2024-05-01' },
  ...['clear', 'undated', 'imprecise'].flatMap((id) => [
    subject(id),
    fact(`${id}-requested`, id, 'review-requested', '2023-01-02', '2023-01-02'),
  ]),
  fact('clear-accepted', 'clear', 'review-accepted', '2023-01-10', '2023-01-10'),
  fact('undated-withdrawn', 'undated', 'withdrawn', null, '2024-05-01'),
  fact('imprecise-withdrawn', 'imprecise', 'withdrawn', '2023-01', '2023-02-01'),
];

describe('The deadlines of cases with facts in doubt', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record(records);
  });
  afterAll(() => timeline.drop());

  const deadlines = async (clocks: object): Promise<MilestoneItem[]> => {
    const { items } = await timeline.ask(new MilestonesQuery({ limit: '200', from: '0001', ...clocks }));
    return items.filter(({ deadline }) => deadline !== undefined);
  };
  const answers = async (clocks: object): Promise<unknown[]> =>
    (await deadlines(clocks))
      .filter(({ id }) => id.includes('.review-response.'))
      .map(({ subject: { id }, status, possible, deadline }) => [
        id,
        status,
        possible,
        deadline?.state,
        deadline?.possible,
      ]);

  it('say beside the certain state which others may hold, for the deadline and its milestone', async () => {
    expect(await answers({})).toEqual([
      ['clear', 'met', [], 'met', []],
      ['imprecise', 'unconfirmed', ['cancelled'], 'no-record', ['not-applicable']],
      ['undated', 'unconfirmed', ['cancelled'], 'no-record', ['not-applicable']],
    ]);
    expect(await answers({ asOf: '2023-01-11' })).toEqual([
      ['clear', 'met', [], 'met', []],
      ['imprecise', 'upcoming', ['cancelled'], 'open', ['not-applicable']],
      ['undated', 'upcoming', ['cancelled'], 'open', ['not-applicable']],
    ]);
    // What was not known then leaves nothing in doubt.
    expect(await answers({ knownAt: '2023-01-20' })).toEqual([
      ['clear', 'met', [], 'met', []],
      ['imprecise', 'unconfirmed', [], 'no-record', []],
      ['undated', 'unconfirmed', [], 'no-record', []],
    ]);
  });

  it.each([{}, { asOf: '2023-01-11' }, { asOf: '2023-02-10', knownAt: '2024-06-01' }, { knownAt: '2023-01-20' }])(
    'are counted by state as the list names them: %j',
    async (clocks) => {
      const { clocks: figures } = await timeline.ask(new CaseStatisticsQuery(clocks));
      const listed = await deadlines(clocks);
      expect(listed.length).toBeGreaterThan(0);
      for (const { rule, deadlines: all, states } of figures) {
        const own = listed.flatMap(({ id, deadline }) => (id.split('.')[1] === rule && deadline ? [deadline] : []));
        expect(all).toEqual({ min: own.length, max: own.length });
        const counted = DEADLINE_STATES.map((state) => {
          const fit = own.filter((one) => one.state === state || one.possible.includes(state));
          return [state, { min: fit.filter(({ possible }) => possible.length === 0).length, max: fit.length }];
        });
        expect([rule, states]).toEqual([rule, Object.fromEntries(counted)]);
      }
    },
  );
});
