import { CasesQuery, CaseStatisticsQuery, type CaseStatistics } from '#libs/cases';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import type { RawParameters } from '#libs/timeline';
import { startBundled } from './bundled.js';

const sources = [{ source: 'gazette' }];
const fact = (subject: string, type: string, occurred: string | null, body: object = {}): object => ({
  record: 'fact',
  id: `${subject}-${type}`,
  subject,
  type: `case.${type}`,
  occurred,
  title: type,
  body,
  sources,
});
const matter = (id: string, attributes: object = {}): object => ({
  record: 'subject',
  id,
  type: 'case',
  name: id,
  attributes: { mechanism: 'usmca-rrm', ...attributes },
});
const RECORDS = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' },
  ...['kept', 'late', 'open', 'undated', 'unopened'].map((id) =>
    matter(id, { sector: id === 'open' ? 'mining' : 'cars' }),
  ),
  fact('kept', 'filed', '2024-01-02'),
  fact('kept', 'review-requested', '2024-01-22'),
  fact('kept', 'measure-taken', '2024-01-22', { kind: 'penalty' }),
  fact('kept', 'remediation-agreed', '2024-02-10', { backPay: { amount: '600000', currency: 'USD' } }),
  fact('kept', 'resolved', '2024-03-02', {
    outcome: 'plan',
    workersBenefited: 10,
    backPay: { amount: '600000.50', currency: 'USD' },
  }),
  fact('kept', 'measure-lifted', null, { kind: 'penalty' }),
  fact('late', 'filed', '2024-01-05'),
  fact('late', 'review-requested', '2024-03-01'),
  fact('late', 'closed', '2024-04', { backPay: { amount: '2.25', currency: 'MXN' } }),
  fact('open', 'review-requested', '2024-04-01'),
  fact('undated', 'filed', '2024-02-01'),
  fact('undated', 'resolved', null),
];

describe('The statistics of some cases', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-06-10T12:00:00Z' });
    expect((await timeline.record(RECORDS)).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  const ask = (raw: RawParameters = {}): Promise<CaseStatistics> => timeline.ask(new CaseStatisticsQuery(raw));

  it('count the cases in each state and the measures in force at the end of each step', async () => {
    const { steps, from, to, cases } = await ask({ to: '2024-05' });
    expect([from, to, cases]).toEqual(['2024-01-01', '2024-05-31', 4]);
    expect(steps.map(({ to: end, states, measures }) => [end, states, measures])).toEqual([
      ['2024-01-31', { filed: 1, 'review-requested': 1 }, { penalty: 1 }],
      ['2024-02-29', { filed: 1, 'in-remediation': 1, resolved: 1 }, { penalty: 1 }],
      ['2024-03-31', { 'review-requested': 1, resolved: 2 }, {}],
      ['2024-04-30', { closed: 1, 'review-requested': 1, resolved: 2 }, {}],
      ['2024-05-31', { closed: 1, 'review-requested': 1, resolved: 2 }, {}],
    ]);
    expect((await ask({ interval: 'year' })).steps).toHaveLength(1);
    expect((await ask({ interval: 'quarter', from: '2024-02', to: '2030' })).to).toBe('2024-06-10');
    expect((await ask({ from: '2030' })).steps).toEqual([]);
  });

  it('tell how long cases took; the open one is censored and the undated end unknown', async () => {
    const { petitionToEnd, requestToEnd } = await ask();
    expect(petitionToEnd).toMatchObject({ ended: 2, open: 0, unknown: 1, imprecise: 1, median: 88 });
    expect(requestToEnd).toMatchObject({ ended: 2, open: 1, unknown: 0, quartiles: [45, 50, 55], median: 50 });
    expect(requestToEnd.kaplanMeier.curve.map(({ days, atRisk, survival }) => [days, atRisk, survival])).toEqual([
      [40, 3, 0.666667],
      [60, 2, 0.333333],
    ]);
    expect(requestToEnd.kaplanMeier.median).toBe(60);
    const earlier = await ask({ asOf: '2024-04-11' });
    expect(earlier.requestToEnd).toMatchObject({ ended: 1, open: 2 });
  });

  it('count every legal deadline in one state', async () => {
    const { clocks } = await ask();
    expect(clocks.find(({ rule }) => rule === 'petition-review')).toEqual({
      rule: 'petition-review',
      title: 'Decision on the petition',
      states: {
        met: 1,
        late: 0,
        'done-day-unknown': 1,
        'no-record': 0,
        open: 0,
        'not-applicable': 0,
        disputed: 1,
      },
    });
  });

  it('sum workers and back pay by currency, each case once, and count what is unknown', async () => {
    const { workers, backPay } = await ask();
    expect(workers).toEqual({ total: 10, known: 1, unknown: 2 });
    expect(backPay).toEqual({ totals: { MXN: '2.25', USD: '600000.5' }, known: 2, unknown: 1 });
  });

  it('tell each group, and refuse more steps than anybody can read', async () => {
    const { groups } = await ask({ groupBy: 'sector' });
    expect(groups.map(({ value, cases }) => [value, cases])).toEqual([
      ['cars', 3],
      ['mining', 1],
    ]);
    expect((await ask({ groupBy: 'petitioner' })).groups.map(({ value }) => value)).toEqual([null]);
    expect((await ask({ groupBy: 'status', status: 'closed' })).groups.map(({ value }) => value)).toEqual(['closed']);
    for (const from of ['0500', '-0044'])
      await expect(ask({ from })).rejects.toMatchObject({
        code: 'PARAMETER_INVALID',
        problems: [expect.objectContaining({ parameter: 'from' })],
      });
  });
});

