import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { currentCaller } from '#libs/database';
import { isoOfDay, type Day } from '#libs/edtf';
import { DomainError, type JsonObject } from '#libs/kernel';
import { milestoneItems, milestonesView, readMilestones, statusOn, type MilestoneItem } from '#libs/milestones';
import {
  clockParameters,
  cutPage,
  filtersOf,
  lastNewsOf,
  isAwaitedIn,
  measureAnswers,
  notFound,
  pageParameters,
  possibleStatuses,
  readCursor,
  readParameters,
  singleParameters,
  standingFactsOf,
  timelineView,
  TimeSlice,
  ViewReader,
  type CaseState,
  type Cursor,
  type MeasureAnswer,
  type PageLinks,
  type RawParameters,
  type Reading,
  type Standing,
} from '#libs/timeline';
import { CaseStanding } from '../case-standing.js';
import { asksForState, caseFilters, fitsStanding, selectCases, type CaseSubject } from './case-filter.js';
import { walkCases } from './case-walk.js';

/** The parameters of `GET /v1/cases`. */
export const casesParameters = z.object({
  ...caseFilters,
  match: z.enum(['certain', 'possible']).default('certain').meta({
    description:
      'What `status`, `outcome` and `measure` look at: `certain`: the state that the certain facts give; `possible`: also every other state that may hold.',
  }),
  ...clockParameters,
  ...pageParameters,
});
type CasesParameters = z.infer<typeof casesParameters>;

/** What is due next in a case. */
export type NextMilestone = Pick<
  MilestoneItem,
  'id' | 'title' | 'window' | 'status' | 'possible' | 'possibleOverstated' | 'flag' | 'rule' | 'deadline'
>;

/** One case with the state that its facts add up to. Dates are EDTF, null where no source gives one. */
export interface CaseItem {
  id: string;
  name: string;
  /** What the facts that have certainly occurred give by themselves. */
  status: string;
  /** Every other status that may hold; empty where nothing is in doubt. */
  possible: string[];
  /** Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold. */
  possibleOverstated?: true;
  /** When the fact occurred that set the status; null where its source gives no date. */
  statusSince: string | null;
  outcome: string | null;
  openedOn: string | null;
  requestedOn: string | null;
  closedOn: string | null;
  /** What can still happen next in its present step: ahead, else passed with no record. Null for a case that has ended. */
  nextMilestone: NextMilestone | null;
  measures: MeasureAnswer[];
  /** The newest known day of its facts whose day is stated, published or assumed; null where there is none. */
  lastNews: string | null;
  attributes: JsonObject;
}

/** One page of cases, by name. */
export interface CasesPage {
  items: CaseItem[];
  page: PageLinks;
  position: string;
}

/** One case, and what its subject says beside its attributes. */
export interface CaseDetail extends CaseItem {
  parties: string[];
  topics: string[];
  /** How many facts it has under the clocks; retracted ones are not counted. */
  facts: number;
}

/** One case and the position that the answer reflects. */
export type CaseAnswer = CaseDetail & { position: string };

/** Asks for a list of cases. Throws DomainError for parameters that do not fit. */
export class CasesQuery extends Query<CasesPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Asks for one case. Throws CASE_UNKNOWN, or NOT_UNDER_CLOCKS where the clocks do not show it (not-found). */
export class CaseQuery extends Query<CaseAnswer> {
  constructor(
    readonly id: string,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

/** How a case stands under the clocks of a reading. */
interface StandingUnderClocks {
  standing: Standing<CaseState>;
  /** Whether a list under the clocks holds it. */
  isListed: boolean;
  lastNews: Day | null;
  facts: number;
}

type CaseUnderClocks = CaseSubject & StandingUnderClocks;

/** Answers CasesQuery. */
@QueryHandler(CasesQuery)
@Injectable()
export class CasesQueryHandler implements IQueryHandler<CasesQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: CasesQuery): Promise<CasesPage> {
    const parameters = readParameters(casesParameters, raw);
    const filters = filtersOf(raw);
    const cursor = readCursor(parameters.cursor, filters, ['text', 'text']);
    return this.reader.read([timelineView, milestonesView], parameters, async (reading) => {
      const found = await firstThatFit(parameters, cursor, reading);
      const cut = cutPage(found, parameters.limit, cursor, filters, ({ name, id }) => [name, id]);
      return { items: await itemsOf(cut.rows, reading), page: cut.page };
    });
  }
}

