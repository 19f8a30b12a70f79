import {
  Inject,
  Logger,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type InjectionToken,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { messageOf } from '#libs/kernel';
import { jobsByName, type Job } from './job.js';
import type { JobRuns } from './job-runs.js';
import { JobRunner, type JobRunnerOptions } from './job-runner.js';
import type { QueuePlace } from './queue.js';
import { TaskRunner } from './task-runner.js';
import type { Task } from './task.js';
import { Tasks } from './tasks.js';

const OPTIONS = Symbol('JobsModuleOptions');

/** Where the queue is and which jobs an application runs. */
export interface JobsModuleOptions extends QueuePlace, Omit<JobRunnerOptions, 'runs'> {
  jobs: readonly Job[];
  tasks?: readonly Task[];
  /** The token under which Nest has what keeps how runs end (`JobRuns`). */
  runs?: InjectionToken<JobRuns>;
}

/** Runs the jobs and the tasks of an application from its start until it is told to shut down, without holding up the start. */
@Module({})
export class JobsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #runners: (JobRunner | TaskRunner)[] = [];

  constructor(
    @Inject(OPTIONS) private readonly options: JobsModuleOptions,
    private readonly nest: ModuleRef,
    private readonly tasks: Tasks,
  ) {}

  /** @throws Error where two jobs have the same name */
  static forRoot(options: JobsModuleOptions): DynamicModule {
    jobsByName(options.jobs);
    return {
      module: JobsModule,
      global: true,
      providers: [{ provide: OPTIONS, useValue: options }, Tasks],
      exports: [Tasks],
    };
  }

  /** @throws what Nest says where a job needs what no module provides */
  onApplicationBootstrap(): void {
    const { databaseUrl, redisUrl, jobs, tasks = [], runs, ...options } = this.options;
    const place = { databaseUrl, redisUrl };
    for (const task of tasks) {
      const needs = this.#needsOf(task);
      const ready: Task = { ...task, run: (data, context) => task.run(data, context, ...needs) };
      const runner = new TaskRunner(place, ready, { lockMs: options.lockMs, logger: options.logger });
      this.tasks.register(task.name, runner);
      this.#runners.push(runner);
    }
    this.#runners.push(
      new JobRunner(
        place,
        jobs.map((job) => this.#withNeeds(job)),
        { ...options, runs: runs === undefined ? undefined : this.nest.get<JobRuns>(runs, { strict: false }) },
      ),
    );
    const logger = options.logger ?? new Logger('jobs');
    for (const runner of this.#runners)
      void runner.start().catch((error: unknown) => logger.error(`The queue cannot be opened: ${messageOf(error)}`));
  }

  /** Before the pools are closed that the runs use. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => runner.stop()));
  }

  #withNeeds(job: Job): Job {
    const needs = this.#needsOf(job);
    return { ...job, run: (context) => job.run(context, ...needs) };
  }

  #needsOf({ needs = [] }: Pick<Job, 'needs'>): unknown[] {
    return needs.map((token) => this.nest.get(token, { strict: false }));
  }
}
