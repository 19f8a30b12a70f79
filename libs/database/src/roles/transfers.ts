import { LOG_TABLES } from './log-protection.js';

/** A connection or a transaction. */
interface Queryable {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * The service's role, where the role of this connection may transfer objects to it and from it without being able to become
 * it: by `dateline_roles.transfer` of `migrations/roles.sql`. Undefined for a superuser, which needs no such function, and
 * where the roles were set up otherwise. A function of that name that is not a superuser's is not believed.
 */
export async function transfersTo(connection: Queryable): Promise<string | undefined> {
  const { rows } = await connection.query(
    `select pg_catalog.count(*)::integer as count
       from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
            join pg_catalog.pg_roles maker on maker.oid = p.proowner and maker.rolsuper
            join pg_catalog.pg_roles place on place.oid = n.nspowner and place.rolsuper
      where n.nspname = 'dateline_roles' and p.proname in ('service_role', 'transfer')
        and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_function_privilege(p.oid, 'execute')
        and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)`,
    [],
  );
  if ((rows as { count: number }[])[0]?.count !== 2) return undefined;
  const { rows: roles } = await connection.query('select dateline_roles.service_role() as name', []);
  return (roles as { name: string }[])[0]?.name;
}

/** Takes over the tables, sequences and views of the service that a migration names, itself or by one of their indexes. */
export async function takeNamedRelations(connection: Queryable, service: string, migration: string): Promise<void> {
  await connection.query(
    `select dateline_roles.transfer(kind, name, current_user) from (
       select distinct ${KIND} as kind, pg_catalog.format('%I.%I', 'public', c.relname) as name
         from pg_catalog.pg_class c left join pg_catalog.pg_index i on i.indrelid = c.oid
              left join pg_catalog.pg_class x on x.oid = i.indexrelid
        where c.relnamespace = 'public'::pg_catalog.regnamespace and ${TRANSFERABLE}
          and pg_catalog.pg_get_userbyid(c.relowner) = $1
          and (c.relname = any($2::text[]) or x.relname = any($2::text[]))
        order by name) taken`,
    [service, migration.match(/\w+/g) ?? []],
  );
}

/** Gives the service all tables, sequences and views of `public` but those of the log. */
export async function giveRelations(connection: Queryable, service: string): Promise<void> {
  await connection.query(
    `select dateline_roles.transfer(kind, name, $1) from (
       select ${KIND} as kind, pg_catalog.format('%I.%I', 'public', c.relname) as name
         from pg_catalog.pg_class c
        where c.relnamespace = 'public'::pg_catalog.regnamespace and ${TRANSFERABLE}
          and pg_catalog.pg_get_userbyid(c.relowner) = current_user and c.relname <> all($2::text[])
        order by name) given`,
    [service, LOG_TABLES],
  );
}

const KIND = `case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end`;

/** Sequences of columns follow their tables. */
const TRANSFERABLE = `c.relkind in ('r', 'p', 'v', 'm', 'S')
          and not exists (select from pg_catalog.pg_depend d
                           where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
                             and (d.deptype = 'e' or c.relkind = 'S' and d.deptype in ('i', 'a')))`;
