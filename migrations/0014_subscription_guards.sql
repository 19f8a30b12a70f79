-- What keeps the making of subscriptions from being abused or doubled.

create table rate_limits (
  key    varchar(255) not null,
  points integer      not null default 0,
  expire bigint,
  constraint rate_limits_key primary key (key)
);
comment on table rate_limits is 'Counters of the package rate-limiter-flexible, which defines the columns. Keys are hashes; the sweep removes what expired.';

create table subscription_requests (
  key             bytea       not null,
  fingerprint     bytea       not null,
  subscription_id text        not null,
  made_at         timestamptz not null default clock_timestamp(),
  constraint subscription_requests_key primary key (key),
  constraint subscription_requests_subscription foreign key (subscription_id) references subscriptions (id) on delete cascade
);
comment on table subscription_requests is 'Requests with an Idempotency-Key, kept for 24 hours: which subscription each made. Key and body are kept as hashes (SHA-256).';
comment on column subscription_requests.made_at is 'Real time.';

create index subscription_requests_subscription on subscription_requests (subscription_id);