describe('The statistics of the bundled cases', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  it('count at every step what the list of cases counts on that day', async () => {
    const { steps, cases } = await timeline.ask(new CaseStatisticsQuery({ interval: 'year', complainant: 'US' }));
    expect(cases).toBe(38);
    for (const { to, states, cases: begun } of steps) {
      const { items } = await timeline.ask(new CasesQuery({ asOf: to, complainant: 'US', limit: '200' }));
      const count = (status: string): number => items.filter((one) => one.status === status).length;
      for (const [status, number] of Object.entries(states))
        if (status !== 'noted') expect({ to, status, number }).toEqual({ to, status, number: count(status) });
      expect(begun).toBe(Object.values(states).reduce((sum, number) => sum + number, 0));
    }
  });

  it('count the cases that the list tells, under any clocks: both ways of letting facts through agree', async () => {
    const days = [undefined, '2022-10-15', '2023-12-20', '2024-07-31', '2025-06-30'];
    const positions = [undefined, '200', '330', '420'];
    for (const asOf of days)
      for (const knownAt of days)
        for (const recordedBy of positions) {
          const clocks = { asOf, knownAt, recordedBy };
          const { groups } = await timeline.ask(
            new CaseStatisticsQuery({ ...clocks, groupBy: 'status', interval: 'year' }),
          );
          const { items } = await timeline.ask(new CasesQuery({ ...clocks, limit: '200' }));
          const listed = Object.groupBy(items, ({ status }) => status);
          const counted = groups.filter(({ value }) => value !== 'noted').map(({ value, cases }) => [value, cases]);
          const told = Object.entries(listed).map(([status, cases]) => [status, cases?.length]);
          expect({ clocks, counted }).toEqual({
            clocks,
            counted: told
              .filter(([status]) => status !== 'noted')
              .toSorted(([one], [other]) => (one! < other! ? -1 : 1)),
          });
        }
  });

  it('sum the money of each case once', async () => {
    const { backPay, workers, petitionToEnd } = await timeline.ask(new CaseStatisticsQuery({ asOf: '2024-07-31' }));
    expect(backPay.totals).toEqual({ USD: '4880000' });
    expect(backPay.known).toBe(4);
    expect([workers.total, workers.known + workers.unknown]).toEqual([1786, 22]);
    expect(petitionToEnd.unknown).toBeGreaterThan(0);
  });
});
