-- What the clocks of the database and of the service showed when reminders were looked at last: a clock that went back
-- shows less, and what was dated by it is dated anew.
create table clock_seen (
  single boolean primary key default true check (single),
  database_at timestamptz not null,
  service_at timestamptz not null
);
