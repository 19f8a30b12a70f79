import { Inject, Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { currentCaller } from '#libs/database';
import { dayOfInstant, dayOfIso, isoOfDay, type Day } from '#libs/edtf';
import { CLOCK, type Clock } from '#libs/kernel';
import {
  clockParameters,
  edtfParameter,
  lastNewsOf,
  parameterError,
  periodOf,
  readParameters,
  standingFactsOf,
  timelineView,
  TimeSlice,
  ViewReader,
  type Clocks,
  type RawParameters,
  type Reading,
} from '#libs/timeline';
import { figuresOf, type CaseFigures } from '../case-figures.js';
import { holds, statesOf, type CountedCase } from '../counted-case.js';
import { INTERVALS, startOfLast, stepsBetween, stepsOf, type Interval } from '../domain/periods.js';
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
  interval: z
    .enum(INTERVALS)
    .optional()
    .meta({
      description: `The length of a step of time; left out, the shortest that makes at most ${MOST_STEPS} steps.`,
    }),
  from: edtfParameter.optional().meta({
    description: `Steps from the first day of this EDTF date on; left out, from the first fact, or the last ${MOST_STEPS} steps.`,
    examples: ['2023'],
  }),
  to: edtfParameter.optional().meta({
    description:
      'Steps to the last day of this EDTF date, at most to the last day that the clocks show: today, `knownAt`, `recordedBy` or `asOf`, whichever is earliest. A step that ends on that day counts as the list of cases does, also where `asOf` is later.',
    examples: ['2024-06'],
  }),
  groupBy: z.enum(GROUPS).optional().meta({
    description: 'Also the figures of each group; a case with several petitioners counts in the group of each.',
  }),
  ...caseFilters,
  ...clockParameters,
});

/** What cases add up to, in all and by group. A case that cannot have been opened by the day of the question is not counted. */
export interface CaseStatistics extends CaseFigures {
  interval: Interval;
  /** The newest known day of the facts of these cases, as `lastNews` of a case; null where there is none. */
  lastNews: string | null;
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
  constructor(
    private readonly reader: ViewReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ raw }: CaseStatisticsQuery): Promise<CaseStatistics> {
    const parameters = readParameters(caseStatisticsParameters, raw);
    const { from, to, groupBy } = parameters;
    const period = periodOf({ from, to });
    return this.reader.read(timelineView, parameters, async (reading) => {
      const lastDay = await lastDayOf(parameters, reading, dayOfInstant(this.clock.now()));
      const found = await foundCases(parameters, reading);
      const opened = firstOpening(found);
      const first = period?.earliest ?? (opened === null ? null : Math.min(opened, lastDay));
      const last = Math.min(period?.latest ?? lastDay, lastDay);
      const interval = parameters.interval ?? shortestInterval(first ?? last, last);
      const steps =
        first === null
          ? []
          : stepsOf(checkedStart(first, last, interval, parameters.from !== undefined), last, interval);
      const ends = steps.map(({ to: end }) => end);
      const slice = new TimeSlice(currentCaller.getStore()?.signal);
      const cases: CountedCase[] = [];
      for (const one of found) {
        const counted = one.standing.standingsAt(ends);
        // A fact that is no plan has happened when it is recorded, also where its date reaches past the last day: the last
        // day is judged as the question is, which without `asOf`, or with a later one, counts what such a date bounds.
        if (ends.at(-1) === lastDay) counted[counted.length - 1] = one.now;
        cases.push({ ...one, steps: counted });
        await slice.pause();
      }
      const groups = groupBy === undefined ? new Map<string | null, CountedCase[]>() : groupsOf(cases, groupBy);
      const clocks = { asOf: reading.asOf, lastDay, today: reading.today };
      const news = lastNewsOf(cases.flatMap(({ standing }) => standing.occurredBy(reading.asOf)));
      return {
        interval,
        from: steps[0] ? isoOfDay(steps[0].from) : null,
        to: steps[0] ? isoOfDay(last) : null,
        lastNews: news === null ? null : isoOfDay(news),
        ...figuresOf(cases, steps, clocks),
        groups: [...groups].map(([value, members]) => ({ value, ...figuresOf(members, steps, clocks) })),
      };
    });
  }
}

