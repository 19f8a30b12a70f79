-- The view `milestones`: what is due, as the rules of the kinds derive it from the facts on record. Status and flag depend
-- on the day and are computed when they are read.

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
  position bigint not null,
  because text not null,
  article text,
  derived_from text[] not null,
  met_by text,
  cancelled_by text,
  afterwards text not null,
  constraint milestones_key primary key (subject_id, rule, occasion),
  constraint milestones_afterwards_known check (afterwards in ('overdue', 'unconfirmed'))
);
comment on table milestones is 'The milestones of subjects as their facts stand. Days count from 1970-01-01 UTC; an open start is -2147483648, an open end 2147483647.';
comment on column milestones.sort_start is 'The first day; with an open start the last day.';
comment on column milestones.position is 'The position of the newest fact that it is derived from.';
comment on column milestones.afterwards is 'What it is called once its window has passed with no outcome on record.';

create index milestones_order on milestones (sort_start, last_day, subject_id, rule, occasion);
