import { ReconciliationQuery, type ReconciliationItem } from '#libs/cases';
import type { TestTimeline } from '#libs/testing';
import type { RawParameters } from '#libs/timeline';
import { startBundled } from './bundled.js';

const short = ({ claim, sources, records }: ReconciliationItem): unknown[] => [
  claim.value,
  sources.map(({ source }) => source),
  records.map(({ knownNow: { value, difference } }) => [value, difference]),
];
const counted = (differences: string[]): string[][] => [
  ['20', differences[0]!],
  ['19', differences[1]!],
];

describe('The claims about the bundled cases', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  async function claims(raw: RawParameters = {}): Promise<ReconciliationItem[]> {
    return (await timeline.ask(new ReconciliationQuery({ limit: '200', ...raw }))).items;
  }

  it('agree on 25 requests by the end of July 2024', async () => {
    const found = (await claims()).find(({ fact }) => fact === 'rrm-requests-2024-07')!;
    expect(short(found)).toEqual(['25', ['state-fact-sheet-2024'], [['25', '0']]]);
    expect(found.records[0]!.knownNow.cases).toHaveLength(25);
    expect(found.records[0]!.knownNow.cases).not.toContain('saint-gobain-cuautla');
  });

  it('differ on the resolved ones, 21 or 20, with both sources', async () => {
    const found = (await claims()).filter(
      ({ measure, day }) => measure === 'rrm-resolved' && day >= '2024-07-01' && day <= '2024-07-31',
    );
    expect(found.map((one) => [one.day, ...short(one)])).toEqual([
      ['2024-07-30', '20', ['ustr-volkswagen-plan'], counted(['0', '-1'])],
      ['2024-07-31', '21', ['state-fact-sheet-2024'], counted(['-1', '-2'])],
    ]);
    expect(found.map(({ facts }) => facts)).toEqual([
      ['rrm-resolved-2024-07-30'],
      ['rrm-resolved-2024-07', 'rrm-resolved-2024-07-30'],
    ]);
  });

  it('say of each way of counting what it counts, and name the records', async () => {
    const comparable = (await claims()).filter((one) => one.comparable);
    expect(comparable.length).toBeGreaterThan(10);
    for (const { records, claim } of comparable)
      for (const { counts, knownNow, knownThen } of records) {
        expect(counts).toMatch(/^[A-Z].{20,}\.$/);
        for (const { value, cases, difference } of [knownNow, knownThen]) {
          expect(Number(difference)).toBe(Number(value) - Number(claim.value));
          if (claim.unit === 'cases') expect(cases).toHaveLength(Number(value));
        }
      }
  });

  it('are held against what was known then, which is never more than is known now', async () => {
    let less = 0;
    for (const { day, records } of await claims())
      for (const { knownNow, knownThen } of records) {
        expect([knownNow.knownAt, knownThen.knownAt]).toEqual([null, day]);
        if (knownThen.value !== knownNow.value) less += 1;
      }
    expect(less).toBeGreaterThan(0);
    const known = await claims({ knownAt: '2024-09-16' });
    expect(known.some(({ fact }) => fact === 'rrm-requests-2025-11')).toBe(false);
    expect(known.every(({ records }) => records.every(({ knownNow }) => knownNow.knownAt === '2024-09-16'))).toBe(true);
  });

  it('carry no difference where they measure something else', async () => {
    const found = (await claims()).filter(({ measure }) => measure === 'rrm-workers-benefited');
    expect(found.length).toBeGreaterThan(0);
    for (const { comparable, reason, records } of found)
      expect([comparable, reason, records]).toEqual([false, expect.stringContaining('reinstated'), []]);
  });

  it('sum back pay in the currency of the claim, and count the cases without a figure', async () => {
    const found = (await claims()).find(({ fact }) => fact === 'rrm-back-pay-2024-07')!;
    expect(found.claim).toMatchObject({ value: '5000000', unit: 'USD', qualifier: 'over' });
    expect(found.records[0]!.knownNow).toMatchObject({ value: '4880000', difference: '-120000' });
    expect(found.records[0]!.knownNow.cases).toContain('tridonex');
    expect(found.records[0]!.knownNow.unknown).toBeGreaterThan(0);
  });

  it('are paged by their day', async () => {
    const all = await claims();
    const first = await timeline.ask(new ReconciliationQuery({ limit: '9' }));
    const second = await timeline.ask(new ReconciliationQuery({ limit: '9', cursor: first.page.next ?? '' }));
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 18));
    const back = await timeline.ask(new ReconciliationQuery({ limit: '9', cursor: second.page.prev ?? '' }));
    expect(back.items).toEqual(first.items);
  });
});