/** The day from which the first of the cases is counted for certain; null where there is none. */
function firstOpening(found: readonly FoundCase[]): Day | null {
  const days = found.flatMap(({ standing }) => standing.counted?.certain ?? []);
  return days.length === 0 ? null : days.reduce((first, day) => Math.min(first, day));
}

/** The last day that the clocks show, and no later than today: until then, open cases were seen to go on. */
async function lastDayOf({ knownAt, recordedBy }: Clocks, reading: Reading, today: Day): Promise<Day> {
  const recorded = recordedBy && (await dayOf(recordedBy, reading));
  return Math.min(today, reading.today, knownAt ?? reading.today, recorded ?? reading.today);
}

/** A case that may have been opened by the day of the question and may fit the filter. */
type FoundCase = Omit<CountedCase, 'steps'>;

async function foundCases(filter: CaseFilter, reading: Reading): Promise<FoundCase[]> {
  const found: FoundCase[] = [];
  const slice = new TimeSlice(currentCaller.getStore()?.signal);
  for await (const part of walkCases(filter, reading)) {
    const ids = part.map(({ id }) => id);
    const facts = await standingFactsOf(ids, reading);
    for (const subject of part) {
      await slice.pause();
      const standing = new CaseStanding(facts.get(subject.id) ?? []);
      const now = standing.countedOn(reading.asOf);
      const fit = now && holds(now, (state) => fitsState(state, filter));
      if (!now || !fit?.possible) continue;
      const own = standing.occurredBy(reading.asOf).map(({ fact }) => fact);
      found.push({ subject, certain: fit.certain, standing, facts: own, now });
    }
  }
  return found;
}

/** The shortest interval that makes no more steps than an answer holds; where none does, the longest. */
function shortestInterval(first: Day, last: Day): Interval {
  return INTERVALS.find((interval) => stepsBetween(Math.max(first, FIRST_DAY), last, interval) <= MOST_STEPS) ?? 'year';
}

/**
 * The day that the steps start with. A requested beginning is kept; otherwise what is too long for an answer begins later.
 *
 * @throws DomainError for a beginning that makes too many steps
 */
function checkedStart(first: Day, last: Day, interval: Interval, isRequested: boolean): Day {
  if (first < FIRST_DAY && isRequested)
    throw parameterError('from', 'lies before the year 1; ask for a later beginning');
  const start = Math.max(first, FIRST_DAY);
  const count = stepsBetween(start, last, interval);
  if (count <= MOST_STEPS) return start;
  if (!isRequested) return startOfLast(MOST_STEPS, last, interval);
  throw parameterError(
    'from',
    `makes ${count} steps; ask for a shorter period or a longer interval (at most ${MOST_STEPS} steps)`,
  );
}

/** The cases of each group; one that may belong to several adds to the least count of none of them. */
function groupsOf(cases: readonly CountedCase[], by: (typeof GROUPS)[number]): Map<string | null, CountedCase[]> {
  const groups = new Map<string | null, CountedCase[]>();
  for (const one of cases)
    for (const { value, certain } of groupsOfCase(one, by)) {
      const members = groups.get(value) ?? [];
      members.push(certain ? one : { ...one, certain: false });
      groups.set(value, members);
    }
  return new Map([...groups].toSorted(([one], [other]) => ((one ?? '\uFFFF') < (other ?? '\uFFFF') ? -1 : 1)));
}

function groupsOfCase(one: CountedCase, by: (typeof GROUPS)[number]): { value: string | null; certain: boolean }[] {
  if (by === 'status' || by === 'outcome') {
    const values = [...new Set(statesOf(one.now).map((state) => state[by]))];
    return values.map((value) => ({ value, certain: values.length === 1 }));
  }
  const value = one.subject.attributes[by === 'petitioner' ? 'petitioners' : by] ?? null;
  const values = Array.isArray(value) ? value.map(String) : [value === null ? null : String(value)];
  return values.map((each) => ({ value: each, certain: true }));
}
