import type { PoolClient } from 'pg';
import type { Database } from '../database.js';
import { AUDIT_COLUMNS, findLogWeaknesses, LOG_TABLES, mayWrite } from './log-protection.js';
import { isAsMigrated, OWN_ROUTINES, SERVICE_ROUTINES } from './own-routines.js';
import { transfersTo } from './transfers.js';
import { findTraps, trapSentence } from './traps.js';

/** Where Dateline makes schemas besides `public`: the queue of BullMQ, and the rebuilds of projections. */
const OWN_SCHEMAS = `n.nspname = 'bullmq' or starts_with(n.nspname, 'build_')`;

/** The role that the service runs as. */
export interface ServiceRole {
  name: string;
  /** With which the role is made where it is missing. */
  password?: string;
}

/** The roles cannot be set up as they were given; the message is one sentence. */
export class RolesUnusable extends Error {
  override readonly name = 'RolesUnusable';
}

/**
 * Sets up who owns what, for the owner of `db` and the role of the service, which is made where it is missing: the log
 * (`LOG_TABLES`, the audit trail among them) and the functions of the migrations belong to the owner; every other table, the
 * queue and the rebuilds to the service. The service may read the log, add to the audit trail and call `SERVICE_ROUTINES`. It takes over what another role made before, so it is
 * also how an installation with one role is moved. Nothing is done where nothing is left to do.
 *
 * The service may create functions while this runs. So the owner takes over exact signatures only, and compares each with
 * the migrations after it is the owner's, when the service can no longer replace it.
 *
 * @throws RolesUnusable where the role of the service cannot be kept away from the log, or the owner lacks a right.
 */
export async function protectLog(db: Database, service: ServiceRole): Promise<void> {
  const client = await db.pool.connect();
  let isDone = false;
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtextextended('dateline:roles', 0))`);
    const owner = await ownerOf(client);
    if (owner.name === service.name) {
      throw new RolesUnusable(
        `DATABASE_URL and DATABASE_OWNER_URL name the same role (${service.name}); give the service a role of its own in DATABASE_URL.`,
      );
    }
    await ensureRole(client, service);
    await refuseSuperuser(client, service.name);
    const mayTransfer = (await transfersTo(client)) === service.name;
    // Else only a member of a role may give it what it owns, or take it; a superuser needs no membership.
    const needsMembership = !owner.isSuperuser && !mayTransfer;
    if (needsMembership) await run(client, 'grant %I to %I', service.name, owner.name);
    const taken = await routinesOf(client, service.name);
    for (const statement of await statementsLeft(client, owner.name, service.name, mayTransfer)) {
      await client.query(statement);
    }
    await refuseChangedRoutines(client, taken);
    const found = await findTraps(client);
    if (found.length > 0) throw new RolesUnusable(trapSentence(found));
    if (needsMembership) await run(client, 'revoke %I from %I', service.name, owner.name);
    await client.query('commit');
    isDone = true;
  } catch (error) {
    throw explained(error, service.name);
  } finally {
    // An unfinished transaction ends with its connection.
    client.release(!isDone);
  }
  const left = await findLogWeaknesses(db, service.name);
  if (left.length > 0) throw new RolesUnusable(`The log cannot be protected from the service: ${left.join('; ')}.`);
}

async function ownerOf(client: PoolClient): Promise<{ name: string; isSuperuser: boolean }> {
  const { rows } = await client.query<{ name: string; isSuperuser: boolean }>(
    `select rolname as name, rolsuper as "isSuperuser" from pg_roles where rolname = current_user`,
  );
  return rows[0]!;
}

async function ensureRole(client: PoolClient, { name, password }: ServiceRole): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  if (rowCount !== 0) return;
  if (password === undefined) await run(client, 'create role %I login', name);
  else await run(client, 'create role %I login password %L', name, password);
}

async function refuseSuperuser(client: PoolClient, name: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1 and rolsuper', [name]);
  if (rowCount === 0) return;
  throw new RolesUnusable(
    `DATABASE_URL names ${name}, a superuser, from which nothing can be protected; name it in DATABASE_OWNER_URL, and in DATABASE_URL a role that need not exist yet.`,
  );
}

/** The functions of the migrations that a role owns. */
async function routinesOf(client: PoolClient, role: string): Promise<string[]> {
  const { rows } = await client.query<{ oid: string }>(
    `select p.oid from unnest($1::text[]) own join pg_proc p on p.oid = to_regprocedure(own)
      where pg_get_userbyid(p.proowner) = $2`,
    [OWN_ROUTINES, role],
  );
  return rows.map(({ oid }) => oid);
}

/** Refuses functions that were the service's and are not as the migrations make them: they would run as the owner. */
async function refuseChangedRoutines(client: PoolClient, oids: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select oid::regprocedure::text as name, pg_get_functiondef(oid) as definition from pg_proc where oid = any($1::oid[])`,
    [oids],
  );
  for (const { name, definition } of rows) {
    if (await isAsMigrated(definition)) continue;
    throw new RolesUnusable(`The function ${name} is not as the migrations of this release make it; restore it first.`);
  }
}

