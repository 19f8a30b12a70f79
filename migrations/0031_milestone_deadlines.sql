-- A milestone that has passed with no outcome on record is unconfirmed; it is overdue only where a source says that it is
-- outstanding, and what ends by the calendar alone is met by its last day. A legal deadline carries how it was kept as far
-- as the facts decide it; what depends on the day is computed when it is read.

alter table milestones add column outstanding_by text;
alter table milestones add column deadline jsonb;
comment on column milestones.outstanding_by is 'The fact by which a source says that it is still outstanding, where nothing newer on record is about it.';
comment on column milestones.deadline is 'Of a legal deadline its rule, its readings with their last days, and their outcomes.';

-- Rows of the version before say overdue until the view is rebuilt.
alter table milestones drop constraint milestones_afterwards_known;
alter table milestones add constraint milestones_afterwards_known check (afterwards in ('overdue', 'unconfirmed', 'met'));
