-- The view `timeline`: every wording of every fact, subject and source over both clocks, so that one read answers what
-- was so, as known on a day and as recorded by a position. All rows can be derived again from the log.

create table timeline (
  fact_id text not null,
  position bigint not null,
  recorded_at timestamptz not null,
  recorded_from bigint not null,
  recorded_to bigint,
  known_from integer not null,
  known_to integer,
  subject_id text not null,
  subject_type text not null,
  subject_name text not null,
  type text not null,
  edtf text,
  first_day integer not null,
  last_day integer not null,
  sort_start integer not null,
  begun_by integer,
  precision text,
  title text not null,
  summary text,
  body jsonb not null,
  topics text[] not null,
  parties text[] not null,
  related text[] not null,
  sources jsonb not null,
  source_ids text[] not null,
  disputed boolean not null,
  known_day integer not null,
  known_basis text not null,
  retracted boolean not null,
  revision integer not null,
  corrected boolean not null,
  plan text,
  meets text[] not null,
  search tsvector not null,
  constraint timeline_key primary key (fact_id, recorded_from, known_from)
);
comment on table timeline is 'The wordings of facts. Days count from 1970-01-01 UTC; an open start is -2147483648, an open end or no date 2147483647. A wording holds for positions recorded_from <= p < recorded_to and days known_from <= d < known_to.';
comment on column timeline.sort_start is 'The first day; with an open start the last day; 2147483647 where the source gives no date.';
comment on column timeline.begun_by is 'The last day of the beginning: from this day on the fact had certainly occurred. For a plan its known day. Null where no day makes it certain.';
comment on column timeline.plan is 'For a plan, the milestone that it names, as rule.occasion.';
comment on column timeline.meets is 'Rules, or whole milestones, whose plans this fact settles.';

create index timeline_order on timeline (sort_start, last_day, position) where recorded_to is null and known_to is null;
create index timeline_subject on timeline (subject_id, sort_start, last_day, position);
create index timeline_type on timeline (type, sort_start, last_day, position) where recorded_to is null and known_to is null;
create index timeline_topics on timeline using gin (topics);
create index timeline_parties on timeline using gin (parties);
create index timeline_related on timeline using gin (related) where related <> '{}';
create index timeline_source_ids on timeline using gin (source_ids);
create index timeline_search on timeline using gin (search);
create index timeline_plans on timeline (subject_id) where plan is not null;

create table timeline_changes (
  target text not null,
  position bigint not null,
  recorded_at timestamptz not null,
  record jsonb not null,
  cites text[] not null,
  constraint timeline_changes_key primary key (target, position)
);
comment on table timeline_changes is 'Corrections and retractions by what they change (fact:ID, subject:ID, source:ID), in the order of recording.';
comment on column timeline_changes.cites is 'The sources that it rests on, or gives to a fact: when one of them turns out to be published on another day, its known day moves.';
create index timeline_changes_cites on timeline_changes using gin (cites);

create table timeline_subjects (
  subject_id text not null,
  position bigint not null,
  recorded_at timestamptz not null,
  recorded_from bigint not null,
  recorded_to bigint,
  known_from integer not null,
  known_to integer,
  type text not null,
  name text not null,
  parties text[] not null,
  topics text[] not null,
  part_of text,
  attributes jsonb not null,
  search tsvector not null,
  constraint timeline_subjects_key primary key (subject_id, recorded_from, known_from)
);
comment on table timeline_subjects is 'The wordings of subjects; the clocks as in timeline.';
create index timeline_subjects_part_of on timeline_subjects (part_of) where part_of is not null;
create index timeline_subjects_name on timeline_subjects (name, subject_id) where recorded_to is null and known_to is null;

create table timeline_sources (
  source_id text not null,
  position bigint not null,
  recorded_at timestamptz not null,
  recorded_from bigint not null,
  recorded_to bigint,
  known_from integer not null,
  known_to integer,
  title text not null,
  publisher text not null,
  published_on text,
  published_day integer,
  url text,
  constraint timeline_sources_key primary key (source_id, recorded_from, known_from)
);
comment on table timeline_sources is 'The wordings of sources; published_day is the last day of published_on.';
create index timeline_sources_title on timeline_sources (title, source_id) where recorded_to is null and known_to is null;
