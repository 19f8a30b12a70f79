-- A reader can check a source only where it says which copy was read, when, and whether the address was looked at since.

alter table timeline_sources add column archived_url text;
alter table timeline_sources add column retrieved_on text;
alter table timeline_sources add column sha256 text;
alter table timeline_sources add column checked_on text;
comment on column timeline_sources.archived_url is 'The address of an archived copy.';
comment on column timeline_sources.retrieved_on is 'The day on which the document was retrieved, YYYY-MM-DD.';
comment on column timeline_sources.sha256 is 'SHA-256 of the bytes that were retrieved, lower-case hexadecimal.';
comment on column timeline_sources.checked_on is 'The day on which the address was last looked at, YYYY-MM-DD.';
