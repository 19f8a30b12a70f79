import { DomainError } from '#libs/kernel';
import { MilestonesQuery } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';

const sources = [{ source: 'gazette' }];
const USED = ['P6Y', 'P1Y6M', 'P2W', 'P45D', 'P1M', 'P1D', 'P100Y', 'P1000Y', 'P1200M', 'P01Y', 'P1Y1D'];
const UNUSABLE = [
  'P0D',
  'P0Y',
  'P0Y0M0W0D',
  'P1003Y',
  'P9999Y',
  'P12036M',
  'P52400W',
  'P367000D',
  'P999999999D',
  'P999999999999Y',
  `P${'9'.repeat(40)}D`,
  `P${'9'.repeat(400)}Y`,
  'P1.5Y',
  'PT1H',
  'P',
  '-P1Y',
];

/** Facts with a duration, one for each kind that has one, each beside what makes a date of it. */
const factsOf = (duration: string, nth: number): object[] => {
  const fact = (kind: string, type: string, body: object, occurred = '2024-02-29'): object[] => [
    { record: 'subject', id: `${kind}-${nth}`, type: type.split('.')[0], name: `${kind} ${nth}` },
    { record: 'fact', id: `${kind}-${nth}`, subject: `${kind}-${nth}`, type, occurred, title: 'One', body, sources },
  ];
  const held = (kind: string): object => ({
    record: 'fact',
    id: `${kind}-${nth}-held`,
    subject: `${kind}-${nth}`,
    type: 'dialogue.held',
    occurred: '2024-05-31',
    title: 'Held',
    sources,
  });
  return [
    ...fact('review', 'agreement.entered-into-force', { reviewEvery: duration, endsOn: '2090' }),
    ...fact('rhythm', 'dialogue.established', { every: duration }),
    held('rhythm'),
    ...fact('every', 'dialogue.scheduled', { every: duration }),
    ...fact('times', 'dialogue.scheduled', { times: 2, per: duration }),
    ...fact('held', 'dialogue.scheduled', { times: 2, per: duration }),
    held('held'),
  ];
};

describe('a duration', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record([
      { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2020-01-01' },
    ]);
  });
  afterAll(() => timeline.drop());

  it('that a fact may have is one that every view computes with; another is refused', async () => {
    const facts = 5;
    for (const [nth, duration] of [...USED, ...UNUSABLE].entries()) {
      const report = await timeline.record(factsOf(duration, nth));
      const { rows } = await timeline.db.pool.query('select stream, error from projection_quarantine');
      expect({ duration, rows }).toEqual({ duration, rows: [] });
      const problems = report.problems.filter(({ pointer }) => /^\/body\/(reviewEvery|every|per)$/.test(pointer ?? ''));
      expect({ duration, refused: problems.length }).toEqual({
        duration,
        refused: UNUSABLE.includes(duration) ? facts : 0,
      });
    }
  });

  it('in a question is one that can be counted from today; another is refused', async () => {
    for (const within of ['P0D', 'P90D', 'P10000Y'])
      expect(await timeline.ask(new MilestonesQuery({ within }))).toMatchObject({ items: expect.any(Array) });
    for (const within of ['P10030Y', 'P99999999D', 'P999999999999Y', 'PT1H'])
      await expect(timeline.ask(new MilestonesQuery({ within }))).rejects.toThrow(DomainError);
  });
});
