import * as fc from 'fast-check';
import { dayOfIso, isoOfDay } from '#libs/edtf';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { DensityQuery, TimelineQuery, ValuesQuery, type RawParameters, type TimelineItem } from '#libs/timeline';

const day = fc.integer({ min: dayOfIso('2024-05-20'), max: dayOfIso('2024-06-20') }).map(isoOfDay);
const date = fc.option(fc.oneof(day, fc.constantFrom('2024-05', '2024-06-01/..', '../2024-06-09')), { nil: null });
const words = (...all: string[]) => fc.subarray(all);
const topics = words('security', 'trade', 'labor', 'Río, "Bravo" {1}');
const parties = words('US', 'MX', 'CA');
const subject = fc.constantFrom('a-case', 'a-body');

const fact = fc.record({ record: fc.constant('fact'), subject, occurred: date, topics, parties, knownSince: day });
const change = fc.oneof(
  fc.record({
    record: fc.constant('correction'),
    fact: fc.constantFrom('f0', 'f1', 'f2', 'f3'),
    changes: fc.oneof(fc.record({ topics }), fc.record({ parties, occurred: date })),
  }),
  fc.record({ record: fc.constant('correction'), subject, changes: fc.record({ topics, parties }) }),
  fc.record({ record: fc.constant('retraction'), fact: fc.constantFrom('f4', 'f5') }),
);

/** Values of each clock, before, amid and after what is recorded; null asks without it. */
const CLOCKS: RawParameters[] = [undefined, '2024-06-01', '2024-06-12'].flatMap((knownAt) =>
  [undefined, '12', '15'].flatMap((recordedBy) =>
    [undefined, '2024-06-05'].map((asOf) =>
      Object.fromEntries(Object.entries({ knownAt, recordedBy, asOf }).filter(([, value]) => value !== undefined)),
    ),
  ),
);

describe('Counts of topics, parties and types, and drawings by them', () => {
  const open: TestTimeline[] = [];
  afterAll(() => Promise.all(open.map((timeline) => timeline.drop())));

  it('are what one counts on the timeline itself, under any clocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fact, { minLength: 8, maxLength: 8 }),
        fc.array(change, { maxLength: 6 }),
        async (facts, changes) => {
          const timeline = await startTestTimeline({ clockStart: '2024-06-21T09:00:00Z' });
          open.push(timeline);
          const told = { sources: [{ source: 'press' }], reason: 'because', title: 'told' };
          await timeline.record([
            { record: 'source', id: 'press', title: 'Press', publisher: 'Press', publishedOn: '2024-06-10' },
            { record: 'subject', id: 'a-case', type: 'case', name: 'A case', topics: ['labor'], parties: ['US'] },
            { record: 'subject', id: 'a-body', type: 'organization', name: 'A body' },
            ...facts.map((one, n) => ({
              ...told,
              ...one,
              id: `f${n}`,
              type: one.subject === 'a-case' ? 'case.noted' : 'organization.noted',
            })),
          ]);
          for (const [n, one] of changes.entries())
            await timeline.record([{ ...told, ...one, id: `c${n}`, title: undefined }]);
          for (const clocks of CLOCKS) await expectCounted(timeline, clocks);
          await timeline.drop();
          open.pop();
        },
      ),
      { numRuns: 5, endOnFailure: true },
    );
  }, 240_000);
});

async function expectCounted(timeline: TestTimeline, clocks: RawParameters): Promise<void> {
  const { items } = await timeline.ask(new TimelineQuery({ ...clocks, undated: 'include' }));
  const dated = items.filter(({ occurred }) => occurred !== null);
  for (const list of ['topics', 'parties', 'types'] as const) {
    for (const [filter, listed] of [
      [{ undated: 'include' }, items],
      [{}, dated],
      [
        { topic: ['trade', 'labor'] },
        dated.filter(({ topics: own }) => ['trade', 'labor'].some((one) => own.includes(one))),
      ],
      [{ subject: 'a-case', undated: 'include' }, items.filter(({ subject: { id } }) => id === 'a-case')],
    ] satisfies [RawParameters, TimelineItem[]][]) {
      const { items: values } = await timeline.ask(new ValuesQuery(list, { ...clocks, ...filter }));
      const counts = Object.fromEntries(
        values.filter(({ facts }) => facts > 0).map(({ value, facts }) => [value, facts]),
      );
      expect({ clocks, filter, list, counts }).toEqual({ clocks, filter, list, counts: countsOf(listed, list) });
    }
  }
  for (const [lane, list] of [
    ['topic', 'topics'],
    ['party', 'parties'],
    ['type', 'types'],
  ] as const) {
    const { lanes, total, undated } = await timeline.ask(
      new DensityQuery({ ...clocks, lane, buckets: '7', undated: 'include' }),
    );
    const drawn = Object.fromEntries(lanes.map((one) => [one.lane, one.total]));
    expect({ clocks, lane, drawn }).toEqual({ clocks, lane, drawn: countsOf(dated, list) });
    expect(lanes.every((one) => one.total === one.counts.reduce((sum, count) => sum + count, 0))).toBe(true);
    expect({ total, undated }).toEqual({ total: dated.length, undated: items.length - dated.length });
  }
}

function countsOf(items: readonly TimelineItem[], list: 'topics' | 'parties' | 'types'): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items)
    for (const value of list === 'types' ? [item.type] : item[list]) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
}
