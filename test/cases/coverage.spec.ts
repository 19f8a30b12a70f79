import { CoverageQuery, type Coverage } from '#libs/cases';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  SourcesQuery,
  SubjectsQuery,
  TimelineQuery,
  type PageLinks,
  type RawParameters,
  type SourceDetail,
  type TimelineItem,
} from '#libs/timeline';
import { startBundled } from './bundled.js';

const CLOCKS: [string, RawParameters][] = [
  ['of today', {}],
  ['as known on a day', { knownAt: '2024-09-16' }],
  ['as of a day', { asOf: '2024-07-31' }],
  ['as recorded by a position', { recordedBy: '500' }],
  ['under all three clocks', { knownAt: '2025-10-01', asOf: '2025-06-04', recordedBy: '800' }],
  ['before anything was known', { knownAt: '1900-01-01' }],
];

/** Every item of a list, page by page. */
async function all<Item>(page: (cursor?: string) => Promise<{ items: Item[]; page: PageLinks }>): Promise<Item[]> {
  const found: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, page: links } = await page(cursor);
    found.push(...items);
    if (links.next === null) return found;
    cursor = links.next;
  }
}

const newest = (days: readonly (string | null)[]): string | null =>
  days.reduce((last, day) => (last === null || (day !== null && day > last) ? day : last), null);

const knownOf = (items: readonly TimelineItem[]): string | null =>
  newest(
    items.map(({ known, type }) =>
      known.basis === 'recorded' || (known.basis === 'assumed' && type.endsWith('.planned')) ? null : known.at,
    ),
  );

describe('The coverage of the bundled data', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  it.each(CLOCKS)('is what one counts in the lists, %s', async (_name, clocks) => {
    const limit = '200';
    const facts = await all((cursor) =>
      timeline.ask(new TimelineQuery({ ...clocks, undated: 'include', limit, cursor })),
    );
    const subjects = await all((cursor) => timeline.ask(new SubjectsQuery({ ...clocks, limit, cursor })));
    const sources = await all<SourceDetail>((cursor) => timeline.ask(new SourcesQuery({ ...clocks, limit, cursor })));
    const published = sources
      .filter(
        ({ publishedOn }) => publishedOn !== null && publishedOn.latest! <= String(clocks['knownAt'] ?? '9999-12-31'),
      )
      .map(({ publishedOn }) => publishedOn!.earliest);
    // Everything was recorded on one day, so that under `knownAt` only what was published or known by then counts.
    const known = await all((cursor) =>
      timeline.ask(
        new TimelineQuery({ ...clocks, asOf: undefined, undated: 'include', retracted: 'include', limit, cursor }),
      ),
    );
    const { knownAt: _knownAt, ...recorded } = clocks;
    const everySource = await all<SourceDetail>((cursor) =>
      timeline.ask(new SourcesQuery({ ...recorded, limit, cursor })),
    );
    const everySubject = await all((cursor) => timeline.ask(new SubjectsQuery({ ...recorded, limit, cursor })));
    if (clocks['knownAt'] === undefined)
      expect([sources.length, subjects.length]).toEqual([everySource.length, everySubject.length]);
    else {
      const cited = new Set(known.flatMap((fact) => fact.sources.map(({ source }) => source)));
      expect(sources.map(({ id }) => id)).toEqual(
        everySource
          .filter(({ id, publishedOn }) =>
            publishedOn === null ? cited.has(id) : publishedOn.latest! <= String(clocks['knownAt']),
          )
          .map(({ id }) => id),
      );
      const about = new Set(known.map(({ subject }) => subject.id));
      expect(subjects.map(({ id }) => id)).toEqual(everySubject.map(({ id }) => id).filter((id) => about.has(id)));
    }
    const ofCases = facts.filter(({ subject }) => subject.type === 'case');
    const requested = new Set(
      ofCases.filter(({ type }) => type === 'case.review-requested').map(({ subject }) => subject.id),
    );
    const coverage = await timeline.ask(new CoverageQuery(clocks));
    expect(coverage).toMatchObject({
      newestPublished: newest(published),
      newestKnown: knownOf(facts),
      facts: facts.length,
      subjects: subjects.length,
      sources: sources.length,
      cases: { newestNews: knownOf(ofCases) },
    });
    const topics = new Map<string, number>();
    for (const topic of facts.flatMap((one) => one.topics)) topics.set(topic, (topics.get(topic) ?? 0) + 1);
    expect(Object.fromEntries(coverage.byTopic.map((one) => [one.topic, one.facts]))).toEqual(
      Object.fromEntries(topics),
    );
    for (const { topic, newestKnown } of coverage.byTopic)
      expect([topic, newestKnown]).toEqual([topic, knownOf(facts.filter((one) => one.topics.includes(topic)))]);
    // The official figure is that of one mechanism between two parties.
    const counted = subjects.filter(
      ({ id, attributes, parties }) =>
        requested.has(id) &&
        attributes['mechanism'] === 'usmca-rrm' &&
        parties.every((party) => ['US', 'MX'].includes(party)),
    );
    expect(coverage.cases.onRecord).toBe(counted.length);
  });

  it.each([
    // The 22 of April 2024 were counted by a newspaper.
    ['2024-04-30', null, null],
    ['2024-08-01', 25, 'state-fact-sheet-2024'],
    ['2024-09-01', 26, 'air-freight-volkswagen-2024-08-26'],
    // "At least 37" of 27 August 2025 is a bound and no count.
    ['2025-09-01', 38, 'la-razon-2025-09-01'],
    // Newspapers counted 43 in November 2025 and 46 in February 2026.
    ['2025-12-01', 38, 'la-razon-2025-09-01'],
    ['2026-11-22', 38, 'la-razon-2025-09-01'],
  ])('names the newest official count of %s and its source', async (asOf, officiallyCounted, source) => {
    expect((await timeline.ask(new CoverageQuery({ asOf }))).cases).toMatchObject({ officiallyCounted, source });
  });

  it('counts under `knownAt` no source or subject of which nothing was known by then', async () => {
    const { sources, subjects, facts } = await timeline.ask(new CoverageQuery({ knownAt: '2020-01-01' }));
    // The one source is the undated one of Minute 323, of which two facts are known since 2017.
    expect({ sources, subjects: subjects <= facts, facts }).toEqual({ sources: 1, subjects: true, facts: 10 });
  });

  it('has no official count before one was known', async () => {
    const { cases } = await timeline.ask(new CoverageQuery({ knownAt: '2020-01-01' }));
    expect(cases).toMatchObject({ onRecord: 0, officiallyCounted: null, countedOn: null, source: null });
  });
});

