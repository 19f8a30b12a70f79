-- Topics and parties are counted, and drawn as lanes, from an index alone. An index cannot hold lists of words of any
-- length; it holds one number for the two lists of a wording, and each list is looked up once by it. The number is made by
-- Postgres from the lists, so that it is right whoever writes the row.

alter table timeline add column words bigint
  generated always as (hash_array_extended(parties, hash_array_extended(topics, 0))) stored;
comment on column timeline.words is 'The topics and parties as one number: wordings with the same lists have the same.';
create index timeline_words on timeline (words);

-- The kinds of facts and the clocks are in the index of a subject's facts, so that where a few kinds of many facts are read,
-- as for milestones, the others are passed over inside the index.
drop index timeline_subject;
create index timeline_subject on timeline (subject_id, sort_start, last_day, position, type, recorded_from, known_from);

drop index timeline_order;
create index timeline_order on timeline (sort_start, last_day, position, recorded_from, known_from)
  include (recorded_to, known_to, first_day, begun_by, retracted, precision, type, subject_type, subject_id, words);
