import { CoverageQuery } from '#libs/cases';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  DensityQuery,
  TimelineQuery,
  ValuesQuery,
  type RawParameters,
  type TimelineItem,
  type ValueList,
} from '#libs/timeline';
import { startBundled } from './bundled.js';

const FILTERS = { topics: 'topic', parties: 'party', types: 'type' } as const;
const CLOCKS: RawParameters[] = [{}, { knownAt: '2024-09-16' }, { asOf: '2024-07-31' }];

/** How many facts `GET /v1/timeline` lists, page by page. */
async function listed(timeline: TestTimeline, parameters: RawParameters): Promise<number> {
  let count = 0;
  for (let cursor: string | undefined; ;) {
    const { items, page } = await timeline.ask(new TimelineQuery({ ...parameters, limit: '200', cursor }));
    count += items.length;
    if (page.next === null) return count;
    cursor = page.next;
  }
}

/** What the list has with each value as a filter, beside what is counted of that value. */
async function expectAsListed(
  timeline: TestTimeline,
  filter: (typeof FILTERS)[ValueList],
  counted: Record<string, number>,
  parameters: RawParameters,
): Promise<void> {
  const inList: Record<string, number> = {};
  for (const value of Object.keys(counted)) inList[value] = await listed(timeline, { ...parameters, [filter]: value });
  expect({ filter, parameters, counted }).toEqual({ filter, parameters, counted: inList });
}

async function expectEveryCountAsListed(timeline: TestTimeline, clocks: RawParameters): Promise<void> {
  const all = { ...clocks, undated: 'include' };
  for (const list of ['topics', 'parties', 'types'] as const) {
    const { items } = await timeline.ask(new ValuesQuery(list, all));
    expect(items.length).toBeGreaterThan(0);
    await expectAsListed(timeline, FILTERS[list], Object.fromEntries(items.map((one) => [one.value, one.facts])), all);
    const { lanes } = await timeline.ask(new DensityQuery({ ...clocks, lane: FILTERS[list] }));
    const drawn = Object.fromEntries(lanes.map(({ lane, total }) => [lane, total]));
    await expectAsListed(timeline, FILTERS[list], drawn, clocks);
  }
  const { byTopic } = await timeline.ask(new CoverageQuery(clocks));
  await expectAsListed(timeline, 'topic', Object.fromEntries(byTopic.map((one) => [one.topic, one.facts])), all);
}

describe('Every count of a topic, party or type', () => {
  let timeline: TestTimeline;
  afterEach(() => timeline.drop());

  it('is the length of the list with that filter, on the bundled data', async () => {
    timeline = await startBundled();
    for (const clocks of CLOCKS) await expectEveryCountAsListed(timeline, clocks);
  });

  it('is the length of the list with that filter, of facts without parties and without topics', async () => {
    timeline = await startTestTimeline({ clockStart: '2024-12-01T12:00:00Z' });
    const lists: Partial<Pick<TimelineItem, 'topics' | 'parties'>>[] = [
      {},
      { topics: ['space'] },
      { topics: ['trade'] },
      { topics: ['trade'] },
      { topics: ['trade', 'space'] },
      { topics: ['space', 'trade'] },
      { parties: ['MX'] },
      { parties: ['MX'], topics: ['space'] },
      { parties: ['US', 'MX'], topics: ['space'] },
    ];
    const { problems } = await timeline.record([
      { record: 'source', id: 'press', title: 'Press', publisher: 'Press', publishedOn: '2024-06-10' },
      { record: 'subject', id: 'forum', type: 'dialogue', name: 'Forum' },
      ...lists.flatMap((words, index) =>
        ['2024-06-01', null].map((occurred) => ({
          record: 'fact',
          id: `held-${index}${occurred === null ? '-undated' : ''}`,
          subject: 'forum',
          type: 'dialogue.held',
          occurred,
          title: 'Held',
          sources: [{ source: 'press' }],
          ...words,
        })),
      ),
    ]);
    expect(problems).toEqual([]);
    for (const clocks of CLOCKS) await expectEveryCountAsListed(timeline, clocks);
    const { items } = await timeline.ask(new ValuesQuery('topics', {}));
    expect(items.map(({ value, facts }) => ({ value, facts }))).toEqual([
      { value: 'space', facts: 5 },
      { value: 'trade', facts: 4 },
    ]);
  });
});
