import { openDatabase, type Database } from '../database.js';

/**
 * Opens the database as the role that owns the log: for migrations, restore and redaction, and for nothing else. The
 * service may make objects of its own, so nothing that runs with these rights may take them for others: names are looked up
 * in `public` alone, and where something lies in wait there (a function, an operator, a trigger or a rule that is not the
 * owner's), nothing is run.
 *
 * @throws Error with one sentence that names what was found.
 */
export async function openOwnerDatabase(url: string, applicationName: string): Promise<Database> {
  const db = openDatabase(url, { max: 2, applicationName, searchPath: 'public' });
  try {
    const { rows } = await db.pool.query<{ found: string }>(TRAPS);
    if (rows.length === 0) return db;
    throw new Error(
      `The database holds what Dateline did not make and what would run with the rights of the log's owner: ${rows.map(({ found }) => found).join(', ')}; remove it first.`,
    );
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** "Not the owner's" is: not of a role as which this one may act. A superuser's are passed over: it needs no traps. */
const TRAPS = `
  with trusted as (
    select oid from pg_catalog.pg_roles r where r.rolsuper or r.rolname = current_user),
  log as (select relowner from pg_catalog.pg_class where relnamespace = 'public'::pg_catalog.regnamespace and relname = 'events'),
  -- Before the log is the owner's, everything is of the one role there was.
  single as (select relowner as oid from log where relowner not in (select oid from trusted)),
  others as (select oid from pg_catalog.pg_roles except select oid from trusted except select oid from single)
  select pg_catalog.format('the function %s', p.oid::pg_catalog.regprocedure) as found
    from pg_catalog.pg_proc p join others on others.oid = p.proowner
   where p.pronamespace = 'public'::pg_catalog.regnamespace
  union all
  select pg_catalog.format('the operator %s', o.oid::pg_catalog.regoperator)
    from pg_catalog.pg_operator o join others on others.oid = o.oprowner
   where o.oprnamespace = 'public'::pg_catalog.regnamespace
  union all
  select pg_catalog.format('the trigger %s on %s', t.tgname, c.oid::pg_catalog.regclass)
    from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
         join pg_catalog.pg_proc p on p.oid = t.tgfoid join others on others.oid = p.proowner
   where not t.tgisinternal and c.relnamespace = 'public'::pg_catalog.regnamespace
  union all
  select pg_catalog.format('the rule %s on %s', r.rulename, c.oid::pg_catalog.regclass)
    from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class join others on others.oid = c.relowner
   where c.relnamespace = 'public'::pg_catalog.regnamespace`;
