import { CaseQuery, CasesQuery, CaseStatisticsQuery, type CaseItem, type CaseStatistics } from '#libs/cases';
import { dayOfIso } from '#libs/edtf';
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
  attributes: { mechanism: 'usmca-rrm', complainant: 'US', ...attributes },
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

/** A range in which nothing is in doubt. */
const sure = (number: number): object => ({ min: number, max: number });
const sureOf = (counts: Record<string, number>): object =>
  Object.fromEntries(Object.entries(counts).map(([name, number]) => [name, sure(number)]));

const isDay = (date: string | null): date is string => /^\d{4}-\d\d-\d\d$/.test(date ?? '');
const daysFrom = (start: string, end: string): object => sure(dayOfIso(end) - dayOfIso(start));

describe('The statistics of some cases', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-06-10T12:00:00Z' });
    expect((await timeline.record(RECORDS)).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  const ask = (raw: RawParameters = {}): Promise<CaseStatistics> => timeline.ask(new CaseStatisticsQuery(raw));

  it('count the cases in each state and the measures in force at the end of each step', async () => {
    const { steps, from, to, cases, lastNews } = await ask({ to: '2024-05' });
    expect([from, to, cases, lastNews]).toEqual(['2024-01-01', '2024-05-31', sure(4), '2024-04-30']);
    const mayHaveEnded = { filed: { min: 0, max: 1 }, resolved: { min: 1, max: 2 } };
    const [withoutEnd, lifted] = [{ penalty: { min: 0, max: 1 } }, {}];
    expect(steps.map((step) => [step.to, step.states, step.measures, step.measuresWithoutEnd])).toEqual([
      ['2024-01-31', sureOf({ filed: 1, 'review-requested': 1 }), { penalty: { min: 0, max: 1 } }, lifted],
      [
        '2024-02-29',
        { ...sureOf({ 'in-remediation': 1 }), filed: { min: 1, max: 2 }, resolved: { min: 0, max: 1 } },
        { penalty: { min: 0, max: 1 } },
        lifted,
      ],
      ['2024-03-31', { ...sureOf({ 'review-requested': 1 }), ...mayHaveEnded }, {}, withoutEnd],
      ['2024-04-30', { ...sureOf({ closed: 1, 'review-requested': 1 }), ...mayHaveEnded }, {}, withoutEnd],
      ['2024-05-31', { ...sureOf({ closed: 1, 'review-requested': 1 }), ...mayHaveEnded }, {}, withoutEnd],
    ]);
    expect((await ask({ interval: 'year' })).steps).toHaveLength(1);
    expect((await ask({ interval: 'quarter', from: '2024-02', to: '2030' })).to).toBe('2024-06-10');
    expect((await ask({ from: '2030' })).steps).toEqual([]);
  });

  it('choose a longer step where none was asked for and months would be too many, and refuse only what was asked', async () => {
    const asked = async (raw: RawParameters): Promise<unknown[]> => {
      const { interval, steps } = await ask(raw);
      return [interval, steps.length];
    };
    expect(await asked({})).toEqual(['month', 6]);
    expect(await asked({ from: '1950' })).toEqual(['quarter', 298]);
    expect(await asked({ from: '1850' })).toEqual(['year', 175]);
    // The steps end today.
    expect(await asked({ asOf: '9999-12-31' })).toEqual(['month', 6]);
    await expect(ask({ from: '1950', interval: 'month' })).rejects.toMatchObject({ problems: [{ parameter: 'from' }] });
  });

  it('bound how long cases took where the day of the end is unknown or imprecise; open ones are censored', async () => {
    const { petitionToEnd, requestToEnd } = await ask();
    // From 5 January to some day of April, on which the request of 1 March lies behind; from 1 February to some day until 10 June.
    expect(petitionToEnd).toMatchObject({
      ended: sure(3),
      open: sure(0),
      unknown: sure(0),
      imprecise: sure(2),
      median: { min: 60, max: 116 },
    });
    expect(requestToEnd).toMatchObject({
      ended: sure(2),
      open: sure(1),
      unknown: sure(0),
      quartiles: [
        { min: 33.25, max: 45 },
        { min: 35.5, max: 50 },
        { min: 37.75, max: 55 },
      ],
    });
    expect(requestToEnd.kaplanMeier.median).toEqual({ min: 40, max: 60 });
    expect(requestToEnd.kaplanMeier.curve.map(({ days, survival }) => [days, survival.min, survival.max])).toEqual([
      [31, 0.666667, 1],
      [40, 0.333333, 0.666667],
      [60, 0.333333, 0.333333],
    ]);
    const earlier = await ask({ asOf: '2024-04-11' });
    expect(earlier.requestToEnd).toMatchObject({ ended: { min: 1, max: 2 }, open: { min: 1, max: 2 } });
  });

  it('count every legal deadline in the states that it may have', async () => {
    const { clocks } = await ask();
    expect(clocks.find(({ rule }) => rule === 'petition-review')).toEqual({
      rule: 'petition-review',
      title: 'Decision on the petition',
      deadlines: sure(3),
      texts: [
        { citation: expect.stringContaining('19 U.S.C. 4646(b)(1)'), url: null },
        { citation: expect.stringContaining('88 FR 40914'), url: expect.stringContaining('https://') },
      ],
      states: {
        met: sure(1),
        late: sure(0),
        'done-day-unknown': sure(1),
        'no-record': sure(0),
        open: sure(0),
        // The day of the resolution of one case is not known.
        'not-applicable': { min: 0, max: 1 },
        disputed: { min: 0, max: 1 },
      },
    });
  });

  it('sum workers and back pay by currency, each case once, and count what is unknown', async () => {
    const { workers, backPay } = await ask();
    expect(workers).toEqual({ total: { min: 10, max: null }, known: sure(1), unknown: sure(2) });
    expect(backPay).toEqual({
      totals: { MXN: { min: '2.25', max: null }, USD: { min: '600000.5', max: null } },
      known: sure(2),
      unknown: sure(1),
    });
    const cars = await ask({ sector: 'cars', q: 'kept' });
    expect(cars.workers).toEqual({ total: sure(10), known: sure(1), unknown: sure(0) });
  });

  it('tell each group, and refuse more steps than anybody can read', async () => {
    const { groups } = await ask({ groupBy: 'sector' });
    expect(groups.map(({ value, cases }) => [value, cases])).toEqual([
      ['cars', sure(3)],
      ['mining', sure(1)],
    ]);
    expect((await ask({ groupBy: 'petitioner' })).groups.map(({ value }) => value)).toEqual([null]);
    expect((await ask({ groupBy: 'status', status: 'closed' })).groups.map(({ value }) => value)).toEqual(['closed']);
    const then = await ask({ groupBy: 'status', asOf: '2024-02-20' });
    expect(then.groups.map(({ value, cases }) => [value, cases])).toEqual([
      ['filed', { min: 1, max: 2 }],
      ['in-remediation', sure(1)],
      ['resolved', { min: 0, max: 1 }],
    ]);
    expect((await ask({ status: 'resolved', asOf: '2024-02-20' })).cases).toEqual({ min: 0, max: 1 });
    for (const from of ['0500', '-0044'])
      await expect(ask({ from })).rejects.toMatchObject({
        code: 'PARAMETER_INVALID',
        problems: [expect.objectContaining({ parameter: 'from' })],
      });
  });
});

