-- What the migrations add up to, written by scripts/dump-schema.mjs from the catalogs of a migrated database.
-- Read this to know the tables; change them by a new migration. A test holds this file to the migrations.

create table api_keys (
  id bigint not null generated always as identity,
  name text not null,
  hash bytea not null,
  scopes text[] not null,
  origin text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  revoked_at timestamp with time zone,
  expires_at timestamp with time zone,
  lifetime text,
  last_used_on date,
  revoked_by text,
  successor bigint,
  constraint api_keys_key PRIMARY KEY (id),
  constraint api_keys_hash_key UNIQUE (hash),
  constraint api_keys_hash_length CHECK ((octet_length(hash) = 32)),
  constraint api_keys_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint api_keys_origin_known CHECK ((origin = ANY (ARRAY['created'::text, 'first-start'::text, 'settings'::text]))),
  constraint api_keys_revoked_by_whom CHECK (((revoked_by IS NULL) OR (revoked_at IS NOT NULL))),
  constraint api_keys_scopes_known CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['read'::text, 'write'::text, 'admin'::text]))),
  constraint api_keys_successor_newer CHECK ((successor > id))
);
comment on table api_keys is 'Keys to the API. A key that was revoked stays, so that its name tells what it was for.';
comment on column api_keys.hash is 'SHA-256 of the key. Keys are 32 random bytes, so no slow hash is needed.';
comment on column api_keys.origin is 'created: by a person. first-start: made for the administrator. settings: ADMIN_KEY, replaced when that changes.';
comment on column api_keys.expires_at is 'From then on the key is refused; null: it does not expire.';
comment on column api_keys.lifetime is 'The expiry as it was requested (P90D, 2027-01-31), which a rotation applies again.';
comment on column api_keys.last_used_on is 'The UTC day of the last use, written once a day so that reads stay reads.';
comment on column api_keys.revoked_by is 'The actor; settings: ADMIN_KEY was changed. A key that an actor revoked is never valid again, also as ADMIN_KEY.';
comment on column api_keys.successor is 'The key that replaced it in a rotation with a grace; null where it ended at once or was not rotated.';

create table audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default clock_timestamp(),
  last_at timestamp with time zone not null default clock_timestamp(),
  actor text not null,
  action text not null,
  target text,
  outcome text not null,
  request_id text,
  details jsonb not null default '{}'::jsonb,
  count integer not null default 1,
  tally text,
  constraint audit_key PRIMARY KEY (id),
  constraint audit_tally_key UNIQUE (tally),
  constraint audit_details_object CHECK ((jsonb_typeof(details) = 'object'::text)),
  constraint audit_outcome_known CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text])))
);
CREATE INDEX audit_action ON public.audit USING btree (action, id);
CREATE INDEX audit_at ON public.audit USING btree (at, id);
comment on table audit is 'Administration and failed authorisations (docs/log-format.md names the actors). Rows are removed when their retention is over.';
comment on column audit.last_at is 'When the last of the counted ones happened.';
comment on column audit.tally is 'What failed authorisations are counted by: hour, code, actor, network. Null for an action, which has a row of its own.';

create table clock (
  "only" boolean not null default true,
  clock_start text,
  offset_us bigint not null,
  constraint clock_key PRIMARY KEY ("only"),
  constraint clock_single CHECK ("only")
);
comment on table clock is 'How far the domain''s clock is ahead of the server''s, in microseconds. No row: not at all. Set once for a log (CLOCK_START).';

create table clock_seen (
  single boolean not null default true,
  database_at timestamp with time zone not null,
  service_at timestamp with time zone not null,
  constraint clock_seen_pkey PRIMARY KEY (single),
  constraint clock_seen_single_check CHECK (single)
);

create table deliveries (
  id text not null,
  subscription_id text not null,
  kind text not null,
  status text not null,
  due_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  attempts smallint not null default 0,
  queued_at timestamp with time zone,
  leased_until timestamp with time zone,
  sent_at timestamp with time zone,
  reason text,
  content jsonb,
  fault text,
  unreached boolean not null default false,
  constraint deliveries_key PRIMARY KEY (id),
  constraint deliveries_fault_known CHECK ((fault = ANY (ARRAY['recipient'::text, 'operator'::text, 'service'::text]))),
  constraint deliveries_status_known CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text, 'skipped'::text])))
);
CREATE INDEX deliveries_by_fault ON public.deliveries USING btree (status, fault) WHERE (fault IS NOT NULL);
CREATE INDEX deliveries_failed ON public.deliveries USING btree (next_at) WHERE (status = 'failed'::text);
CREATE INDEX deliveries_in_queue ON public.deliveries USING btree (queued_at) WHERE ((status = 'waiting'::text) AND (queued_at IS NOT NULL));
CREATE INDEX deliveries_of_subscription ON public.deliveries USING btree (subscription_id, due_at);
CREATE INDEX deliveries_to_queue ON public.deliveries USING btree (next_at) WHERE ((status = 'waiting'::text) AND (queued_at IS NULL));
CREATE INDEX deliveries_unreached ON public.deliveries USING btree (next_at) WHERE ((status = 'waiting'::text) AND unreached);
comment on table deliveries is 'Messages: each goes out with its id, however often it is tried.';
comment on column deliveries.queued_at is 'Real time: when a job was put into the queue for the attempt that is next; null where none is.';
comment on column deliveries.leased_until is 'Real time: until when an attempt that is under way keeps the message to itself.';
comment on column deliveries.content is 'What it says, kept from the first attempt on so that a repeat says the same.';
comment on column deliveries.fault is 'Whose trouble it is that the last attempt failed; null where none did.';
comment on column deliveries.unreached is 'The last attempt did not reach the mail server, or could not sign in there.';

