-- Under READ_ACCESS=key a subscription ends with the key that made it. A key that is rotated with a grace hands what it made
-- to its successor; one that is revoked does not.

alter table api_keys
  add column successor bigint,
  add constraint api_keys_successor foreign key (successor) references api_keys (id),
  add constraint api_keys_successor_newer check (successor > id);
comment on column api_keys.successor is 'The key that replaced it in a rotation with a grace; null where it ended at once or was not rotated.';

alter table subscriptions
  add column made_by_key bigint,
  add constraint subscriptions_made_by_key foreign key (made_by_key) references api_keys (id);
comment on column subscriptions.made_by_key is 'The key of the request that made it, or that switched it on again; null where it was made without a key, or before there was this column.';
create index subscriptions_made_by_key on subscriptions (made_by_key) where made_by_key is not null;
