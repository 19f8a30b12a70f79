-- Nothing with a token leaves for an e-mail subscription except by mail, and what is asked of a mailbox is asked once a
-- day. Mailboxes are compared by keyed hashes of their canonical form, so that a list of them names nobody.

create table mailbox_keys (
  key bytea not null,
  constraint mailbox_keys_length check (octet_length(key) = 32)
);
comment on table mailbox_keys is 'One row: the key of the hashes (HMAC-SHA256) of mailboxes.';
insert into mailbox_keys
  select decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');

create table mailbox_confirmations (
  id          text        not null,
  mailbox     bytea       not null,
  address     text,
  tagged      boolean     not null,
  token_key   bytea,
  message     text        not null,
  made_at     timestamptz not null,
  valid_until timestamptz not null,
  constraint mailbox_confirmations_key primary key (id),
  constraint mailbox_confirmations_token_key_length check (octet_length(token_key) in (32, 60)),
  constraint mailbox_confirmations_erased_together check ((address is null) = (token_key is null))
);
comment on table mailbox_confirmations is 'One row per confirmation mail: at most one a day per mailbox, and one more to its plain spelling where the first went to a tagged one.';
comment on column mailbox_confirmations.address is 'Where the mail goes, as it was typed; null, as token_key, once no subscription of the mailbox is left.';
comment on column mailbox_confirmations.tagged is 'Whether it went to a tagged spelling, whose link covers that address alone; the link of the plain one covers the mailbox.';
comment on column mailbox_confirmations.message is 'The id of the mail in deliveries.';
create index mailbox_confirmations_mailbox on mailbox_confirmations (mailbox, made_at);
create index mailbox_confirmations_message on mailbox_confirmations (message);

create table suppressed_mailboxes (
  mailbox bytea       not null,
  reason  text        not null,
  since   timestamptz not null default clock_timestamp(),
  constraint suppressed_mailboxes_key primary key (mailbox),
  constraint suppressed_mailboxes_reason_known check (reason in ('refused', 'bounced'))
);
comment on table suppressed_mailboxes is 'Mailboxes to which no confirmation is sent any more: their owner said so, or their server said that they do not exist.';

-- Requests that nobody confirmed were made under the old rule, which gave their links to the requester.
insert into subscription_events (subscription_id, type)
  select id, 'subscription.erased' from subscriptions where status = 'pending';
delete from subscriptions where status = 'pending';

alter table subscriptions add column last_read_at timestamptz not null default clock_timestamp();
comment on column subscriptions.last_read_at is 'Real time, to the day: when a calendar was last fetched. One that nobody fetches expires.';

alter table subscription_addresses
  alter column token_key drop not null,
  add column mailbox bytea,
  add column requested_by bytea,
  add column confirmed_by text,
  add column secret_before_until timestamptz,
  drop constraint subscription_addresses_token_key_length,
  add constraint subscription_addresses_token_key_length check (octet_length(token_key) in (32, 60)),
  add constraint subscription_addresses_token_when_proved check ((token_key is null) = (confirm_until is not null));
comment on column subscription_addresses.token_key is 'Signs the links of this subscription; with it every link dies. Null until the address is confirmed. 60 bytes where it is encrypted (SECRETS_KEY); so are the secrets, which then begin with sealed:.';
comment on column subscription_addresses.mailbox is 'The keyed hash of the canonical mailbox; null without one, and for what was made before there was this column.';
comment on column subscription_addresses.requested_by is 'The keyed hash of the caller of a pending request, so that one caller displaces its own only; null once confirmed.';
comment on column subscription_addresses.confirmed_by is 'The confirmation mail whose link confirmed it and shows its links; null from the first rotation of the links.';
comment on column subscription_addresses.secret_before_until is 'Real time: until when the second secret signs as well; null where there is one only.';
update subscription_addresses set secret_before_until = clock_timestamp() + interval '24 hours' where cardinality(secrets) > 1;
create index subscription_addresses_mailbox on subscription_addresses (mailbox) where mailbox is not null;

delete from subscription_requests;
alter table subscription_requests
  drop constraint subscription_requests_subscription,
  add column status text not null;
drop index subscription_requests_subscription;
comment on table subscription_requests is 'Requests with an Idempotency-Key, kept for 24 hours: what each was answered. Key (with its caller) and body are kept as hashes (SHA-256).';
