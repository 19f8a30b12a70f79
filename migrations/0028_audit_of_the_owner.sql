-- The audit trail belongs to the role that migrates, as the log does: what the service's role wrote into it, it can neither
-- change nor remove. That role may insert into the columns of an action (`protectLog` in libs/database grants it), so that an
-- entry carries the instant at which it was made, and calls two functions for the rest: one adds to a count of failed
-- authorisations, one removes what has been kept long enough, and how long that is does not depend on the caller.
--
-- Both run with the rights of their owner, so every name is resolved in pg_catalog alone. `only`: no table of somebody else
-- that inherits from this one is touched.

create function public.count_denials(tally text, actor text, details jsonb, times integer) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into public.audit (actor, action, outcome, details, count, tally)
  values (count_denials.actor, 'access-denied', 'refused', count_denials.details, greatest(count_denials.times, 1),
          count_denials.tally)
  on conflict on constraint audit_tally_key
    do update set count = audit.count + excluded.count, last_at = excluded.last_at
$$;
comment on function count_denials(text, text, jsonb, integer) is 'Adds to a count of failed authorisations, or begins it.';
revoke execute on function public.count_denials(text, text, jsonb, integer) from public;

create function public.remove_old_audit() returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from only public.audit
   where at < clock_timestamp() - interval '400 days'
      or action = 'access-denied' and at < clock_timestamp() - interval '30 days'
$$;
comment on function remove_old_audit() is 'Administration stays on record for 400 days, failed authorisations, which strangers cause, for 30.';
revoke execute on function public.remove_old_audit() from public;
