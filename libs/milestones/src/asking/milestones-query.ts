import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { addDuration, EdtfError, isDuration, isDurationOf, isoOfDay, type Day, type Window } from '#libs/edtf';
import {
  clockParameters,
  cutPage,
  edtfParameter,
  filtersOf,
  newestNewsOfSubjects,
  OPEN_START,
  pageParameters,
  parameterError,
  periodOf,
  readCursor,
  readParameters,
  repeated,
  timelineView,
  ViewReader,
  wordingUnder,
  writeCursor,
  type Cursor,
  type KeyPart,
  type PageLinks,
  type RawParameters,
  type Reading,
} from '#libs/timeline';
import {
  daysOf,
  flagOn,
  MILESTONE_FLAGS,
  MILESTONE_STATUSES,
  statusOn,
  windowAnswer,
  type Milestone,
  type MilestoneFlag,
  type MilestoneStatus,
} from '../milestone.js';
import { milestonesView } from '../views/milestones/index.js';
import type { WindowKey } from '../views/milestones/rows.js';
import { deadlineAnswer, type DeadlineAnswer } from './deadline-answer.js';
import { keyDays, walkMilestones, type MilestoneFilter } from './milestone-filter.js';
import { recordsOf } from './milestone-records.js';

const oneOf = <T extends string>(values: readonly T[]) => z.enum(values as [T, ...T[]]);

/** The parameters of `GET /v1/milestones`. */
export const milestonesParameters = z.object({
  status: repeated(oneOf(MILESTONE_STATUSES))
    .optional()
    .meta({ description: 'Only milestones of this status; `overdue` where a source says that it is outstanding.' }),
  flag: repeated(oneOf(MILESTONE_FLAGS))
    .optional()
    .meta({ description: 'Only milestones that are this near; what is met, cancelled or unconfirmed has no flag.' }),
  within: z
    .string()
    .refine(isDuration, 'must be an ISO 8601 duration such as P90D')
    .optional()
    .meta({
      description: 'Only milestones that are not over and begin within this ISO 8601 duration from today.',
      examples: ['P90D'],
    }),
  from: edtfParameter.optional().meta({ description: 'From the first day of this EDTF date.', examples: ['2026'] }),
  to: edtfParameter.optional().meta({ description: 'To the last day of this EDTF date.', examples: ['2036'] }),
  subject: repeated(z.string().min(1))
    .optional()
    .meta({ description: 'Only milestones of this subject.', examples: [['usmca']] }),
  topic: repeated(z.string().min(1)).optional().meta({ description: 'Only milestones of subjects with this topic.' }),
  party: repeated(z.string().min(1)).optional().meta({
    description:
      'Only milestones of this party: one that a fact names from which they follow, or one of the subject of a fact that names none.',
  }),
  ...clockParameters,
  ...pageParameters,
});

/** What is told of so many at once is found by an index; of thousands, Postgres would read whole tables. */
const TOLD_AT_ONCE = 500;
/** The longest `within`, in days: ten thousand years. */
const FURTHEST = 10_000 * 366;

/** One milestone as it stands on the day of the answer. */
export interface MilestoneItem {
  id: string;
  subject: { id: string; type: string; name: string };
  title: string;
  window: { edtf: string; earliest: string | null; latest: string | null };
  /** What the facts that have certainly occurred give by themselves. */
  status: MilestoneStatus;
  /** Every other status that may hold; empty where nothing is in doubt. */
  possible: MilestoneStatus[];
  /** Present where too many facts are in doubt to try every way: `possible` may then name what cannot hold. */
  possibleOverstated?: true;
  flag: MilestoneFlag | null;
  rule: { text: string; derivedFrom: string[]; article?: string; reason?: NonNullable<Milestone['reason']> };
  /** The fact that met or cancelled it. */
  metBy: string | null;
  cancelledBy: string | null;
  /** Present for a legal deadline. */
  deadline?: DeadlineAnswer;
  sources: { source: string; title: string }[];
  /** The newest known day of the facts of its subject, as `lastNews` of a case; null where there is none. */
  lastNews: string | null;
}

/** One page of milestones, by window; without `from`, `status` or `flag` the list begins with what is due next. */
export interface MilestonesPage {
  items: MilestoneItem[];
  page: PageLinks;
  /** The day (UTC) that it is judged for: `asOf`, else `knownAt`, else the day of `recordedBy`, else today. */
  today: string;
  position: string;
}

/** Asks what is due. Throws DomainError for parameters that do not fit. */
export class MilestonesQuery extends Query<MilestonesPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers MilestonesQuery. */
@QueryHandler(MilestonesQuery)
@Injectable()
export class MilestonesQueryHandler implements IQueryHandler<MilestonesQuery> {
  constructor(private readonly reader: ViewReader) {}

