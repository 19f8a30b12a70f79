import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { isoOfDay } from '#libs/edtf';
import { timelineView } from '../views/timeline/index.js';
import { recordedUnder } from './clock-conditions.js';
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

interface StepRow extends Record<KnownChange, number> {
  first: number;
  last: number;
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
      const { rows } = await sql<StepRow>`
        select min(day)::integer as first, max(day)::integer as last, sum(added)::integer as added,
               sum(corrected)::integer as corrected, sum(withdrawn)::integer as withdrawn
          from (select *, ntile(${parameters.steps}::integer) over (order by day) as step
                  from (select day, count(*) filter (where change = 'added') as added,
                               count(*) filter (where change = 'corrected') as corrected,
                               count(*) filter (where change = 'withdrawn') as withdrawn
                          from (${changes}) changed where change is not null group by day) days) joined
         group by step order by step`.execute(reading.tx);
      return {
        steps: rows.map(({ first, last, ...counts }) => ({ from: isoOfDay(first), to: isoOfDay(last), ...counts })),
        facts: parameters.facts === 'include' ? await factsOf(changes, reading) : null,
      };
    });
  }
}

/** Every wording that the filters let through, with the day from which on it held and what that day did to its fact. */
async function changesOf(
  { since, until, ...filter }: z.infer<typeof stepsParameters>,
  reading: Reading,
): Promise<RawBuilder<unknown>> {
  const conditions = await conditionsOfAnyWording({ ...filter, retracted: 'include' }, reading);
  const days = [
    since === undefined ? null : sql<boolean>`entry.known_from > ${since}`,
    until === undefined ? null : sql<boolean>`entry.known_from <= ${until}`,
    reading.knownAt === null ? null : sql<boolean>`entry.known_from <= ${reading.knownAt}`,
  ].filter((condition) => condition !== null);
  return sql`
    select entry.fact_id as id, entry.title, entry.known_from as day, entry.sort_start, entry.last_day, entry.position,
           case when earlier.fact_id is null then case when not entry.retracted then 'added' end
                when entry.retracted and not earlier.retracted then 'withdrawn'
                when entry.revision <> earlier.revision then 'corrected' end as change
      from timeline entry
      left join timeline earlier on earlier.fact_id = entry.fact_id and earlier.known_to = entry.known_from
        and ${recordedUnder(reading, 'earlier')}
     where ${sql.join([recordedUnder(reading, 'entry'), ...conditions, ...days], sql` and `)}`;
}

async function factsOf(changes: RawBuilder<unknown>, { tx }: Reading): Promise<NonNullable<Steps['facts']>> {
  const { rows } = await sql<FactRow>`
    select id, title, change, day from (${changes}) changed where change is not null
     order by sort_start, last_day, position limit ${MOST_FACTS}`.execute(tx);
  return rows.map(({ day, ...fact }) => ({ ...fact, day: isoOfDay(day) }));
}
