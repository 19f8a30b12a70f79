import { ReconciliationQuery, type ReconciliationItem } from '#libs/cases';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import type { RawParameters } from '#libs/timeline';
import { startBundled } from './bundled.js';

type Tally = ReconciliationItem['records'][number]['knownNow'];
const range = ({ value, verdict }: Tally): unknown[] => [value.min, value.max, verdict];
const short = ({ claim, sources, records }: ReconciliationItem): unknown[] => [
  claim.value,
  sources.map(({ source }) => source),
  records.map(({ knownNow }) => range(knownNow)),
];
const keys = (some: readonly ReconciliationItem[]): string[] => some.map(({ fact, day }) => `${fact} ${day}`);
const FUJIKURA = 'fujikura-piedras-negras';

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
    expect(short(found)).toEqual(['25', ['state-fact-sheet-2024'], [['25', '25', 'agrees']]]);
    expect(found.records[0]!.knownNow.cases).toHaveLength(25);
    expect(found.records[0]!.knownNow.cases).not.toContain('saint-gobain-cuautla');
    // A request that was made by some day of 2025 follows a petition of 2025.
    expect(found.records[0]!.knownNow.possible).toEqual([]);
  });

  it('agree on 20 resolved ones by 30 July 2024, one of which was settled without a request', async () => {
    const found = (await claims()).find(({ fact, day }) => fact === 'rrm-resolved-2024-07-30' && day === '2024-07-30')!;
    expect(short(found)).toEqual([
      '20',
      ['ustr-volkswagen-plan'],
      [
        ['20', '20', 'agrees'],
        ['19', '19', 'differs'],
      ],
    ]);
    const { difference, possible, cases, completeThrough } = found.records[0]!.knownNow;
    expect(difference).toEqual({ min: '0', max: '0' });
    expect(possible).toEqual([]);
    expect(cases).toHaveLength(20);
    expect(cases).toEqual(expect.arrayContaining([FUJIKURA, 'saint-gobain-cuautla']));
    // The last of the official counts of requests that equal those that were certainly made.
    expect(completeThrough).toBe('2024-08-26');
  });

  it('never differ where records may be missing, a figure is unknown, or something became known only later', async () => {
    const differing = (await claims()).flatMap(({ records }) =>
      records.flatMap((one) => [one.knownNow, one.knownThen]),
    );
    expect(differing.some(({ value }) => value.max === null)).toBe(true);
    for (const { value, verdict, unknown } of differing) {
      if (value.max === null) expect(['agrees', 'compatible', 'exceeded']).toContain(verdict);
      if (unknown.max > 0) expect(value.max).toBeNull();
    }
    const late = (await claims()).filter(({ day }) => day > '2024-08-26');
    expect(late.length).toBeGreaterThan(5);
    for (const { records } of late)
      for (const { knownNow, knownThen } of records)
        expect([knownNow.value.max, knownThen.value.max]).toEqual([null, null]);
    const resolved = (await claims()).find(({ fact }) => fact === 'rrm-resolved-2024-07-30')!;
    expect(range(resolved.records[0]!.knownThen)).toEqual(['20', null, 'compatible']);
  });

  it.each([{ knownAt: '2024-08-31' }, { knownAt: '2024-08-27' }, { knownAt: '2024-09-01', asOf: '2024-08-26' }])(
    'have no upper bound on ends under %j, which hides an end, although every request is on record',
    async (clocks) => {
      const found = await claims(clocks);
      const { value, verdict, completeThrough } = found.find(({ fact }) => fact === 'rrm-resolved-2024-07-30')!
        .records[0]!.knownNow;
      expect([value, verdict, completeThrough]).toEqual([{ min: '20', max: null }, 'compatible', '2024-08-26']);
      const requests = found.find(({ fact }) => fact === 'rrm-requests-2024-07-25')!;
      expect(range(requests.records[0]!.knownNow)).toEqual(['25', '25', 'agrees']);
    },
  );

  it.each(['2020-12-31', '2024-07-31', '2024-12-31'])(
    'are those whose days are over by %s, as of that day',
    async (asOf) => {
      const over = (await claims()).filter(({ day }) => day <= asOf);
      expect(keys(await claims({ asOf }))).toEqual(keys(over));
      // The count of a period that began in July 2020 counts what came until July 2025.
      expect(
        (await claims({ asOf: '2025-07-30' })).some(({ claim }) => claim.occurred?.edtf === '2020-07/2025-07'),
      ).toBe(false);
    },
  );

  it('have no upper bound on panels and courses of remediation, which no official count of requests bounds', async () => {
    const found = (await claims()).filter(({ measure }) => ['rrm-panels', 'rrm-planned-or-closed'].includes(measure));
    expect(found.some(({ day }) => day < '2024-08-26')).toBe(true);
    for (const { records } of found)
      for (const { knownNow, knownThen } of records)
        expect([knownNow.value.max, knownThen.value.max]).toEqual([null, null]);
  });

  it('say of each way of counting what it counts, and name the records', async () => {
    const comparable = (await claims()).filter((one) => one.comparable);
    expect(comparable.length).toBeGreaterThan(10);
    for (const { records, claim } of comparable)
      for (const { counts, knownNow, knownThen } of records) {
        expect(counts).toMatch(/^[A-Z].{20,}\.$/);
        for (const { value, cases, possible, difference } of [knownNow, knownThen]) {
          expect(Number(difference.min)).toBe(Number(value.min) - Number(claim.value));
          if (value.max === null) expect(difference.max).toBeNull();
          else expect(Number(difference.max)).toBe(Number(value.max) - Number(claim.value));
          if (claim.unit === 'cases') expect(cases).toHaveLength(Number(value.min));
          if (claim.unit === 'cases' && value.max !== null)
            expect(cases.length + possible.length).toBe(Number(value.max));
        }
      }
  });

  it('are compared with what was known then, which is never more than is known now', async () => {
    let less = 0;
    for (const { day, records } of await claims())
      for (const { knownNow, knownThen } of records) {
        expect([knownNow.knownAt, knownThen.knownAt]).toEqual([null, day]);
        const [now, then] = [knownNow, knownThen].map(({ cases, possible }) => cases.length + possible.length);
        if (then! < now!) less += 1;
        expect(Number(knownThen.value.min)).toBeLessThanOrEqual(Number(knownNow.value.min));
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
    expect(found.records[0]!.knownNow).toMatchObject({
      value: { min: '4880000', max: null },
      difference: { min: '-120000', max: null },
      verdict: 'compatible',
    });
    expect(found.records[0]!.knownNow.cases).toContain('tridonex');
    expect(found.records[0]!.knownNow.unknown.min).toBeGreaterThan(0);
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

/**
 * Three requests, the second on some day of March and open in May; the third was resolved on an unknown day. On 20 May an end
 * of the second that is not on record may have come.
 */
const MATTERS = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' },
  ...['a', 'b', 'c'].map((id) => ({
    record: 'subject',
    id,
    type: 'case',
    name: id,
    attributes: { mechanism: 'm' },
  })),
  ...[
    ['a', 'review-requested', '2024-02-01'],
    ['b', 'review-requested', '2024-03'],
    ['c', 'review-requested', '2024-04-10'],
    ['a', 'resolved', '2024-04-20'],
    ['b', 'review-accepted', '2024-05-10'],
    ['c', 'resolved', null],
  ].map(([subject, type, occurred]) => ({
    record: 'fact',
    id: `${subject}-${type}`,
    subject,
    type: `case.${type}`,
    occurred,
    title: type,
    knownSince: '2024-06-01',
    sources: [{ source: 'gazette' }],
  })),
  ...['rrm-requests', 'rrm-resolved', 'rrm-requests-in-period'].map((measure) => ({
    record: 'subject',
    id: measure,
    type: 'indicator',
    name: measure,
    attributes: { measure, mechanism: 'm' },
  })),
];
const claimed = (id: string, subject: string, occurred: string | null, value: string, qualifier?: string): object => ({
  record: 'fact',
  id,
  subject,
  type: 'indicator.reported',
  occurred,
  title: id,
  knownSince: '2024-06-01',
  body: { value, unit: 'cases', ...(qualifier !== undefined && { qualifier }) },
  sources: [{ source: 'gazette' }],
});
const REPORTED = [
  claimed('census', 'rrm-requests', '2024-05-01', '3'),
  claimed('window', 'rrm-requests', '2024-03', '1'),
  claimed('none', 'rrm-requests', '2024-02', '3'),
  claimed('later', 'rrm-requests', '2024-05-25', '4'),
  claimed('period', 'rrm-requests-in-period', '2024-03-15/2024-04-30', '2'),
  claimed('resolved', 'rrm-resolved', '2024-04-25', '1'),
  claimed('few', 'rrm-resolved', '2024-04-25', '3', 'at-least'),
  claimed('some', 'rrm-resolved', '2024-04-25', '1', 'over'),
  claimed('sure', 'rrm-resolved', '2024-04-25', '0', 'over'),
  claimed('unseen', 'rrm-resolved', '2024-05-20', '3'),
  claimed('second', 'rrm-requests', '2024-05-20', '3'),
  claimed('undated', 'rrm-resolved', null, '2'),
  claimed('month', 'rrm-requests-in-period', '2024-03', '1'),
  claimed('open', 'rrm-requests', '../2024-03-31', '1'),
  // No completeness follows from what a newspaper counted, although it equals the records.
  { ...claimed('paper', 'rrm-requests', '2024-05-25', '3'), body: { value: '3', unit: 'cases', countedBy: 'press' } },
];

describe('The claims about cases', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-06-10T12:00:00Z' });
    expect((await timeline.record([...MATTERS, ...REPORTED])).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  it.each([
    ['census', '3', '3', 'agrees'],
    ['window', '1', '2', 'possible'],
    ['none', '1', '1', 'differs'],
    ['later', '3', null, 'compatible'],
    ['period', '1', '2', 'possible'],
    ['resolved', '1', '2', 'possible'],
    ['few', '1', '2', 'differs'],
    ['some', '1', '2', 'possible'],
    ['sure', '1', '2', 'agrees'],
    ['unseen', '1', null, 'compatible'],
    ['second', '3', '3', 'agrees'],
    ['undated', '0', null, 'compatible'],
    ['month', '1', '1', 'agrees'],
    ['open', '0', '2', 'possible'],
    ['paper', '3', null, 'compatible'],
  ])('compares %s over every day of it: %s to %s, %s', async (id, min, max, verdict) => {
    const { items } = await timeline.ask(new ReconciliationQuery({ limit: '50' }));
    const found = items.find(({ fact }) => fact === id)!;
    expect(range(found.records[0]!.knownNow)).toEqual([min, max, verdict]);
  });
});
