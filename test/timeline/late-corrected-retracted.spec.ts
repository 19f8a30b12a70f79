import { sql } from 'kysely';
import { CaseChangesQuery, CaseQuery } from '#libs/cases';
import { VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { FactQuery, type RawParameters } from '#libs/timeline';

const told = (source: string): object[] => [{ source }];

/** What is recorded on 1 August 2024, one record after the other: the positions are 1 to 9. */
const STORY = [
  { record: 'source', id: 'notice', title: 'Notice', publisher: 'Ministry', publishedOn: '2024-03-04' },
  { record: 'source', id: 'release', title: 'Release', publisher: 'Ministry', publishedOn: '2024-05-20' },
  { record: 'source', id: 'withdrawal', title: 'Withdrawal', publisher: 'Ministry', publishedOn: '2024-07-10' },
  { record: 'subject', id: 'works', type: 'case', name: 'Works' },
  // The request of March was read about in a notice of 4 March, and comes on record in August only.
  {
    record: 'fact',
    id: 'asked',
    subject: 'works',
    type: 'case.review-requested',
    occurred: '2024-03-01',
    title: 'Review requested',
    sources: told('notice'),
  },
  {
    record: 'fact',
    id: 'ended',
    subject: 'works',
    type: 'case.resolved',
    occurred: '2024-05-02',
    title: 'Resolved with a plan',
    body: { outcome: 'plan' },
    sources: told('notice'),
    knownSince: '2024-05-03',
  },
  // On 20 May a release says that it ended by settlement, and a day later.
  {
    record: 'correction',
    id: 'otherwise',
    fact: 'ended',
    changes: { occurred: '2024-05-03', title: 'Resolved by settlement', body: { outcome: 'settlement' } },
    reason: 'The release says so.',
    sources: told('release'),
  },
  // On 10 July it turns out that it had not ended at all.
  {
    record: 'retraction',
    id: 'not-at-all',
    fact: 'ended',
    reason: 'The ministry withdrew it.',
    sources: told('withdrawal'),
  },
];

/** Which clocks are asked, and what is answered: how the case stands, with which outcome, ended when. */
const QUESTIONS: [when: string, clocks: Record<string, string>, answer: [string, string | null, string | null]][] = [
  ['before the end was known', { knownAt: '2024-05-02' }, ['review-requested', null, null]],
  ['when it was known', { knownAt: '2024-05-03' }, ['resolved', 'plan', '2024-05-02']],
  ['before the release', { knownAt: '2024-05-19' }, ['resolved', 'plan', '2024-05-02']],
  ['after the release', { knownAt: '2024-05-20' }, ['resolved', 'settlement', '2024-05-03']],
  ['before the withdrawal', { knownAt: '2024-07-09' }, ['resolved', 'settlement', '2024-05-03']],
  ['after the withdrawal', { knownAt: '2024-07-10' }, ['review-requested', null, null]],
  ['before anything of it was on record', { recordedBy: '4' }, ['noted', null, null]],
  ['before the end was on record', { recordedBy: '5' }, ['review-requested', null, null]],
  ['before the correction was on record', { recordedBy: '6' }, ['resolved', 'plan', '2024-05-02']],
  ['before the withdrawal was on record', { recordedBy: '7' }, ['resolved', 'settlement', '2024-05-03']],
  ['with all on record', { recordedBy: '8' }, ['review-requested', null, null]],
  [
    'uncorrected on record, after the release',
    { recordedBy: '6', knownAt: '2024-05-20' },
    ['resolved', 'plan', '2024-05-02'],
  ],
  [
    'corrected on record, before the release',
    { recordedBy: '7', knownAt: '2024-05-19' },
    ['resolved', 'plan', '2024-05-02'],
  ],
  [
    'corrected on record, after the release',
    { recordedBy: '7', knownAt: '2024-05-20' },
    ['resolved', 'settlement', '2024-05-03'],
  ],
  [
    'not yet withdrawn on record, after the withdrawal',
    { recordedBy: '7', knownAt: '2024-07-10' },
    ['resolved', 'settlement', '2024-05-03'],
  ],
  [
    'withdrawn on record, before the withdrawal',
    { recordedBy: '8', knownAt: '2024-07-09' },
    ['resolved', 'settlement', '2024-05-03'],
  ],
  [
    'on the day of the first wording, as known then',
    { asOf: '2024-05-02', knownAt: '2024-05-19' },
    ['resolved', 'plan', '2024-05-02'],
  ],
  ['on that day, as known later', { asOf: '2024-05-02', knownAt: '2024-05-20' }, ['review-requested', null, null]],
  [
    'a day later, as known later',
    { asOf: '2024-05-03', knownAt: '2024-05-20' },
    ['resolved', 'settlement', '2024-05-03'],
  ],
  ['by the day of the recording', { recordedBy: '2024-07-31' }, ['unknown', null, null]],
  ['by now', {}, ['review-requested', null, null]],
];

describe('A fact that is recorded late, corrected, and withdrawn', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-08-01T12:00:00Z' });
    for (const record of STORY) expect((await timeline.record([record])).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  async function answers(): Promise<unknown[]> {
    return Promise.all(
      QUESTIONS.map(async ([when, clocks]) => {
        const found = await timeline.ask(new CaseQuery('works', clocks)).catch(() => null);
        return [when, found ? [found.status, found.outcome, found.closedOn] : ['unknown', null, null]];
      }),
    );
  }
  const EXPECTED = QUESTIONS.map(([when, , answer]) => [when, answer]);

  it('is told as it was known and as it was on record, under every pair of the clocks', async () => {
    expect(await answers()).toEqual(EXPECTED);
  });

  it('shows every wording with its span of both clocks, what changed it, why, and on which source', async () => {
    const { wordings, changes, status } = await timeline.ask(new FactQuery('ended', {}));
    expect(status).toBe('retracted');
    const spans = wordings.map(({ recorded, known, title, changedBy, retracted }) => [
      [recorded.from, recorded.to],
      [known.from, known.to],
      retracted ? 'withdrawn' : title,
      changedBy,
    ]);
    expect(spans).toEqual([
      [['6', '7'], ['2024-05-03', null], 'Resolved with a plan', []],
      [['7', '8'], ['2024-05-03', '2024-05-20'], 'Resolved with a plan', []],
      [['7', '8'], ['2024-05-20', null], 'Resolved by settlement', ['otherwise']],
      [['8', null], ['2024-05-03', '2024-05-20'], 'Resolved with a plan', []],
      [['8', null], ['2024-05-20', '2024-07-10'], 'Resolved by settlement', ['otherwise']],
      [['8', null], ['2024-07-10', null], 'withdrawn', ['otherwise', 'not-at-all']],
    ]);
    expect(
      changes.map(({ id, kind, reason, known, sources }) => [id, kind, reason, known.at, sources[0]?.source]),
    ).toEqual([
      ['otherwise', 'correction', 'The release says so.', '2024-05-20', 'release'],
      ['not-at-all', 'retraction', 'The ministry withdrew it.', '2024-07-10', 'withdrawal'],
    ]);
  });

  it('tells no end of a wording that a clock does not let through, and when each began and ended to be on record', async () => {
    const spansUnder = async (raw: RawParameters) =>
      (await timeline.ask(new FactQuery('ended', raw))).wordings.map(({ recorded, known }) => [recorded.to, known.to]);
    expect(await spansUnder({ recordedBy: '6' })).toEqual([[null, null]]);
    expect(await spansUnder({ recordedBy: '7', knownAt: '2024-05-19' })).toEqual([
      ['7', null],
      [null, null],
    ]);
    const { wordings, recordedAt, changes } = await timeline.ask(new FactQuery('ended', {}));
    expect(wordings[0]!.recorded).toMatchObject({ since: recordedAt, until: changes[0]!.recordedAt });
    expect(wordings.at(-1)!.recorded).toMatchObject({ since: changes[1]!.recordedAt, until: null });
  });

  it('is a development once; its correction and its withdrawal never are', async () => {
    const { items } = await timeline.ask(new CaseChangesQuery({ clock: 'recorded' }));
    expect(items.map(({ recordedPosition, kind }) => [recordedPosition, kind])).toEqual([
      ['5', 'development'],
      ['6', 'development'],
      ['7', 'correction'],
      ['8', 'retraction'],
    ]);
  });

  it('is told alike after the views were built anew', async () => {
    for (const table of VIEWS.flatMap((view) => view.tables))
      await sql`truncate ${sql.table(table)}`.execute(timeline.db.kysely);
    await sql`delete from projections`.execute(timeline.db.kysely);
    await new ProjectionRunner(timeline.db, timeline.store, VIEWS).catchUp();
    expect(await answers()).toEqual(EXPECTED);
  });
});
