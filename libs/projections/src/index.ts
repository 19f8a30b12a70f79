export { defineView, type View } from './view.js';
export { ProjectionRunner, type RunnerOptions } from './projection-runner.js';
export { Checkpoints, viewPosition, type ViewStatus } from './checkpoints.js';
export { ProjectionsModule, type ProjectionsModuleOptions } from './projections.module.js';
