import type { Query } from '@nestjs/cqrs';
import type { PoolClient } from 'pg';
import {
  CaseChangesNewsQuery,
  CaseChangesQuery,
  CaseHistoryQuery,
  CaseQuery,
  CasesQuery,
  CaseStatisticsQuery,
  ReconciliationQuery,
} from '#libs/cases';
import {
  MilestoneQuery,
  MilestonesQuery,
  RevisedMilestonesQuery,
  RevisedWalkQuery,
  TimelineWalkQuery,
  TimelineWithMilestonesQuery,
} from '#libs/milestones';
import * as cases from '#libs/cases';
import * as milestones from '#libs/milestones';
import * as timelines from '#libs/timeline';
import { eventually, startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  DensityQuery,
  FactQuery,
  NewsQuery,
  SourceQuery,
  SourcesQuery,
  StepsQuery,
  SubjectQuery,
  SubjectsQuery,
  TimelineNewsQuery,
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
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** How many rows a sort may take in: no more than the facts of the subjects that one part of a walk holds (50 or 100). */
const MOST_SORTED = 1500;
/** How many rows a question for little may look at in vain: other wordings of what it shows. */
const MOST_IN_VAIN = 200;
const LARGE = ['timeline', 'timeline_changes', 'timeline_subjects', 'milestones'];

const CLOCKS: [string, RawParameters][] = [
  ['no clock', {}],
  ['knownAt', { knownAt: '2026-06-30' }],
  ['recordedBy', { recordedBy: '120000' }],
  ['asOf', { asOf: '2025-06-30' }],
  ['all clocks', { knownAt: '2026-06-30', recordedBy: '350000', asOf: '2025-01-01' }],
];
type Ask = (raw: RawParameters) => Query<unknown>;
const of = (make: Ask, ...filters: RawParameters[]): [string, Ask][] =>
  filters.map((filter) => {
    const asked = (raw: RawParameters): Query<unknown> => make({ ...filter, ...raw });
    return [`${asked({}).constructor.name} ${JSON.stringify(filter)}`, asked];
  });

const QUESTIONS: [string, Ask][] = [
  ...of((raw) => new TimelineNewsQuery(raw), {}, { subject: 'case-77' }, { type: ['dialogue.held'] }, { q: 'word1' }),
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
  ...of(
    (raw) => new DensityQuery(raw),
    {},
    { undated: 'include' },
    { lane: 'subject' },
    { lane: 'type', subjectType: 'case' },
    { lane: 'topic' },
    { lane: 'party', from: '2010', to: '2011' },
    { lane: 'topic', topic: 'topic-59' },
    { subject: 'case-7' },
  ),
  ...of(
    (raw) => new StepsQuery(raw),
    {},
    { undated: 'include' },
    { facts: 'include' },
    { facts: 'include', since: '2014-01-01', until: '2014-01-10' },
    { subject: 'case-77', facts: 'include' },
    { topic: 'topic-59' },
    { q: 'word4000', facts: 'include' },
  ),
  ...(['topics', 'types', 'parties'] as const).flatMap((list) =>
    of((raw) => new ValuesQuery(list, raw), {}).map(([name, ask]): [string, Ask] => [`${name} of ${list}`, ask]),
  ),
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
  ...of((raw) => new ReconciliationQuery(raw), { limit: '1' }),
  ...of((raw) => new MilestonesQuery(raw), { subject: 'case-77' }, { topic: 'topic-3' }),
  ...of((raw) => new RevisedMilestonesQuery(raw, 'page'), { subject: 'case-77' }),
];

/** Questions for one thing, or for the first page of what an index has in its order. */
const NARROW: [string, Ask][] = [
  ...of((raw) => new SubjectQuery('subject-5003', raw), {}),
  ...of((raw) => new FactQuery('fact-77', raw), {}),
  ...of((raw) => new SourceQuery('source-1990', raw), {}),
  ...of((raw) => new CaseQuery('case-77', raw), {}),
  ...of((raw) => new CaseHistoryQuery('case-77', raw), {}),
  ...of(
    (raw) => new TimelineWithMilestonesQuery(raw),
    { subject: 'subject-5003' },
    { type: 'dialogue.held', from: '2024' },
    { type: ['dialogue.held'], from: '2012' },
  ),
];

/** Whole timelines, for files: they are read a page of 500 at a time. */
const WHOLE: [string, (raw: RawParameters) => Query<{ items: AsyncIterable<unknown> }>][] = [
  ['for tables', (raw) => new TimelineWalkQuery(raw)],
  ['for calendars', (raw) => new RevisedWalkQuery(raw)],
  ['for calendars, of a topic', (raw) => new RevisedWalkQuery({ topic: 'topic-59', ...raw })],
];

/** Questions that have to look at every case or milestone there is, part by part. */
const WALKS: [string, Ask][] = [
  ['cases of a status that none has', (raw) => new CasesQuery({ status: 'in-panel', ...raw })],
  ['changes of all cases, for a feed', (raw) => new CaseChangesNewsQuery(raw)],
  ['changes of all cases of a mechanism', (raw) => new CaseChangesQuery({ mechanism: 'usmca-rrm', ...raw })],
  ['statistics', (raw) => new CaseStatisticsQuery({ interval: 'year', groupBy: 'sector', ...raw })],
  ['what is due, beside the facts', (raw) => new TimelineWithMilestonesQuery({ include: 'milestones', ...raw })],
  ['what is due', (raw) => new MilestonesQuery(raw)],
  ['what is overdue', (raw) => new MilestonesQuery({ status: 'overdue', ...raw })],
  ['what is due soon', (raw) => new MilestonesQuery({ within: 'P90D', ...raw })],
  ['the calendar of all that is due', (raw) => new RevisedMilestonesQuery(raw, 'all')],
  ['what is due in a year', (raw) => new MilestonesQuery({ from: '2024', to: '2024', ...raw })],
];

describe('On 200,000 facts', () => {
  let timeline: TestTimeline;
  let plans: PlanNode[] = [];
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record([{ record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' }]);
    await fillWithFacts(timeline.db, { facts: 200_000, cases: 5000 });
    await collectPlans(timeline, (plan) => plans.push(plan));
  }, 240_000);
  afterAll(() => timeline.drop());

  async function plansOf(question: Query<unknown>): Promise<PlanNode[]> {
    plans = [];
    await timeline.ask(question);
    return plans.flatMap(nodesOf);
  }

  async function expectServed(clock: string, question: Query<unknown>): Promise<void> {
    expectNoLargeRead(clock, await plansOf(question));
  }

  function expectNoLargeRead(clock: string, nodes: readonly PlanNode[]): void {
    expect(nodes.length).toBeGreaterThan(0);
    expect({ clock, read: nodes.filter(readsAll).map((node) => node['Relation Name']) }).toEqual({ clock, read: [] });
    expect({ clock, sorted: nodes.filter(sortsMuch).map(sortedRows) }).toEqual({ clock, sorted: [] });
  }

  it.each(QUESTIONS)(
    '%s reads no large table from end to end and sorts no more than it shows, under any clocks',
    async (_name, ask) => {
      for (const [clock, raw] of CLOCKS) await expectServed(clock, ask(raw));
    },
  );

  it.each(WALKS)('%s: is read part by part, each by an index, also under the clocks', async (_name, ask) => {
    // Each looks at thousands of cases, so that one clock alone and all together have to do.
    for (const [clock, raw] of CLOCKS.filter((_clocks, index) => [0, 3, 4].includes(index)))
      await expectServed(clock, ask(raw));
  });

  it.each(NARROW)('%s looks at no more than it shows, under the clocks of knowledge', async (_name, ask) => {
    for (const [clock, raw] of CLOCKS.filter(([name]) => !/asOf|all/.test(name))) {
      const nodes = (await plansOf(ask(raw))).filter((node) => LARGE.includes(node['Relation Name'] ?? ''));
      expect({ clock, vain: nodes.map(inVain).filter((rows) => rows > MOST_IN_VAIN) }).toEqual({ clock, vain: [] });
    }
  });

  it('one milestone is found by indexes, under any clocks', async () => {
    for (const [clock, raw] of CLOCKS.filter(([name]) => name !== 'asOf')) {
      const { items } = await timeline.ask(new MilestonesQuery({ subject: 'case-77', from: '0001', ...raw }));
      expect(items.length).toBeGreaterThan(0);
      for (const { id } of items) await expectServed(clock, new MilestoneQuery(id, raw));
    }
  });

  it.each(WHOLE)('a whole timeline, %s, is read a page at a time by an index, under any clocks', async (_name, ask) => {
    for (const [clock, raw] of CLOCKS) {
      plans = [];
      let read = 0;
      for await (const _item of (await timeline.ask(ask(raw))).items) if ((read += 1) > 1200) break;
      // The rows are made past the log, so that the walk, which holds the log still, ends with the first of its pages.
      expect(read).toBeGreaterThanOrEqual(500);
      expectNoLargeRead(clock, plans.flatMap(nodesOf));
    }
  });

  it.each<[string, Ask]>([
    ['topics', (raw) => new ValuesQuery('topics', raw)],
    ['parties', (raw) => new ValuesQuery('parties', raw)],
    ['types', (raw) => new ValuesQuery('types', raw)],
    ['all facts', (raw) => new DensityQuery(raw)],
    ['facts by type', (raw) => new DensityQuery({ lane: 'type', ...raw })],
    ['facts by topic', (raw) => new DensityQuery({ lane: 'topic', ...raw })],
    ['facts by party', (raw) => new DensityQuery({ lane: 'party', ...raw })],
    ['the steps in which it became known', (raw) => new StepsQuery(raw)],
  ])('counts %s from an index alone, under any clocks', async (_name, ask) => {
    for (const [clock, raw] of CLOCKS) {
      const nodes = await plansOf(ask(raw));
      const large = nodes.filter(
        (node) => node['Actual Rows'] * node['Actual Loops'] > 50_000 && node['Relation Name'],
      );
      expect({ clock, read: [...new Set(large.map((node) => node['Node Type']))] }).toEqual({
        clock,
        read: ['Index Only Scan'],
      });
    }
  });
});

describe('The questions that are held to their plans', () => {
  it('are all that there are', () => {
    const asked = [...QUESTIONS, ...WALKS, ...WHOLE].map(([, ask]) => ask({}).constructor.name);
    const elsewhere = [
      MilestoneQuery.name, // in a test of its own
      'TimelineQuery', // a TimelineWithMilestonesQuery without milestones
      'ChangesQuery', // reads the log by position
      'CoverageQuery', // counts all there is, once for a position and its clocks
    ];
    const all = [cases, milestones, timelines].flatMap(Object.keys).filter((name) => /^[A-Z].*Query$/.test(name));
    expect(all.toSorted()).toEqual([...new Set([...asked, ...elsewhere])].toSorted());
  });
});

/** What every statement that is really run does, told by Postgres itself, whoever sends it. */
async function collectPlans(timeline: TestTimeline, take: (plan: PlanNode) => void): Promise<void> {
  const told = new WeakSet<PoolClient>();
  const database = new URL(timeline.url).pathname.slice(1);
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
  };
  // Only a superuser may set them; they hold for the sessions of the service that begin from now on.
  const session = await timeline.superuser.pool.connect();
  await session.query(`load 'auto_explain'`);
  for (const [name, value] of Object.entries(settings))
    await session.query(`alter database ${database} set ${name} = '${value}'`);
  await session.query(`select pg_terminate_backend(pid) from pg_stat_activity
                       where datname = current_database() and usename <> current_user`);
  session.release();
  // The pool may not have noticed yet that its sessions were ended.
  await eventually(() => expect(timeline.db.pool.idleCount).toBe(0));
  timeline.db.pool.on('acquire', (client) => {
    if (told.has(client)) return;
    told.add(client);
    client.on('notice', ({ message = '' }) => {
      const at = message.indexOf('plan:');
      if (at >= 0) take((JSON.parse(message.slice(at + 'plan:'.length)) as { Plan: PlanNode }).Plan);
    });
  });
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

function readsAll(node: PlanNode): boolean {
  return node['Node Type'].endsWith('Seq Scan') && LARGE.includes(node['Relation Name'] ?? '');
}

function inVain(node: PlanNode): number {
  return (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops'];
}

function sortedRows({ Plans: [input] = [] }: PlanNode): number {
  return input ? input['Actual Rows'] * input['Actual Loops'] : 0;
}

/** A sort that keeps no more than a page of what an index found (top-N) holds no more than that. */
function sortsMuch(node: PlanNode): boolean {
  return node['Node Type'] === 'Sort' && node['Sort Method'] !== 'top-N heapsort' && sortedRows(node) > MOST_SORTED;
}
