import type { Database } from '../database.js';
import { OWN_ROUTINES, SERVICE_ROUTINES } from './own-routines.js';

/**
 * The tables that belong to the role that migrates: the log, and the audit trail beside it. The service's role may read
 * them and nothing else, but that it adds rows to the audit trail by `AUDIT_COLUMNS`.
 */
export const LOG_TABLES = [
  'events',
  'log_head',
  'clock',
  'audit',
  'kysely_migration',
  'kysely_migration_lock',
] as const;

/** What of a row of the audit trail is the service's to say; when it was made is not. */
export const AUDIT_COLUMNS = ['actor', 'action', 'target', 'outcome', 'request_id', 'details'];

/** Whether a role may change a table of the log (`relname`) besides what it may; expressions of SQL. */
export function mayWrite(role: string, table: string, relname: string, auditColumns: string): string {
  return `(has_table_privilege(${role}, ${table}, 'insert, update, delete, truncate, references, trigger, maintain')
     or has_any_column_privilege(${role}, ${table}, 'update, references')
     or exists (select from pg_catalog.pg_attribute a
                 where a.attrelid = ${table} and a.attnum > 0 and not a.attisdropped
                   and not (${relname} = 'audit' and a.attname = any(${auditColumns}))
                   and has_column_privilege(${role}, ${table}, a.attnum, 'insert')))`;
}

/** Roles of Postgres that write into every table, or reach the files of the server. */
const MIGHTY = ['pg_write_all_data', 'pg_maintain', 'pg_write_server_files', 'pg_execute_server_program'];

/**
 * What lets the role of this connection change the log behind the back of `append_events`, one sentence each; empty where
 * the log is protected from it. Everything is read from the catalogs, so that it holds whatever set the roles up.
 */
export async function findLogWeaknesses(db: Database, role?: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ sentence: string }>(
    `with me as (
       select r.* from pg_catalog.pg_roles r where r.rolname = coalesce($1::text, current_user)),
     log as (
       select c.oid, c.relname, c.relowner from pg_catalog.pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relname = any($2::text[]) and c.relkind in ('r', 'p')),
     callable as (
       select to_regprocedure(own) as oid from unnest($4::text[]) own where to_regprocedure(own) is not null)
     select format('the role %s is a superuser', rolname) as sentence from me where rolsuper
     union all
     select format('the role %s may act as %s, which owns the table %s', rolname, pg_get_userbyid(relowner), relname)
       from me, log where not rolsuper and pg_has_role(me.oid, relowner, 'member')
     union all
     select format('the role %s may write into the table %s', rolname, relname)
       from me, log
      where not rolsuper and not pg_has_role(me.oid, relowner, 'member')
        and ${mayWrite('me.oid', 'log.oid', 'log.relname', '$6::text[]')}
     union all
     select format('the role %s owns the function %s', me.rolname, p.oid::regprocedure)
       from me, pg_catalog.pg_proc p
      where not rolsuper and p.pronamespace = 'public'::regnamespace and pg_has_role(me.oid, p.proowner, 'member')
        and (p.prosecdef or p.oid in (select tgfoid from pg_catalog.pg_trigger join log on tgrelid = log.oid))
     union all
     -- What the owner made, or a superuser, runs with rights of which the service may use those of the service's functions alone.
     select format('the role %s may call %s, which runs with the rights of %s', me.rolname, p.oid::regprocedure, o.rolname)
       from me, pg_catalog.pg_proc p join pg_catalog.pg_roles o on o.oid = p.proowner
      where not me.rolsuper and p.prosecdef and p.oid not in (select oid from callable)
        and (p.pronamespace = 'public'::regnamespace or p.proowner in (select relowner from log))
        and not pg_has_role(me.oid, p.proowner, 'member') and has_function_privilege(me.oid, p.oid, 'execute')
     union all
     select format('the trigger %s on %s runs %s, which Dateline did not make', t.tgname, log.relname, t.tgfoid::regprocedure)
       from me, log join pg_catalog.pg_trigger t on t.tgrelid = log.oid
      where not rolsuper and not t.tgisinternal
        and t.tgfoid not in (select to_regprocedure(own) from unnest($5::text[]) own where to_regprocedure(own) is not null)
     union all
     select format('the role %s may act as %s, which owns the schema public', rolname, pg_get_userbyid(nspowner))
       from me, pg_catalog.pg_namespace
      where not rolsuper and nspname = 'public' and pg_has_role(me.oid, nspowner, 'member')
     union all
     select format('the role %s may act as %s, which owns the database', rolname, pg_get_userbyid(datdba))
       from me, pg_catalog.pg_database
      where not rolsuper and datname = current_database() and pg_has_role(me.oid, datdba, 'member')
     union all
     select format('the role %s may act as %s', me.rolname, m.rolname)
       from me, pg_catalog.pg_roles m
      where not me.rolsuper and m.rolname = any($3::text[]) and pg_has_role(me.oid, m.oid, 'member')`,
    [role ?? null, LOG_TABLES, MIGHTY, SERVICE_ROUTINES, OWN_ROUTINES, AUDIT_COLUMNS],
  );
  return rows.map(({ sentence }) => sentence);
}

/** One sentence for start and `/health/ready` where the role of the service can change the log; undefined where it cannot. */
export async function unprotectedSentence(db: Database): Promise<string | undefined> {
  const [first] = await findLogWeaknesses(db);
  if (first === undefined) return undefined;
  return `The log is not protected from the service: ${first}. Set DATABASE_OWNER_URL to the role that owns the log and DATABASE_URL to another one, then run "dateline migrate".`;
}
