-- Reminders: who asked to hear of what, what is planned for them, and what went out. What the law may want erased (an
-- address) stands apart from everything else, and nothing of it is in the log. Instants are by the clock of the domain
-- (CLOCK_START moves them), except where a comment says real time.

create table subscriptions (
  id              text        not null,
  status          text        not null,
  channel         text        not null,
  subjects        text[]      not null,
  topics          text[]      not null,
  types           text[]      not null,
  parties         text[]      not null,
  milestones      text[]      not null,
  kinds           text[]      not null,
  lead_times      text[]      not null,
  time_zone       text        not null,
  local_time      text        not null,
  digest          text        not null,
  digest_day      smallint    not null,
  quiet_from      text        not null,
  quiet_to        text        not null,
  created_at      timestamptz not null,
  active_since    timestamptz,
  active_position bigint,
  failing_since   timestamptz,
  disabled_reason text,
  constraint subscriptions_key primary key (id),
  constraint subscriptions_status_known check (status in ('pending', 'active', 'disabled')),
  constraint subscriptions_channel_known check (channel in ('email', 'webhook', 'calendar')),
  constraint subscriptions_kinds_known check (
    cardinality(kinds) > 0 and kinds <@ array['milestones', 'developments', 'corrections']
  ),
  constraint subscriptions_digest_known check (digest in ('none', 'daily', 'weekly')),
  constraint subscriptions_digest_day_range check (digest_day between 1 and 7),
  constraint subscriptions_active_since_when check (status = 'pending' or (active_since is not null and active_position is not null))
);
comment on table subscriptions is 'What is asked for. An empty list of a filter lets everything through.';
comment on column subscriptions.digest_day is 'The day of the week of a weekly digest, 1 (Monday) to 7.';
comment on column subscriptions.quiet_from is 'Local time HH:MM; empty, as quiet_to, where there are no quiet hours.';
comment on column subscriptions.active_position is 'The position of the log when it became active: what was recorded up to here is no news to it.';

create table subscription_addresses (
  subscription_id text        not null,
  address         text,
  secrets         text[]      not null,
  token_key       bytea       not null,
  confirm_until   timestamptz,
  constraint subscription_addresses_key primary key (subscription_id),
  constraint subscription_addresses_subscription foreign key (subscription_id) references subscriptions (id) on delete cascade,
  constraint subscription_addresses_token_key_length check (octet_length(token_key) = 32)
);
comment on table subscription_addresses is 'What is erased on request: where messages go, and the keys of links and signatures.';
comment on column subscription_addresses.secrets is 'Secrets that sign webhooks, the newest first; two while they are changed.';
comment on column subscription_addresses.token_key is 'Signs the links of this subscription; with it every link dies.';

create table deliveries (
  id              text        not null,
  subscription_id text        not null,
  kind            text        not null,
  status          text        not null,
  due_at          timestamptz not null,
  next_at         timestamptz not null,
  attempts        smallint    not null default 0,
  queued_at       timestamptz,
  leased_until    timestamptz,
  sent_at         timestamptz,
  reason          text,
  content         jsonb,
  constraint deliveries_key primary key (id),
  constraint deliveries_subscription foreign key (subscription_id) references subscriptions (id) on delete cascade,
  constraint deliveries_status_known check (status in ('waiting', 'sent', 'failed', 'skipped'))
);
comment on table deliveries is 'Messages: each goes out with its id, however often it is tried.';
comment on column deliveries.queued_at is 'Real time: when a job was put into the queue for the attempt that is next; null where none is.';
comment on column deliveries.leased_until is 'Real time: until when an attempt that is under way keeps the message to itself.';
comment on column deliveries.content is 'What it says, kept from the first attempt on so that a repeat says the same.';

create index deliveries_waiting on deliveries (next_at) where status = 'waiting';
create index deliveries_of_subscription on deliveries (subscription_id, due_at);

create table planned_reminders (
  subscription_id text        not null,
  kind            text        not null,
  about           text        not null,
  edtf            text        not null,
  lead_time       text        not null,
  cause           bigint      not null,
  due_at          timestamptz not null,
  status          text        not null,
  reason          text,
  delivery_id     text,
  detail          jsonb,
  constraint planned_reminders_key primary key (subscription_id, about, edtf, lead_time, kind, cause),
  constraint planned_reminders_subscription foreign key (subscription_id) references subscriptions (id) on delete cascade,
  constraint planned_reminders_kind_known check (kind in ('reminder', 'milestone-moved', 'milestone-cancelled', 'development')),
  constraint planned_reminders_status_known check (status in ('planned', 'collected', 'cancelled'))
);
comment on table planned_reminders is 'One row per subscription, milestone, window and lead time, and one per notice or development. Planned until it is collected into a delivery.';
comment on column planned_reminders.about is 'The id of the milestone, or of the event that a development tells.';
comment on column planned_reminders.edtf is 'The window of the milestone; empty for a development.';
comment on column planned_reminders.cause is 'The position of the event that a notice or a development tells; 0 for a reminder.';

create index planned_reminders_due on planned_reminders (due_at) where status = 'planned';
create index planned_reminders_about on planned_reminders (about) where status = 'planned';
create index planned_reminders_delivery on planned_reminders (delivery_id) where delivery_id is not null;

create table milestone_changes (
  id            bigint not null generated always as identity,
  milestone     text   not null,
  position      bigint not null,
  before_edtf   text,
  after_edtf    text,
  ended_by      text,
  cause         text,
  constraint milestone_changes_key primary key (id)
);
comment on table milestone_changes is 'What the view milestones changed in live runs, written in its own transaction; the planner takes it from here and deletes it.';
comment on column milestone_changes.milestone is 'Empty: every milestone may have changed (the view was rebuilt), and what lies ahead is planned anew, silently.';
comment on column milestone_changes.before_edtf is 'Its window before; null where it was not there or already settled.';
comment on column milestone_changes.after_edtf is 'Its window now; null where it is gone or settled.';
comment on column milestone_changes.ended_by is 'met or cancelled, where it now is.';
comment on column milestone_changes.cause is 'The id of the event that changed it.';

create table reminder_progress (
  name     text   not null,
  position bigint not null,
  constraint reminder_progress_key primary key (name)
);
comment on table reminder_progress is 'How far the log was searched for news.';

create table subscription_events (
  id              bigint      not null generated always as identity,
  subscription_id text        not null,
  type            text        not null,
  constraint subscription_events_key primary key (id)
);
comment on table subscription_events is 'What is to be told to the log, written with the change that it tells; only the id of a subscription goes there.';
