-- What failed in the work of the worker: one row for each step and subscription, message or milestone, kept until a later
-- try succeeds. A row never stops the work on others.
create table faults (
  step text not null,
  about text not null,
  reason text not null,
  attempts integer not null,
  since timestamptz not null,
  last_at timestamptz not null,
  next_at timestamptz not null,
  primary key (step, about)
);
create index faults_next on faults (step, next_at);