create table events (
  "position" bigint not null,
  stream text collate "C" not null,
  version integer not null,
  event_id text collate "C" not null,
  type text collate "C" not null,
  schema_version smallint not null default 1,
  data jsonb not null,
  metadata jsonb not null default '{}'::jsonb,
  recorded_at timestamp with time zone not null,
  content_hash bytea not null,
  hash bytea not null,
  constraint events_position_key PRIMARY KEY ("position"),
  constraint events_event_id_key UNIQUE (event_id),
  constraint events_stream_version_key UNIQUE (stream, version),
  constraint events_content_hash_length CHECK ((octet_length(content_hash) = 32)),
  constraint events_data_object CHECK ((jsonb_typeof(data) = 'object'::text)),
  constraint events_event_id_length CHECK (((char_length(event_id) >= 1) AND (char_length(event_id) <= 200))),
  constraint events_hash_length CHECK ((octet_length(hash) = 32)),
  constraint events_metadata_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
  constraint events_position_counts_from_one CHECK (("position" > 0)),
  constraint events_schema_version_counts_from_one CHECK ((schema_version > 0)),
  constraint events_stream_length CHECK (((char_length(stream) >= 1) AND (char_length(stream) <= 200))),
  constraint events_type_length CHECK (((char_length(type) >= 1) AND (char_length(type) <= 200))),
  constraint events_version_counts_from_one CHECK ((version > 0))
);
CREATE INDEX events_stream_type_version ON public.events USING btree (stream, type, version);
alter table events alter column data set statistics 0;
alter table events alter column metadata set statistics 0;
alter table events alter column content_hash set statistics 0;
alter table events alter column hash set statistics 0;
comment on table events is 'The log. Rows are only ever added, by append_events or by a restore; docs/log-format.md tells what the hashes cover.';

create table faults (
  step text not null,
  about text not null,
  reason text not null,
  attempts integer not null,
  since timestamp with time zone not null,
  last_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  constraint faults_pkey PRIMARY KEY (step, about)
);
CREATE INDEX faults_next ON public.faults USING btree (step, next_at);

create table log_head (
  "only" boolean not null default true,
  "position" bigint not null,
  recorded_at timestamp with time zone,
  hash bytea not null,
  constraint log_head_key PRIMARY KEY ("only"),
  constraint log_head_hash_length CHECK ((octet_length(hash) = 32)),
  constraint log_head_single CHECK ("only")
);
comment on table log_head is 'The last event of the log, in one row. Whoever holds this row''s lock is the one writer; it gives positions their order.';

create table log_verifications (
  id bigint not null generated always as identity,
  verified_at timestamp with time zone not null,
  ok boolean not null,
  "position" bigint not null,
  hash text,
  sentence text,
  constraint log_verifications_key PRIMARY KEY (id),
  constraint log_verifications_hash_form CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint log_verifications_position_counts CHECK (("position" >= 0)),
  constraint log_verifications_sound_or_told CHECK (
CASE
    WHEN ok THEN ((hash IS NOT NULL) AND (sentence IS NULL))
    ELSE ((hash IS NULL) AND (sentence IS NOT NULL))
END)
);
comment on table log_verifications is 'Verifications of the log: the newest thirty, and the newest that found it sound. Not proof against whoever can write here; for that, keep a head elsewhere.';
comment on column log_verifications.verified_at is 'By the clock of the domain (CLOCK_START moves it).';
comment on column log_verifications."position" is 'ok: the head that was reached. Otherwise the first event that is wrong.';
comment on column log_verifications.hash is 'ok: the hash of the head.';
comment on column log_verifications.sentence is 'Not ok: what is wrong, for people.';

create table mailbox_confirmations (
  id text not null,
  mailbox bytea not null,
  address text,
  tagged boolean not null,
  token_key bytea,
  message text not null,
  made_at timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  constraint mailbox_confirmations_key PRIMARY KEY (id),
  constraint mailbox_confirmations_erased_together CHECK (((address IS NULL) = (token_key IS NULL))),
  constraint mailbox_confirmations_token_key_length CHECK ((octet_length(token_key) = ANY (ARRAY[32, 60])))
);
CREATE INDEX mailbox_confirmations_mailbox ON public.mailbox_confirmations USING btree (mailbox, made_at);
CREATE INDEX mailbox_confirmations_message ON public.mailbox_confirmations USING btree (message);
comment on table mailbox_confirmations is 'One row per confirmation mail: at most one a day per mailbox, and one more to its plain spelling where the first went to a tagged one.';
comment on column mailbox_confirmations.address is 'Where the mail goes, as it was typed; null, as token_key, once no subscription of the mailbox is left.';
comment on column mailbox_confirmations.tagged is 'Whether it went to a tagged spelling, whose link covers that address alone; the link of the plain one covers the mailbox.';
comment on column mailbox_confirmations.message is 'The id of the mail in deliveries.';

create table mailbox_keys (
  key bytea not null,
  constraint mailbox_keys_length CHECK ((octet_length(key) = 32))
);
comment on table mailbox_keys is 'One row: the key of the hashes (HMAC-SHA256) of mailboxes.';

create table milestone_changes (
  id bigint not null generated always as identity,
  milestone text not null,
  "position" bigint not null,
  before_edtf text,
  after_edtf text,
  ended_by text,
  cause text,
  before_topics text[],
  before_parties text[],
  constraint milestone_changes_key PRIMARY KEY (id)
);
comment on table milestone_changes is 'What the view milestones changed in live runs, written in its own transaction; the planner takes it from here and deletes it.';
comment on column milestone_changes.milestone is 'Empty: every milestone may have changed (the view was rebuilt), and what lies ahead is planned anew, silently.';
comment on column milestone_changes.before_edtf is 'Its window before; null where it was not there or already settled.';
comment on column milestone_changes.after_edtf is 'Its window now; null where it is gone or settled.';
comment on column milestone_changes.ended_by is 'met or cancelled, where it now is.';
comment on column milestone_changes.cause is 'The id of the event that changed it.';
comment on column milestone_changes.before_topics is 'Its topics before, where these or its parties changed; so are before_parties.';

