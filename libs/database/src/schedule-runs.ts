import { sql, type Kysely, type RawBuilder } from 'kysely';
import { reasonOf } from './faults.js';

/** How a job by schedule goes; instants of real time. */
export interface ScheduleRun {
  name: string;
  /** The distance of its runs in milliseconds; null where it runs by the calendar. */
  everyMs: number | null;
  /** When a run succeeded last; null where none did yet. */
  succeededAt: Date | null;
  /** How long ago that was, by the clock of the database; null where no run succeeded yet. */
  ageSeconds: number | null;
  /** How long no run has succeeded: since the last one that did, or since the job was declared. */
  waitingSeconds: number;
  /** The first failure since the last run that succeeded; null where that was the last run. */
  failingSince: Date | null;
  failingSeconds: number | null;
  /** How many runs failed since then; each attempt counts. */
  failures: number;
  /** Why the last of them failed. */
  reason: string | null;
}

/** A job by its name, and the distance of its runs in milliseconds; null where it runs by the calendar. */
export type DeclaredSchedule = Pick<ScheduleRun, 'name' | 'everyMs'>;

/** Keeps which jobs there are, and forgets those that nobody declares any more. */
export async function declareSchedules(db: Kysely<unknown>, jobs: readonly DeclaredSchedule[]): Promise<void> {
  const declared = JSON.stringify(jobs);
  await sql`
    with gone as (
      delete from schedule_runs where name <> all(${jobs.map(({ name }) => name)}::text[]))
    insert into schedule_runs (name, every_ms)
    select name, "everyMs" from jsonb_to_recordset(${declared}::jsonb) as declared (name text, "everyMs" bigint) order by name
    on conflict (name) do update set every_ms = excluded.every_ms`.execute(db);
}

/** Keeps that a run of a job succeeded; nobody waits for the disk, as the next run follows. */
export async function noteGoodRun(db: Kysely<unknown>, { name, everyMs }: DeclaredSchedule): Promise<void> {
  await sql`
    insert into schedule_runs (name, every_ms, succeeded_at)
    select ${name}::text, ${everyMs}::bigint, clock_timestamp() where (select set_config('synchronous_commit', 'off', true)) = 'off'
    on conflict (name) do update
       set every_ms = excluded.every_ms, succeeded_at = excluded.succeeded_at,
           failing_since = null, failed_at = null, failures = 0, reason = null`.execute(db);
}

/** Keeps that a run of a job failed, and why. */
export async function noteFailedRun(
  db: Kysely<unknown>,
  { name, everyMs }: DeclaredSchedule,
  error: unknown,
): Promise<void> {
  await sql`
    insert into schedule_runs (name, every_ms, failing_since, failed_at, failures, reason)
    values (${name}, ${everyMs}::bigint, clock_timestamp(), clock_timestamp(), 1, ${reasonOf(error)})
    on conflict (name) do update
       set failing_since = coalesce(schedule_runs.failing_since, excluded.failing_since), failed_at = excluded.failed_at,
           failures = schedule_runs.failures + 1, reason = excluded.reason`.execute(db);
}

/** How many seconds ago an instant was, by the clock of the database; null where there is none. */
function secondsSince(instant: string): RawBuilder<number | null> {
  const at = sql.raw(instant);
  // Greatest passes over a null.
  return sql`case when ${at} is not null then greatest(0, extract(epoch from clock_timestamp() - ${at}))::float8 end`;
}

/** How every job by schedule goes, by name. */
export async function selectScheduleRuns(db: Kysely<unknown>): Promise<ScheduleRun[]> {
  const { rows } = await sql<ScheduleRun>`
    select name, every_ms::float8 as "everyMs", succeeded_at as "succeededAt", ${secondsSince('succeeded_at')} as "ageSeconds",
           ${secondsSince('coalesce(succeeded_at, declared_at)')} as "waitingSeconds", failing_since as "failingSince",
           ${secondsSince('failing_since')} as "failingSeconds", failures, reason
      from schedule_runs order by name`.execute(db);
  return rows;
}
