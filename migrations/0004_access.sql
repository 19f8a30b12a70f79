-- Who may write and administer: keys, of which only a hash is kept, so that whoever reads the database cannot use them.

create table api_keys (
  id         bigint      generated always as identity,
  name       text        not null,
  hash       bytea       not null,
  scopes     text[]      not null,
  origin     text        not null,
  created_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz,
  constraint api_keys_key primary key (id),
  constraint api_keys_hash_key unique (hash),
  constraint api_keys_hash_length check (octet_length(hash) = 32),
  constraint api_keys_name_length check (char_length(name) between 1 and 100),
  constraint api_keys_scopes_known check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'admin']),
  constraint api_keys_origin_known check (origin in ('created', 'first-start', 'settings'))
);

comment on table api_keys is 'Keys to the API. A key that was revoked stays, so that its name tells what it was for.';
comment on column api_keys.hash is 'SHA-256 of the key. Keys are 32 random bytes, so no slow hash is needed.';
comment on column api_keys.origin is 'created: by a person. first-start: made for the administrator. settings: ADMIN_KEY, replaced when that changes.';