create table milestones (
  subject_id text not null,
  rule text not null,
  occasion text not null,
  subject_type text not null,
  subject_name text not null,
  topics text[] not null,
  parties text[] not null,
  title text not null,
  edtf text not null,
  first_day integer not null,
  last_day integer not null,
  sort_start integer not null,
  "position" bigint not null,
  because text not null,
  article text,
  derived_from text[] not null,
  met_by text,
  cancelled_by text,
  afterwards text not null,
  reason jsonb,
  outstanding_by text,
  deadline jsonb,
  constraint milestones_key PRIMARY KEY (subject_id, rule, occasion),
  constraint milestones_afterwards_known CHECK ((afterwards = ANY (ARRAY['overdue'::text, 'unconfirmed'::text, 'met'::text])))
);
CREATE INDEX milestones_order ON public.milestones USING btree (sort_start, last_day, subject_id, rule, occasion);
CREATE INDEX milestones_words ON public.milestones USING gin (topics, parties);
comment on table milestones is 'The milestones of subjects as their facts stand. Days count from 1970-01-01 UTC; an open start is -2147483648, an open end 2147483647.';
comment on column milestones.sort_start is 'The first day; with an open start the last day.';
comment on column milestones."position" is 'The position of the newest fact that it is derived from.';
comment on column milestones.afterwards is 'What it is called once its window has passed with no outcome on record.';
comment on column milestones.reason is 'Why it is due, as a code with what its words carry; null where the rule alone tells it.';
comment on column milestones.outstanding_by is 'The fact by which a source says that it is still outstanding, where nothing newer on record is about it.';
comment on column milestones.deadline is 'Of a legal deadline its rule, its readings with their last days, and their outcomes.';

create table planned_reminders (
  subscription_id text not null,
  kind text not null,
  about text not null,
  edtf text not null,
  lead_time text not null,
  cause bigint not null,
  due_at timestamp with time zone not null,
  status text not null,
  reason text,
  delivery_id text,
  detail jsonb,
  constraint planned_reminders_key PRIMARY KEY (subscription_id, about, edtf, lead_time, kind, cause),
  constraint planned_reminders_kind_known CHECK ((kind = ANY (ARRAY['reminder'::text, 'milestone-moved'::text, 'milestone-cancelled'::text, 'development'::text]))),
  constraint planned_reminders_status_known CHECK ((status = ANY (ARRAY['planned'::text, 'collected'::text, 'cancelled'::text])))
);
CREATE INDEX planned_reminders_about ON public.planned_reminders USING btree (about, subscription_id) WHERE (status = 'planned'::text);
CREATE INDEX planned_reminders_delivery ON public.planned_reminders USING btree (delivery_id) WHERE (delivery_id IS NOT NULL);
CREATE INDEX planned_reminders_due ON public.planned_reminders USING btree (due_at) WHERE (status = 'planned'::text);
comment on table planned_reminders is 'One row per subscription, milestone, window and lead time, and one per notice or development. Planned until it is collected into a delivery.';
comment on column planned_reminders.about is 'The id of the milestone, or of the event that a development tells.';
comment on column planned_reminders.edtf is 'The window of the milestone; empty for a development.';
comment on column planned_reminders.cause is 'The position of the event that a notice or a development tells; 0 for a reminder.';

create table planning_rules (
  name text not null,
  version text not null,
  reached text,
  constraint planning_rules_key PRIMARY KEY (name)
);
comment on table planning_rules is 'The time-zone rules by which instants were planned.';
comment on column planning_rules.reached is 'While plans are computed anew: the last subscription that was; null when all were.';

create table projection_quarantine (
  view text collate "C" not null,
  stream text collate "C" not null,
  "position" bigint not null,
  event_id text not null,
  type text not null,
  error text not null,
  tries integer not null,
  since timestamp with time zone not null default clock_timestamp(),
  constraint projection_quarantine_key PRIMARY KEY (view, stream),
  constraint projection_quarantine_tries_positive CHECK ((tries > 0))
);
comment on table projection_quarantine is 'Streams that a view has set aside: from this position on, none of their events is in its rows.';
comment on column projection_quarantine."position" is 'The event that could not be applied; the later ones of its stream wait behind it.';

create table projections (
  name text collate "C" not null,
  version integer not null,
  status text not null default 'live'::text,
  "position" bigint not null default 0,
  updated_at timestamp with time zone not null default clock_timestamp(),
  owner text,
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  error text,
  error_position bigint,
  failed_since timestamp with time zone,
  request uuid,
  check_only boolean not null default false,
  keep_quarantine boolean not null default false,
  phase text,
  target bigint,
  outcome text,
  report text,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint projections_key PRIMARY KEY (name, status),
  constraint projections_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 63))),
  constraint projections_outcome_known CHECK (((outcome IS NULL) OR (outcome = ANY (ARRAY['same'::text, 'different'::text, 'swapped'::text, 'stopped'::text, 'refused'::text])))),
  constraint projections_phase_known CHECK (((phase IS NULL) OR (phase = ANY (ARRAY['waiting'::text, 'filling'::text, 'comparing'::text, 'swapping'::text])))),
  constraint projections_position_not_negative CHECK (("position" >= 0)),
  constraint projections_request_of_rebuilds CHECK ((((status = 'live'::text) = (request IS NULL)) AND ((status = 'building'::text) = (phase IS NOT NULL)) AND ((status = 'finished'::text) = (outcome IS NOT NULL)))),
  constraint projections_status_known CHECK ((status = ANY (ARRAY['live'::text, 'building'::text, 'finished'::text]))),
  constraint projections_version_counts_from_one CHECK ((version > 0))
) with (fillfactor=50);
comment on table projections is 'What readers see of each view (live), its rebuild under way (building), and how its last rebuild ended (finished).';
comment on column projections.status is 'live: this is what readers see. building: fills in a schema of its own. finished: the last rebuild, for people to read.';
comment on column projections."position" is 'The last position of the log whose events the rows hold.';
comment on column projections.owner is 'Which process holds the row until lease_until, in words; null after it has let go.';
comment on column projections.fence is 'Counts the holders: whoever moves the position names the count under which it took the row, so that a late one cannot.';
comment on column projections.error is 'Why the view does not go on, at which event where that is known, and since when.';
comment on column projections.target is 'Where a rebuild has to get to, as the live view stood when that was last looked at.';
comment on column projections.outcome is 'same and different: it was only compared. swapped: its rows are live. stopped: an event could not be applied. refused: the check of the view found its rows wrong.';

create table rate_limits (
  key character varying(255) not null,
  points integer not null default 0,
  expire bigint,
  constraint rate_limits_key PRIMARY KEY (key)
);
comment on table rate_limits is 'Counters of the package rate-limiter-flexible, which defines the columns. Keys are hashes; the sweep removes what expired.';