const cites = { sources: [{ source: 'press' }] };
const counts = (id: string, parties: string[]): object => ({
  record: 'subject',
  id,
  type: 'indicator',
  name: id,
  parties,
  attributes: { measure: 'rrm-requests', mechanism: 'm' },
});
const asked = (id: string, parties: string[], occurred: string): object[] => [
  { record: 'subject', id, type: 'case', name: id, parties, attributes: { mechanism: 'm' } },
  { record: 'fact', id: `${id}-r`, subject: id, type: 'case.review-requested', occurred, title: 'T', ...cites },
];
const counted = (id: string, subject: string, occurred: string, body: object): object => ({
  record: 'fact',
  id,
  subject,
  type: 'indicator.reported',
  occurred,
  title: 'T',
  ...cites,
  body: { unit: 'cases', ...body },
});
const published = (id: string, publishedOn: string): object => ({
  record: 'source',
  id,
  title: id,
  publisher: 'P',
  publishedOn,
});
describe('The coverage of other data', () => {
  let timeline: TestTimeline;
  const coverage = (): Promise<Coverage> => timeline.ask(new CoverageQuery({}));
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-06-21T09:00:00Z' });
    await timeline.record([
      { record: 'source', id: 'press', title: 'Press', publisher: 'Press' },
      { record: 'subject', id: 'one', type: 'case', name: 'One' },
      { record: 'subject', id: 'two', type: 'case', name: 'Two' },
      { record: 'fact', id: 'undated', subject: 'one', type: 'case.noted', occurred: null, title: 'T', ...cites },
    ]);
  });
  afterAll(() => timeline.drop());

  it('takes no day of recording for news, and counts every case that has a fact', async () => {
    expect(await coverage()).toMatchObject({
      newestPublished: null,
      newestKnown: null,
      facts: 1,
      cases: { onRecord: 1, officiallyCounted: null, newestNews: null },
    });
  });

  it('counts by the indicator of the figure, which is an official one, and also on the day of the figure', async () => {
    await timeline.record([
      counts('of-us', ['US', 'MX']),
      counts('of-canada', ['CA', 'MX']),
      ...asked('us-1', ['US', 'MX'], '2024-01-10'),
      ...asked('us-2', ['US', 'MX'], '2024-04-10'),
      ...asked('canada-1', ['CA', 'MX'], '2024-02-10'),
      counted('canada', 'of-canada', '2024-02-20', { value: '5' }),
      counted('office', 'of-us', '2024-03-01', { value: '7', countedBy: 'official' }),
      counted('paper', 'of-us', '2024-05-01', { value: '9', countedBy: 'press' }),
    ]);
    expect((await coverage()).cases).toMatchObject({
      onRecord: 2,
      onRecordThen: 1,
      officiallyCounted: 7,
      countedOn: '2024-03-01',
    });
    const { cases } = await timeline.ask(new CoverageQuery({ asOf: '2024-02-28' }));
    expect(cases).toMatchObject({ onRecord: 1, onRecordThen: 1, officiallyCounted: 5 });
  });

  it('follows the log, is as new as the first day of a longer time, and never newer than the recording', async () => {
    await coverage();
    await timeline.record([published('yearbook', '2024'), published('month', '2023-12'), published('slip', '2199')]);
    expect(await coverage()).toMatchObject({ newestPublished: '2024-01-01', sources: 4 });
  });
});
