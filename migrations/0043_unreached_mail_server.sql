-- Messages whose last attempt ended before the mail server took a sender: they go out as soon as it can be reached again.
alter table deliveries add column unreached boolean not null default false;
comment on column deliveries.unreached is 'The last attempt did not reach the mail server, or could not sign in there.';
create index deliveries_unreached on deliveries (next_at) where status = 'waiting' and unreached;
