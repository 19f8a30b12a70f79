-- Redaction: the text of an event is removed where a law demands it. The event keeps its place, its content hash and so the
-- chain; what is left of its data is written by an event of the type log.redacted, which is part of the chain itself and is
-- recorded in the same transaction (libs/event-store/src/redact.ts). Nothing else about a recorded event can be changed:
-- the first trigger refuses every statement outside a redaction, the second every row that is not what log.redacted says.
-- Both take the owner of the log; the role of the service may not update events at all.

create or replace function public.refuse_change_of_log() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and current_setting('dateline.redaction', true) = 'on' then
    return null;
  end if;
  raise exception '% of % is refused: what was recorded is never changed or removed; record a correction or a retraction instead',
    lower(tg_op), tg_table_name
    using errcode = 'restrict_violation', table = tg_table_name;
end
$$;

create function public.allow_redaction_only() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (new.position, new.stream, new.version, new.event_id, new.type, new.schema_version, new.metadata, new.recorded_at,
      new.content_hash, new.hash)
     is distinct from (old.position, old.stream, old.version, old.event_id, old.type, old.schema_version, old.metadata,
      old.recorded_at, old.content_hash, old.hash)
     or not exists (
       select from public.events r
        where r.event_id = 'log.redacted:' || old.event_id and r.type = 'log.redacted' and r.position > old.position
          and r.data ->> 'event' = old.event_id and r.data ->> 'contentHash' = encode(old.content_hash, 'hex')
          and r.data -> 'remains' = new.data) then
    raise exception 'update of events is refused: no event of the type log.redacted allows it'
      using errcode = 'restrict_violation', table = 'events';
  end if;
  return new;
end
$$;
comment on function allow_redaction_only() is 'A recorded event loses its text only as an event of the type log.redacted says, and nothing else.';

create trigger events_redaction_only before update on events
  for each row execute function public.allow_redaction_only();
alter table events enable always trigger events_redaction_only;
