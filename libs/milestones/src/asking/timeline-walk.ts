import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  changesOfFacts,
  filtersOf,
  readParameters,
  timelineParameters,
  redactedAt,
  ViewReader,
  type FactChangeAnswer,
  type RawParameters,
  type RedactedAt,
  type Reading,
  type TimelineItem,
} from '#libs/timeline';
import { milestoneRevisions, type MilestoneRevision } from './milestone-revisions.js';
import {
  readTimelineCursor,
  timelinePage,
  viewsOf,
  type MilestoneOnTimeline,
  type TimelineWithMilestonesPage,
} from './timeline-with-milestones.js';

/** How many items a walk holds at once. */
const PAGE = 500;

/** The parameters of a whole timeline: those of a page of it, but for the page. */
export const walkParameters = timelineParameters.omit({ limit: true, cursor: true });

type PlainItem = TimelineWithMilestonesPage['items'][number];

/** An item with what was changed of it since it was recorded: of a fact each change and lost text, of something due the last one. */
export type RevisedItem =
  | (TimelineItem & { changes: FactChangeAnswer[]; redacted: RedactedAt | null })
  | (MilestoneOnTimeline & { revision: MilestoneRevision | null });

/** A whole timeline, from the first item to the last. */
export interface TimelineWalk<Item = PlainItem> {
  /** The position of the log that it reflects, also where more is recorded meanwhile. */
  position: string;
  /** What the items depend on, in a few words: while it is the same, so are they. */
  state: string;
  /** The items in order. Holds a page of them at a time, and no connection while its reader is busy. */
  items: AsyncIterable<Item>;
}

/** Asks for a whole timeline. Throws DomainError for parameters that do not fit, before the first item is told. */
export class TimelineWalkQuery extends Query<TimelineWalk> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Asks for a whole timeline whose items say what was changed of them, for calendars. Throws as TimelineWalkQuery does. */
export class RevisedWalkQuery extends Query<TimelineWalk<RevisedItem>> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers TimelineWalkQuery. */
@QueryHandler(TimelineWalkQuery)
@Injectable()
export class TimelineWalkHandler implements IQueryHandler<TimelineWalkQuery> {
  constructor(private readonly reader: ViewReader) {}

  execute({ raw }: TimelineWalkQuery): Promise<TimelineWalk> {
    return beginWalk(this.reader, raw, async (items) => [...items]);
  }
}

/** Answers RevisedWalkQuery. */
@QueryHandler(RevisedWalkQuery)
@Injectable()
export class RevisedWalkHandler implements IQueryHandler<RevisedWalkQuery> {
  constructor(private readonly reader: ViewReader) {}

  execute({ raw }: RevisedWalkQuery): Promise<TimelineWalk<RevisedItem>> {
    return beginWalk(this.reader, raw, revised);
  }
}

/** What a page of items becomes, under the reading that they were read under. */
type Told<Item> = (items: readonly PlainItem[], reading: Reading) => Promise<Item[]>;
interface WalkPage<Item> {
  items: Item[];
  page: TimelineWithMilestonesPage['page'];
}

/**
 * Reads a whole timeline page by page. Where the log goes on between two pages, the next ones are read by what was
 * recorded when the first was, and "today" stays the day on which it was.
 */
async function beginWalk<Item>(reader: ViewReader, raw: RawParameters, told: Told<Item>): Promise<TimelineWalk<Item>> {
  const { after, ...asked } = readParameters(walkParameters, raw);
  const parameters = { ...asked, limit: PAGE };
  const views = viewsOf(parameters);
  const filters = filtersOf(raw);
  const pageOf = async (reading: Reading, cursor: string | null): Promise<WalkPage<Item>> => {
    const beyond = cursor === null ? null : readTimelineCursor(cursor, filters);
    const { items, page } = await timelinePage(parameters, reading, beyond, filters);
    return { items: await told(items, reading), page };
  };
  const begin = await reader.read(views, { ...parameters, after }, async (reading) => ({
    ...(await pageOf(reading, null)),
    begun: { positions: reading.positions, rows: reading.rows, upTo: reading.upTo, today: reading.today },
  }));
  const { begun } = begin;
  const go = (cursor: string): Promise<WalkPage<Item>> =>
    reader.read(views, parameters, (reading) => pageOf(pinned(reading, begun), cursor));
  return {
    position: begin.position,
    state: [begun.rows, begun.upTo ?? '', begun.today, filters].join(' '),
    items: walk(begin, go),
  };
}

type Begun = Pick<Reading, 'positions' | 'rows' | 'upTo' | 'today'>;

async function revised(items: readonly PlainItem[], reading: Reading): Promise<RevisedItem[]> {
  const revisions = await milestoneRevisions(items.filter(isDue), reading);
  const changed = items.filter((item) => !isDue(item) && wasChanged(item));
  const changes = await changesOfFacts(
    changed.map(({ id }) => id),
    reading,
  );
  const facts = items.filter((item) => !isDue(item));
  const removed = await redactedAt(
    facts.map((item) => ({ ...item, facts: [item.id] })),
    reading,
  );
  const redacted = new Map(facts.map(({ id }, index) => [id, removed[index] ?? null]));
  return items.map((item): RevisedItem =>
    isDue(item)
      ? { ...item, revision: revisions.get(item.id) ?? null }
      : { ...item, changes: changes.get(item.id) ?? [], redacted: redacted.get(item.id) ?? null },
  );
}

function isDue(item: PlainItem): item is MilestoneOnTimeline {
  return item.type === 'milestone';
}

function wasChanged({ revision, status }: TimelineItem): boolean {
  return revision > 1 || status === 'retracted';
}

async function* walk<Item>(
  begin: WalkPage<Item>,
  go: (cursor: string) => Promise<WalkPage<Item>>,
): AsyncIterable<Item> {
  let page = begin;
  for (;;) {
    yield* page.items;
    if (page.page.next === null) return;
    page = await go(page.page.next);
  }
}

/** A reading as it would have been when the walk began. */
function pinned(reading: Reading, begun: Begun): Reading {
  const [facts = 0n] = begun.positions;
  if ((reading.positions[0] ?? 0n) < facts)
    throw new Error('The view of the timeline is being rebuilt, so the rest of this answer cannot be read.');
  const moved = reading.positions.some((position, index) => position !== begun.positions[index]);
  const upTo = begun.upTo === null || begun.upTo > facts ? facts : begun.upTo;
  if (!moved && begun.today === reading.today) return reading;
  return { ...reading, today: begun.today, upTo: moved || begun.upTo !== null ? upTo : null, remembered: computeAll };
}

/** Keeps nothing for others, who ask under the clocks of now and not under those of the begin. */
const computeAll: Reading['remembered'] = (_what, ids, work) => work(ids);
