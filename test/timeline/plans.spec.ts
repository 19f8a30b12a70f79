import type { Query } from '@nestjs/cqrs';
import type { PoolClient } from 'pg';
import {
  CaseChangesQuery,
  CaseHistoryQuery,
  CaseQuery,
  CasesQuery,
  CaseStatisticsQuery,
  ReconciliationQuery,
} from '#libs/cases';
import { MilestonesQuery, TimelineWithMilestonesQuery } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  DensityQuery,
  FactQuery,
  NewsQuery,
  SourceQuery,
  SourcesQuery,
  SubjectQuery,
  SubjectsQuery,
  ValuesQuery,
  type RawParameters,
} from '#libs/timeline';
import { fillWithFacts } from './many-facts.js';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Sort Method'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: PlanNode[];
}

/** How many rows a sort may take in: no more than the facts of the subjects that one part of a walk holds (50 or 100). */
const MOST_SORTED = 1500;
const LARGE = ['timeline', 'timeline_changes', 'timeline_subjects', 'milestones'];

const CLOCKS: [string, RawParameters][] = [
  ['no clock', {}],
  ['knownAt', { knownAt: '2015-06-30' }],
  ['recordedBy', { recordedBy: '120000' }],
  ['asOf', { asOf: '2010-06-30' }],
  ['all clocks', { knownAt: '2015-06-30', recordedBy: '350000', asOf: '2012-01-01' }],
];
type Ask = (raw: RawParameters) => Query<unknown>;
const of = (make: Ask, ...filters: RawParameters[]): [string, Ask][] =>
  filters.map((filter) => {
    const asked = (raw: RawParameters): Query<unknown> => make({ ...filter, ...raw });
    return [`${asked({}).constructor.name} ${JSON.stringify(filter)}`, asked];
  });

const QUESTIONS: [string, Ask][] = [
  ...of(
    (raw) => new TimelineWithMilestonesQuery(raw),
    {},
    { order: 'desc', undated: 'include', retracted: 'include' },
    { subject: 'case-77' },
    { subject: 'subject-5003', include: 'parts' },
    { subject: 'subject-5001', include: 'related' },
    { subjectType: 'case' },
    { type: ['case.resolved', 'dialogue.held'] },
    { topic: 'topic-59', party: 'PA' },
    { source: 'source-1990' },
    { q: 'word1' },
    { q: 'word4000' },
    { from: '2010', to: '2011' },
    { from: '2010', to: '2010', match: 'certain' },
  ),
  ...of((raw) => new NewsQuery(raw), {}, { topic: 'topic-3' }),
  ...of((raw) => new DensityQuery(raw), { subject: 'case-7' }),
  ...of(
    (raw) => new SubjectsQuery(raw),
    {},
    { type: 'dialogue' },
    { topic: 'topic-3' },
    { party: 'PA' },
    { q: 'name' },
  ),
  ...of((raw) => new SubjectsQuery(raw), { partOf: 'subject-5003' }),
  ...of((raw) => new SubjectQuery('subject-5003', raw), {}),
  ...of((raw) => new FactQuery('fact-77', raw), {}),
  ...of((raw) => new SourcesQuery(raw), {}),
  ...of((raw) => new SourceQuery('source-1990', raw), {}),
  ...of(
    (raw) => new CasesQuery(raw),
    {},
    { status: 'resolved' },
    { measure: 'penalty' },
    { sector: 'sector 3' },
    { company: 'company 7', state: 'state 7' },
    { petitioner: 'union 3' },
    { q: 'abcd' },
    { party: 'PA' },
  ),
  ...of((raw) => new CaseQuery('case-77', raw), {}),
  ...of((raw) => new CaseHistoryQuery('case-77', raw), {}),
  ...of(
    (raw) => new CaseChangesQuery(raw),
    {},
    { since: '2014-01-01', until: '2014-03-01' },
    { clock: 'recorded', since: '30000' },
    { company: 'company 7' },
  ),
  ...of((raw) => new CaseStatisticsQuery(raw), { company: 'company 7', groupBy: 'status' }),
  ...of((raw) => new ReconciliationQuery(raw), {}),
  ...of((raw) => new MilestonesQuery(raw), { subject: 'case-77' }, { topic: 'topic-3' }),
];

