-- What decisions ask of the log in one call whose plans are kept: whether ids are in it, where streams stand, and the events
-- of some types in them. Asked statement by statement, Postgres spent more on reading and planning than on looking.

-- Goes by index whatever the planner believes: a plan that was made for an empty log must not read all of a full one. All
-- parts are of one snapshot, so the events of a stream are those up to its version.
--   part  id: an event with one of the ids; stream: an event of one of the types in one of the streams, in order;
--         version: the version of one of the streams, if it has any event
create function look_up_events(ids text[], streams text[], types text[])
returns table (
  part text, "position" bigint, stream text, version integer, event_id text, type text, schema_version smallint,
  data jsonb, metadata jsonb, recorded_us bigint, hash text
)
language plpgsql stable
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
    select 'id', e.position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data, e.metadata,
           (extract(epoch from e.recorded_at) * 1000000)::bigint, encode(e.hash, 'hex')
      from unnest(ids) as wanted(id)
           cross join lateral (select * from events x where x.event_id = wanted.id limit 1) e
    union all
    select 'version', null, wanted.stream, e.version, null, null, null, null, null, null, null
      from unnest(streams) as wanted(stream)
           cross join lateral (
             select x.version from events x where x.stream = wanted.stream order by x.version desc limit 1) e
    union all
    select 'stream', e.position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data, e.metadata,
           (extract(epoch from e.recorded_at) * 1000000)::bigint, encode(e.hash, 'hex')
      from unnest(streams) as wanted(stream)
           cross join lateral (
             select * from events x where x.stream = wanted.stream and x.type = any(types) order by x.version) e;
end
$$;
comment on function look_up_events(text[], text[], text[]) is 'What decisions ask of the log, in one call.';
