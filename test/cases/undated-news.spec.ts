import { CaseChangesQuery, type CaseChange } from '#libs/cases';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { FactQuery, NewsQuery, type PageLinks, type RawParameters } from '#libs/timeline';
import { startBundled } from './bundled.js';

interface Page<Item> {
  items: Item[];
  page: PageLinks;
}

/** All pages from the first to the last, and from the last back to the first. */
async function bothWays<Item>(ask: (raw: RawParameters) => Promise<Page<Item>>): Promise<[Item[], Item[]]> {
  const [there, back]: [Item[], Item[]] = [[], []];
  let page = await ask({ limit: '7' });
  for (there.push(...page.items); page.page.next !== null; there.push(...page.items))
    page = await ask({ limit: '7', cursor: page.page.next });
  for (back.push(...page.items); page.page.prev !== null; back.unshift(...page.items))
    page = await ask({ limit: '7', cursor: page.page.prev });
  return [there, back];
}

describe('What no source dates', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  const changes = (raw: RawParameters): Promise<Page<CaseChange>> => timeline.ask(new CaseChangesQuery(raw));
  const news = (raw: RawParameters) => timeline.ask(new NewsQuery({ undated: 'include', ...raw }));

  it.each(['asc', 'desc'])('comes behind the dated changes of cases in the order %s, on every page', async (order) => {
    const [there, back] = await bothWays((raw) => changes({ order, ...raw }));
    const isUndated = there.map(({ basis }) => basis === 'recorded');
    expect(isUndated).toEqual(isUndated.toSorted((one, other) => Number(one) - Number(other)));
    expect(isUndated[0]).toBe(false);
    const undated = there.filter(({ basis }) => basis === 'recorded').map((change) => change.case.id);
    expect(undated).toEqual(expect.arrayContaining(['mondelez-puebla', 'yazaki-leon-2']));
    expect(back).toEqual(there);
    expect(there).toHaveLength((await changes({ order, limit: '200' })).items.length);
  });

  it('keeps its place among what was recorded', async () => {
    const { items } = await changes({ clock: 'recorded', limit: '200' });
    expect(items.every(({ basis }) => basis === null)).toBe(true);
    const positions = items.map(({ recordedPosition }) => Number(recordedPosition));
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  });

  it('comes behind the news of the timeline, on every page', async () => {
    const [there, back] = await bothWays(news);
    const isUndated = there.map(({ occurred, known }) => occurred === null && known.basis === 'recorded');
    expect(isUndated.filter(Boolean).length).toBeGreaterThan(0);
    expect(isUndated).toEqual(isUndated.toSorted((one, other) => Number(one) - Number(other)));
    expect(back.map(({ id }) => id)).toEqual(there.map(({ id }) => id));
  });
});

describe('A correction and a retraction of long ago', () => {
  it('say beside their known day when they were recorded', async () => {
    const timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    const sources = [{ source: 'bulletin' }];
    const fact = (id: string, type: string, occurred: string): object => ({
      record: 'fact',
      id,
      subject: 'matter',
      type: `case.${type}`,
      occurred,
      title: id,
      sources,
    });
    await timeline.record([
      { record: 'source', id: 'bulletin', title: 'Bulletin', publisher: 'Ministry', publishedOn: '2024-05-01' },
      { record: 'source', id: 'erratum', title: 'Erratum', publisher: 'Ministry', publishedOn: '2024-06-01' },
      { record: 'subject', id: 'matter', type: 'case', name: 'Matter' },
      fact('petition', 'filed', '2024-02-01'),
      fact('end', 'closed', '2024-04-01'),
      {
        record: 'correction',
        id: 'other-day',
        fact: 'petition',
        changes: { occurred: '2024-02-02' },
        reason: 'The day was wrong.',
        sources: [{ source: 'erratum' }],
      },
      { record: 'retraction', id: 'no-end', fact: 'end', reason: 'It goes on.', sources: [{ source: 'erratum' }] },
    ]);
    const { items } = await timeline.ask(new CaseChangesQuery({}));
    const facts = items.flatMap((change) =>
      change.facts.map((one) => [change.at, one.kind, one.id, one.recordedAt.slice(0, 10)]),
    );
    expect(facts).toEqual([
      ['2024-05-01', 'development', 'petition', '2026-11-22'],
      ['2024-05-01', 'development', 'end', '2026-11-22'],
      ['2024-06-01', 'correction', 'petition', '2026-11-22'],
      ['2024-06-01', 'retraction', 'end', '2026-11-22'],
    ]);
    const { changes } = await timeline.ask(new FactQuery('petition', {}));
    expect(items.at(-1)!.facts.find(({ id }) => id === 'petition')!.recordedAt).toBe(changes[0]!.recordedAt);
    await timeline.drop();
  });
});
