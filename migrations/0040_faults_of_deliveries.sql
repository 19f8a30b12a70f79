-- Whose trouble it is that the last attempt at a message failed: only the recipient's ends a message early or counts towards
-- disabling a subscription; the operator's is what health and metrics report.
alter table deliveries add column fault text,
  add constraint deliveries_fault_known check (fault in ('recipient', 'operator', 'service'));
comment on column deliveries.fault is 'Whose trouble it is that the last attempt failed; null where none did.';
create index deliveries_by_fault on deliveries (status, fault) where fault is not null;
