import { Module } from '@nestjs/common';
import { TimelineModule } from '#libs/timeline';
import { MilestonesQueryHandler } from './asking/milestones-query.js';
import { TimelineWalkHandler } from './asking/timeline-walk.js';
import { TimelineWithMilestonesHandler } from './asking/timeline-with-milestones.js';

/** What is due, for any door: its questions on Nest's QueryBus. Needs DatabaseModule and EventStoreModule. */
@Module({
  imports: [TimelineModule],
  providers: [MilestonesQueryHandler, TimelineWithMilestonesHandler, TimelineWalkHandler],
})
export class MilestonesModule {}
