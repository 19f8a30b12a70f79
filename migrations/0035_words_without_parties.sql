-- The number of a pair of lists takes in the topics only with each party, so that without parties it was the same whatever
-- the topics were, and their counts were wrong. An empty text, which is no word, now ends each list. Postgres makes the
-- number anew for every row. The version of the view is raised, so that a rebuild of an older release, whose tables have
-- the number of before, gives way.

alter table timeline alter column words set expression as
  (hash_array_extended(array_append(parties, ''), hash_array_extended(array_append(topics, ''), 0)));
