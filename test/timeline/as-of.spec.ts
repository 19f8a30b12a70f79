import { dayOfIso, isoOfDay } from '#libs/edtf';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { SubjectQuery, TimelineQuery } from '#libs/timeline';

const sources = [{ source: 'gazette' }];
const fact = (id: string, subject: string, type: string, occurred: string | null, more: object = {}): object => ({
  record: 'fact',
  id,
  subject,
  type,
  occurred,
  title: id,
  sources,
  ...more,
});
const records = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press', publishedOn: '2024-03-31' },
  { record: 'subject', id: 'forum', type: 'dialogue', name: 'Forum' },
  { record: 'subject', id: 'matter', type: 'case', name: 'Matter' },
  fact('day', 'forum', 'dialogue.noted', '2024-01-10'),
  fact('month', 'forum', 'dialogue.noted', '2024-01'),
  fact('period', 'forum', 'dialogue.noted', '2024-01-05/2024-06'),
  fact('since', 'forum', 'dialogue.noted', '2024-01/..'),
  fact('by', 'forum', 'dialogue.noted', '../2024-01-20'),
  fact('undated', 'forum', 'dialogue.noted', null),
  fact('plan', 'forum', 'dialogue.planned', '2024-05', { knownSince: '2024-02-10' }),
  fact('filed', 'matter', 'case.filed', '2024-01-15'),
  fact('requested', 'matter', 'case.review-requested', '2024-02-15'),
  fact('ended', 'matter', 'case.resolved', null),
];

/** Cases whose undated facts other facts bound, each by another rule. */
const bounded = [
  ...['before', 'after', 'opened'].map((id) => ({ record: 'subject', id, type: 'case', name: id })),
  fact('before-requested', 'before', 'case.review-requested', null),
  fact('before-accepted', 'before', 'case.review-accepted', '2024-02-20'),
  fact('after-requested', 'after', 'case.review-requested', '2024-02-25'),
  fact('after-accepted', 'after', 'case.review-accepted', null, { knownSince: '2024-02-01' }),
  fact('opened-requested', 'opened', 'case.review-requested', '2024-01-05'),
  fact('opened-filed', 'opened', 'case.filed', '2024-01-03'),
  fact('opened-resolved', 'opened', 'case.resolved', null, { knownSince: '2024-01-02' }),
];

describe('A timeline as of a day', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-08-01T12:00:00Z' });
    expect((await timeline.record([...records, ...bounded])).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  async function seen(asOf: string, more: Record<string, string> = {}): Promise<string[]> {
    const page = await timeline.ask(new TimelineQuery({ subject: 'forum', undated: 'include', asOf, ...more }));
    return page.items.map((item) => item.id).toSorted();
  }

  async function within(raw: Record<string, string>): Promise<boolean> {
    const page = await timeline.ask(new TimelineQuery({ subject: 'forum', undated: 'include', ...raw }));
    return page.items.some(({ id }) => id === 'undated');
  }

  it('holds what had certainly begun by then: a day, a whole month, the beginning of a period', async () => {
    expect(await seen('2024-01-04')).toEqual([]);
    expect(await seen('2024-01-05')).toEqual(['period']);
    expect(await seen('2024-01-10')).toEqual(['day', 'period']);
    expect(await seen('2024-01-19')).toEqual(['day', 'period']);
    expect(await seen('2024-01-20')).toEqual(['by', 'day', 'period']);
    expect(await seen('2024-01-31')).toEqual(['by', 'day', 'month', 'period', 'since']);
  });

  it('counts a fact without a date from its known day on', async () => {
    expect(await seen('2024-03-30')).not.toContain('undated');
    expect(await seen('2024-03-31')).toContain('undated');
  });

  it('takes a fact without a date into a period that begins on or before its known day, and never for certain', async () => {
    expect(await within({ from: '2024-03-31' })).toBe(true);
    expect(await within({ to: '1900' })).toBe(true);
    expect(await within({ from: '2024-04-01' })).toBe(false);
    expect(await within({ from: '1900', match: 'certain' })).toBe(false);
  });

  it('counts a plan from its known day on', async () => {
    expect(await seen('2024-02-09')).not.toContain('plan');
    expect(await seen('2024-02-10')).toContain('plan');
  });

  it.each([
    ['before-requested', '2024-02-20', 'by a dated step that requires it'],
    ['after-accepted', '2024-02-25', 'from the step that it requires, where it was known before'],
    ['opened-resolved', '2024-01-03', 'from the opening of its case, where it was known before'],
  ])('counts %s without a date from %s on: %s', async (id, day) => {
    const subject = id.split('-')[0]!;
    expect(await seen(isoOfDay(dayOfIso(day) - 1), { subject })).not.toContain(id);
    expect(await seen(day, { subject })).toContain(id);
  });

  it('tells the state of that day, and which it may be besides', async () => {
    const states = await Promise.all(
      ['2024-01-14', '2024-02-14', '2024-02-15', '2024-03-30', '2024-03-31'].map((asOf) =>
        timeline.ask(new SubjectQuery('matter', { asOf })),
      ),
    );
    expect(states.map(({ state, possible }) => [state['status'], possible])).toEqual([
      ['noted', []],
      ['filed', ['resolved']],
      ['review-requested', ['resolved']],
      ['review-requested', ['resolved']],
      ['resolved', []],
    ]);
  });

  it('calls a plan unconfirmed once its window has passed with no outcome on record', async () => {
    const status = async (clocks: Record<string, string>): Promise<string | undefined> => {
      const page = await timeline.ask(new TimelineQuery({ type: 'dialogue.planned', ...clocks }));
      return page.items[0]?.status;
    };
    expect(await status({ asOf: '2024-05-31' })).toBe('current');
    expect(await status({ asOf: '2024-06-01' })).toBe('unconfirmed');
    expect(await status({})).toBe('unconfirmed');

    const report = await timeline.record([
      fact('held', 'forum', 'dialogue.held', '2024-05-20', { knownSince: '2024-07-01' }),
    ]);
    expect(report.recorded).toBe(1);
    expect(await status({})).toBe('current');
    expect(await status({ asOf: '2024-06-01' })).toBe('current');
    expect(await status({ knownAt: '2024-06-30', asOf: '2024-06-30' })).toBe('unconfirmed');
    expect(await status({ recordedBy: String(report.position - 1n) })).toBe('unconfirmed');
  });

  it('calls a plan unconfirmed that a source says is outstanding after its window', async () => {
    const body = { milestone: 'report.2024' };
    const { problems } = await timeline.record([
      fact('report-planned', 'forum', 'milestone.planned', '2024-04', { knownSince: '2024-02-10', body }),
      fact('report-outstanding', 'forum', 'milestone.outstanding', '2024-05-20', { body }),
    ]);
    expect(problems).toEqual([]);
    const page = await timeline.ask(new TimelineQuery({ type: 'milestone.planned' }));
    expect(page.items.map(({ id, status }) => [id, status])).toEqual([['report-planned', 'unconfirmed']]);
  });
});
