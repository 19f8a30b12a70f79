import { Module } from '@nestjs/common';
import { TimelineModule } from '#libs/timeline';
import { MilestoneQueryHandler } from './asking/milestone-query.js';
import { MilestonesQueryHandler } from './asking/milestones-query.js';
import { RevisedMilestonesHandler } from './asking/revised-milestones-query.js';
import { RevisedWalkHandler, TimelineWalkHandler } from './asking/timeline-walk.js';
import { TimelineWithMilestonesHandler } from './asking/timeline-with-milestones.js';
import { MilestoneFlags } from './flagging/record-flags.js';

/** What is due, for any door: its questions on Nest's QueryBus. Needs DatabaseModule and EventStoreModule. */
@Module({
  imports: [TimelineModule],
  providers: [
    MilestoneFlags,
    MilestoneQueryHandler,
    MilestonesQueryHandler,
    RevisedMilestonesHandler,
    TimelineWithMilestonesHandler,
    TimelineWalkHandler,
    RevisedWalkHandler,
  ],
  exports: [MilestoneFlags],
})
export class MilestonesModule {}
