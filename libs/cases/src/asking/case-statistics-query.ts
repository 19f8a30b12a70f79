import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { dayOfIso, isoOfDay, type Day } from '#libs/edtf';
import {
  clockParameters,
  edtfParameter,
  parameterError,
  periodOf,
  readParameters,
  standingFactsOf,
  timelineView,
  ViewReader,
  type Clocks,
  type RawParameters,
  type Reading,
} from '#libs/timeline';
import { figuresOf, type CaseFigures, type CountedCase } from '../case-figures.js';
import { INTERVALS, stepsBetween, stepsOf, type Interval } from '../domain/periods.js';
import { CaseStanding } from '../case-standing.js';
import { caseFilters, fitsState, type CaseFilter } from './case-filter.js';
import { walkCases } from './case-walk.js';
import { dayOf } from './change-span.js';

/** The most steps of an answer: fifty years of months. A page of them takes about 200 ms to write. */
const MOST_STEPS = 600;
const FIRST_DAY = dayOfIso('0001-01-01');
const GROUPS = [
  'status',
  'outcome',
  'sector',
  'state',
  'company',
  'complainant',
  'initiation',
  'petitioner',
  'mechanism',
] as const;

/** The parameters of `GET /v1/cases/statistics`. */
export const caseStatisticsParameters = z.object({
  interval: z.enum(INTERVALS).default('month').meta({ description: 'The length of a step of time (month).' }),
  from: edtfParameter.optional().meta({
    description: 'Steps from the first day of this EDTF date on; left out, from the first fact.',
    examples: ['2023'],
  }),
  to: edtfParameter.optional().meta({
    description: 'Steps to the last day of this EDTF date, at most to the day of the question.',
    examples: ['2024-06'],
  }),
  groupBy: z.enum(GROUPS).optional().meta({
    description: 'Also the figures of each group; a case with several petitioners counts in the group of each.',
  }),
  ...caseFilters,
  ...clockParameters,
});

/** What cases add up to, in all and by group. A case of which no fact is let through is not counted. */
export interface CaseStatistics extends CaseFigures {
  interval: Interval;
  /** The span of the steps; null where there is nothing to count. */
  from: string | null;
  to: string | null;
  groups: (CaseFigures & { value: string | null })[];
  position: string;
}

/** Asks what cases add up to. Throws DomainError for parameters that do not fit. */
export class CaseStatisticsQuery extends Query<CaseStatistics> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers CaseStatisticsQuery. */
@QueryHandler(CaseStatisticsQuery)
@Injectable()
export class CaseStatisticsQueryHandler implements IQueryHandler<CaseStatisticsQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: CaseStatisticsQuery): Promise<CaseStatistics> {
    const parameters = readParameters(caseStatisticsParameters, raw);
    const { interval, groupBy } = parameters;
    const { from, to } = parameters;
    const period = periodOf({ from, to });
    return this.reader.read(timelineView, parameters, async (reading) => {
      const today = await lastDayToldOf(parameters, reading);
      const found = await foundCases(parameters, reading);
      const first = period?.earliest ?? firstBeginning(found, reading);
      const last = Math.min(period?.latest ?? today, today);
      const steps = first === null ? [] : stepsWithin(first, last, interval);
      const ends = steps.map(({ to: end }) => end);
      const cases = found.map((one) => counted(one, ends));
      const groups = groupBy === undefined ? new Map<string | null, CountedCase[]>() : groupsOf(cases, groupBy);
      return {
        interval,
        from: steps[0] ? isoOfDay(steps[0].from) : null,
        to: steps[0] ? isoOfDay(last) : null,
        ...figuresOf(cases, steps, today),
        groups: [...groups].map(([value, members]) => ({ value, ...figuresOf(members, steps, today) })),
      };
    });
  }
}

/** The day on which the first dated fact had occurred; null where there is none. */
function firstBeginning(found: readonly FoundCase[], reading: Reading): Day | null {
  let first: Day | null = null;
  for (const { standing } of found)
    for (const { fact } of standing.occurredBy(reading.asOf)) {
      const begun = fact.occurred?.beginning.latest ?? null;
      if (begun !== null && (first === null || begun < first)) first = begun;
    }
  return first;
}

/** The last day that the clocks let one see: until then, open cases were seen to go on. */
async function lastDayToldOf({ knownAt, recordedBy }: Clocks, reading: Reading): Promise<Day> {
  const recorded = recordedBy && (await dayOf(recordedBy, reading));
  return Math.min(reading.today, knownAt ?? reading.today, recorded ?? reading.today);
}

/** A case of which some fact is let through, with the facts that stand under the recorded and the known clock. */
interface FoundCase extends Omit<CountedCase, 'steps'> {
  standing: CaseStanding;
}

async function foundCases(filter: CaseFilter, reading: Reading): Promise<FoundCase[]> {
  const found: FoundCase[] = [];
  for await (const part of walkCases(filter, reading)) {
    const ids = part.map(({ id }) => id);
    const facts = await standingFactsOf(ids, reading);
    for (const subject of part) {
      const standing = new CaseStanding(facts.get(subject.id) ?? []);
      const own = standing.occurredBy(reading.asOf).map(({ fact }) => fact);
      const { state } = standing.on(reading.asOf);
      if (own.length > 0 && fitsState(state, filter)) found.push({ subject, standing, facts: own, state });
    }
  }
  return found;
}

function counted({ standing, ...found }: FoundCase, ends: readonly Day[]): CountedCase {
  return { ...found, steps: standing.standingsAt(ends).map((one) => one?.state ?? null) };
}

function stepsWithin(first: Day, last: Day, interval: Interval): { from: Day; to: Day }[] {
  if (first > last) return [];
  if (first < FIRST_DAY) {
    const detail = 'lies before the year 1; ask for a later beginning';
    throw parameterError('from', detail);
  }
  const count = stepsBetween(first, last, interval);
  if (count <= MOST_STEPS) return stepsOf(first, last, interval);
  const detail = `makes ${count} steps; ask for a shorter period or a longer interval (at most ${MOST_STEPS} steps)`;
  throw parameterError('from', detail);
}

function groupsOf(cases: readonly CountedCase[], by: (typeof GROUPS)[number]): Map<string | null, CountedCase[]> {
  const groups = new Map<string | null, CountedCase[]>();
  for (const one of cases)
    for (const value of valuesOf(one, by)) {
      const members = groups.get(value);
      if (members) members.push(one);
      else groups.set(value, [one]);
    }
  return new Map([...groups].toSorted(([one], [other]) => ((one ?? '\uFFFF') < (other ?? '\uFFFF') ? -1 : 1)));
}

function valuesOf({ subject, state }: CountedCase, by: (typeof GROUPS)[number]): (string | null)[] {
  if (by === 'status' || by === 'outcome') return [state[by]];
  const value = subject.attributes[by === 'petitioner' ? 'petitioners' : by] ?? null;
  return Array.isArray(value) ? value.map(String) : [value === null ? null : String(value)];
}
