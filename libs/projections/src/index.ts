export { defineView, viewNamed, type View } from './view.js';
export { ProjectionRunner, type RunnerOptions } from './projection-runner.js';
export {
  Checkpoints,
  inOrder,
  viewPosition,
  viewPositionsText,
  type PositionRow,
  type ViewState,
  type ViewStatus,
} from './checkpoints.js';
export { ProjectionsModule, type ProjectionsModuleOptions } from './projections.module.js';
export type { QuarantinedStream } from './quarantine.js';
export { replayQuarantine, type ReplayedStream } from './replay.js';
export {
  requestRebuild,
  type Rebuild,
  type RebuildOptions,
  type RebuildOutcome,
  type RebuildPhase,
} from './rebuild/rebuild-row.js';
export type { OnProgress } from './rebuild/rebuild-work.js';
