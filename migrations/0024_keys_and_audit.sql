-- Keys that expire and show their last use, and an audit trail: who administered what, and which authorisations failed.

alter table api_keys
  add column expires_at   timestamptz,
  add column lifetime     text,
  add column last_used_on date,
  add column revoked_by   text,
  add constraint api_keys_revoked_by_whom check (revoked_by is null or revoked_at is not null);

comment on column api_keys.expires_at is 'From then on the key is refused; null: it does not expire.';
comment on column api_keys.lifetime is 'The expiry as it was requested (P90D, 2027-01-31), which a rotation applies again.';
comment on column api_keys.last_used_on is 'The UTC day of the last use, written once a day so that reads stay reads.';
comment on column api_keys.revoked_by is 'The actor; settings: ADMIN_KEY was changed. A key that an actor revoked is never valid again, also as ADMIN_KEY.';

create table audit (
  id         bigint      generated always as identity,
  at         timestamptz not null default clock_timestamp(),
  last_at    timestamptz not null default clock_timestamp(),
  actor      text        not null,
  action     text        not null,
  target     text,
  outcome    text        not null,
  request_id text,
  details    jsonb       not null default '{}',
  count      integer     not null default 1,
  tally      text,
  constraint audit_key primary key (id),
  constraint audit_tally_key unique (tally),
  constraint audit_outcome_known check (outcome in ('done', 'refused', 'failed')),
  constraint audit_details_object check (jsonb_typeof(details) = 'object')
);
create index audit_at on audit (at, id);
create index audit_action on audit (action, id);

comment on table audit is 'Administration and failed authorisations (docs/log-format.md names the actors). Rows are removed when their retention is over.';
comment on column audit.tally is 'What failed authorisations are counted by: hour, code, actor, network. Null for an action, which has a row of its own.';
comment on column audit.last_at is 'When the last of the counted ones happened.';

alter table subscription_events
  add column recorded_by text,
  add column request_id  text;
comment on column subscription_events.recorded_by is 'The actor of the event; null where an earlier release wrote the row.';
