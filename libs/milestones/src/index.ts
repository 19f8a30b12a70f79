export { MilestonesModule } from './milestones.module.js';
export { VIEWS } from './views/index.js';
export { milestonesView } from './views/milestones/index.js';
export { selectMilestones, selectOpenMilestones } from './views/milestones/rows.js';
export {
  daysOf,
  flagOn,
  MILESTONE_FLAGS,
  MILESTONE_STATUSES,
  statusOn,
  type Milestone,
  type MilestoneFlag,
  type MilestoneStatus,
} from './milestone.js';
export { deriveMilestones, type MilestoneSubject } from './derive-milestones.js';
export { possibleMilestones, type PossibleMilestones, type PossibleStanding } from './possible-milestones.js';
export { readMilestones, type MilestoneFilter } from './asking/milestone-filter.js';
export {
  milestoneItems,
  MilestonesQuery,
  milestonesParameters,
  type MilestoneItem,
  type MilestonesPage,
} from './asking/milestones-query.js';
export {
  TimelineWithMilestonesQuery,
  type MilestoneOnTimeline,
  type TimelineWithMilestonesPage,
} from './asking/timeline-with-milestones.js';
export {
  RevisedWalkQuery,
  TimelineWalkQuery,
  walkParameters,
  type RevisedItem,
  type TimelineWalk,
} from './asking/timeline-walk.js';
export {
  allMilestonesParameters,
  RevisedMilestonesQuery,
  type RevisedMilestone,
  type RevisedMilestonesPage,
} from './asking/revised-milestones-query.js';
export { milestoneRevisions, type MilestoneRevision } from './asking/milestone-revisions.js';
export { MilestoneFlags, RECORDED_FLAGS, type RecordedFlag } from './flagging/record-flags.js';
export { orphanedFlags } from './flagging/orphaned-flags.js';
export {
  DEADLINE_CAUTION,
  deadlineInWords,
  deadlineStateInWords,
  movedInWords,
  USUAL_PERIOD,
} from './asking/deadline-words.js';
export type { DeadlineAnswer } from './asking/deadline-answer.js';
export { MilestoneQuery, type MilestoneDetail } from './asking/milestone-query.js';
export { MILESTONE_CAUSES, MILESTONE_TURNS, type MilestoneTurn } from './asking/milestone-history.js';
