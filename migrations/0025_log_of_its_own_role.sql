-- The log belongs to the role that migrates; the role that the service runs as may read it and call append_events, which
-- therefore runs with the rights of its owner. Who owns what is set up by `protectLog` (libs/database), because it depends on
-- the names of the roles; with one role for everything, as before, nothing changes.
--
-- A function that runs with another role's rights must not resolve any name by the caller's search path, nor in a schema in
-- which the caller may create: an operator of the caller's own could otherwise stand in for one of Postgres. So the path is
-- pg_catalog alone (pg_temp is named to come last), and whatever is ours is named with its schema. Apart from that,
-- append_events is as 0020_append_from_lists.sql made it, and refuses what the service's role must not record: an event
-- without its recorder, and one that says that a text was removed (0026_redaction.sql), which the owner alone may record.

create or replace function public.dateline_now() returns timestamptz
language sql volatile as $$
  select clock_timestamp() + coalesce((select offset_us from public.clock), 0) * interval '1 microsecond'
$$;

alter function public.refuse_change_of_log() set search_path = pg_catalog, pg_temp;

create or replace function public.append_events(
  streams text[], expected integer[], counts integer[], needs integer[], required text[],
  ids text[], types text[], schemas smallint[], data text, metadata text, hashes bytea, mode text
)
returns table (outcome text, last_position bigint, last_version integer, culprits jsonb)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $$
#variable_conflict use_column
declare
  documents jsonb[];   remarks jsonb[];
  -- per append; its home is the first append on the same stream, which carries the stream's version
  a_home integer[];   a_version integer[];
  -- per event, where an id of this call is in the log or comes twice: its home is the first event of the same id, which
  -- carries what the log has under that id
  e_home integer[];   known_position bigint[];   known_version integer[];   known_content bytea[];
  -- per event: its stream, and where it is taken its place and its hash
  e_streams text[];   new_position bigint[];   new_version integer[];   new_hash bytea[];
  -- per required id; its home is the first event of that id in this call, if there is one
  r_home integer[];   r_in_log boolean[];
  -- per answer
  outcomes text[];   positions bigint[];   versions integer[];   blamed jsonb[];
  start_position bigint;   current_position bigint;   current_hash bytea;
  instant timestamptz;   instant_sent bytea;
  home integer;   current_version integer;   content bytea;
  first_event integer;   last_event integer := 0;   first_needed integer;   last_needed integer := 0;
  each_is_new boolean;   is_new boolean;   earlier text;   other text;   absent text[];
  is_refused boolean := false;
  remark jsonb;   has_redaction boolean;