describe('The statistics of a case that was opened in 1400', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-06-10T12:00:00Z' });
    expect((await timeline.record([RECORDS[0]!, matter('old'), fact('old', 'filed', '1400-03-01')])).problems).toEqual(
      [],
    );
  });
  afterAll(() => timeline.drop());

  it('begin later where no beginning is requested, and refuse one that makes too many steps', async () => {
    const { interval, steps } = await timeline.ask(new CaseStatisticsQuery({}));
    expect([interval, steps.length, steps[0]!.from]).toEqual(['year', 600, '1425-01-01']);
    const quarters = await timeline.ask(new CaseStatisticsQuery({ interval: 'quarter' }));
    expect([quarters.steps.length, quarters.steps[0]!.from]).toEqual([600, '1874-07-01']);
    expect(quarters.steps[0]!.states['filed']).toEqual(quarters.steps.at(-1)!.states['filed']);
    await expect(timeline.ask(new CaseStatisticsQuery({ interval: 'month', from: '1400' }))).rejects.toMatchObject({
      problems: [{ parameter: 'from' }],
    });
  });
});

describe('The statistics of the bundled cases', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  it('count at every step what the list of cases counts on that day: with no other possible state at least', async () => {
    const { steps, cases } = await timeline.ask(new CaseStatisticsQuery({ interval: 'year', complainant: 'US' }));
    expect(cases).toEqual(sure(45));
    for (const { to, states } of steps) {
      // Today is asked for without `asOf`, so that everything on record has occurred.
      const asOf = to === steps.at(-1)!.to ? {} : { asOf: to };
      const { items } = await timeline.ask(new CasesQuery({ ...asOf, complainant: 'US', limit: '200' }));
      for (const [status, range] of Object.entries(states))
        if (status !== 'noted') expect({ to, status, range }).toEqual({ to, status, range: rangeOf(status, items) });
    }
  });

  it('count the cases that the list returns, under any clocks', async () => {
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
          const counted = groups.filter(({ value }) => value !== 'noted').map(({ value, cases }) => [value, cases]);
          const listed = [...new Set(items.flatMap(({ status, possible }) => [status, ...possible]))]
            .filter((status) => status !== 'noted')
            .toSorted();
          expect({ clocks, counted }).toEqual({
            clocks,
            counted: listed.map((status) => [status, rangeOf(status, items)]),
          });
        }
  });

  it('count no measure in force of a case of the bundled data that has certainly ended', async () => {
    const { groups } = await timeline.ask(new CaseStatisticsQuery({ groupBy: 'status', interval: 'year' }));
    const ended = groups.filter(({ cases, ended: some }) => some.min === cases.max);
    expect(ended.length).toBeGreaterThan(0);
    for (const { value, steps } of ended) {
      const { measures, measuresWithoutEnd } = steps.at(-1)!;
      expect([value, measures['liquidation-suspended']?.min ?? 0]).toEqual([value, 0]);
      if (value === 'resolved') expect(measuresWithoutEnd['liquidation-suspended']!.min).toBeGreaterThan(10);
    }
  });

  it('give a case that ended on a certain day the days from its opening and its request to that day', async () => {
    const { items } = await timeline.ask(new CasesQuery({ limit: '200' }));
    let compared = 0;
    for (const { id, attributes, possible, openedOn, requestedOn, closedOn } of items) {
      const facility = String(attributes['facility']);
      const isAlone = items.filter((one) => one.attributes['facility'] === facility).length === 1;
      if (!isAlone || possible.length > 0 || !isDay(closedOn)) continue;
      const query = new CaseStatisticsQuery({ facility, interval: 'year' });
      const { petitionToEnd, requestToEnd } = await timeline.ask(query);
      const petitioned = petitionToEnd.ended.max === 1 && isDay(openedOn);
      const requested = isDay(requestedOn);
      expect({ id, petitionToEnd: petitionToEnd.median, requestToEnd: requestToEnd.median }).toEqual({
        id,
        petitionToEnd: petitioned ? daysFrom(openedOn, closedOn) : expect.anything(),
        requestToEnd: requested ? daysFrom(requestedOn, closedOn) : expect.anything(),
      });
      compared += Number(petitioned) + Number(requested);
    }
    expect(compared).toBeGreaterThan(40);
  });

  it('have Mas Air end on the day on which Mexico closed it, whenever the United States announced it', async () => {
    const { requestToEnd } = await timeline.ask(new CaseStatisticsQuery({ q: 'Mas Air', interval: 'year' }));
    expect([requestToEnd.ended, requestToEnd.imprecise, requestToEnd.median]).toEqual([sure(1), sure(0), sure(49)]);
  });

  it('have four cases before a panel, one of which was found to be no denial up to the day of the request', async () => {
    const { groups } = await timeline.ask(new CaseStatisticsQuery({ groupBy: 'status', asOf: '2025-08-25' }));
    expect(groups.find(({ value }) => value === 'in-panel')?.cases).toEqual(sure(4));
  });

  it('sum the money of each case once', async () => {
    const { backPay, workers, petitionToEnd } = await timeline.ask(new CaseStatisticsQuery({ asOf: '2024-07-31' }));
    expect(backPay.totals).toEqual({ USD: { min: '4880000', max: null } });
    expect(backPay.known).toEqual(sure(4));
    expect(workers.total).toEqual({ min: 1789, max: null });
    // 23 cases have ended.
    expect([workers.known, workers.unknown]).toEqual([sure(12), sure(11)]);
    expect(petitionToEnd.imprecise.max).toBeGreaterThan(0);
  });
});

