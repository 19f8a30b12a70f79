-- On which days a timeline became known is counted from an index alone: beside each wording, the one that held until the
-- day on which it began to. Few wordings were ever followed by another, so that these have an index of their own, which a
-- fact that was never changed costs nothing.

drop index timeline_order;
create index timeline_order on timeline (sort_start, last_day, position, recorded_from, known_from)
  include (recorded_to, known_to, first_day, begun_by, retracted, revision, precision, type, subject_type, subject_id, words);
create index timeline_followed on timeline (position, known_to) include (recorded_from, recorded_to, retracted, revision)
  where known_to is not null;