/** One case more than a page holds, beyond the place of the cursor. */
async function firstThatFit(
  parameters: CasesParameters,
  cursor: Cursor | null,
  reading: Reading,
): Promise<CaseUnderClocks[]> {
  const wanted = parameters.limit + 1;
  const beyond = cursor ? { name: String(cursor.key[0]), id: String(cursor.key[1]) } : undefined;
  const place = { beyond, backwards: cursor?.direction === 'prev' };
  const found: CaseUnderClocks[] = [];
  for await (const part of walkCases(parameters, reading, place, asksForState(parameters) ? undefined : wanted)) {
    const standing = await withStates(part, reading);
    found.push(...standing.filter((one) => one.isListed && fitsStanding(one.standing, parameters, parameters.match)));
    if (found.length >= wanted) break;
  }
  return found.slice(0, wanted);
}

/** Answers CaseQuery. */
@QueryHandler(CaseQuery)
@Injectable()
export class CaseQueryHandler implements IQueryHandler<CaseQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ id, raw }: CaseQuery): Promise<CaseAnswer> {
    const parameters = readParameters(singleParameters, raw);
    return this.reader.read([timelineView, milestonesView], parameters, async (reading) => {
      const [found] = await withStates(await selectCases({}, reading, { ids: [id] }), reading);
      if (!found) throw await caseNotFound(id, reading);
      const [item] = await itemsOf([found], reading);
      return { ...item!, parties: found.parties, topics: found.topics, facts: found.facts };
    });
  }
}

/** That there is no such case, or none under the clocks. */
export function caseNotFound(id: string, reading: Reading): Promise<DomainError> {
  const unknown = new DomainError('CASE_UNKNOWN', 'not-found', `There is no case "${id}" on record.`);
  return notFound(unknown, 'case', id, reading);
}

async function withStates(cases: readonly CaseSubject[], reading: Reading): Promise<CaseUnderClocks[]> {
  const ids = cases.map(({ id }) => id);
  const standings = await reading.remembered('case', ids, async (missing) => {
    const facts = await standingFactsOf(missing, reading);
    const slice = new TimeSlice(currentCaller.getStore()?.signal);
    const found = new Map<string, StandingUnderClocks>();
    for (const id of missing) {
      const subject = new CaseStanding(facts.get(id) ?? []);
      const occurred = subject.occurredBy(reading.asOf);
      found.set(id, {
        standing: subject.on(reading.asOf),
        isListed: subject.isListed(reading),
        lastNews: lastNewsOf(occurred),
        facts: occurred.length,
      });
      await slice.pause();
    }
    return found;
  });
  return cases.map((one) => ({ ...one, ...standings.get(one.id)! }));
}

async function itemsOf(cases: readonly CaseUnderClocks[], reading: Reading): Promise<CaseItem[]> {
  const open = cases.filter(({ standing }) => standing.state.endedBy === null);
  const next = await nextMilestones(open, reading);
  return cases.map(({ id, name, standing, lastNews, attributes }) => {
    const { status, statusSince, outcome, openedOn, requestedOn, closedOn } = standing.state;
    return {
      id,
      name,
      status,
      possible: possibleStatuses(standing),
      ...(!standing.complete && { possibleOverstated: true }),
      statusSince,
      outcome,
      openedOn,
      requestedOn,
      closedOn,
      nextMilestone: next.get(id) ?? null,
      measures: measureAnswers(standing, lastNews),
      lastNews: lastNews === null ? null : isoOfDay(lastNews),
      attributes,
    };
  });
}

/**
 * Of each case what can still happen next in its present step: the first milestone that lies ahead; where none does, the
 * first legal deadline of the step that has passed with no record, or what a source says is outstanding.
 */
async function nextMilestones(
  cases: readonly CaseUnderClocks[],
  reading: Reading,
): Promise<Map<string, NextMilestone>> {
  const next = new Map<string, NextMilestone>();
  if (cases.length === 0) return next;
  const statuses = new Map(cases.map(({ id, standing }) => [id, standing.state.status]));
  const milestones = await readMilestones({ subject: [...statuses.keys()] }, reading);
  const awaited = milestones.filter(
    ({ subject, rule, deadline }) => deadline === null || isAwaitedIn(rule, statuses.get(subject.id) ?? ''),
  );
  const found = awaited.map((milestone) => ({ milestone, status: statusOn(milestone, reading.today) }));
  const ahead = found.filter(({ status }) => status === 'upcoming' || status === 'due');
  const passed = found.filter(
    ({ milestone, status }) => status === 'overdue' || (status === 'unconfirmed' && milestone.deadline !== null),
  );
  const chosen = new Map([...ahead, ...passed].toReversed().map(({ milestone }) => [milestone.subject.id, milestone]));
  for (const item of await milestoneItems([...chosen.values()], reading)) {
    const {
      subject,
      metBy: _metBy,
      cancelledBy: _cancelledBy,
      sources: _sources,
      lastNews: _lastNews,
      ...shown
    } = item;
    next.set(subject.id, shown);
  }
  return next;
}
