import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { readParameters, ViewReader, type PageLinks, type RawParameters, type Reading } from '#libs/timeline';
import { milestoneRevisions, type MilestoneRevision } from './milestone-revisions.js';
import { milestonesParameters, readMilestonesPage, type MilestoneItem } from './milestones-query.js';

/** The parameters of all milestones at once: those of a page of them, but for the page. */
export const allMilestonesParameters = milestonesParameters.omit({ limit: true, cursor: true });

/** A milestone with when what it follows from was last spoken of. */
export type RevisedMilestone = MilestoneItem & { revision: MilestoneRevision | null };

/** Milestones, the nearest first. */
export interface RevisedMilestonesPage {
  items: RevisedMilestone[];
  page: PageLinks;
  position: string;
}

/** Asks for a page of milestones, or for all of them, each with its revision: for feeds and calendars. */
export class RevisedMilestonesQuery extends Query<RevisedMilestonesPage> {
  constructor(
    readonly raw: RawParameters,
    readonly extent: 'page' | 'all',
  ) {
    super();
  }
}

/** Answers RevisedMilestonesQuery. */
@QueryHandler(RevisedMilestonesQuery)
@Injectable()
export class RevisedMilestonesHandler implements IQueryHandler<RevisedMilestonesQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw, extent }: RevisedMilestonesQuery): Promise<RevisedMilestonesPage> {
    if (extent === 'all') readParameters(allMilestonesParameters, raw);
    return readMilestonesPage(this.reader, raw, revised, extent);
  }
}

async function revised(items: readonly MilestoneItem[], reading: Reading): Promise<RevisedMilestone[]> {
  const revisions = await milestoneRevisions(items, reading);
  return items.map((item) => ({ ...item, revision: revisions.get(item.id) ?? null }));
}
