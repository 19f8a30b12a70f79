import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { jobsByName, type Job } from './job.js';
import { JobRunner, type JobRunnerOptions } from './job-runner.js';
import type { QueuePlace } from './queue.js';

const OPTIONS = Symbol('JobsModuleOptions');

/** Where the queue is and which jobs an application runs. */
export interface JobsModuleOptions extends QueuePlace, JobRunnerOptions {
  jobs: readonly Job[];
}

/** Runs the jobs of an application from its start until it is told to shut down, without holding up the start. */
@Module({})
export class JobsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #runner: JobRunner | undefined;

  constructor(
    @Inject(OPTIONS) private readonly options: JobsModuleOptions,
    private readonly nest: ModuleRef,
  ) {}

  /** @throws Error where two jobs have the same name */
  static forRoot(options: JobsModuleOptions): DynamicModule {
    jobsByName(options.jobs);
    return { module: JobsModule, providers: [{ provide: OPTIONS, useValue: options }] };
  }

  /** @throws what Nest says where a job needs what no module provides */
  onApplicationBootstrap(): void {
    const { databaseUrl, redisUrl, jobs, ...options } = this.options;
    const ready = jobs.map((job) => this.#withNeeds(job));
    this.#runner = new JobRunner({ databaseUrl, redisUrl }, ready, options);
    void this.#runner.start();
  }

  /** Before the pools are closed that the runs use. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#runner?.stop();
  }

  #withNeeds(job: Job): Job {
    const needs: unknown[] = (job.needs ?? []).map((token) => this.nest.get(token, { strict: false }));
    return { ...job, run: (context) => job.run(context, ...needs) };
  }
}
