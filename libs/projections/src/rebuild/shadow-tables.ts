import { sql, type Transaction } from 'kysely';
import type { View } from '../view.js';

/** The schema in which the tables of a view are built anew: at most 63 bytes, as Postgres keeps names. */
export function shadowSchema(view: View): string {
  return `build_${view.name}`.slice(0, 63);
}

/** Rows are vacuumed once, when all are there; doing it again and again while they come in takes a processor from readers. */
const VACUUMED_LATER = 'autovacuum_enabled = off, toast.autovacuum_enabled = off';
/** Sorting in memory is what makes an index of a full table cheaper than one that grows with it. */
const MEMORY = '128MB';

/**
 * Makes the tables of a view again, empty, in a schema of their own, with everything that belongs to them under the same
 * names: columns, constraints, indexes, settings, comments, grants. What was left there by an earlier rebuild goes. They are
 * to be filled now: what only readers need is added by `completeShadow`.
 */
export async function createShadow(tx: Transaction<unknown>, view: View): Promise<void> {
  const schema = shadowSchema(view);
  await sql.raw(`drop schema if exists "${schema}" cascade; create schema "${schema}"`).execute(tx);
  const parts: string[] = [];
  for (const table of view.tables) {
    await sql
      .raw(
        `create table "${schema}"."${table}" (like public."${table}" including defaults including constraints
           including generated including identity including storage including compression including statistics
           including comments)`,
      )
      .execute(tx);
    const all = await partsOf(tx, table);
    parts.push(
      ...all.filter(({ index }) => isNeeded(view, index)).map(({ part }) => part),
      `alter table "${table}" set (${VACUUMED_LATER})`,
    );
  }
  await runIn(tx, schema, parts);
}

/**
 * Adds to filled tables what `createShadow` left out. What is there already, as another process got so far, stays.
 *
 * @param tx writes into the tables of the rebuild where none is named; whoever writes into them otherwise waits
 */
export async function completeShadow(tx: Transaction<unknown>, view: View): Promise<void> {
  const schema = shadowSchema(view);
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c where c.relkind = 'i' and c.relnamespace = ${`"${schema}"`}::regnamespace`.execute(
    tx,
  );
  const there = new Set(rows.map(({ name }) => name));
  const parts: string[] = [];
  for (const table of view.tables) {
    const all = await partsOf(tx, table);
    parts.push(...all.filter(({ index }) => index !== null && !there.has(index)).map(({ part }) => part));
    parts.push(`alter table "${table}" reset (autovacuum_enabled, toast.autovacuum_enabled)`);
    parts.push(...all.filter(({ isSetting }) => isSetting).map(({ part }) => part));
  }
  await sql
    .raw(`set local max_parallel_maintenance_workers = 0; set local maintenance_work_mem = '${MEMORY}'`)
    .execute(tx);
  await runIn(tx, schema, parts);
}

function isNeeded({ appliesBy }: View, index: string | null): boolean {
  return index === null || appliesBy === undefined || appliesBy.includes(index);
}

/** Runs statements where the names of tables mean those of a schema. */
async function runIn(tx: Transaction<unknown>, schema: string, statements: readonly string[]): Promise<void> {
  await sql.raw(`set local search_path = "${schema}", public`).execute(tx);
  for (const statement of statements) await sql.raw(statement).execute(tx);
  await sql.raw('set local search_path = public').execute(tx);
}

/** Removes what a rebuild made. */
export async function dropShadow(tx: Transaction<unknown>, view: View): Promise<void> {
  await sql.raw(`drop schema if exists "${shadowSchema(view)}" cascade`).execute(tx);
}

/** Puts the rebuilt tables in the place of the old ones, which go. The old ones have to be locked. */
export async function exchange(tx: Transaction<unknown>, view: View): Promise<void> {
  const schema = shadowSchema(view);
  const old = view.tables.map((table) => `public."${table}"`).join(', ');
  const moves = view.tables.map((table) => `alter table "${schema}"."${table}" set schema public`);
  await sql.raw([`drop table ${old}`, ...moves, `drop schema "${schema}"`].join('; ')).execute(tx);
}

/** A statement that gives a table something, and the index that it makes or speaks of where that belongs to no constraint. */
interface Part {
  part: string;
  index: string | null;
  isSetting: boolean;
}

/**
 * The statements that give a table what `like` leaves out, with unqualified names: they are to be run where the table's
 * name means the new one. Foreign keys come last, so that what they point to is there.
 */
async function partsOf(tx: Transaction<unknown>, table: string): Promise<Part[]> {
  await sql.raw('set local search_path = public').execute(tx);
  const { rows } = await sql<Part>`
    with t as (select c.* from pg_class c where c.oid = ${`public."${table}"`}::regclass),
    parts as (
      select 1 as place, con.conname as name,
             format('alter table %I add constraint %I %s', t.relname, con.conname, pg_get_constraintdef(con.oid, true)) as part
        from t join pg_constraint con on con.conrelid = t.oid where con.contype in ('p', 'u', 'x')
      union all
      select 2, i.relname, pg_get_indexdef(i.oid, 0, true)
        from t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
       where not exists (select from pg_constraint where conindid = i.oid and contype in ('p', 'u', 'x'))
      union all
      select 3, i.relname, format('comment on index %I is %L', i.relname, obj_description(i.oid, 'pg_class'))
        from t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
       where obj_description(i.oid, 'pg_class') is not null
      union all
      select 3, con.conname,
             format('comment on constraint %I on %I is %L', con.conname, t.relname, obj_description(con.oid, 'pg_constraint'))
        from t join pg_constraint con on con.conrelid = t.oid
       where con.contype in ('p', 'u', 'x') and obj_description(con.oid, 'pg_constraint') is not null
      union all
      select 4, '', format('comment on table %I is %L', t.relname, obj_description(t.oid, 'pg_class'))
        from t where obj_description(t.oid, 'pg_class') is not null
      union all
      select 5, '', format('alter table %I set (%s)', t.relname, array_to_string(t.reloptions, ', '))
        from t where t.reloptions is not null
      union all
      select 5, a.attname, format('alter table %I alter column %I set statistics %s', t.relname, a.attname, a.attstattarget)
        from t join pg_attribute a on a.attrelid = t.oid where a.attnum > 0 and a.attstattarget >= 0
      union all
      select 6, coalesce(g.rolname, ''),
             format('grant %s on %I to %s%s', acl.privilege_type, t.relname, coalesce(quote_ident(g.rolname), 'public'),
                    case when acl.is_grantable then ' with grant option' else '' end)
        from t cross join lateral aclexplode(t.relacl) acl left join pg_roles g on g.oid = acl.grantee
       where acl.grantee <> t.relowner
      union all
      select 7, con.conname,
             format('alter table %I add constraint %I %s', t.relname, con.conname, pg_get_constraintdef(con.oid, true))
        from t join pg_constraint con on con.conrelid = t.oid where con.contype = 'f')
    select part, place = 5 and name = '' as "isSetting",
           (select p.name from parts p where p.place = 2 and p.name = parts.name and parts.place in (2, 3)) as index
      from parts order by place, name`.execute(tx);
  return rows;
}