  execute({ raw }: MilestonesQuery): Promise<MilestonesPage> {
    return readMilestonesPage(this.reader, raw, async (items) => [...items]);
  }
}

/** What a page of milestones becomes, under the reading that they were read under. */
export type ToldMilestones<Item> = (items: readonly MilestoneItem[], reading: Reading) => Promise<Item[]>;

/** One page of milestones, or all of them, as `told` tells them. Throws DomainError for parameters that do not fit. */
export async function readMilestonesPage<Item>(
  reader: ViewReader,
  raw: RawParameters,
  told: ToldMilestones<Item>,
  extent: 'page' | 'all' = 'page',
): Promise<{ items: Item[]; page: PageLinks; today: string; position: string }> {
  const parameters = readParameters(milestonesParameters, raw);
  const filters = filtersOf(raw);
  const cursor = readCursor(parameters.cursor, filters, CURSOR);
  const limit = extent === 'all' ? Number.MAX_SAFE_INTEGER - 1 : parameters.limit;
  const { from, to, subject, topic, party } = parameters;
  const period = periodOf({ from, to });
  checkWithin(parameters.within);
  return reader.read([milestonesView, timelineView], parameters, async (reading) => {
    const windows = [...(period ? [period] : []), ...soonOf(parameters.within, reading.today)];
    const openOn = isOpenOnly(parameters) ? reading.today : undefined;
    const filter = { subject, topic, party, windows, openOn };
    // A list that nothing narrows in time begins with what is not over on the day of its first page.
    const isWhole =
      extent === 'all' || from !== undefined || parameters.status !== undefined || parameters.flag !== undefined;
    const pivot = cursor ? Number(cursor.key[0]) : isWhole ? OPEN_START : reading.today;
    const keyOf = keyFrom(pivot);
    const wanted = (milestone: Milestone): boolean => fits(milestone, parameters, reading.today);
    const find = (place: Cursor, count: number): Promise<Milestone[]> =>
      findBeyond(place, count, { filter, wanted, reading });
    const found = await find(cursor ?? { direction: 'next', key: beforeDue(pivot) }, limit + 1);
    const cut = cutPage(found, limit, cursor, filters, keyOf);
    const back: Cursor = { direction: 'prev', key: beforeDue(pivot) };
    if (cursor === null && pivot !== OPEN_START && (await find(back, 1)).length > 0)
      cut.page.prev = writeCursor(back, filters);
    const items: Item[] = [];
    for (let at = 0; at < cut.rows.length; at += TOLD_AT_ONCE) {
      const together = await milestoneItems(cut.rows.slice(at, at + TOLD_AT_ONCE), reading);
      items.push(...(await told(together, reading)));
    }
    return { items, page: cut.page, today: isoOfDay(reading.today) };
  });
}

function fits(milestone: Milestone, wanted: z.infer<typeof milestonesParameters>, today: number): boolean {
  if (wanted.status && !wanted.status.includes(statusOn(milestone, today))) return false;
  const flag = flagOn(milestone, today);
  if (wanted.flag && (flag === null || !wanted.flag.includes(flag))) return false;
  if (wanted.within === undefined) return true;
  const { begins, ends } = daysOf(milestone.window);
  return begins <= addDuration(today, wanted.within) && (ends === null || ends >= today);
}

/** Whether no milestone that is met or cancelled can fit. */
function isOpenOnly({ status, flag }: z.infer<typeof milestonesParameters>): boolean {
  if (flag !== undefined) return true;
  return status !== undefined && !status.includes('met') && !status.includes('cancelled');
}

/** What is not over on a day and begins within a duration from it overlaps with this window. */
function soonOf(within: string | undefined, today: Day): Window[] {
  return within === undefined ? [] : [{ earliest: today, latest: addDuration(today, within) }];
}

/** Refuses a duration that leads out of the calendar, whatever today is. */
function checkWithin(within: string | undefined): void {
  try {
    if (within === undefined) return;
    addDuration(0, within);
    // From today on there are fewer days than from 1970 on.
    if (!isDurationOf(within, { least: 0, most: FURTHEST }))
      throw parameterError('within', 'must be at most ten thousand years');
  } catch (error) {
    if (error instanceof EdtfError || error instanceof RangeError) throw parameterError('within', error.message);
    throw error;
  }
}

