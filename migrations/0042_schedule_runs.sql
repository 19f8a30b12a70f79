-- How the work by schedule goes, in real time: one row for each job that is declared.
create table schedule_runs (
  name text primary key,
  every_ms bigint,
  declared_at timestamptz not null default clock_timestamp(),
  succeeded_at timestamptz,
  failing_since timestamptz,
  failed_at timestamptz,
  failures integer not null default 0,
  reason text
) with (fillfactor = 50);
comment on table schedule_runs is 'How the work by schedule goes, in real time: one row for each job that is declared.';
comment on column schedule_runs.every_ms is 'The distance of its runs; null where it runs by the calendar.';
comment on column schedule_runs.failing_since is 'The first failure since the last run that succeeded; null where that was the last run.';
comment on column schedule_runs.failures is 'How many runs failed since then; each attempt counts.';

create index deliveries_failed on deliveries (next_at) where status = 'failed';
