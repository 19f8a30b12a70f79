-- Indexes that serve each question under any clocks. Those of order and type were partial, for questions without clocks
-- only: a question with a clock read the whole table and sorted what was left of it. Now the same index serves both: the
-- beginnings of a wording's two spans follow the key, so that what is not yet recorded or known is passed over without
-- a visit to the table, and the columns that counts need are in it.

drop index timeline_order;
create index timeline_order on timeline (sort_start, last_day, position, recorded_from, known_from)
  include (recorded_to, known_to, first_day, begun_by, retracted, precision, type, subject_type, subject_id);
drop index timeline_type;
create index timeline_type on timeline (type, sort_start, last_day, position, recorded_from, known_from)
  include (recorded_to, known_to);
drop index timeline_newest;
create index timeline_newest on timeline (known_day, position, recorded_from, known_from)
  include (recorded_to, known_to);

-- The points of each clock at which a case can change, so that the changes of all cases can be read from a point on.
create index timeline_case_known on timeline (known_from, subject_id collate "C") where subject_type = 'case';
create index timeline_case_recorded on timeline (recorded_from, subject_id collate "C") where subject_type = 'case';
create index timeline_changes_position on timeline_changes (position);

-- Lists by name, in an order that is the same on every server, of all subjects and of one type.
drop index timeline_subjects_name;
create index timeline_subjects_name on timeline_subjects (name collate "C", subject_id collate "C", recorded_from, known_from);
create index timeline_subjects_type on timeline_subjects (type, name collate "C", subject_id collate "C", recorded_from, known_from);
create index timeline_subjects_words on timeline_subjects using gin (topics, parties, search);
drop index timeline_sources_title;
create index timeline_sources_title on timeline_sources (title collate "C", source_id collate "C", recorded_from, known_from);

-- What is due of one subject is in the key; what is due of a topic or a party is found by these.
create index milestones_words on milestones using gin (topics, parties);

-- What cases are asked for by: their attributes, capitals aside.
create index timeline_subjects_cases on timeline_subjects
  using gin ((lower(attributes::text collate pg_c_utf8)::jsonb) jsonb_path_ops) where type = 'case';
