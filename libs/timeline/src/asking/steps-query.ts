import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { isoOfDay } from '#libs/edtf';
import { OPEN_END } from '../views/timeline/tables.js';
import { timelineView } from '../views/timeline/index.js';
import { avoidSorting, recordedUnder } from './clock-conditions.js';
import { dayParameter, readParameters, wholeNumber, type RawParameters } from './parameters.js';
import { conditionsOfAnyWording, timelineFilters } from './timeline-filter.js';
import { ViewReader, type Reading } from './view-reader.js';

/** So many facts at most are named: a page of them. */
const MOST_FACTS = 200;

/** The parameters of `GET /v1/timeline/steps`. */
export const stepsParameters = z.object({
  ...timelineFilters,
  since: dayParameter.optional().meta({ description: 'Only what became known after this day.' }),
  until: dayParameter.optional().meta({ description: 'Only what became known up to this day.' }),
  steps: wholeNumber(1, 1000).default(200).meta({
    description: 'At most so many steps; where there are more days, days that follow one another are joined.',
  }),
  facts: z
    .enum(['include', 'exclude'])
    .default('exclude')
    .meta({ description: '`include`: also name the facts, the first 200 in the order of the timeline.' }),
});

/** What a day did to a fact, for whoever knew what was known the day before. */
export type KnownChange = 'added' | 'corrected' | 'withdrawn';

/** How the knowledge of a timeline grew: the days on which it did, in order, joined where there are many. */
export interface Steps {
  steps: { from: string; to: string; added: number; corrected: number; withdrawn: number }[];
  /** Null where they were not asked for. */
  facts: { id: string; title: string; change: KnownChange; day: string }[] | null;
  position: string;
}

/** Asks on which days something of a timeline became known, was corrected or was withdrawn. */
export class StepsQuery extends Query<Steps> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

interface DayRow extends Record<KnownChange, number> {
  day: number;
}

interface FactRow {
  id: string;
  title: string;
  change: KnownChange;
  day: number;
}

/** Answers StepsQuery: every wording beside the one that held until the day on which it began to. */
@QueryHandler(StepsQuery)
@Injectable()
export class StepsQueryHandler implements IQueryHandler<StepsQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: StepsQuery): Promise<Steps> {
    const parameters = readParameters(stepsParameters, raw);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const changes = await changesOf(parameters, reading);
      const facts = parameters.facts === 'include' ? await factsOf(changes, reading) : null;
      return { steps: joined(await daysOf(changes, reading), parameters.steps), facts };
    });
  }
}

/** What each day did, in the order of the days. There is one row for a day, however many facts, so that they are sorted here. */
async function daysOf(changes: RawBuilder<unknown>, reading: Reading): Promise<DayRow[]> {
  await avoidSorting(reading);
  const { rows } = await sql<DayRow>`
    select day, count(*) filter (where change = 'added')::integer as added,
           count(*) filter (where change = 'corrected')::integer as corrected,
           count(*) filter (where change = 'withdrawn')::integer as withdrawn
      from (${changes}) changed where change is not null group by day`.execute(reading.tx);
  return rows.toSorted((one, other) => one.day - other.day);
}

/** Days that follow one another as one step where there are more days than steps, each step of as many days, or one more. */
function joined(days: readonly DayRow[], most: number): Steps['steps'] {
  const steps = Math.min(most, days.length);
  return Array.from({ length: steps }, (_, index) => {
    const of = days.slice(Math.floor((index * days.length) / steps), Math.floor(((index + 1) * days.length) / steps));
    const sum = (change: KnownChange): number => of.reduce((total, day) => total + day[change], 0);
    return {
      from: isoOfDay(of[0]!.day),
      to: isoOfDay(of.at(-1)!.day),
      added: sum('added'),
      corrected: sum('corrected'),
      withdrawn: sum('withdrawn'),
    };
  });
}

/**
 * Every wording that the filters let through, with the day from which on it held and what that day did to its fact. Made
 * of nothing but what indexes hold, so that all of a long timeline is counted without reading its rows; facts without a
 * date stand together at the end of the order and are found for themselves, as what had occurred is told otherwise of them.
 */
async function changesOf(
  { since, until, ...filter }: z.infer<typeof stepsParameters>,
  reading: Reading,
): Promise<RawBuilder<unknown>> {
  const days = [
    since === undefined ? null : sql<boolean>`entry.known_from > ${since}`,
    until === undefined ? null : sql<boolean>`entry.known_from <= ${until}`,
    reading.knownAt === null ? null : sql<boolean>`entry.known_from <= ${reading.knownAt}`,
  ].filter((condition) => condition !== null);
  const changesWhere = async (undated: 'include' | 'exclude', ...more: RawBuilder<boolean>[]) => {
    const filtered = await conditionsOfAnyWording({ ...filter, undated, retracted: 'include' }, reading);
    return sql`
      select entry.subject_id, entry.sort_start, entry.last_day, entry.position, entry.recorded_from,
             entry.known_from as day,
             case when earlier.position is null then case when not entry.retracted then 'added' end
                  when entry.retracted and not earlier.retracted then 'withdrawn'
                  when entry.revision <> earlier.revision then 'corrected' end as change
        from timeline entry
        left join timeline earlier on earlier.position = entry.position and earlier.known_to = entry.known_from
          and ${recordedUnder(reading, 'earlier')}
       where ${sql.join([recordedUnder(reading, 'entry'), ...filtered, ...days, ...more], sql` and `)}`;
  };
  const dated = await changesWhere('exclude');
  if (filter.undated === 'exclude') return dated;
  const undated = [sql<boolean>`entry.sort_start = ${OPEN_END}`, sql<boolean>`entry.precision is null`];
  return sql`${dated} union all ${await changesWhere('include', ...undated)}`;
}

/** The first page of the facts: they are found in an index, and only those that are told are read. */
async function factsOf(changes: RawBuilder<unknown>, { tx }: Reading): Promise<NonNullable<Steps['facts']>> {
  const { rows } = await sql<FactRow>`
    select wording.fact_id as id, wording.title, found.change, found.day
      from (select * from (${changes}) changed where change is not null
             order by sort_start, last_day, position, day limit ${MOST_FACTS}) found
      cross join lateral (select fact_id, title from timeline
        where subject_id = found.subject_id and sort_start = found.sort_start and last_day = found.last_day
          and position = found.position and recorded_from = found.recorded_from and known_from = found.day limit 1) wording
     order by found.sort_start, found.last_day, found.position, found.day`.execute(tx);
  return rows.map(({ day, ...fact }) => ({ ...fact, day: isoOfDay(day) }));
}