/** What has to be done so that everything belongs to whom it should; nothing for what does already. */
async function statementsLeft(
  client: PoolClient,
  owner: string,
  service: string,
  mayTransfer: boolean,
): Promise<string[]> {
  const changeOwner = (kind: string, name: string, receiver: string): string =>
    mayTransfer
      ? `format('select dateline_roles.transfer(%L, %L, %L)', ${kind}, ${name}, ${receiver})`
      : `format('alter %s %s owner to %I', ${kind}, ${name}, ${receiver})`;
  const { rows } = await client.query<{ statement: string }>(
    `with role as (select oid from pg_roles where rolname = $2::text),
     database as (select oid, datname, pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()),
     relation as (
       select c.oid, c.relname, c.relowner, n.nspname, format('%I.%I', n.nspname, c.relname) as name,
              n.nspname = 'public' and c.relname = any($3::text[]) as is_log,
              case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as kind
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'S') and (n.nspname = 'public' or ${OWN_SCHEMAS})
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('i', 'a', 'e')
                             and (d.deptype = 'e' or c.relkind = 'S'))),
     -- Of another owner, or with more rights for the service than it shall have.
     log as (
       select relation.*, pg_get_userbyid(relowner) <> $1
              or ${mayWrite('role.oid', 'relation.oid', 'relation.relname', '$6::text[]')} as is_open
         from relation, role where is_log),
     routine as (
       select p.oid, p.proowner, p.prosecdef, p.oid::regprocedure::text as name, n.nspname,
              p.oid in (select to_regprocedure(own) from unnest($4::text[]) own where to_regprocedure(own) is not null) as is_callable,
              case when n.nspname = 'public' then $1::text else $2::text end as due
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where (p.oid in (select to_regprocedure(own) from unnest($5::text[]) own) or ${OWN_SCHEMAS})
          and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'))
     select 1 as place, format('alter database %I owner to %I', datname, $1::text) as statement from database where owner = $2
     union all
     select 2, format('grant connect, create, temporary on database %I to %I', datname, $2::text) from database, role
      where not has_database_privilege(role.oid, database.oid, 'create') or database.owner = $2
     union all
     select 2, format('alter schema public owner to %I', $1::text) from pg_namespace, role
      where nspname = 'public' and nspowner = role.oid
     union all
     select 3, format('grant usage, create on schema public to %I', $2::text) from pg_namespace n, role
      where n.nspname = 'public'
        and (not has_schema_privilege(role.oid, n.oid, 'create') or pg_has_role(role.oid, n.nspowner, 'member'))
     union all
     select 3, ${changeOwner(`'schema'`, `quote_ident(n.nspname)`, '$2::text')} from pg_namespace n, role
      where (${OWN_SCHEMAS}) and n.nspowner <> role.oid
     union all
     select 4, ${changeOwner('kind', 'name', 'case when is_log then $1::text else $2::text end')} from relation
      where pg_get_userbyid(relowner) <> case when is_log then $1 else $2 end
     union all
     select 5, format('revoke all on %s from public, %I', name, $2::text) from log where is_open
     union all
     select 6, format('grant select on %s to %I', name, $2::text) from log, role
      where is_open or not has_table_privilege(role.oid, log.oid, 'select')
     union all
     select 6, format('grant insert (%s) on %s to %I', array_to_string($6::text[], ', '), name, $2::text) from log, role
      where relname = 'audit'
        and (is_open or exists (select from unnest($6::text[]) c where not has_column_privilege(role.oid, log.oid, c, 'insert')))
     union all
     select 7, ${changeOwner(`'routine'`, 'name', 'due')} from routine where pg_get_userbyid(proowner) <> due
     union all
     -- What runs with the rights of the owner is for the functions of the service alone.
     select 8, format('revoke all on routine %s from public, %I', name, $2::text) from routine, role
      where nspname = 'public' and prosecdef and not is_callable and has_function_privilege(role.oid, routine.oid, 'execute')
     union all
     select 9, format('grant execute on routine %s to %I', name, $2::text) from routine, role
      where is_callable
        and (pg_get_userbyid(proowner) <> $1 or not has_function_privilege(role.oid, routine.oid, 'execute'))
     union all
     select 10, ${changeOwner(`'type'`, `format('%I.%I', n.nspname, t.typname)`, '$2::text')}
       from pg_type t join pg_namespace n on n.oid = t.typnamespace, role
      where (${OWN_SCHEMAS}) and t.typtype in ('e', 'd') and t.typowner <> role.oid
     order by place, statement`,
    [owner, service, LOG_TABLES, SERVICE_ROUTINES, OWN_ROUTINES, AUDIT_COLUMNS],
  );
  return rows.map(({ statement }) => statement);
}

/** Runs a statement whose names (%I) and texts (%L) Postgres itself quotes. */
async function run(client: PoolClient, form: string, ...parts: string[]): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(`select format($1, variadic $2::text[]) as statement`, [
    form,
    parts,
  ]);
  await client.query(rows[0]!.statement);
}

function explained(error: unknown, service: string): unknown {
  if (error instanceof RolesUnusable || !(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  // insufficient_privilege
  if (code !== '42501') return error;
  return new RolesUnusable(
    `The role of DATABASE_OWNER_URL may not set up the role ${service} (${error.message}); run migrations/roles.sql as a superuser, or name one that owns the database and may make roles, or a superuser.`,
    { cause: error },
  );
}