create table reminder_progress (
  name text not null,
  "position" bigint not null,
  constraint reminder_progress_key PRIMARY KEY (name)
);
comment on table reminder_progress is 'How far the log was searched for news.';

create table schedule_runs (
  name text not null,
  every_ms bigint,
  declared_at timestamp with time zone not null default clock_timestamp(),
  succeeded_at timestamp with time zone,
  failing_since timestamp with time zone,
  failed_at timestamp with time zone,
  failures integer not null default 0,
  reason text,
  constraint schedule_runs_pkey PRIMARY KEY (name)
) with (fillfactor=50);
comment on table schedule_runs is 'How the work by schedule goes, in real time: one row for each job that is declared.';
comment on column schedule_runs.every_ms is 'The distance of its runs; null where it runs by the calendar.';
comment on column schedule_runs.failing_since is 'The first failure since the last run that succeeded; null where that was the last run.';
comment on column schedule_runs.failures is 'How many runs failed since then; each attempt counts.';

create table seeds (
  file text not null,
  digest text not null,
  finished_at timestamp with time zone not null default clock_timestamp(),
  recorded integer not null,
  repeated integer not null,
  refused integer not null,
  left_out integer not null,
  constraint seeds_key PRIMARY KEY (file, digest),
  constraint seeds_counts CHECK ((LEAST(recorded, repeated, refused, left_out) >= 0)),
  constraint seeds_digest_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
);
comment on table seeds is 'Files that were imported to their end, by the SHA-256 of their content. A file that is not here is imported at the next start.';
comment on column seeds.left_out is 'Records that lie after the clock with which the log was begun (CLOCK_START) and stay out.';

create table subscription_addresses (
  subscription_id text not null,
  address text,
  secrets text[] not null,
  token_key bytea,
  confirm_until timestamp with time zone,
  mailbox bytea,
  requested_by bytea,
  confirmed_by text,
  secret_before_until timestamp with time zone,
  constraint subscription_addresses_key PRIMARY KEY (subscription_id),
  constraint subscription_addresses_token_key_length CHECK ((octet_length(token_key) = ANY (ARRAY[32, 60]))),
  constraint subscription_addresses_token_when_proved CHECK (((token_key IS NULL) = (confirm_until IS NOT NULL)))
);
CREATE INDEX subscription_addresses_mailbox ON public.subscription_addresses USING btree (mailbox) WHERE (mailbox IS NOT NULL);
CREATE INDEX subscription_addresses_unhashed ON public.subscription_addresses USING btree (subscription_id) WHERE ((mailbox IS NULL) AND (address IS NOT NULL));
comment on table subscription_addresses is 'What is erased on request: where messages go, and the keys of links and signatures.';
comment on column subscription_addresses.secrets is 'Secrets that sign webhooks, the newest first; two while they are changed.';
comment on column subscription_addresses.token_key is 'Signs the links of this subscription; with it every link dies. Null until the address is confirmed. 60 bytes where it is encrypted (SECRETS_KEY); so are the secrets, which then begin with sealed:.';
comment on column subscription_addresses.mailbox is 'The keyed hash of the canonical mailbox; null without one, and for what was made before there was this column.';
comment on column subscription_addresses.requested_by is 'The keyed hash of the caller of a pending request, so that one caller displaces its own only; null once confirmed.';
comment on column subscription_addresses.confirmed_by is 'The confirmation mail whose link confirmed it and shows its links; null from the first rotation of the links.';
comment on column subscription_addresses.secret_before_until is 'Real time: until when the second secret signs as well; null where there is one only.';

create table subscription_events (
  id bigint not null generated always as identity,
  subscription_id text not null,
  type text not null,
  recorded_by text,
  request_id text,
  constraint subscription_events_key PRIMARY KEY (id)
);
comment on table subscription_events is 'What is to be told to the log, written with the change that it tells; only the id of a subscription goes there.';
comment on column subscription_events.recorded_by is 'The actor of the event; null where an earlier release wrote the row.';

create table subscription_requests (
  key bytea not null,
  fingerprint bytea not null,
  subscription_id text not null,
  made_at timestamp with time zone not null default clock_timestamp(),
  status text not null,
  constraint subscription_requests_key PRIMARY KEY (key)
);
comment on table subscription_requests is 'Requests with an Idempotency-Key, kept for 24 hours: what each was answered. Key (with its caller) and body are kept as hashes (SHA-256).';
comment on column subscription_requests.made_at is 'Real time.';

create table subscriptions (
  id text not null,
  status text not null,
  channel text not null,
  subjects text[] not null,
  topics text[] not null,
  types text[] not null,
  parties text[] not null,
  milestones text[] not null,
  kinds text[] not null,
  lead_times text[] not null,
  time_zone text not null,
  local_time text not null,
  digest text not null,
  digest_day smallint not null,
  quiet_from text not null,
  quiet_to text not null,
  created_at timestamp with time zone not null,
  active_since timestamp with time zone,
  active_position bigint,
  failing_since timestamp with time zone,
  disabled_reason text,
  last_read_at timestamp with time zone not null default clock_timestamp(),
  made_by_key bigint,
  constraint subscriptions_key PRIMARY KEY (id),
  constraint subscriptions_active_since_when CHECK (((status = 'pending'::text) OR ((active_since IS NOT NULL) AND (active_position IS NOT NULL)))),
  constraint subscriptions_channel_known CHECK ((channel = ANY (ARRAY['email'::text, 'webhook'::text, 'calendar'::text]))),
  constraint subscriptions_digest_day_range CHECK (((digest_day >= 1) AND (digest_day <= 7))),
  constraint subscriptions_digest_known CHECK ((digest = ANY (ARRAY['none'::text, 'daily'::text, 'weekly'::text]))),
  constraint subscriptions_kinds_known CHECK (((cardinality(kinds) > 0) AND (kinds <@ ARRAY['milestones'::text, 'developments'::text, 'corrections'::text]))),
  constraint subscriptions_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'active'::text, 'disabled'::text])))
);
CREATE INDEX subscriptions_damaged_filter ON public.subscriptions USING btree (id) WHERE (array_position((((((subjects || topics) || types) || parties) || milestones) || kinds), NULL::text) IS NOT NULL);
CREATE INDEX subscriptions_made_by_key ON public.subscriptions USING btree (made_by_key) WHERE (made_by_key IS NOT NULL);
comment on table subscriptions is 'What is asked for. An empty list of a filter lets everything through.';
comment on column subscriptions.digest_day is 'The day of the week of a weekly digest, 1 (Monday) to 7.';
comment on column subscriptions.quiet_from is 'Local time HH:MM; empty, as quiet_to, where there are no quiet hours.';
comment on column subscriptions.active_position is 'The position of the log when it became active: what was recorded up to here is no news to it.';
comment on column subscriptions.last_read_at is 'Real time, to the day: when a calendar was last fetched. One that nobody fetches expires.';
comment on column subscriptions.made_by_key is 'The key of the request that made it, or that switched it on again; null where it was made without a key, or before there was this column.';

