-- Decisions on a subject read its events of the deciding types (look_up_events). Without the type in an index each decision
-- went through every event of the subject: with some thousand facts the look-up cost more than the append.
create index events_stream_type_version on events (stream, type, version);
