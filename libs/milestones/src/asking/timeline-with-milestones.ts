import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { View } from '#libs/projections';
import {
  cutPage,
  filtersOf,
  includes,
  keyOf,
  occurredAnswer,
  periodOf,
  readCursor,
  readParameters,
  selectEntries,
  subjectsWithParts,
  timelineParameters,
  timelineView,
  toItems,
  ViewReader,
  type Cursor,
  type OccurredAnswer,
  type PageLinks,
  type RawParameters,
  type Reading,
  type TimelineItem,
  type TimelineKey,
  type TimelineParameters,
} from '#libs/timeline';
import type { Milestone } from '../milestone.js';
import { milestonesView } from '../views/milestones/index.js';
import type { WindowKey } from '../views/milestones/rows.js';
import { keyDays, walkMilestones } from './milestone-filter.js';
import { milestoneItems, type MilestoneItem } from './milestones-query.js';

/** Something due, in its place on a timeline. */
export interface MilestoneOnTimeline extends Omit<MilestoneItem, 'window'> {
  type: 'milestone';
  /** The position of the newest fact that it comes from. */
  position: string;
  occurred: OccurredAnswer;
}

/** One page of a timeline, with what is due where it is asked for. */
export interface TimelineWithMilestonesPage {
  items: (TimelineItem | MilestoneOnTimeline)[];
  page: PageLinks;
  position: string;
}

/** Asks for one page of a timeline; `include=milestones` takes in what is due and not yet met. */
export class TimelineWithMilestonesQuery extends Query<TimelineWithMilestonesPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** The total order: the key of the timeline, then facts before milestones, milestones by id. */
type Key = [...TimelineKey, id: string];
interface Placed<T> {
  key: Key;
  value: T;
}

/** Answers TimelineWithMilestonesQuery: two ordered lists under one snapshot, merged by one total order. */
@QueryHandler(TimelineWithMilestonesQuery)
@Injectable()
export class TimelineWithMilestonesHandler implements IQueryHandler<TimelineWithMilestonesQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: TimelineWithMilestonesQuery): Promise<TimelineWithMilestonesPage> {
    const parameters = readParameters(timelineParameters, raw);
    const filters = filtersOf(raw);
    const cursor = readTimelineCursor(parameters.cursor, filters);
    return this.reader.read(viewsOf(parameters), parameters, (reading) =>
      timelinePage(parameters, reading, cursor, filters),
    );
  }
}

/** Reads a cursor of this list. Throws PARAMETER_INVALID where it is broken, or came from other filters. */
export function readTimelineCursor(text: string | undefined, filters: string): Cursor | null {
  return readCursor(text, filters, ['day', 'day', 'position', 'text']);
}

/** The views that answer a timeline, that of the facts first. */
export function viewsOf(parameters: TimelineParameters): View[] {
  return withMilestones(parameters) ? [timelineView, milestonesView] : [timelineView];
}

/** One page of a timeline, read under the snapshot and the clocks of a reading. */
export async function timelinePage(
  parameters: TimelineParameters,
  reading: Reading,
  cursor: Cursor | null,
  filters: string,
): Promise<Omit<TimelineWithMilestonesPage, 'position'>> {
  const backwards = cursor?.direction === 'prev';
  const descending = (parameters.order === 'desc') !== backwards;
  const beyond = cursor && {
    key: cursor.key.slice(0, 3) as TimelineKey,
    backwards,
    // A milestone comes after the facts at the same place, so that going down from it they are still to come.
    inclusive: descending && cursor.key[3] !== '',
  };
  const rows = await selectEntries(parameters, reading, parameters.limit + 1, beyond);
  const facts = rows.map((row): Placed<(typeof rows)[number]> => ({ key: [...keyOf(row), ''], value: row }));
  const ahead = withMilestones(parameters) ? await openMilestones(parameters, reading, cursor, descending) : [];
  const merged = [...facts, ...ahead].toSorted((a, b) => order(a.key, b.key) * (descending ? -1 : 1));
  const cut = cutPage(merged.slice(0, parameters.limit + 1), parameters.limit, cursor, filters, ({ key }) => key);
  return {
    items: await toAnswers(
      cut.rows.map(({ value }) => value),
      reading,
    ),
    page: cut.page,
  };
}

function withMilestones(parameters: TimelineParameters): boolean {
  return includes(parameters).has('milestones') && !parameters.type && !parameters.source && parameters.q === undefined;
}

type Row = Awaited<ReturnType<typeof selectEntries>>[number];

/** What is due beyond the place of the cursor: one more than fits on a page, and all of the window of the last one. */
async function openMilestones(
  parameters: TimelineParameters,
  reading: Reading,
  cursor: Cursor | null,
  descending: boolean,
): Promise<Placed<Milestone>[]> {
  const { subjectType, topic, party, limit } = parameters;
  const parts = parameters.subject && includes(parameters).has('parts');
  const subject = parts ? await subjectsWithParts(parameters.subject ?? [], reading) : parameters.subject;
  const period = periodOf(parameters);
  const from: WindowKey | null = cursor && [Number(cursor.key[0]), Number(cursor.key[1])];
  const filter = { subject, subjectType, topic, party, windows: period ? [period] : [], openOn: reading.today };
  const found: Placed<Milestone>[] = [];
  for await (const together of walkMilestones(filter, reading, { from, backwards: descending })) {
    const placed = together.map((milestone): Placed<Milestone> => ({
      key: [...keyDays(milestone), String(milestone.position), milestone.id],
      value: milestone,
    }));
    found.push(...placed.filter(({ key }) => !cursor || order(key, cursor.key as Key) * (descending ? -1 : 1) > 0));
    if (found.length > limit) break;
  }
  return found;
}

async function toAnswers(
  values: readonly (Row | Milestone)[],
  reading: Reading,
): Promise<(TimelineItem | MilestoneOnTimeline)[]> {
  const facts = await toItems(
    values.filter((value): value is Row => 'fact_id' in value),
    reading,
  );
  const milestones = values.filter((value): value is Milestone => 'rule' in value);
  const due = await milestoneItems(milestones, reading);
  const answers = new Map<string, TimelineItem | MilestoneOnTimeline>(facts.map((item) => [`fact:${item.id}`, item]));
  milestones.forEach((milestone, index) => {
    const item = due[index];
    if (!item) return;
    const { window: _window, ...said } = item;
    answers.set(`milestone:${milestone.id}`, {
      ...said,
      type: 'milestone',
      position: String(milestone.position),
      occurred: occurredAnswer(milestone.window),
    });
  });
  return values.flatMap(
    (value) => answers.get('fact_id' in value ? `fact:${value.fact_id}` : `milestone:${value.id}`) ?? [],
  );
}

function order(a: Key, b: Key): number {
  const [one, other] = [BigInt(a[2]), BigInt(b[2])];
  return (
    a[0] - b[0] || a[1] - b[1] || (one < other ? -1 : one > other ? 1 : 0) || (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0)
  );
}
