-- A hundred thousand messages may wait in the queue at once. What is to be put in, and what it may have lost, is looked for
-- every few seconds, so each has an index that holds nothing of the other. When many wait for one milestone, what is
-- planned about it for one of them is found without the others.

drop index deliveries_waiting;
create index deliveries_to_queue on deliveries (next_at) where status = 'waiting' and queued_at is null;
create index deliveries_in_queue on deliveries (queued_at) where status = 'waiting' and queued_at is not null;
drop index planned_reminders_about;
create index planned_reminders_about on planned_reminders (about, subscription_id) where status = 'planned';