create table suppressed_mailboxes (
  mailbox bytea not null,
  reason text not null,
  since timestamp with time zone not null default clock_timestamp(),
  constraint suppressed_mailboxes_key PRIMARY KEY (mailbox),
  constraint suppressed_mailboxes_reason_known CHECK ((reason = ANY (ARRAY['refused'::text, 'bounced'::text])))
);
comment on table suppressed_mailboxes is 'Mailboxes to which no confirmation is sent any more: their owner said so, or their server said that they do not exist.';

create table timeline (
  fact_id text not null,
  "position" bigint not null,
  recorded_at timestamp with time zone not null,
  recorded_from bigint not null,
  recorded_to bigint,
  known_from integer not null,
  known_to integer,
  subject_id text not null,
  subject_type text not null,
  subject_name text not null,
  type text not null,
  edtf text,
  first_day integer not null,
  last_day integer not null,
  sort_start integer not null,
  begun_by integer,
  "precision" text,
  title text not null,
  summary text,
  body jsonb not null,
  topics text[] not null,
  parties text[] not null,
  related text[] not null,
  sources jsonb not null,
  source_ids text[] not null,
  disputed boolean not null,
  known_day integer not null,
  known_basis text not null,
  retracted boolean not null,
  revision integer not null,
  corrected boolean not null,
  plan text,
  meets text[] not null,
  search tsvector not null,
  words bigint generated always as (hash_array_extended(array_append(parties, ''::text), hash_array_extended(array_append(topics, ''::text), (0)::bigint))) stored,
  constraint timeline_key PRIMARY KEY (fact_id, recorded_from, known_from)
);
CREATE INDEX timeline_case_known ON public.timeline USING btree (known_from, subject_id COLLATE "C") WHERE (subject_type = 'case'::text);
CREATE INDEX timeline_case_recorded ON public.timeline USING btree (recorded_from, subject_id COLLATE "C") WHERE (subject_type = 'case'::text);
CREATE INDEX timeline_followed ON public.timeline USING btree ("position", known_to) INCLUDE (recorded_from, recorded_to, retracted, revision) WHERE (known_to IS NOT NULL);
CREATE INDEX timeline_newest ON public.timeline USING btree (known_day, "position", recorded_from, known_from) INCLUDE (recorded_to, known_to);
CREATE INDEX timeline_order ON public.timeline USING btree (sort_start, last_day, "position", recorded_from, known_from) INCLUDE (recorded_to, known_to, first_day, begun_by, retracted, revision, "precision", type, subject_type, subject_id, words);
CREATE INDEX timeline_parties ON public.timeline USING gin (parties) WITH (gin_pending_list_limit='256');
CREATE INDEX timeline_plans ON public.timeline USING btree (subject_id) WHERE (plan IS NOT NULL);
CREATE INDEX timeline_related ON public.timeline USING gin (related) WITH (gin_pending_list_limit='256') WHERE (related <> '{}'::text[]);
CREATE INDEX timeline_search ON public.timeline USING gin (search) WITH (gin_pending_list_limit='512');
CREATE INDEX timeline_source_ids ON public.timeline USING gin (source_ids) WITH (gin_pending_list_limit='256');
CREATE INDEX timeline_subject ON public.timeline USING btree (subject_id, sort_start, last_day, "position", type, recorded_from, known_from);
CREATE INDEX timeline_topics ON public.timeline USING gin (topics) WITH (gin_pending_list_limit='256');
CREATE INDEX timeline_type ON public.timeline USING btree (type, sort_start, last_day, "position", recorded_from, known_from) INCLUDE (recorded_to, known_to);
CREATE INDEX timeline_words ON public.timeline USING btree (words);
alter table timeline alter column recorded_at set statistics 0;
alter table timeline alter column subject_name set statistics 0;
alter table timeline alter column title set statistics 0;
alter table timeline alter column summary set statistics 0;
alter table timeline alter column body set statistics 0;
alter table timeline alter column sources set statistics 0;
alter table timeline alter column known_basis set statistics 0;
comment on table timeline is 'The wordings of facts. Days count from 1970-01-01 UTC; an open start is -2147483648, an open end or no date 2147483647. A wording holds for positions recorded_from <= p < recorded_to and days known_from <= d < known_to.';
comment on column timeline.sort_start is 'The first day; with an open start the last day; 2147483647 where the source gives no date.';
comment on column timeline.begun_by is 'From this day on the fact had certainly occurred: the last day of its beginning; for a plan and for a fact without a date its known day, which the facts of its subject can bound further.';
comment on column timeline.plan is 'For a plan, the milestone that it names, as rule.occasion.';
comment on column timeline.meets is 'Rules, or whole milestones, whose plans this fact settles.';
comment on column timeline.words is 'The topics and parties as one number: wordings with the same lists have the same.';

create table timeline_changes (
  target text not null,
  "position" bigint not null,
  recorded_at timestamp with time zone not null,
  record jsonb not null,
  cites text[] not null,
  constraint timeline_changes_key PRIMARY KEY (target, "position")
);
CREATE INDEX timeline_changes_cites ON public.timeline_changes USING gin (cites);
CREATE INDEX timeline_changes_position ON public.timeline_changes USING btree ("position");
comment on table timeline_changes is 'Corrections and retractions by what they change (fact:ID, subject:ID, source:ID), in the order of recording.';
comment on column timeline_changes.cites is 'The sources that it rests on, or gives to a fact: when one of them turns out to be published on another day, its known day moves.';

