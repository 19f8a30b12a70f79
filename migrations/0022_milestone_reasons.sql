-- Why something is due is told in one English sentence; a code with what the words carry lets others word it.

alter table milestones add column reason jsonb;
comment on column milestones.reason is 'Why it is due, as a code with what its words carry; null where the rule alone tells it.';
