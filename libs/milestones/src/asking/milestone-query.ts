import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DomainError, isSlug } from '#libs/kernel';
import { readParameters, singleParameters, timelineView, ViewReader, type RawParameters } from '#libs/timeline';
import { MilestoneFlags, type RecordedFlag } from '../flagging/record-flags.js';
import { milestonesView } from '../views/milestones/index.js';
import { readMilestones } from './milestone-filter.js';
import { milestoneItems, type MilestoneItem } from './milestones-query.js';

/** One milestone, with the flags that it was given. */
export type MilestoneDetail = MilestoneItem & { history: RecordedFlag[]; position: string };

/** Asks for one milestone by its id. Throws MILESTONE_UNKNOWN (not-found). */
export class MilestoneQuery extends Query<MilestoneDetail> {
  constructor(
    readonly id: string,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

/** Answers MilestoneQuery. */
@QueryHandler(MilestoneQuery)
@Injectable()
export class MilestoneQueryHandler implements IQueryHandler<MilestoneQuery> {
  constructor(
    private readonly reader: ViewReader,
    private readonly flags: MilestoneFlags,
  ) {}

  async execute({ id, raw }: MilestoneQuery): Promise<MilestoneDetail> {
    const parameters = readParameters(singleParameters, raw);
    const [subject = '', ...rest] = id.split('.');
    const named = rest.length === 2 && [subject, ...rest].every(isSlug);
    const history = named ? await this.flags.of(id) : [];
    return this.reader.read([milestonesView, timelineView], parameters, async (reading) => {
      const found = named ? await readMilestones({ subject: [subject] }, reading) : [];
      const [item] = await milestoneItems(
        found.filter((milestone) => milestone.id === id),
        reading,
      );
      if (item === undefined)
        throw new DomainError(
          'MILESTONE_UNKNOWN',
          'not-found',
          'There is no milestone with this id under these clocks.',
        );
      return { ...item, history };
    });
  }
}
