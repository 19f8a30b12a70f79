import { migrationBodies } from './own-routines.js';

/**
 * Objects of other roles whose code would run with the rights of this one, or stand in for names that it uses; one phrase
 * each. A superuser's are passed over: it needs no traps. Where the log is still another role's, everything is of the one
 * role there was, and its functions count as ours where their body is one of the migrations.
 *
 * Expressions on tables of `public`, and of tables that inherit from them in any schema, may call functions of `pg_catalog`
 * alone which depend on nothing but their arguments: those cannot run SQL, while others there can (query_to_xml).
 */
export async function findTraps(connection: Queryable): Promise<string[]> {
  const { rows } = await connection.query(TRAPS, [await migrationBodies(), VOLATILE_ALLOWED]);
  return (rows as { found: string }[]).map(({ found }) => found);
}

/** One sentence for what `findTraps` found. */
export function trapSentence(found: readonly string[]): string {
  return `The database holds what Dateline did not make and what would run with the rights of the log's owner: ${found.join(', ')}; remove it first.`;
}

/** A pool, a connection of it, or a transaction. */
interface Queryable {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Functions of `pg_catalog` in defaults of the migrations that do depend on more than their arguments. */
const VOLATILE_ALLOWED = ['clock_timestamp', 'nextval', 'now'];

const TRAPS = `
  with recursive trusted as (
    select oid from pg_catalog.pg_roles r where r.rolsuper or r.rolname = current_user),
  others as (select oid from pg_catalog.pg_roles except select oid from trusted),
  log as (select relowner from pg_catalog.pg_class where relnamespace = 'public'::pg_catalog.regnamespace and relname = 'events'),
  single as (select relowner as oid from log join others on others.oid = relowner),
  foreign_routine as (
    select p.oid, p.pronamespace from pg_catalog.pg_proc p join others on others.oid = p.proowner
     where not (p.pronamespace = 'public'::pg_catalog.regnamespace and p.proowner in (select oid from single)
                and p.prosrc = any($1::text[])
                and not exists (select from pg_catalog.unnest(p.proconfig) setting
                                 where setting like 'search_path=%' and setting <> 'search_path=pg_catalog, pg_temp'))),
  touched as (
    select c.oid from pg_catalog.pg_class c
     where c.relnamespace = 'public'::pg_catalog.regnamespace and c.relkind in ('r', 'p', 'f', 'v', 'm')
    union
    select i.inhrelid from touched join pg_catalog.pg_inherits i on i.inhparent = touched.oid),
  expression as (
    select pg_catalog.format('the constraint %s on %s', c.conname, c.conrelid::pg_catalog.regclass) as found, c.conbin::text as tree
      from pg_catalog.pg_constraint c join touched on touched.oid = c.conrelid
    union all
    select pg_catalog.format('the default of %s in %s', a.attname, d.adrelid::pg_catalog.regclass), d.adbin::text
      from pg_catalog.pg_attrdef d join touched on touched.oid = d.adrelid
           join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    union all
    select pg_catalog.format('the index %s', i.indexrelid::pg_catalog.regclass), pg_catalog.concat(i.indexprs::text, i.indpred::text)
      from pg_catalog.pg_index i join touched on touched.oid = i.indrelid
    union all
    select pg_catalog.format('the statistics %s of %s', x.stxname, x.stxrelid::pg_catalog.regclass), x.stxexprs::text
      from pg_catalog.pg_statistic_ext x join touched on touched.oid = x.stxrelid
    union all
    select pg_catalog.format('the partitions of %s', t.partrelid::pg_catalog.regclass), t.partexprs::text
      from pg_catalog.pg_partitioned_table t join touched on touched.oid = t.partrelid
    union all
    select pg_catalog.format('the policy %s on %s', y.polname, y.polrelid::pg_catalog.regclass),
           pg_catalog.concat(y.polqual::text, y.polwithcheck::text)
      from pg_catalog.pg_policy y join touched on touched.oid = y.polrelid
    union all
    select pg_catalog.format('the trigger %s on %s', t.tgname, t.tgrelid::pg_catalog.regclass), t.tgqual::text
      from pg_catalog.pg_trigger t join touched on touched.oid = t.tgrelid
    union all
    select pg_catalog.format('the domain %s', t.oid::pg_catalog.regtype), pg_catalog.concat(t.typdefaultbin::text, c.conbin::text)
      from pg_catalog.pg_type t join others on others.oid = t.typowner
           left join pg_catalog.pg_constraint c on c.contypid = t.oid
     where t.typtype = 'd')
  select pg_catalog.format('the function %s', f.oid::pg_catalog.regprocedure) as found
    from foreign_routine f where f.pronamespace = 'public'::pg_catalog.regnamespace
  union all
  select pg_catalog.format('the operator %s', o.oid::pg_catalog.regoperator)
    from pg_catalog.pg_operator o join others on others.oid = o.oprowner
   where o.oprnamespace = 'public'::pg_catalog.regnamespace
  union all
  select pg_catalog.format('the trigger %s on %s', t.tgname, t.tgrelid::pg_catalog.regclass)
    from pg_catalog.pg_trigger t join touched on touched.oid = t.tgrelid join foreign_routine f on f.oid = t.tgfoid
  union all
  select pg_catalog.format('the rule %s on %s', r.rulename, r.ev_class::pg_catalog.regclass)
    from pg_catalog.pg_rewrite r join touched on touched.oid = r.ev_class
         join pg_catalog.pg_class c on c.oid = r.ev_class
   where c.relowner in (select oid from others) or c.relkind = 'r' and c.oid in (select oid from touched)
  union all
  select pg_catalog.format('the table %s, which inherits from %s', i.inhrelid::pg_catalog.regclass, c.oid::pg_catalog.regclass)
    from touched join pg_catalog.pg_class c on c.oid = touched.oid and c.relkind = 'r'
         join pg_catalog.pg_inherits i on i.inhparent = c.oid
  union all
  select pg_catalog.format('the row security of %s', c.oid::pg_catalog.regclass)
    from touched join pg_catalog.pg_class c on c.oid = touched.oid and c.relrowsecurity
  union all
  select pg_catalog.format('the cast from %s to %s', c.castsource::pg_catalog.regtype, c.casttarget::pg_catalog.regtype)
    from pg_catalog.pg_cast c join foreign_routine f on f.oid = c.castfunc
  union all
  select pg_catalog.format('the range type %s', g.rngtypid::pg_catalog.regtype)
    from pg_catalog.pg_range g join foreign_routine f on f.oid in (g.rngcanonical, g.rngsubdiff)
  union all
  select e.found from expression e
   where exists (
     select from pg_catalog.regexp_matches(e.tree, ':(?:funcid|opfuncid|hashfuncid|negfuncid|aggfnoid|winfnoid) ([1-9][0-9]*)', 'g') m
            left join pg_catalog.pg_proc p on p.oid = m[1]::pg_catalog.oid
      where p.oid is null or p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
         or p.provolatile <> 'i' and p.proname <> all ($2::text[]::name[]))`;
