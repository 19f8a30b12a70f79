import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CaseQuery,
  CasesQuery,
  CaseStatisticsQuery,
  CoverageQuery,
  ReconciliationQuery,
  type CaseDetail,
} from '#libs/cases';
import { MilestoneQuery, MilestonesQuery } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { FactQuery, SubjectQuery, TimelineQuery, type SubjectDetail } from '#libs/timeline';
import { DATA, lines } from './bundled-records.js';

const notFound = readFileSync(join(DATA, 'us-mexico', 'NOT-FOUND.md'), 'utf8');

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

  const masAir = (asOf: string): Promise<CaseDetail> => timeline.ask(new CaseQuery('mas-air', { asOf }));
  const minute323 = (asOf: string): Promise<SubjectDetail> => timeline.ask(new SubjectQuery('minute-323', { asOf }));

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

  it('has 20 resolved matters on 30 July 2024, as the US Trade Representative counted', async () => {
    const { items } = await timeline.ask(new ReconciliationQuery({ limit: '200' }));
    const found = items.find(({ fact, day }) => fact === 'rrm-resolved-2024-07-30' && day === '2024-07-30')!;
    const { value, verdict, possible, completeThrough } = found.records[0]!.knownNow;
    expect([value, verdict, completeThrough]).toEqual([{ min: '20', max: '20' }, 'agrees', '2024-08-26']);
    expect(possible).toEqual([]);
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
    expect(records[0]!.knownNow).toMatchObject({ value: { min: '12', max: null }, verdict: 'compatible' });
  });

  it('takes the newest count of a government for the official one, and no later one of a newspaper', async () => {
    expect((await timeline.ask(new CoverageQuery({}))).cases).toMatchObject({
      onRecord: 43,
      officiallyCounted: 38,
      source: 'la-razon-2025-09-01',
      countedOn: '2020-07/2025-07',
      onRecordThen: 36,
    });
  });

  it.each([
    'gm-silao.remediation-end.2021',
    'servicios-industriales-gonzalez.review-end.2024',
    'mas-air.review-end.2023',
    'manufacturas-vu-2.remediation-agreement.2023',
  ])('calls no deadline late for the day of an announcement: %s', async (id) => {
    const { deadline } = await timeline.ask(new MilestoneQuery(id, {}));
    expect(deadline?.state).toBe('done-day-unknown');
  });

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
      'yazaki-leon-2': 'in-consultation',
      'transportista-kamu': 'resolved',
      'akwel-juarez': 'in-remediation',
      'alimentos-grole': 'in-remediation',
      'pirelli-silao': 'in-panel',
      'bader-leon': 'in-panel',
      'mondelez-puebla': 'in-consultation',
    });
    expect(items).toHaveLength(46);
  });

  it('has 43 of the 46 requests of the United States, and names those without a number among them', async () => {
    const { items } = await timeline.ask(new CasesQuery({ complainant: 'US', limit: '200' }));
    const requested = items.filter(({ requestedOn }) => requestedOn !== null);
    expect(requested).toHaveLength(43);
    const unnumbered = requested.filter(({ attributes }) => attributes['requestNumber'] === undefined);
    expect(unnumbered).toHaveLength(9);
    const listed = /The number among the requests of nine [^:]*: ([^.]+)\./s
      .exec(notFound)?.[1]
      ?.replaceAll(/\s+/g, ' ');
    const names = listed?.split(/, | and /) ?? [];
    expect(names).toHaveLength(9);
    expect(unnumbered.filter(({ name }) => !names.some((one) => name.startsWith(one))).map(({ id }) => id)).toEqual([]);
  });

  it('lists the texts of deadlines of which no address is certain', async () => {
    const { clocks } = await timeline.ask(new CaseStatisticsQuery({}));
    const texts = clocks.flatMap((clock) => clock.texts.filter(({ url }) => url === null));
    const section =
      notFound.split(/^## /m).find((part) => part.startsWith('Texts of deadlines without an address')) ?? '';
    const listed = [...section.matchAll(/^- `([^`]+)`$/gm)].map(([, citation]) => citation);
    expect(new Set(listed)).toEqual(new Set(texts.map(({ citation }) => citation)));
    expect(listed.length).toBeGreaterThan(0);
  });

  it('bounds the announcement of the United States on Mas Air by the words of its sources', async () => {
    const { wordings } = await timeline.ask(new FactQuery('mas-air-resolved-us', {}));
    expect(wordings.at(-1)).toMatchObject({
      known: { from: '2023-11-06', basis: 'stated' },
      occurred: { earliest: '2023-10-24', latest: '2023-11-06' },
    });
    // Between the request and the statement of Mexico no end is possible.
    expect(await masAir('2023-10-17')).toMatchObject({ status: 'review-requested', possible: ['in-consultation'] });
    expect(await masAir('2023-10-18')).toMatchObject({ status: 'resolved', possible: [], closedOn: '2023-10-18' });
  });

  it('has the term of Minute 323 over from 2027 on, and no record of what follows', async () => {
    expect((await minute323('2026-12-31')).state).not.toHaveProperty('termOver');
    expect((await minute323('2027-06-01')).state).toMatchObject({
      status: 'in-force',
      endsOn: '2026-12-31',
      termOver: { endedOn: '2026-12-31', inDoubt: false },
    });
  });
});