begin
  if mode not in ('each', 'all-or-nothing', 'dry-run') then
    raise exception 'append_events knows no mode "%"', mode;
  end if;
  -- An acknowledged append is on disk, also where the server was told to be careless.
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;

  documents := string_to_array(data, chr(30))::jsonb[];
  remarks := string_to_array(metadata, chr(30))::jsonb[];
  if cardinality(ids) > 0 then
    -- A list that is too short ends with its first element for all others; without any there is no recorder.
    foreach remark in array case when cardinality(remarks) > 0 then remarks else array['{}'::jsonb] end loop
      if jsonb_typeof(remark -> 'by') is distinct from 'string' or remark ->> 'by' = '' then
        raise exception 'append_events: the metadata of every event names its recorder in "by"' using errcode = 'check_violation';
      end if;
    end loop;
  end if;
  select array_agg(s.home order by s.n) into a_home
    from (select u.n, min(u.n) over (partition by u.stream) as home from unnest(streams) with ordinality as u(stream, n)) s;
  select array_agg(u.stream order by u.n) into e_streams
    from unnest(streams, counts) with ordinality as u(stream, events, n) cross join lateral generate_series(1, u.events);
  new_position := array_fill(null::bigint, array[cardinality(ids)]);
  new_version := array_fill(null::integer, array[cardinality(ids)]);
  new_hash := array_fill(null::bytea, array[cardinality(ids)]);
  select count(distinct u.id collate "C") = count(*), bool_or(starts_with(u.id, 'log.redacted:'))
    into each_is_new, has_redaction from unnest(ids) as u(id);
  if (has_redaction or 'log.redacted' = any(types)) and not pg_has_role(session_user, current_user, 'member') then
    raise exception 'append_events: a redaction is recorded by the owner of the log' using errcode = 'insufficient_privilege';
  end if;
  if needs is not null then
    select array_agg(e.home order by r.n) into r_home
      from unnest(required) with ordinality as r(id, n)
           left join (select u.id, min(u.n) as home from unnest(ids) with ordinality as u(id, n) group by u.id) e
             on e.id = r.id;
  end if;

  select h.position, h.recorded_at, h.hash into strict start_position, instant, current_hash from public.log_head h for update;
  if mode = 'each' then
    raise info 'append_events: turn';
  end if;
  current_position := start_position;
  instant := greatest(public.dateline_now(), instant);
  instant_sent := int8send((extract(epoch from instant) * 1000000)::bigint);

  select array_agg(case when a.n = a.home
                        then coalesce((select max(x.version) from public.events x where x.stream = a.stream), 0) end order by a.n)
    into a_version
    from unnest(streams, a_home) with ordinality as a(stream, home, n);
  each_is_new := each_is_new and not exists (select from public.events x where x.event_id = any(ids));
  if not each_is_new then
    select array_agg(e.home order by e.n), array_agg(x.position order by e.n), array_agg(x.version order by e.n),
           array_agg(x.content_hash order by e.n)
      into e_home, known_position, known_version, known_content
      from (select u.n, u.id, min(u.n) over (partition by u.id) as home from unnest(ids) with ordinality as u(id, n)) e
           left join lateral (select * from public.events where event_id = e.id limit 1) x on true;
  end if;
  if needs is not null then
    select array_agg(exists (select from public.events x where x.event_id = r.id) order by r.n)
      into r_in_log
      from unnest(required) with ordinality as r(id, n);
  end if;

  for a in 1 .. coalesce(cardinality(streams), 0) loop
    first_event := last_event + 1;   last_event := last_event + counts[a];
    if needs is not null then
      first_needed := last_needed + 1;   last_needed := last_needed + needs[a];
    end if;
    -- Every element is given, from the first on: an array counts from the first one that it was given.
    positions[a] := null;   versions[a] := null;   blamed[a] := null;

    -- What is known already is answered first: a repeat needs no luck with the version.
    if not each_is_new then
      is_new := false;   earlier := null;   other := null;
      for e in first_event .. last_event loop
        home := e_home[e];
        if known_position[home] is null then
          is_new := true;
        else
          earlier := coalesce(earlier, ids[e]);
          if known_content[home] <> substring(hashes from e * 64 - 63 for 32) then
            other := coalesce(other, ids[e]);
          elsif positions[a] is null or positions[a] < known_position[home] then
            positions[a] := known_position[home];   versions[a] := known_version[home];
          end if;
        end if;
      end loop;
      if earlier is not null and other is null and not is_new then
        outcomes[a] := 'repeated';
        continue;
      end if;
      if earlier is not null then
        outcomes[a] := 'id-taken';   blamed[a] := to_jsonb(array[coalesce(other, earlier)]);
        positions[a] := null;   versions[a] := null;   is_refused := true;
        continue;
      end if;
    end if;

    home := a_home[a];   current_version := a_version[home];
    if expected[a] >= 0 and current_version <> expected[a] or expected[a] = -2 and current_version = 0 then
      outcomes[a] := 'wrong-version';   versions[a] := current_version;   is_refused := true;
      continue;
    end if;
    if needs is not null then
      absent := null;
      for r in first_needed .. last_needed loop
        if not r_in_log[r] and new_hash[r_home[r]] is null and known_position[r_home[r]] is null then
          absent := absent || required[r];
        end if;
      end loop;
      if absent is not null then
        outcomes[a] := 'missing';   blamed[a] := to_jsonb(absent);   is_refused := true;
        continue;
      end if;
    end if;

    for e in first_event .. last_event loop
      current_version := current_version + 1;   current_position := current_position + 1;
      current_hash := sha256(current_hash || int8send(current_position) || int8send(current_version::bigint) || instant_sent
                             || substring(hashes from e * 64 - 63 for 64));
      new_position[e] := current_position;   new_version[e] := current_version;   new_hash[e] := current_hash;
      if not each_is_new then
        known_position[e_home[e]] := current_position;
        known_version[e_home[e]] := current_version;
        known_content[e_home[e]] := substring(hashes from e * 64 - 63 for 32);
      end if;
    end loop;
    a_version[home] := current_version;
    outcomes[a] := 'appended';   positions[a] := current_position;   versions[a] := current_version;
  end loop;

  if mode = 'dry-run' or mode = 'all-or-nothing' and is_refused then
    for a in 1 .. coalesce(cardinality(streams), 0) loop
      if positions[a] > start_position then
        outcomes[a] := case outcomes[a] when 'appended' then 'withheld' else 'withheld-repeat' end;
        positions[a] := null;   versions[a] := null;
      end if;
    end loop;
  elsif current_position > start_position then
    insert into public.events (position, stream, version, event_id, type, schema_version, data, metadata, recorded_at, content_hash, hash)
    select u.position, u.stream, u.version, u.id, u.type, u.schema, u.document, coalesce(remarks[u.n], remarks[1], '{}'),
           instant, substring(hashes from u.n::integer * 64 - 63 for 32), u.hash
      from unnest(e_streams, ids, types, schemas, documents, new_position, new_version, new_hash) with ordinality
           as u(stream, id, type, schema, document, position, version, hash, n)
     where u.position is not null;
    update public.log_head set position = current_position, recorded_at = instant, hash = current_hash;
    perform pg_notify('dateline_log', current_position::text);
  end if;

  return query select o.outcome, o.position, o.version, o.culprits
    from unnest(outcomes, positions, versions, blamed) with ordinality as o(outcome, position, version, culprits, n)
   order by o.n;
end
$$;
revoke execute on function public.append_events(text[], integer[], integer[], integer[], text[], text[], text[], smallint[], text, text, bytea, text)
  from public;
