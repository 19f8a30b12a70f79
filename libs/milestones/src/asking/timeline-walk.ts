import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import {
  filtersOf,
  readParameters,
  timelineParameters,
  ViewReader,
  type RawParameters,
  type Reading,
} from '#libs/timeline';
import {
  readTimelineCursor,
  timelinePage,
  viewsOf,
  type TimelineWithMilestonesPage,
} from './timeline-with-milestones.js';

/** How many items a walk holds at once. */
const PAGE = 500;

/** The parameters of a whole timeline: those of a page of it, but for the page. */
export const walkParameters = timelineParameters.omit({ limit: true, cursor: true });

/** A whole timeline, from the first item to the last. */
export interface TimelineWalk {
  /** The position of the log that it reflects, also where more is recorded meanwhile. */
  position: string;
  /** What the items depend on, in a few words: while it is the same, so are they. */
  state: string;
  /** The items in order. Holds a page of them at a time, and no connection while its reader is busy. */
  items: AsyncIterable<TimelineWithMilestonesPage['items'][number]>;
}

/** Asks for a whole timeline. Throws DomainError for parameters that do not fit, before the first item is told. */
export class TimelineWalkQuery extends Query<TimelineWalk> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/**
 * Answers TimelineWalkQuery page by page. Where the log goes on between two pages, the next ones are read by what was
 * recorded when the first was, and "today" stays the day on which it was.
 */
@QueryHandler(TimelineWalkQuery)
@Injectable()
export class TimelineWalkHandler implements IQueryHandler<TimelineWalkQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: TimelineWalkQuery): Promise<TimelineWalk> {
    const { after, ...asked } = readParameters(walkParameters, raw);
    const parameters = { ...asked, limit: PAGE };
    const views = viewsOf(parameters);
    const filters = filtersOf(raw);
    const begin = await this.reader.read(views, { ...parameters, after }, async (reading) => ({
      ...(await timelinePage(parameters, reading, null, filters)),
      begun: { positions: reading.positions, upTo: reading.upTo, today: reading.today },
    }));
    const { begun } = begin;
    const go = async (cursor: string): Promise<TimelineWithMilestonesPage> =>
      this.reader.read(views, parameters, (reading) =>
        timelinePage(parameters, pinned(reading, begun), readTimelineCursor(cursor, filters), filters),
      );
    return {
      position: begin.position,
      state: [...begun.positions, begun.upTo ?? '', begun.today, filters].join(' '),
      items: walk(begin, go),
    };
  }
}

type Begun = Pick<Reading, 'positions' | 'upTo' | 'today'>;

async function* walk(
  begin: TimelineWithMilestonesPage,
  go: (cursor: string) => Promise<TimelineWithMilestonesPage>,
): AsyncIterable<TimelineWithMilestonesPage['items'][number]> {
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
  return { ...reading, today: begun.today, upTo: moved || begun.upTo !== null ? upTo : null };
}
