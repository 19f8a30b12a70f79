import { CaseChangesQuery, type CaseChange } from '#libs/cases';
import type { TestTimeline } from '#libs/testing';
import { NewsQuery, type PageLinks, type RawParameters } from '#libs/timeline';
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
    expect(undated).toEqual(expect.arrayContaining(['fujikura-piedras-negras', 'yazaki-leon-2']));
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
