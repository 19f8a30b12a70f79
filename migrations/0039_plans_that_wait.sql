-- What could not be planned for a subscription, since its schedule or the window of the milestone could not be computed. It
-- is planned once it can be.
create table unplanned_reminders (
  subscription_id text        not null,
  kind            text        not null,
  about           text        not null,
  edtf            text        not null,
  cause           bigint      not null,
  detail          jsonb,
  since           timestamptz not null,
  missed          boolean     not null,
  constraint unplanned_reminders_key primary key (subscription_id, about, kind, edtf, cause),
  constraint unplanned_reminders_subscription foreign key (subscription_id) references subscriptions (id) on delete cascade,
  constraint unplanned_reminders_kind_known check (kind in ('reminder', 'milestone-moved', 'milestone-cancelled', 'development'))
);
create index unplanned_reminders_about on unplanned_reminders (about);
comment on table unplanned_reminders is 'What could not be planned: all lead times of a milestone (one row, no window), a notice or a development.';
comment on column unplanned_reminders.since is 'When it was to be planned, by the clock of the service: lead times that passed after it are sent late.';
comment on column unplanned_reminders.missed is 'Lead times that passed before it are sent as well: the milestone became known inside them.';

create table planning_rules (
  name    text not null,
  version text not null,
  reached text,
  constraint planning_rules_key primary key (name)
);
comment on table planning_rules is 'The time-zone rules by which instants were planned.';
comment on column planning_rules.reached is 'While plans are computed anew: the last subscription that was; null when all were.';

alter table milestone_changes add column before_topics text[], add column before_parties text[];
comment on column milestone_changes.before_topics is 'Its topics before, where these or its parties changed; so are before_parties.';