/** The cases of a list in a status: with no other possible one, and with it among the possible ones. */
function rangeOf(status: string, items: readonly CaseItem[]): { min: number; max: number } {
  return {
    min: items.filter((one) => one.status === status && one.possible.length === 0).length,
    max: items.filter((one) => one.status === status || one.possible.includes(status)).length,
  };
}

/** A resolution on some day of a year that goes on, a request of that year, and a request that came before its petition. */
const REACHING = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' },
  ...['ended', 'asked', 'before'].map((id) => matter(id)),
  fact('ended', 'filed', '2026-02-01'),
  fact('ended', 'resolved', '2026'),
  fact('asked', 'review-requested', '2026'),
  fact('before', 'review-requested', '2026-01-05'),
  fact('before', 'filed', '2026-02-01'),
];

describe('The list of cases, the single case and the statistics', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-30T12:00:00Z' });
    expect((await timeline.record(REACHING)).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  const list = async (raw: RawParameters = {}): Promise<CaseItem[]> =>
    (await timeline.ask(new CasesQuery({ ...raw, limit: '200' }))).items;

  it.each([
    {},
    { knownAt: '2026-11-30' },
    { recordedBy: '2026-11-30' },
    { asOf: '2026-11-30' },
    { asOf: '2026-01-20' },
    { q: 'asked' },
    { asOf: '2026-12-31' },
    { asOf: '2026-12-31', knownAt: '2026-03-01' },
    { asOf: '2027-06-30', recordedBy: '2026-11-30' },
  ] as RawParameters[])('agree in the last step where dates reach past its day, under %j', async (raw) => {
    const items = await list(raw);
    for (const interval of ['month', 'year']) {
      const { steps, ended, cases } = await timeline.ask(new CaseStatisticsQuery({ ...raw, interval }));
      const { to, states, open, cases: counted } = steps.at(-1)!;
      const statuses = [...new Set(items.flatMap(({ status, possible }) => [status, ...possible]))];
      const expected = statuses
        .filter((status) => status !== 'noted')
        .map((status) => [status, rangeOf(status, items)]);
      expect({ to, states }).toMatchObject({ to, states: Object.fromEntries(expected) });
      expect(counted.max).toBe(items.length);
      expect([open.max, ended, counted]).toEqual([cases.max - ended.min, ended, cases]);
    }
  });

  it('show a case from its petition on, also where its request came before it', async () => {
    for (const [asOf, isOpened] of [
      ['2026-01-04', false],
      ['2026-01-05', false],
      ['2026-01-31', false],
      ['2026-02-01', true],
    ] as const) {
      const listed = (await list({ asOf, q: 'before' })).map(({ status }) => status);
      const { cases, steps } = await timeline.ask(new CaseStatisticsQuery({ asOf, q: 'before', interval: 'year' }));
      const { status, openedOn, possible } = await timeline.ask(new CaseQuery('before', { asOf }));
      expect([openedOn, possible]).toEqual([isOpened ? '2026-02-01' : null, []]);
      expect({ asOf, isOpened: status !== 'noted', listed, cases, states: steps.at(-1)?.states ?? {} }).toEqual({
        asOf,
        isOpened,
        listed: isOpened ? [status] : [],
        cases: sure(isOpened ? 1 : 0),
        states: isOpened ? { [status]: sure(1) } : {},
      });
    }
  });
});
