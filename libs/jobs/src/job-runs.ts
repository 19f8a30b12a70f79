import type { Job } from './job.js';

/** How one run of a job ended. */
export interface JobRunEnd {
  job: Job;
  /** How long it took. */
  seconds: number;
  /** What it threw, where it failed. */
  error?: unknown;
}

/**
 * Keeps how the runs of jobs end, for the people who operate the service. What it throws changes nothing for the jobs. A run
 * that is cut off, as the process was asked to leave, neither succeeded nor failed.
 */
export interface JobRuns {
  /** The jobs of this process, before the first of them runs. */
  declared(jobs: readonly Job[]): Promise<void>;
  succeeded(end: JobRunEnd): Promise<void>;
  /** Each attempt counts. */
  failed(end: JobRunEnd): Promise<void>;
}