/** Milestones as an answer tells them on the day of the reading, with the sources of the facts that they come from. */
export async function milestoneItems(milestones: readonly Milestone[], reading: Reading): Promise<MilestoneItem[]> {
  const sources = await sourcesOf(milestones, reading);
  const records = await recordsOf(milestones, reading);
  const news = await newestNewsOfSubjects(
    milestones.map(({ subject }) => subject.id),
    reading,
  );
  return milestones.map((milestone) => {
    const deadline = deadlineAnswer(milestone, records, reading.today);
    const status = statusOn(milestone, reading.today);
    const standing = records.possible.get(milestone.subject.id)?.get(milestone.id);
    return {
      id: milestone.id,
      subject: milestone.subject,
      title: milestone.title,
      window: windowAnswer(milestone.window),
      status,
      possible: MILESTONE_STATUSES.filter((one) => one !== status && standing?.statuses.has(one)),
      ...(standing?.complete === false && { possibleOverstated: true }),
      flag: flagOn(milestone, reading.today),
      rule: {
        text: milestone.because,
        derivedFrom: milestone.derivedFrom,
        ...(milestone.article !== null && { article: milestone.article }),
        ...(milestone.reason !== null && { reason: milestone.reason }),
      },
      metBy: milestone.metBy,
      cancelledBy: milestone.cancelledBy,
      ...(deadline !== null && { deadline }),
      sources: [
        ...new Map(
          milestone.derivedFrom.flatMap((fact) => sources.get(fact) ?? []).map((entry) => [entry.source, entry]),
        ).values(),
      ],
      lastNews: news.get(milestone.subject.id) ?? null,
    };
  });
}

async function sourcesOf(
  milestones: readonly Milestone[],
  reading: Reading,
): Promise<Map<string, { source: string; title: string }[]>> {
  const facts = [...new Set(milestones.flatMap((milestone) => milestone.derivedFrom))];
  if (facts.length === 0) return new Map();
  const { rows } = await sql<{ fact_id: string; source: string; title: string }>`
    select entry.fact_id, named.source_id as source, named.title
      from timeline entry join timeline_sources named on named.source_id = any(entry.source_ids)
     where entry.fact_id = any(${facts}::text[]) and ${wordingUnder(reading, 'entry')} and ${wordingUnder(reading, 'named')}
     order by entry.fact_id, named.source_id`.execute(reading.tx);
  const sources = new Map<string, { source: string; title: string }[]>();
  for (const { fact_id, source, title } of rows)
    sources.set(fact_id, [...(sources.get(fact_id) ?? []), { source, title }]);
  return sources;
}

/**
 * The place of a milestone in a list: the day (UTC) on which the list began; whether it was over before that day (0) or not
 * (1), since what was over comes first; its window; its id.
 */
type Key = [pivot: Day, part: 0 | 1, start: Day, end: Day, id: string];
const CURSOR: readonly KeyPart[] = ['day', 'day', 'day', 'day', 'text'];

function keyFrom(pivot: Day): (milestone: Milestone) => Key {
  return (milestone) => {
    const [start, end] = keyDays(milestone);
    return [pivot, end < pivot ? 0 : 1, start, end, milestone.id];
  };
}

/** The place before everything that was not over on a day. */
function beforeDue(pivot: Day): Key {
  return [pivot, 1, OPEN_START, OPEN_START, ''];
}

interface Searched {
  filter: MilestoneFilter;
  wanted: (milestone: Milestone) => boolean;
  reading: Reading;
}

/** The next milestones beyond a place of a list, in the direction of the cursor, at most so many. */
async function findBeyond({ direction, key }: Cursor, count: number, searched: Searched): Promise<Milestone[]> {
  const { filter, wanted, reading } = searched;
  const backwards = direction === 'prev';
  const [pivot, part, start, end] = key.map(Number) as [Day, 0 | 1, Day, Day];
  const keyOf = keyFrom(pivot);
  const found: Milestone[] = [];
  const parts = backwards ? ([1, 0] as const).slice(1 - part) : ([0, 1] as const).slice(part);
  for (const one of parts) {
    const ofPart: MilestoneFilter = { ...filter, ...(one === 0 ? { overOn: pivot } : { notOverOn: pivot }) };
    const from: WindowKey | null = one === part ? [start, end] : null;
    for await (const together of walkMilestones(ofPart, reading, { from, backwards })) {
      const beyond = together.filter((milestone) => wanted(milestone) && isBeyond(keyOf(milestone), key, backwards));
      found.push(...beyond.toSorted((a, b) => (a.id < b.id ? -1 : 1) * (backwards ? -1 : 1)));
      if (found.length >= count) return found.slice(0, count);
    }
  }
  return found;
}

function isBeyond(key: Key, other: readonly (string | number)[], backwards: boolean): boolean {
  const [, part, start, end] = other.map(Number) as [Day, number, Day, Day];
  const id = String(other[4]);
  const order = key[1] - part || key[2] - start || key[3] - end || (key[4] < id ? -1 : key[4] > id ? 1 : 0);
  return backwards ? order < 0 : order > 0;
}
