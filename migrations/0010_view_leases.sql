-- Views are held by lease and rebuilt beside the rows that are read; streams that a view cannot apply are set aside.

-- The row of each view is now known by its name and status: what readers see, what fills beside it, and how the last rebuild ended.
delete from projections where status <> 'live';
drop index projections_one_live_version;
alter table projections drop constraint projections_key;
alter table projections drop constraint projections_status_known;
alter table projections add constraint projections_key primary key (name, status);
alter table projections add constraint projections_status_known check (status in ('live', 'building', 'finished'));

alter table projections add column request uuid;
alter table projections add column check_only boolean not null default false;
alter table projections add column keep_quarantine boolean not null default false;
alter table projections add column phase text;
alter table projections add column target bigint;
alter table projections add column outcome text;
alter table projections add column report text;
alter table projections add column started_at timestamptz;
alter table projections add column finished_at timestamptz;
alter table projections add constraint projections_phase_known
  check (phase is null or phase in ('waiting', 'filling', 'comparing', 'swapping'));
alter table projections add constraint projections_outcome_known
  check (outcome is null or outcome in ('same', 'different', 'swapped', 'stopped', 'refused'));
alter table projections add constraint projections_request_of_rebuilds
  check ((status = 'live') = (request is null) and (status = 'building') = (phase is not null)
         and (status = 'finished') = (outcome is not null));

comment on table projections is 'What readers see of each view (live), its rebuild under way (building), and how its last rebuild ended (finished).';
comment on column projections.status is 'live: this is what readers see. building: fills in a schema of its own. finished: the last rebuild, for people to read.';
comment on column projections.position is 'The last position of the log whose events the rows hold.';
comment on column projections.owner is 'Which process holds the row until lease_until, in words; null after it has let go.';
comment on column projections.fence is 'Counts the holders: whoever moves the position names the count under which it took the row, so that a late one cannot.';
comment on column projections.target is 'Where a rebuild has to get to, as the live view stood when that was last looked at.';
comment on column projections.outcome is 'same and different: it was only compared. swapped: its rows are live. stopped: an event could not be applied. refused: the check of the view found its rows wrong.';

create table projection_quarantine (
  view text collate "C" not null,
  stream text collate "C" not null,
  position bigint not null,
  event_id text not null,
  type text not null,
  error text not null,
  tries integer not null,
  since timestamptz not null default clock_timestamp(),
  constraint projection_quarantine_key primary key (view, stream),
  constraint projection_quarantine_tries_positive check (tries > 0)
);
comment on table projection_quarantine is 'Streams that a view has set aside: from this position on, none of their events is in its rows.';
comment on column projection_quarantine.position is 'The event that could not be applied; the later ones of its stream wait behind it.';