create table timeline_sources (
  source_id text not null,
  "position" bigint not null,
  recorded_at timestamp with time zone not null,
  recorded_from bigint not null,
  recorded_to bigint,
  known_from integer not null,
  known_to integer,
  title text not null,
  publisher text not null,
  published_on text,
  published_day integer,
  url text,
  archived_url text,
  retrieved_on text,
  sha256 text,
  checked_on text,
  constraint timeline_sources_key PRIMARY KEY (source_id, recorded_from, known_from)
);
CREATE INDEX timeline_sources_title ON public.timeline_sources USING btree (title COLLATE "C", source_id COLLATE "C", recorded_from, known_from);
comment on table timeline_sources is 'The wordings of sources; published_day is the last day of published_on.';
comment on column timeline_sources.archived_url is 'The address of an archived copy.';
comment on column timeline_sources.retrieved_on is 'The day on which the document was retrieved, YYYY-MM-DD.';
comment on column timeline_sources.sha256 is 'SHA-256 of the bytes that were retrieved, lower-case hexadecimal.';
comment on column timeline_sources.checked_on is 'The day on which the address was last looked at, YYYY-MM-DD.';

create table timeline_subjects (
  subject_id text not null,
  "position" bigint not null,
  recorded_at timestamp with time zone not null,
  recorded_from bigint not null,
  recorded_to bigint,
  known_from integer not null,
  known_to integer,
  type text not null,
  name text not null,
  parties text[] not null,
  topics text[] not null,
  part_of text,
  attributes jsonb not null,
  search tsvector not null,
  constraint timeline_subjects_key PRIMARY KEY (subject_id, recorded_from, known_from)
);
CREATE INDEX timeline_subjects_cases ON public.timeline_subjects USING gin (((lower(((attributes)::text COLLATE pg_c_utf8)))::jsonb) jsonb_path_ops) WHERE (type = 'case'::text);
CREATE INDEX timeline_subjects_name ON public.timeline_subjects USING btree (name COLLATE "C", subject_id COLLATE "C", recorded_from, known_from);
CREATE INDEX timeline_subjects_part_of ON public.timeline_subjects USING btree (part_of) WHERE (part_of IS NOT NULL);
CREATE INDEX timeline_subjects_type ON public.timeline_subjects USING btree (type, name COLLATE "C", subject_id COLLATE "C", recorded_from, known_from);
CREATE INDEX timeline_subjects_words ON public.timeline_subjects USING gin (topics, parties, search);
comment on table timeline_subjects is 'The wordings of subjects; the clocks as in timeline.';

create table unplanned_reminders (
  subscription_id text not null,
  kind text not null,
  about text not null,
  edtf text not null,
  cause bigint not null,
  detail jsonb,
  since timestamp with time zone not null,
  missed boolean not null,
  constraint unplanned_reminders_key PRIMARY KEY (subscription_id, about, kind, edtf, cause),
  constraint unplanned_reminders_kind_known CHECK ((kind = ANY (ARRAY['reminder'::text, 'milestone-moved'::text, 'milestone-cancelled'::text, 'development'::text])))
);
CREATE INDEX unplanned_reminders_about ON public.unplanned_reminders USING btree (about);
comment on table unplanned_reminders is 'What could not be planned: all lead times of a milestone (one row, no window), a notice or a development.';
comment on column unplanned_reminders.since is 'When it was to be planned, by the clock of the service: lead times that passed after it are sent late.';
comment on column unplanned_reminders.missed is 'Lead times that passed before it are sent as well: the milestone became known inside them.';

alter table api_keys add constraint api_keys_successor FOREIGN KEY (successor) REFERENCES api_keys(id);

alter table deliveries add constraint deliveries_subscription FOREIGN KEY (subscription_id) REFERENCES subscriptions(id) ON DELETE CASCADE;

alter table planned_reminders add constraint planned_reminders_subscription FOREIGN KEY (subscription_id) REFERENCES subscriptions(id) ON DELETE CASCADE;

alter table subscription_addresses add constraint subscription_addresses_subscription FOREIGN KEY (subscription_id) REFERENCES subscriptions(id) ON DELETE CASCADE;

alter table subscriptions add constraint subscriptions_made_by_key FOREIGN KEY (made_by_key) REFERENCES api_keys(id);

alter table unplanned_reminders add constraint unplanned_reminders_subscription FOREIGN KEY (subscription_id) REFERENCES subscriptions(id) ON DELETE CASCADE;

CREATE OR REPLACE FUNCTION public.allow_redaction_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if (new.position, new.stream, new.version, new.event_id, new.type, new.schema_version, new.metadata, new.recorded_at,
      new.content_hash, new.hash)
     is distinct from (old.position, old.stream, old.version, old.event_id, old.type, old.schema_version, old.metadata,
      old.recorded_at, old.content_hash, old.hash)
     or not exists (
       select from public.events r
        where r.event_id = 'log.redacted:' || old.event_id and r.type = 'log.redacted' and r.position > old.position
          and r.data ->> 'event' = old.event_id and r.data ->> 'contentHash' = encode(old.content_hash, 'hex')
          and r.data -> 'remains' = new.data) then
    raise exception 'update of events is refused: no event of the type log.redacted allows it'
      using errcode = 'restrict_violation', table = 'events';
  end if;
  return new;
end
$function$;
comment on function allow_redaction_only() is 'A recorded event loses its text only as an event of the type log.redacted says, and nothing else.';

