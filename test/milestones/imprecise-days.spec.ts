import { MilestonesQuery, selectOpenMilestones } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { TimelineQuery } from '#libs/timeline';

const source = (id: string, publishedOn?: string): object => ({
  record: 'source',
  id,
  title: id,
  publisher: 'The Ministry',
  publishedOn,
});
const subject = (id: string, type: string): object => ({
  record: 'subject',
  id,
  type,
  name: id,
  ...(type === 'case' && { attributes: { mechanism: 'usmca-rrm' } }),
});
const fact = (of: string, type: string, occurred: string | null, more: object = {}): object => ({
  record: 'fact',
  id: `${of}-${type.replace('.', '-')}`,
  subject: of,
  type,
  occurred,
  title: `${of} ${type}`,
  sources: [{ source: 'dateless' }],
  ...more,
});
/** A case whose answer was due on 20 November 2026, and that was resolved on no recorded day. */
const ended = (id: string, more: object): object[] => [
  subject(id, 'case'),
  fact(id, 'case.review-requested', '2026-11-10', { knownSince: '2026-11-10' }),
  fact(id, 'case.resolved', null, more),
];

describe('Milestones with facts on imprecise days', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record([
      source('dateless'),
      source('gazette', '2026-11-12'),
      ...ended('stated', { knownSince: '2026-11-19' }),
      ...ended('published', { sources: [{ source: 'gazette' }] }),
      ...ended('recorded', {}),
      ...ended('corrected', {}),
      {
        record: 'correction',
        id: 'known-earlier',
        fact: 'corrected-case-resolved',
        changes: { knownSince: '2026-11-20' },
        reason: 'A dated copy',
        sources: [{ source: 'dateless' }],
      },
      subject('forum', 'dialogue'),
      fact('forum', 'dialogue.planned', '2024-03', { knownSince: '2024-01-01' }),
      fact('forum', 'dialogue.held', '[2023..2025]', { knownSince: '2026-01-01' }),
      subject('scheme', 'programme'),
      fact('scheme', 'programme.planned', '../2023-11', { knownSince: '2023-01-01' }),
      fact('scheme', 'programme.launched', null, { knownSince: '2023-10-01' }),
    ]);
  });
  afterAll(() => timeline.drop());

  const answers = async (clocks: object): Promise<unknown> => {
    const { items } = await timeline.ask(new MilestonesQuery({ limit: '200', from: '0001', ...clocks }));
    const responses = items.filter(({ id }) => id.includes('.review-response.'));
    return Object.fromEntries(responses.map((one) => [one.subject.id, [one.deadline?.state, one.deadline?.possible]]));
  };

  it.each([{}, { asOf: '2026-11-22' }])(
    'are not applicable by an undated end that was known by their last day, whatever its known day rests on: %j',
    async (clocks) => {
      expect(await answers(clocks)).toEqual({
        stated: ['not-applicable', []],
        published: ['not-applicable', []],
        corrected: ['not-applicable', []],
        recorded: ['no-record', ['not-applicable']],
      });
    },
  );

  it('are announced no more once such an end is known', async () => {
    const open = await selectOpenMilestones(timeline.db.kysely);
    const cases = new Set(open.flatMap(({ subject: { id, type } }) => (type === 'case' ? [id] : [])));
    expect([...cases]).toEqual(['recorded']);
  });

  it('stand in the timeline as in the list of milestones where an act may or must have begun in their window', async () => {
    const { items } = await timeline.ask(new TimelineQuery({ type: ['dialogue.planned', 'programme.planned'] }));
    const list = await timeline.ask(new MilestonesQuery({ limit: '200', from: '0001', subject: ['forum', 'scheme'] }));
    expect(Object.fromEntries(items.map((item) => [item.subject.id, item.status]))).toEqual({
      forum: 'unconfirmed',
      scheme: 'current',
    });
    expect(Object.fromEntries(list.items.map((item) => [item.subject.id, [item.status, item.possible]]))).toEqual({
      forum: ['unconfirmed', ['met']],
      scheme: ['met', []],
    });
  });
});
