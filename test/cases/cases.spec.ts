import { CaseQuery, CasesQuery, CaseStatisticsQuery, type CaseItem } from '#libs/cases';
import { SubjectQuery, type RawParameters } from '#libs/timeline';
import type { TestTimeline } from '#libs/testing';
import { startBundled } from './bundled.js';

describe('The cases of the bundled data set', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  async function cases(raw: RawParameters = {}): Promise<CaseItem[]> {
    return (await timeline.ask(new CasesQuery({ limit: '200', ...raw }))).items;
  }
  async function nextOn(asOf: string): Promise<[string, string] | null> {
    const { nextMilestone } = await timeline.ask(new CaseQuery('fujikura-piedras-negras', { asOf }));
    return nextMilestone && [nextMilestone.id, nextMilestone.status];
  }
  const yazaki = (asOf: string): Promise<CaseItem> => timeline.ask(new CaseQuery('yazaki-leon-2', { asOf }));
  const superior = (asOf: string): Promise<CaseItem> =>
    timeline.ask(new CaseQuery('superior-industries-chihuahua', { asOf }));
  const end = { complainant: 'US', asOf: '2024-07-31' };

  it('are 25 requests of the United States by the end of July 2024, 19 of them resolved and two closed', async () => {
    const requested = (await cases(end)).filter(({ requestedOn }) => requestedOn !== null);
    const count = (status: string): number => requested.filter((one) => one.status === status).length;
    expect([requested.length, count('resolved'), count('closed')]).toEqual([25, 19, 2]);
    expect(requested.find(({ id }) => id === 'fujikura-piedras-negras')).toMatchObject({
      possible: [],
      closedOn: '[2024-01-30..2024-02-13]',
    });
  });

  it('are 20 resolved with the one that was settled on its petition, and one more may be before its last possible day', async () => {
    const resolved = await cases({ ...end, status: 'resolved' });
    expect(resolved).toHaveLength(20);
    expect(resolved.filter(({ requestedOn }) => requestedOn === null).map(({ id }) => id)).toEqual([
      'saint-gobain-cuautla',
    ]);
    const before = { ...end, status: 'resolved', asOf: '2024-02-12' };
    const possible = await cases({ ...before, match: 'possible' });
    const certain = new Set((await cases(before)).map(({ id }) => id));
    expect(possible.filter(({ id }) => !certain.has(id)).map(({ id }) => id)).toEqual(['fujikura-piedras-negras']);
    expect((await cases({ ...end, status: 'closed' })).map(({ id }) => id)).toEqual([
      'manufacturas-vu-2',
      'san-martin-mine',
    ]);
  });

  it('reach a state without a date on no day before the step that it requires', async () => {
    const undated = ['in-consultation'];
    const suspended = { kind: 'liquidation-suspended', since: '2025-11-18', until: null };
    // The finding follows the request of 18 November.
    expect(await yazaki('2025-11-17')).toMatchObject({ status: 'filed', possible: [] });
    expect(await yazaki('2025-11-18')).toMatchObject({
      status: 'review-requested',
      possible: undated,
      measures: [{ ...suspended, state: 'in-force' }],
    });
    expect(await yazaki('2026-11-22')).toMatchObject({
      status: 'in-consultation',
      possible: [],
      closedOn: null,
      measures: [{ ...suspended, state: 'in-force' }],
    });
  });

  it('have lifted measures from the day of the lifting on', async () => {
    const suspended = { kind: 'liquidation-suspended', since: '2025-06-04' };
    expect((await superior('2025-08-04')).measures).toMatchObject([{ ...suspended, state: 'in-force' }]);
    const lifted = { ...suspended, until: '2025-08-05', state: 'lifted' };
    expect(await superior('2025-08-05')).toMatchObject({ status: 'resolved', measures: [lifted] });
  });

  it('have a measure that may have been taken, in no certain state, as the statistics count it', async () => {
    const asOf = '2025-11-20';
    const [mondelez] = await cases({ asOf, q: 'mondelez' });
    const maybe = { kind: 'liquidation-suspended', until: null, state: null, possible: ['in-force'] };
    expect(mondelez).toMatchObject({ status: 'filed', measures: [maybe] });
    expect(await timeline.ask(new SubjectQuery(mondelez!.id, { asOf }))).toMatchObject({
      state: { measures: [maybe] },
    });
    const all = (await cases({ asOf })).flatMap(({ measures }) => measures);
    const mayBe = all.filter(({ state, possible }) => state === 'in-force' || possible?.includes('in-force'));
    const { steps } = await timeline.ask(new CaseStatisticsQuery({ asOf, interval: 'year' }));
    expect(steps.at(-1)!.measures['liquidation-suspended']!.max).toBe(mayBe.length);
  });

  it('have no measure in force where they have ended, and say when one was last reported', async () => {
    const all = await cases();
    const inForce = all
      .flatMap((one) => one.measures.map((measure) => ({ one, measure })))
      .filter(({ measure }) => measure.state === 'in-force');
    const named = [
      'akwel-juarez',
      'alimentos-grole',
      'bader-leon',
      'tornel',
      'corporacion-de-occidente',
      'freixenet-mexico',
      'yazaki-leon-2',
      'industrias-tecnos',
      'camino-rojo',
      'mondelez-puebla',
      'pirelli-silao',
      'thyssenkrupp-slp',
    ];
    expect(inForce.map(({ one }) => one.id)).toEqual(named);
    for (const { one, measure } of inForce) expect([one.id, measure.asOf]).toEqual([one.id, one.lastNews]);
    expect((await cases({ measure: 'liquidation-suspended' })).map(({ id }) => id)).toEqual(named);
    const silao = all.find(({ id }) => id === 'gm-silao');
    expect(silao?.measures).toEqual([
      { kind: 'liquidation-suspended', since: '2021-05-12', until: null, state: 'no-end-on-record' },
    ]);
  });

  it('are found by what their subjects and their states say, capitals aside', async () => {
    const named = async (raw: RawParameters): Promise<string[]> => (await cases(raw)).map(({ id }) => id);
    expect(await named({ company: 'stellantis' })).toContain('teksid-hierro');
    expect(await named({ petitioner: 'SNITIS', sector: 'auto parts' })).toContain('tridonex');
    expect(await named({ complainant: 'CA' })).toEqual(['fraenkische-silao']);
    expect(await named({ party: 'CA' })).toEqual(['fraenkische-silao']);
    expect(await named({ initiation: 'self', state: 'guanajuato' })).toContain('gm-silao');
    expect(await named({ q: 'saint gob' })).toEqual(['saint-gobain-cuautla']);
    expect(await named({ facility: 'Tridonex', mechanism: 'usmca-rrm' })).toEqual(['tridonex']);
    expect(await named({ outcome: 'action-plan' })).toContain('tridonex');
    const suspended = await cases({ measure: 'liquidation-suspended' });
    for (const { measures } of suspended)
      expect(measures).toContainEqual(expect.objectContaining({ kind: 'liquidation-suspended', state: 'in-force' }));
    expect(suspended.length).toBeGreaterThan(0);
    expect(suspended.length).toBeLessThan(39);
  });

  it('name their next legal deadline on the day of the question, and none once they have ended', async () => {
    expect(await nextOn('2023-11-12')).toBeNull();
    expect(await nextOn('2023-11-20')).toEqual(['fujikura-piedras-negras.petition-review.2023', 'upcoming']);
    expect(await nextOn('2023-12-15')).toEqual(['fujikura-piedras-negras.review-response.2023', 'upcoming']);
    expect(await nextOn('2023-12-22')).toEqual(['fujikura-piedras-negras.review-end.2024', 'upcoming']);
    expect(await nextOn('2024-07-31')).toBeNull();
  });

  it('stand as their subjects stand, under any clocks', async () => {
    for (const clocks of [
      {},
      { asOf: '2023-12-31' },
      { knownAt: '2024-02-01' },
      { asOf: '2024-01-31', knownAt: '2024-01-15' },
    ])
      for (const one of await cases(clocks)) {
        const { state } = await timeline.ask(new SubjectQuery(one.id, clocks));
        expect({ id: one.id, ...state }).toMatchObject({
          id: one.id,
          status: one.status,
          outcome: one.outcome,
          measures: one.measures,
        });
      }
  });

  it('are paged in both directions', async () => {
    const all = (await cases()).map(({ id }) => id);
    expect(all).toHaveLength(46);
    const first = await timeline.ask(new CasesQuery({ limit: '25' }));
    const second = await timeline.ask(new CasesQuery({ limit: '25', cursor: first.page.next ?? '' }));
    const back = await timeline.ask(new CasesQuery({ limit: '25', cursor: second.page.prev ?? '' }));
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all);
    expect([second.page.next, back.items]).toEqual([null, first.items]);
  });

  it('are named one by one, and an id that is no case is none', async () => {
    const tridonex = await timeline.ask(new CaseQuery('tridonex', {}));
    expect(tridonex).toMatchObject({ id: 'tridonex', status: 'resolved', parties: ['US', 'MX'], nextMilestone: null });
    await expect(timeline.ask(new CaseQuery('usmca', {}))).rejects.toMatchObject({ code: 'CASE_UNKNOWN' });
    await expect(timeline.ask(new CasesQuery({ status: 'lost' }))).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
      problems: [expect.objectContaining({ parameter: 'status' })],
    });
  });
});