CREATE OR REPLACE FUNCTION public.append_events(streams text[], expected integer[], counts integer[], needs integer[], required text[], ids text[], types text[], schemas smallint[], data text, metadata text, hashes bytea, mode text)
 RETURNS TABLE(outcome text, last_position bigint, last_version integer, culprits jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare
  documents jsonb[];   remarks jsonb[];
  -- per append; its home is the first append on the same stream, which carries the stream's version
  a_home integer[];   a_version integer[];
  -- per event, where an id of this call is in the log or comes twice: its home is the first event of the same id, which
  -- carries what the log has under that id
  e_home integer[];   known_position bigint[];   known_version integer[];   known_content bytea[];
  -- per event: its stream, and where it is taken its place and its hash
  e_streams text[];   new_position bigint[];   new_version integer[];   new_hash bytea[];
  -- per required id; its home is the first event of that id in this call, if there is one
  r_home integer[];   r_in_log boolean[];
  -- per answer
  outcomes text[];   positions bigint[];   versions integer[];   blamed jsonb[];
  start_position bigint;   current_position bigint;   current_hash bytea;
  instant timestamptz;   instant_sent bytea;
  home integer;   current_version integer;   content bytea;
  first_event integer;   last_event integer := 0;   first_needed integer;   last_needed integer := 0;
  each_is_new boolean;   is_new boolean;   earlier text;   other text;   absent text[];
  is_refused boolean := false;
  remark jsonb;   has_redaction boolean;
begin
  if mode not in ('each', 'all-or-nothing', 'dry-run') then
    raise exception 'append_events knows no mode "%"', mode;
  end if;
  -- An acknowledged append is on disk, also where the server was told to be careless.
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;

  documents := string_to_array(data, chr(30))::jsonb[];
  remarks := string_to_array(metadata, chr(30))::jsonb[];
  if cardinality(ids) > 0 then
    -- A list that is too short ends with its first element for all others; without any there is no recorder.
    foreach remark in array case when cardinality(remarks) > 0 then remarks else array['{}'::jsonb] end loop
      if jsonb_typeof(remark -> 'by') is distinct from 'string' or remark ->> 'by' = '' then
        raise exception 'append_events: the metadata of every event names its recorder in "by"' using errcode = 'check_violation';
      end if;
    end loop;
  end if;
  select array_agg(s.home order by s.n) into a_home
    from (select u.n, min(u.n) over (partition by u.stream) as home from unnest(streams) with ordinality as u(stream, n)) s;
  select array_agg(u.stream order by u.n) into e_streams
    from unnest(streams, counts) with ordinality as u(stream, events, n) cross join lateral generate_series(1, u.events);
  new_position := array_fill(null::bigint, array[cardinality(ids)]);
  new_version := array_fill(null::integer, array[cardinality(ids)]);
  new_hash := array_fill(null::bytea, array[cardinality(ids)]);
  select count(distinct u.id collate "C") = count(*), bool_or(starts_with(u.id, 'log.redacted:'))
    into each_is_new, has_redaction from unnest(ids) as u(id);
  if (has_redaction or 'log.redacted' = any(types)) and not pg_has_role(session_user, current_user, 'member') then
    raise exception 'append_events: a redaction is recorded by the owner of the log' using errcode = 'insufficient_privilege';
  end if;
  if needs is not null then
    select array_agg(e.home order by r.n) into r_home
      from unnest(required) with ordinality as r(id, n)
           left join (select u.id, min(u.n) as home from unnest(ids) with ordinality as u(id, n) group by u.id) e
             on e.id = r.id;
  end if;

  select h.position, h.recorded_at, h.hash into strict start_position, instant, current_hash from public.log_head h for update;
  if mode = 'each' then
    raise info 'append_events: turn';
  end if;
  current_position := start_position;
  instant := greatest(public.dateline_now(), instant);
  instant_sent := int8send((extract(epoch from instant) * 1000000)::bigint);

  select array_agg(case when a.n = a.home
                        then coalesce((select max(x.version) from public.events x where x.stream = a.stream), 0) end order by a.n)
    into a_version
    from unnest(streams, a_home) with ordinality as a(stream, home, n);
  each_is_new := each_is_new and not exists (select from public.events x where x.event_id = any(ids));
  if not each_is_new then
    select array_agg(e.home order by e.n), array_agg(x.position order by e.n), array_agg(x.version order by e.n),
           array_agg(x.content_hash order by e.n)
      into e_home, known_position, known_version, known_content
      from (select u.n, u.id, min(u.n) over (partition by u.id) as home from unnest(ids) with ordinality as u(id, n)) e
           left join lateral (select * from public.events where event_id = e.id limit 1) x on true;
  end if;
  if needs is not null then
    select array_agg(exists (select from public.events x where x.event_id = r.id) order by r.n)
      into r_in_log
      from unnest(required) with ordinality as r(id, n);
  end if;

  for a in 1 .. coalesce(cardinality(streams), 0) loop
    first_event := last_event + 1;   last_event := last_event + counts[a];
    if needs is not null then
      first_needed := last_needed + 1;   last_needed := last_needed + needs[a];
    end if;
    -- Every element is given, from the first on: an array counts from the first one that it was given.
    positions[a] := null;   versions[a] := null;   blamed[a] := null;

    -- What is known already is answered first: a repeat needs no luck with the version.
    if not each_is_new then
      is_new := false;   earlier := null;   other := null;
      for e in first_event .. last_event loop
        home := e_home[e];
        if known_position[home] is null then
          is_new := true;
        else
          earlier := coalesce(earlier, ids[e]);
          if known_content[home] <> substring(hashes from e * 64 - 63 for 32) then
            other := coalesce(other, ids[e]);
          elsif positions[a] is null or positions[a] < known_position[home] then
            positions[a] := known_position[home];   versions[a] := known_version[home];
          end if;
        end if;
      end loop;
      if earlier is not null and other is null and not is_new then
        outcomes[a] := 'repeated';
        continue;
      end if;
      if earlier is not null then
        outcomes[a] := 'id-taken';   blamed[a] := to_jsonb(array[coalesce(other, earlier)]);
        positions[a] := null;   versions[a] := null;   is_refused := true;
        continue;
      end if;
    end if;

    home := a_home[a];   current_version := a_version[home];
    if expected[a] >= 0 and current_version <> expected[a] or expected[a] = -2 and current_version = 0 then
      outcomes[a] := 'wrong-version';   versions[a] := current_version;   is_refused := true;
      continue;
    end if;
    if needs is not null then
      absent := null;
      for r in first_needed .. last_needed loop
        if not r_in_log[r] and new_hash[r_home[r]] is null and known_position[r_home[r]] is null then
          absent := absent || required[r];
        end if;
      end loop;
      if absent is not null then
        outcomes[a] := 'missing';   blamed[a] := to_jsonb(absent);   is_refused := true;
        continue;
      end if;
    end if;

    for e in first_event .. last_event loop
      current_version := current_version + 1;   current_position := current_position + 1;
      current_hash := sha256(current_hash || int8send(current_position) || int8send(current_version::bigint) || instant_sent
                             || substring(hashes from e * 64 - 63 for 64));
      new_position[e] := current_position;   new_version[e] := current_version;   new_hash[e] := current_hash;
      if not each_is_new then
        known_position[e_home[e]] := current_position;
        known_version[e_home[e]] := current_version;
        known_content[e_home[e]] := substring(hashes from e * 64 - 63 for 32);
      end if;
    end loop;
    a_version[home] := current_version;
    outcomes[a] := 'appended';   positions[a] := current_position;   versions[a] := current_version;
  end loop;

  if mode = 'dry-run' or mode = 'all-or-nothing' and is_refused then
    for a in 1 .. coalesce(cardinality(streams), 0) loop
      if positions[a] > start_position then
        outcomes[a] := case outcomes[a] when 'appended' then 'withheld' else 'withheld-repeat' end;
        positions[a] := null;   versions[a] := null;
      end if;
    end loop;
  elsif current_position > start_position then
    insert into public.events (position, stream, version, event_id, type, schema_version, data, metadata, recorded_at, content_hash, hash)
    select u.position, u.stream, u.version, u.id, u.type, u.schema, u.document, coalesce(remarks[u.n], remarks[1], '{}'),
           instant, substring(hashes from u.n::integer * 64 - 63 for 32), u.hash
      from unnest(e_streams, ids, types, schemas, documents, new_position, new_version, new_hash) with ordinality
           as u(stream, id, type, schema, document, position, version, hash, n)
     where u.position is not null;
    update public.log_head set position = current_position, recorded_at = instant, hash = current_hash;
    perform pg_notify('dateline_log', current_position::text);
  end if;

  return query select o.outcome, o.position, o.version, o.culprits
    from unnest(outcomes, positions, versions, blamed) with ordinality as o(outcome, position, version, culprits, n)
   order by o.n;
end
$function$;
comment on function append_events(text[],integer[],integer[],integer[],text[],text[],text[],smallint[],text,text,bytea,text) is 'The only way into the log, besides a restore into an empty one.';

CREATE OR REPLACE FUNCTION public.count_denials(tally text, actor text, details jsonb, times integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into public.audit (actor, action, outcome, details, count, tally)
  values (count_denials.actor, 'access-denied', 'refused', count_denials.details, greatest(count_denials.times, 1),
          count_denials.tally)
  on conflict on constraint audit_tally_key
    do update set count = audit.count + excluded.count, last_at = excluded.last_at
$function$;
comment on function count_denials(text,text,jsonb,integer) is 'Adds to a count of failed authorisations, or begins it.';

CREATE OR REPLACE FUNCTION public.dateline_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$
  select clock_timestamp() + coalesce((select offset_us from public.clock), 0) * interval '1 microsecond'
$function$;
comment on function dateline_now() is 'The instant that the domain''s clock shows.';

CREATE OR REPLACE FUNCTION public.log_position_at(moment timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  low bigint := 0;   -- recorded at or before the moment, or the place before the first event
  high bigint;       -- recorded after it, or the place behind the last event
  middle bigint;
begin
  select position + 1 into strict high from log_head;
  while high - low > 1 loop
    middle := (low + high) / 2;
    if (select recorded_at <= moment from events where position = middle) then low := middle; else high := middle; end if;
  end loop;
  return low;
end
$function$;
comment on function log_position_at(timestamp with time zone) is 'The last position recorded at or before a moment, 0 where there is none. Instants never decrease, so a search by halves needs no index.';

CREATE OR REPLACE FUNCTION public.look_up_events(ids text[], streams text[], types text[])
 RETURNS TABLE(part text, "position" bigint, stream text, version integer, event_id text, type text, schema_version smallint, data jsonb, metadata jsonb, recorded_us bigint, hash text)
 LANGUAGE plpgsql
 STABLE
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
  return query
    select 'id', e.position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data, e.metadata,
           (extract(epoch from e.recorded_at) * 1000000)::bigint, encode(e.hash, 'hex')
      from unnest(ids) as wanted(id)
           cross join lateral (select * from events x where x.event_id = wanted.id limit 1) e
    union all
    select 'version', null, wanted.stream, e.version, null, null, null, null, null, null, null
      from unnest(streams) as wanted(stream)
           cross join lateral (
             select x.version from events x where x.stream = wanted.stream order by x.version desc limit 1) e
    union all
    select 'stream', e.position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data, e.metadata,
           (extract(epoch from e.recorded_at) * 1000000)::bigint, encode(e.hash, 'hex')
      from unnest(streams) as wanted(stream)
           cross join lateral (
             select * from events x where x.stream = wanted.stream and x.type = any(types) order by x.version) e;
end
$function$;
comment on function look_up_events(text[],text[],text[]) is 'What decisions ask of the log, in one call.';

CREATE OR REPLACE FUNCTION public.refuse_change_of_log()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_op = 'UPDATE' and current_setting('dateline.redaction', true) = 'on' then
    return null;
  end if;
  raise exception '% of % is refused: what was recorded is never changed or removed; record a correction or a retraction instead',
    lower(tg_op), tg_table_name
    using errcode = 'restrict_violation', table = tg_table_name;
end
$function$;

CREATE OR REPLACE FUNCTION public.remove_old_audit()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  delete from only public.audit
   where at < clock_timestamp() - interval '400 days'
      or action = 'access-denied' and at < clock_timestamp() - interval '30 days'
$function$;
comment on function remove_old_audit() is 'Administration stays on record for 400 days, failed authorisations, which strangers cause, for 30.';

CREATE TRIGGER events_redaction_only BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION allow_redaction_only();
alter table events enable always trigger events_redaction_only;

CREATE TRIGGER events_refuse_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
alter table events enable always trigger events_refuse_change;

CREATE TRIGGER log_head_refuse_removal BEFORE DELETE OR TRUNCATE ON public.log_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
alter table log_head enable always trigger log_head_refuse_removal;
