import type { InjectionToken } from '@nestjs/common';

/** What a run is told. */
export interface JobContext {
  /** The instant for which the run was scheduled, in real time; a run may begin later, never before. */
  due: Date;
  /** Which attempt this is, from 1. A run that throws is attempted again, three times in all. */
  attempt: number;
  /** Aborted when the process is asked to leave. A run that then throws counts for nothing and starts over elsewhere. */
  signal: AbortSignal;
}

/** When a job runs, in real time (`CLOCK_START` does not move it): every so many milliseconds, or by the calendar. */
export type JobSchedule =
  | {
      /** At once when the job is new, then every so many milliseconds; what a stop of the service missed runs once at the start. */
      every: number;
    }
  | {
      /** A cron pattern: minute, hour, day of the month, month, day of the week. */
      pattern: string;
      /** The IANA time zone of the pattern (UTC). */
      timeZone?: string;
    };

/** Work that is done by schedule: by one of the processes that know the job, whichever is free. */
export type Job<Needs extends unknown[] = unknown[]> = JobSchedule & {
  /** Lower-case letters, digits and -; unique in an application. A job that is no longer declared is no longer run. */
  name: string;
  /** What Nest injects into `run` after the context. */
  needs?: InjectionToken[];
  /**
   * Does the work. It may come twice where a process died in the middle of it, so it leaves what it did before as it is.
   * What it throws is reported and attempted again.
   */
  run(context: JobContext, ...needs: Needs): Promise<void>;
};

/** Declares a job. @throws Error where its name or its schedule cannot be used. */
export function defineJob<Needs extends unknown[]>(job: Job<Needs>): Job {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(job.name)) {
    throw new Error(`"${job.name}" cannot name a job; use 1 to 63 lower-case letters, digits and -, a letter first.`);
  }
  if ('every' in job && !(Number.isInteger(job.every) && job.every > 0)) {
    throw new Error(`The job "${job.name}" runs every ${job.every} ms; that must be a whole number from 1 on.`);
  }
  return job;
}

/** The jobs by name. @throws Error where two have the same. */
export function jobsByName(jobs: readonly Job[]): ReadonlyMap<string, Job> {
  const named = new Map<string, Job>();
  for (const job of jobs) {
    if (named.has(job.name)) throw new Error(`Two jobs have the name "${job.name}"; give one of them another.`);
    named.set(job.name, job);
  }
  return named;
}
