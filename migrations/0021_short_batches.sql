-- While 500 facts a second were recorded, readers who waited for the timeline waited longest for what Postgres did by itself:
-- it carried the pending entries of an index into it, 40 to 65 ms every ten seconds within a batch of the view, and it took
-- statistics of columns that no condition names, a third of the second of processor time that a sample of the timeline took.

-- A few hundred entries at a time; by default they gather until they are 4 MB.
alter index timeline_search set (gin_pending_list_limit = 512);
alter index timeline_topics set (gin_pending_list_limit = 256);
alter index timeline_parties set (gin_pending_list_limit = 256);
alter index timeline_source_ids set (gin_pending_list_limit = 256);
alter index timeline_related set (gin_pending_list_limit = 256);

-- What is only shown needs no statistics.
alter table timeline alter column body set statistics 0;
alter table timeline alter column sources set statistics 0;
alter table timeline alter column title set statistics 0;
alter table timeline alter column summary set statistics 0;
alter table timeline alter column subject_name set statistics 0;
alter table timeline alter column known_basis set statistics 0;
alter table timeline alter column recorded_at set statistics 0;
alter table events alter column data set statistics 0;
alter table events alter column metadata set statistics 0;
alter table events alter column content_hash set statistics 0;
alter table events alter column hash set statistics 0;
