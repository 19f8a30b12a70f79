import type { JsonObject } from '#libs/kernel';
import { MilestonesQuery, TimelineWithMilestonesQuery } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import type { RawParameters } from '#libs/timeline';

const sources = [{ source: 'gazette' }];
const planned = (id: string, milestone: string, more: JsonObject = {}): JsonObject => ({
  record: 'fact',
  id,
  subject: 'convention',
  type: 'milestone.planned',
  occurred: '2027-03',
  title: `Planned: ${id}`,
  body: { milestone },
  sources,
  ...more,
});
const inForce = {
  ...planned('in-force', ''),
  type: 'agreement.entered-into-force',
  occurred: '2021-07-01',
  body: { reviewEvery: 'P6Y' },
};
const corrected = (id: string, of: JsonObject, parties: string[]): JsonObject => ({
  record: 'correction',
  id,
  ...of,
  changes: { parties },
  reason: 'A slip.',
  sources,
});

describe('The parties of a milestone', () => {
  let timeline: TestTimeline;
  beforeEach(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record([
      { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Office', publishedOn: '2022-01-01' },
      { record: 'subject', id: 'convention', type: 'agreement', name: 'A convention', parties: ['NO', 'SE'] },
      inForce,
      planned('of-denmark', 'report.2027', { parties: ['DK'] }),
      planned('of-all', 'conference.2027'),
    ]);
  });
  afterEach(() => timeline.drop());

  const CLOCKS: RawParameters[] = [{}, { asOf: '2026-11-22' }, { knownAt: '2026-11-22' }];

  /** The milestones of a party as they stand, which are the same under a clock that shows everything. */
  async function due(party: string): Promise<string[]> {
    const under = async (clocks: RawParameters): Promise<string[]> => {
      const { items } = await timeline.ask(new MilestonesQuery({ party, ...clocks }));
      const asked = { party, include: ['milestones'], from: '2026-11-22', ...clocks };
      const { items: placed } = await timeline.ask(new TimelineWithMilestonesQuery(asked));
      const ids = items.map(({ id }) => id).toSorted();
      expect(placed.flatMap(({ id, type }) => (type === 'milestone' ? [id] : [])).toSorted()).toEqual(ids);
      return ids.map((id) => id.slice('convention.'.length));
    };
    const [now, ...others] = await Promise.all(CLOCKS.map(under));
    for (const other of others) expect(other).toEqual(now);
    return now!;
  }
  const REVIEW = ['joint-review-recommendations.2027', 'joint-review.2027'];

  it('are those of the fact that plans it, and its subject’s only where that names none', async () => {
    expect(await due('DK')).toEqual(['report.2027']);
    expect(await due('NO')).toEqual(['conference.2027', ...REVIEW]);
    expect(await due('FI')).toEqual([]);
  });

  it('are those of every fact that it follows from', async () => {
    await timeline.record([planned('review-plan', 'joint-review.2027', { parties: ['FI'], occurred: '2027' })]);
    expect(await due('FI')).toEqual(REVIEW);
    expect(await due('SE')).toEqual(['conference.2027', ...REVIEW]);
  });

  it('follow corrections of the fact and of the subject', async () => {
    await timeline.record([
      corrected('c1', { fact: 'of-denmark' }, ['FI']),
      corrected('c2', { subject: 'convention' }, ['IS']),
    ]);
    expect(await due('DK')).toEqual([]);
    expect(await due('NO')).toEqual([]);
    expect(await due('FI')).toEqual(['report.2027']);
    expect(await due('IS')).toEqual(['conference.2027', ...REVIEW]);
    await timeline.record([{ record: 'retraction', id: 'r', fact: 'of-denmark', reason: 'A slip.', sources }]);
    expect(await due('FI')).toEqual([]);
  });
});
