import { MilestoneQuery, type MilestoneDetail } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';

const sources = [{ source: 'gazette' }];
const fact = (id: string, type: string, occurred: string, body: object = {}) => ({
  record: 'fact',
  id,
  subject: 'treaty',
  type,
  occurred,
  title: `Title of ${id}`,
  body,
  sources,
});

describe('the history of a milestone', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline();
    await timeline.record([
      { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2020-01-01' },
      { record: 'subject', id: 'treaty', type: 'agreement', name: 'River Treaty' },
      fact('in-force', 'agreement.entered-into-force', '2010-07-01', { reviewEvery: 'P6Y' }),
      fact('noted', 'agreement.noted', '2011-01-01'),
      fact('moved', 'milestone.moved', '2016-09-15', { milestone: 'joint-review.2016' }),
      fact('held', 'agreement.reviewed', '2016-09-20', { outcome: 'extended' }),
      { record: 'retraction', id: 'r', fact: 'held', reason: 'It was not held.', sources },
      {
        record: 'correction',
        id: 'c',
        fact: 'moved',
        changes: { occurred: '2016-10' },
        reason: 'Only the month is said.',
        sources,
      },
      { record: 'retraction', id: 'r2', fact: 'in-force', reason: 'Another treaty.', sources },
    ]);
  });
  afterAll(() => timeline.drop());

  const ask = (raw: Record<string, string>): Promise<MilestoneDetail> =>
    timeline.ask(new MilestoneQuery('treaty.joint-review.2016', raw));

  it('tells in words and in order what derived it, moved it, met it and opened it again, by which fact', async () => {
    const { history, rule } = await ask({ recordedBy: '8' });
    expect(history.map(({ turn, text, window, fact: by, position }) => [turn, text, window, by, position])).toEqual([
      ['derived', 'Due 1 July 2016: “Title of in-force” was recorded', '2016-07-01', 'in-force', '3'],
      [
        'moved',
        'Moved from 1 July 2016 to 15 September 2016: “Title of moved” was recorded',
        '2016-09-15',
        'moved',
        '5',
      ],
      ['met', 'Met, due 15 September 2016: “Title of held” was recorded', '2016-09-15', 'held', '6'],
      ['reopened', 'Due again, 15 September 2016: “Title of held” was withdrawn', '2016-09-15', 'held', '7'],
      [
        'moved',
        'Moved from 15 September 2016 to October 2016: “Title of moved” was corrected',
        '2016-10',
        'moved',
        '8',
      ],
    ]);
    expect(rule.text).toBe(
      'a review 6 years after the entry into force; this follows from “Title of in-force” (1 July 2010) and “Title of moved” (October 2016)',
    );
  });

  it('goes no further than the recorded clock', async () => {
    expect((await ask({ recordedBy: '5' })).history.map(({ turn }) => turn)).toEqual(['derived', 'moved']);
    await expect(ask({ recordedBy: '2' })).rejects.toMatchObject({ code: 'MILESTONE_UNKNOWN' });
  });

  it('is of what a source announced where the fact behind the rule is withdrawn', async () => {
    const { status, history } = await ask({});
    expect([status, history.at(-1)?.turn]).toEqual(['unconfirmed', 'moved']);
  });

  it('is asked for by an id of three parts, and what is none is not found', async () => {
    for (const id of ['treaty', 'treaty.joint-review', 'treaty.a.b.c', '../x.y.z', 'treaty.joint-review.1999'])
      await expect(timeline.ask(new MilestoneQuery(id, {}))).rejects.toMatchObject({ code: 'MILESTONE_UNKNOWN' });
  });
});
