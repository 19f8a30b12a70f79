import { declareSchedules, noteFailedRun, noteGoodRun, type Database, type DeclaredSchedule } from '#libs/database';
import type { Job, JobRunEnd, JobRuns } from '#libs/jobs';
import type { WorkCounters } from './work-counters.js';

/** Keeps in the database how the runs of jobs end, and counts them. */
export class KeptRuns implements JobRuns {
  constructor(
    private readonly db: Database,
    private readonly counters?: WorkCounters,
  ) {}

  declared(jobs: readonly Job[]): Promise<void> {
    return declareSchedules(this.db.kysely, jobs.map(scheduleOf));
  }

  succeeded(end: JobRunEnd): Promise<void> {
    this.counters?.countRun(end, 'succeeded');
    return noteGoodRun(this.db.kysely, scheduleOf(end.job));
  }

  failed(end: JobRunEnd): Promise<void> {
    this.counters?.countRun(end, 'failed');
    return noteFailedRun(this.db.kysely, scheduleOf(end.job), end.error);
  }
}

function scheduleOf(job: Job): DeclaredSchedule {
  return { name: job.name, everyMs: 'every' in job ? job.every : null };
}
