-- Sets up the two database roles of Dateline, so that neither can become the other: the owner of the log and the role of the
-- service. Run it in Dateline's database as a superuser, before `dateline migrate`; it can be run any number of times, and
-- moves an installation whose owner was a superuser. The roles are `dateline_owner` and `dateline_service` unless the
-- settings `dateline.owner` and `dateline.service` name others. It sets no passwords.
--
-- What a role of two has to do on the other's objects is done by `dateline_roles.transfer`, which runs as the superuser and
-- changes the owner of an object from one of them to the other. No superuser is needed after this.
begin;
set local search_path = pg_catalog, pg_temp;

do $setup$
declare
  owner text := coalesce(nullif(current_setting('dateline.owner', true), ''), 'dateline_owner');
  service text := coalesce(nullif(current_setting('dateline.service', true), ''), 'dateline_service');
  role text;
  statement text;
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    raise exception 'Only a superuser can set up the roles of Dateline.';
  end if;
  if owner = service then
    raise exception 'The owner of the log and the service need two roles.';
  end if;

  foreach role in array array[owner, service] loop
    if to_regrole(quote_ident(role)) is null then
      execute format('create role %I login', role);
    end if;
    if (select rolsuper from pg_roles where rolname = role) then
      raise exception 'The role % is a superuser; name another.', role;
    end if;
    if (select rolcreaterole or rolcreatedb or rolreplication or rolbypassrls from pg_roles where rolname = role) then
      execute format('alter role %I nocreaterole nocreatedb noreplication nobypassrls', role);
    end if;
  end loop;

  -- Also a membership without the right to become the role holds the right to give itself that one.
  for statement in
    select format('revoke %I from %I granted by %I cascade', of.rolname, member.rolname, grantor.rolname)
      from pg_auth_members m join pg_roles of on of.oid = m.roleid join pg_roles member on member.oid = m.member
           join pg_roles grantor on grantor.oid = m.grantor
     where (of.rolname, member.rolname) in ((owner, service), (service, owner))
  loop
    execute statement;
  end loop;
  if pg_has_role(owner, service, 'member') or pg_has_role(service, owner, 'member') then
    raise exception 'One of the roles % and % is a member of the other by a third role; revoke that first.', owner, service;
  end if;

  for statement in
    with place as (
      select oid, nspname, nspowner from pg_namespace
       where nspname in ('public', 'bullmq') or starts_with(nspname, 'build_')),
    mighty as (select oid from pg_roles where rolsuper)
    select format('alter database %I owner to %I', datname, owner) from pg_database
     where datname = current_database() and pg_get_userbyid(datdba) <> owner
    union all
    select format('alter schema %I owner to %I', nspname, owner) from place
     where nspowner in (select oid from mighty) or nspname = 'public' and pg_get_userbyid(nspowner) = service
    union all
    select format('alter %s %I.%I owner to %I',
                  case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
                  place.nspname, c.relname, owner)
      from pg_class c join place on place.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relowner in (select oid from mighty)
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                          and (d.deptype = 'e' or c.relkind = 'S' and d.deptype in ('i', 'a')))
    union all
    select format('alter routine %s owner to %I', p.oid::regprocedure, owner)
      from pg_proc p join place on place.oid = p.pronamespace
     where p.proowner in (select oid from mighty)
       and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    union all
    select format('alter type %s owner to %I', t.oid::regtype, owner)
      from pg_type t join place on place.oid = t.typnamespace
     where t.typtype in ('e', 'd') and t.typowner in (select oid from mighty)
       and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
  loop
    execute statement;
  end loop;

  -- With it the owner locks the catalogs while it migrates, so that the service defines nothing meanwhile.
  for statement in
    select format('grant maintain on %s to %I', catalog, owner)
      from unnest(array['pg_proc', 'pg_operator', 'pg_cast', 'pg_type', 'pg_range', 'pg_statistic_ext', 'pg_constraint',
                        'pg_attrdef', 'pg_index', 'pg_inherits', 'pg_partitioned_table', 'pg_policy', 'pg_trigger',
                        'pg_rewrite']::regclass[]) catalog
     where not has_table_privilege(owner, catalog, 'maintain')
  loop
    execute statement;
  end loop;

  -- The owner of a schema may replace what is in it, and the service may make schemas.
  if exists (select from pg_namespace n join pg_roles r on r.oid = n.nspowner
              where n.nspname = 'dateline_roles' and not r.rolsuper) then
    raise exception 'The schema dateline_roles is not a superuser''s; remove it first.';
  end if;
  if to_regnamespace('dateline_roles') is null then
    create schema dateline_roles;
  end if;
  execute format('grant usage on schema dateline_roles to %I', owner);

  execute format($define$
    create or replace function dateline_roles.service_role() returns name
    language sql immutable set search_path = pg_catalog, pg_temp
    as $function$ select %1$L::name $function$;

    create or replace function dateline_roles.transfer(kind text, name text, receiver name) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $function$
    declare
      owner constant name := %2$L;
      service constant name := %1$L;
      giver name := case receiver when service then owner when owner then service end;
      object text;
      holder oid;
    begin
      case
        when kind in ('table', 'sequence', 'view', 'materialized view') then
          select c.oid::regclass::text, c.relowner into object, holder from pg_class c where c.oid = to_regclass(name);
        -- A function that was the service's could run its code as the owner, so these go one way.
        when kind = 'routine' and receiver = service then
          select p.oid::regprocedure::text, p.proowner into object, holder from pg_proc p where p.oid = to_regprocedure(name);
        when kind = 'schema' and receiver = service then
          select n.oid::regnamespace::text, n.nspowner into object, holder from pg_namespace n where n.oid = to_regnamespace(name);
        when kind = 'type' and receiver = service then
          select t.oid::regtype::text, t.typowner into object, holder from pg_type t where t.oid = to_regtype(name);
        else
          object := null;
      end case;
      if object is null or giver is null or pg_get_userbyid(holder) <> giver then
        raise insufficient_privilege using
          message = format('the %%s %%s cannot be transferred to %%s', kind, name, receiver);
      end if;
      execute format('alter %%s %%s owner to %%I', kind, object, receiver);
    end
    $function$;

    revoke all on function dateline_roles.transfer(text, text, name) from public;
    grant execute on function dateline_roles.transfer(text, text, name) to %2$I;
  $define$, service, owner);
end
$setup$;
commit;
