import { CasesQuery, CoverageQuery, ReconciliationQuery } from '#libs/cases';
import { MilestoneQuery, MilestonesQuery } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { FactQuery, TimelineQuery } from '#libs/timeline';
import { lines } from './bundled-records.js';

describe('the bundled data set, as it stands after its corrections', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-30T12:00:00Z' });
    expect((await timeline.record(lines.map(({ record }) => record))).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  /** The figures of the sheet on resolutions that had certainly been counted by a day. */
  async function figuresOn(asOf: string): Promise<string[]> {
    const query = new TimelineQuery({ subject: 'rrm-resolved', source: 'state-fact-sheet-2024', asOf });
    const { items } = await timeline.ask(query);
    return items.map(({ id }) => id).filter((id) => id === 'rrm-resolved-2024-07');
  }

  it('expects three meetings a year as a year, and never names a month', async () => {
    const { items } = await timeline.ask(
      new MilestonesQuery({ subject: 'bbbxg', from: '0001', knownAt: '2024-09-16' }),
    );
    expect(items.map(({ id, window }) => [id, window.edtf])).toEqual([['bbbxg.next-meeting.2024', '2024']]);
  });

  it('shows memberships as memberships, and no accession without a day', async () => {
    const { items } = await timeline.ask(
      new TimelineQuery({
        type: ['organization.member', 'organization.joined'],
        undated: 'include',
        retracted: 'include',
        limit: '200',
      }),
    );
    const standing = items.filter(({ status }) => status !== 'retracted');
    expect(standing).toHaveLength(10);
    expect(new Set(standing.map(({ type }) => type))).toEqual(new Set(['organization.member']));
  });

  it('keeps what was withdrawn readable, with the reason', async () => {
    const fact = await timeline.ask(new FactQuery('apec-membership', {}));
    expect(JSON.stringify(fact)).toContain('not that they joined it');
  });

  it('knows the 21 resolutions of the sheet for certain only from the day of the sheet', async () => {
    expect([await figuresOn('2024-07-31'), await figuresOn('2024-09-15'), await figuresOn('2024-09-16')]).toEqual([
      [],
      [],
      ['rrm-resolved-2024-07'],
    ]);
  });

  it('has 19 to 20 resolved matters on 30 July 2024, and names the record that makes the difference', async () => {
    const { items } = await timeline.ask(new ReconciliationQuery({ limit: '200' }));
    const found = items.find(({ fact, day }) => fact === 'rrm-resolved-2024-07-30' && day === '2024-07-30')!;
    const { value, verdict, possible, completeThrough } = found.records[0]!.knownNow;
    expect([value, verdict, completeThrough]).toEqual([{ min: '19', max: '20' }, 'possible', '2024-08-26']);
    const fujikura = 'fujikura-piedras-negras';
    expect(possible).toEqual([{ case: fujikura, facts: [`${fujikura}-resolved`] }]);
    const counts = items.filter(({ measure, day }) => measure === 'rrm-requests' && day <= '2024-08-26');
    expect(counts.map(({ day, records }) => [day, records[0]!.knownNow.verdict])).toEqual([
      ['2024-04-10', 'agrees'],
      ['2024-07-25', 'agrees'],
      ['2024-07-31', 'agrees'],
      ['2024-08-26', 'agrees'],
    ]);
  });

  it('compares the requests of the year 2025 with what was counted by its end', async () => {
    const { items } = await timeline.ask(new ReconciliationQuery({ limit: '200' }));
    const { days, records } = items.find(({ fact }) => fact === 'rrm-requests-2025')!;
    expect(days).toEqual({ first: '2025-12-31', last: '2025-12-31' });
    expect(records[0]!.knownNow).toMatchObject({ value: { min: '11', max: null }, verdict: 'compatible' });
  });

  it('takes the newest count of a government for the official one, and no later one of a newspaper', async () => {
    expect((await timeline.ask(new CoverageQuery({}))).cases).toMatchObject({
      onRecord: 42,
      officiallyCounted: 38,
      source: 'la-razon-2025-09-01',
      countedOn: '2020-07/2025-07',
      onRecordThen: 35,
    });
  });

  it.each(['gm-silao.remediation-end.2021', 'servicios-industriales-gonzalez.review-end.2024'])(
    'calls no deadline late for the day of an announcement: %s',
    async (id) => {
      const { deadline } = await timeline.ask(new MilestoneQuery(id, {}));
      expect(deadline?.state).toBe('done-day-unknown');
    },
  );

  it('expects in December 2025 what the deal and the minute of that month had set', async () => {
    const query = new MilestonesQuery({ status: 'upcoming', knownAt: '2025-12-20', limit: '200' });
    const ids = (await timeline.ask(query)).items.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        'rio-grande-delivery-deal-2025.repayment-plan.2026',
        'minute-333.work-group.2026',
        'minute-323.term-end.2026',
      ]),
    );
  });

  it('has the news of the cases that were open in the first files', async () => {
    const { items } = await timeline.ask(new CasesQuery({ limit: '200' }));
    const statuses = Object.fromEntries(items.map(({ id, status }) => [id, status]));
    expect(statuses).toMatchObject({
      'fraenkische-silao': 'resolved',
      'superior-industries-chihuahua': 'resolved',
      'modern-metal-alloys-queretaro': 'resolved',
      'yazaki-leon-2': 'resolved',
      'alimentos-grole': 'in-remediation',
      'pirelli-silao': 'in-panel',
      'bader-leon': 'in-panel',
      'mondelez-puebla': 'in-consultation',
    });
    expect(items).toHaveLength(45);
  });

  it('has 42 of the 46 requests of the United States', async () => {
    const { items } = await timeline.ask(new CasesQuery({ complainant: 'US', limit: '200' }));
    expect(items.filter(({ requestedOn }) => requestedOn !== null)).toHaveLength(42);
  });
});
