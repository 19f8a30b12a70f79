-- How far every view has got in the log; the row commits with the view's own rows, so neither can be ahead of the other.

create table projections (
  name           text        collate "C" not null,
  version        integer     not null,
  status         text        not null default 'live',
  position       bigint      not null default 0,
  updated_at     timestamptz not null default clock_timestamp(),
  owner          text,
  lease_until    timestamptz,
  fence          bigint      not null default 0,
  error          text,
  error_position bigint,
  failed_since   timestamptz,
  constraint projections_key primary key (name, version),
  constraint projections_name_length check (char_length(name) between 1 and 63),
  constraint projections_version_counts_from_one check (version > 0),
  constraint projections_status_known check (status in ('live', 'building', 'retired')),
  constraint projections_position_not_negative check (position >= 0)
) with (fillfactor = 50);
-- Readers see one version of a view; others are being built beside it or have been replaced.
create unique index projections_one_live_version on projections (name) where status = 'live';

comment on table projections is 'One row per view and version of its rules: the last position whose events its rows hold.';
comment on column projections.status is 'live: this is what readers see. building: fills beside it. retired: was replaced.';
comment on column projections.owner is 'Which process holds the view, until lease_until; fence counts the holders, so that a late one is told apart.';
comment on column projections.error is 'Why the view does not go on, at which event where that is known, and since when.';
