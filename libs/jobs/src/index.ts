export { defineJob, type Job, type JobContext, type JobSchedule } from './job.js';
export { JobRunner, type JobRunnerOptions } from './job-runner.js';
export { JobsModule, type JobsModuleOptions } from './jobs.module.js';
export type { QueuePlace } from './queue.js';
export type { JobsLog } from './outage.js';
export { defineTask, type Task, type TaskContext, type TaskItem } from './task.js';
export { TaskRunner, type TaskRunnerOptions } from './task-runner.js';
export { Tasks } from './tasks.js';