/** Questions that have to look at every case or milestone there is, part by part. */
const WALKS: [string, Ask, RawParameters][] = [
  ['cases of a status that none has', (raw) => new CasesQuery({ status: 'in-panel', ...raw }), { asOf: '2010-06-30' }],
  ['statistics', (raw) => new CaseStatisticsQuery({ interval: 'year', ...raw }), { knownAt: '2015-06-30' }],
  ['what is due, beside the facts', (raw) => new TimelineWithMilestonesQuery({ include: 'milestones', ...raw }), {}],
  ['what is overdue', (raw) => new MilestonesQuery({ status: 'overdue', ...raw }), {}],
  ['what is due soon', (raw) => new MilestonesQuery({ within: 'P90D', ...raw }), {}],
  ['what is due in a year', (raw) => new MilestonesQuery({ from: '2012', to: '2012', ...raw }), {}],
  ['what was due as known then', (raw) => new MilestonesQuery(raw), { knownAt: '2015-06-30' }],
];

describe('On 200,000 facts', () => {
  let timeline: TestTimeline;
  let plans: PlanNode[] = [];
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record([{ record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' }]);
    await fillWithFacts(timeline.db, { facts: 200_000, cases: 5000 });
    collectPlans(timeline, (plan) => plans.push(plan));
  }, 240_000);
  afterAll(() => timeline.drop());

  async function plansOf(question: Query<unknown>): Promise<PlanNode[]> {
    plans = [];
    await timeline.ask(question);
    return plans.flatMap(nodesOf);
  }

  async function expectServed(clock: string, question: Query<unknown>): Promise<void> {
    const nodes = await plansOf(question);
    expect(nodes.length).toBeGreaterThan(0);
    expect({ clock, read: nodes.filter(readsAll).map((node) => node['Relation Name']) }).toEqual({ clock, read: [] });
    expect({ clock, sorted: nodes.filter(sortsMuch).map(sortedRows) }).toEqual({ clock, sorted: [] });
  }

  it.each(QUESTIONS)(
    '%s reads no large table from end to end and sorts no more than it shows, under any clocks',
    async (_name, ask) => {
      for (const [clock, raw] of CLOCKS) await expectServed(clock, ask(raw));
    },
    120_000,
  );

  it.each(WALKS)(
    '%s: is read part by part, each by an index',
    async (name, ask, clocks) => {
      await expectServed(name, ask(clocks));
    },
    120_000,
  );

  it('counts types, and draws all facts, from an index alone', async () => {
    for (const question of [new ValuesQuery('types', {}), new DensityQuery({}), new DensityQuery({ lane: 'type' })]) {
      const nodes = await plansOf(question);
      expect(nodes.map((node) => node['Node Type'])).toContain('Index Only Scan');
      expect(nodes.filter(readsAll)).toEqual([]);
      expect(nodes.filter(sortsMuch)).toEqual([]);
    }
  }, 60_000);
});

/** What every statement that is really run does, told by Postgres itself, whoever sends it. */
function collectPlans(timeline: TestTimeline, take: (plan: PlanNode) => void): void {
  const told = new WeakSet<PoolClient>();
  const settings = `load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on;
    set auto_explain.log_timing = off; set auto_explain.log_format = json; set auto_explain.log_level = notice`;
  timeline.db.pool.on('acquire', (client) => {
    if (told.has(client)) return;
    told.add(client);
    client.on('notice', ({ message = '' }) => {
      const at = message.indexOf('plan:');
      if (at >= 0) take((JSON.parse(message.slice(at + 'plan:'.length)) as { Plan: PlanNode }).Plan);
    });
    void client.query(settings);
  });
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

function readsAll(node: PlanNode): boolean {
  return node['Node Type'].endsWith('Seq Scan') && LARGE.includes(node['Relation Name'] ?? '');
}

function sortedRows({ Plans: [input] = [] }: PlanNode): number {
  return input ? input['Actual Rows'] * input['Actual Loops'] : 0;
}

/** A sort that keeps no more than a page of what an index found (top-N) holds no more than that. */
function sortsMuch(node: PlanNode): boolean {
  return node['Node Type'] === 'Sort' && node['Sort Method'] !== 'top-N heapsort' && sortedRows(node) > MOST_SORTED;
}
