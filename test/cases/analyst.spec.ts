import {
  CaseChangesQuery,
  CaseHistoryQuery,
  CasesQuery,
  CaseStatisticsQuery,
  ReconciliationQuery,
  type CaseChange,
} from '#libs/cases';
import { MilestonesQuery, TimelineWithMilestonesQuery } from '#libs/milestones';
import type { TestTimeline } from '#libs/testing';
import { FactQuery, TimelineQuery, type RawParameters } from '#libs/timeline';
import { startBundled } from './bundled.js';
import { MATTERS, ROWS } from './rrm-rows.js';

const OPEN = ['filed', 'review-requested', 'under-review', 'review-declined', 'in-consultation'];
const STILL_OPEN = [...OPEN, 'in-remediation', 'in-panel', 'remedy-pending'];
const ENDS = ['resolved', 'closed', 'not-pursued'];
const statesOf = (rows: string): string[] => Array.from(rows, (row) => ROWS[row]!);

describe('An analyst of the bundled data', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  async function counts(groupBy: string): Promise<Record<string, number>> {
    const { groups } = await timeline.ask(new CaseStatisticsQuery({ groupBy, interval: 'year' }));
    return Object.fromEntries(groups.map(({ value, cases }) => [value ?? 'none', cases.max]));
  }

  /** Of four facts, which were known by a day. */
  async function seen(knownAt: string): Promise<boolean[]> {
    const ids = ['usmca-in-force', 'rrm-resolved-2024-07', 'rrm-requests-2024-07', 'usmca-joint-review-2026'];
    const { items } = await timeline.ask(
      new TimelineWithMilestonesQuery({ subject: ['usmca', 'rrm-resolved', 'rrm-requests'], knownAt, limit: '200' }),
    );
    return ids.map((id) => items.some((item) => item.id === id));
  }

  async function all(raw: RawParameters): Promise<CaseChange[]> {
    const found: CaseChange[] = [];
    let cursor: string | undefined;
    do {
      const page = await timeline.ask(new CaseChangesQuery({ since: '2024-07-31', limit: '200', ...raw, cursor }));
      found.push(...page.items);
      cursor = page.page.next ?? undefined;
    } while (cursor !== undefined);
    return found;
  }

  describe('is answered ten questions, each in one call:', () => {
    it('what is open, and what is its next deadline?', async () => {
      const { items } = await timeline.ask(new CasesQuery({ status: STILL_OPEN, asOf: '2024-07-31' }));
      expect(
        items.map(({ id, nextMilestone }) => [id, nextMilestone?.window.edtf ?? null, nextMilestone?.status]),
      ).toContainEqual(['impro-slp', '2024-08-04', 'upcoming']);
      expect(items.every(({ closedOn }) => closedOn === null)).toBe(true);
    });

    it('where are customs accounts suspended?', async () => {
      const { items } = await timeline.ask(new CasesQuery({ measure: 'liquidation-suspended', asOf: '2023-07-31' }));
      expect(items.map(({ id }) => id).toSorted()).toEqual([
        'draxton-irapuato',
        'goodyear-slp',
        'inisa',
        'san-martin-mine',
      ]);
    });

    it('what is there about one company?', async () => {
      const { items } = await timeline.ask(new CasesQuery({ company: 'vu manufacturing' }));
      expect(items.map(({ id, status }) => [id, status])).toEqual([
        ['manufacturas-vu-1', 'resolved'],
        ['manufacturas-vu-2', 'closed'],
      ]);
      const story = await timeline.ask(new TimelineQuery({ q: 'manufacturas vu', undated: 'include' }));
      expect(story.items.map(({ subject }) => subject.id)).toEqual(
        expect.arrayContaining(['manufacturas-vu-1', 'manufacturas-vu-2']),
      );
    });

    it('what changed since a day?', async () => {
      const { items } = await timeline.ask(new CaseChangesQuery({ since: '2024-07-31', until: '2024-09-30' }));
      const ended = items.flatMap(({ at, case: { id }, changes }) =>
        changes.some(({ field, after }) => field === 'status' && after === 'resolved') ? [[at, id]] : [],
      );
      expect(ended).toContainEqual(['2024-08-26', 'volkswagen-puebla']);
      expect(ended).toContainEqual(['2024-09-17', 'impro-slp']);
    });

    it('how did the joint review go, and who refused?', async () => {
      const review = await timeline.ask(new FactQuery('usmca-joint-review-2026', {}));
      expect(review).toMatchObject({
        occurred: { edtf: '2026-07-01' },
        body: { outcome: 'not-extended', confirmations: [{ party: 'US', extends: false }] },
      });
    });

    it('do the counts agree with what officials say?', async () => {
      const { items } = await timeline.ask(new ReconciliationQuery({}));
      const told = items
        .filter(({ sources }) => sources.some(({ source }) => source === 'state-fact-sheet-2024'))
        .map(({ measure, claim, comparable, records }) => [
          measure,
          claim.value,
          comparable,
          records.map(({ knownNow: { difference, verdict } }) => [difference.min, difference.max, verdict]),
        ]);
      expect(told).toEqual([
        ['rrm-requests', '25', true, [['0', '0', 'agrees']]],
        ['rrm-back-pay', '5000000', true, [['-120000', null, 'compatible']]],
        [
          'rrm-resolved',
          '21',
          true,
          [
            ['-1', null, 'compatible'],
            ['-2', null, 'compatible'],
          ],
        ],
        ['rrm-workers-benefited', '36000', false, []],
      ]);
    });

    it('how long from the request to the end, and were the 10 and the 45 days kept?', async () => {
      const { requestToEnd, clocks } = await timeline.ask(new CaseStatisticsQuery({ interval: 'year' }));
      const numbers = [requestToEnd.ended, requestToEnd.open, requestToEnd.unknown];
      expect(numbers.reduce((sum, { min }) => sum + min, 0)).toBe(44);
      expect(requestToEnd.median.min).toBeGreaterThan(45);
      expect(clocks.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['review-response', 'review-end']));
    });

    it('how do petitioners, initiations, complainants and states compare?', async () => {
      expect(await counts('complainant')).toEqual({ CA: 1, US: 45 });
      expect((await counts('petitioner'))['SNITIS']).toBe(5);
      const initiated = await counts('initiation');
      expect(Object.values(initiated).reduce((sum, count) => sum + count)).toBe(46);
      expect(initiated['self']).toBeGreaterThan(0);
      expect((await counts('state'))['Guanajuato']).toBeGreaterThan(3);
    });

    it('what was known on a day?', async () => {
      const known = await timeline.ask(new TimelineQuery({ knownAt: '2024-09-16', topic: 'labor', limit: '200' }));
      expect(known.items.length).toBeGreaterThan(50);
      for (const { known: since } of known.items) expect(since.at <= '2024-09-16').toBe(true);
    });

    it('what is due within 90 days?', async () => {
      const { items } = await timeline.ask(new MilestonesQuery({ within: 'P90D' }));
      expect(items.map(({ id }) => id)).toContain('usmca.joint-review.2027');
      const then = await timeline.ask(new MilestonesQuery({ within: 'P90D', asOf: '2024-07-31' }));
      expect(then.items.map(({ id }) => id)).toContain('impro-slp.review-response.2024');
    });
  });

  it('finds for each of the 46 matters the last state that its rows give', async () => {
    const { items } = await timeline.ask(new CasesQuery({ limit: '200' }));
    const reached = Object.entries(MATTERS).map(([id, rows]) => {
      const states = statesOf(rows);
      return [id, states.find((state) => ENDS.includes(state)) ?? states.at(-1)!];
    });
    expect(Object.fromEntries(items.map(({ id, status }) => [id, status]))).toEqual(Object.fromEntries(reached));
    const requested = items.filter(({ requestedOn }) => requestedOn !== null);
    expect(requested.filter(({ attributes }) => attributes['complainant'] === 'US')).toHaveLength(43);
    expect(requested.map(({ id }) => id).toSorted()).toEqual(
      Object.keys(MATTERS)
        .filter((id) => MATTERS[id]!.includes('r'))
        .toSorted(),
    );
  });

  it('finds in the history of each matter the states of its rows, one after the other', async () => {
    for (const [id, rows] of Object.entries(MATTERS)) {
      const { items } = await timeline.ask(new CaseHistoryQuery(id, {}));
      // A retraction returns to the state before what it takes back; it is no step of the case.
      const steps = items.filter(({ kind }) => kind !== 'retraction');
      const passed = steps.flatMap(({ changes }) =>
        changes.filter(({ field }) => field === 'status').map(({ after }) => after),
      );
      const states = statesOf(rows);
      const end = states.findIndex((state) => ENDS.includes(state));
      expect({ id, passed }).toEqual({ id, passed: end < 0 ? states : states.slice(0, end + 1) });
    }
  });

  it('walks through history by what was known: the sheet, and the joint review, come on their day', async () => {
    expect(await seen('2024-08-01')).toEqual([true, false, false, false]);
    expect(await seen('2024-09-16')).toEqual([true, true, true, false]);
    expect(await seen('2026-06-30')).toEqual([true, true, true, false]);
    expect(await seen('2026-07-01')).toEqual([true, true, true, true]);
  });

  it('gets different answers to "since 31 July 2024" by either clock, and each is explained', async () => {
    const [known, recorded] = [await all({ clock: 'known' }), await all({ clock: 'recorded' })];
    // What became known before is no change by the one clock; by the other all of it is, recorded on one day of 2026.
    expect(known.some(({ case: { id } }) => id === 'tridonex')).toBe(false);
    expect(recorded.some(({ case: { id } }) => id === 'tridonex')).toBe(true);
    expect(new Set(recorded.map(({ at }) => at.slice(0, 10)))).toEqual(new Set(['2026-11-22']));
    for (const { at, facts } of known) {
      expect(at >= '2024-07-31').toBe(true);
      expect(facts.length).toBeGreaterThan(0);
      for (const { sources } of facts) expect(sources.length).toBeGreaterThan(0);
    }
  });
});
