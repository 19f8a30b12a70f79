import { setTimeout as wait } from 'node:timers/promises';
import { CompiledQuery, sql, type Kysely } from 'kysely';
import { findTraps, trapSentence } from './traps.js';

/** The catalogs in which everything is recorded that `findTraps` looks for. */
const CATALOGS = [
  'pg_proc',
  'pg_operator',
  'pg_cast',
  'pg_type',
  'pg_range',
  'pg_statistic_ext',
  'pg_constraint',
  'pg_attrdef',
  'pg_index',
  'pg_inherits',
  'pg_partitioned_table',
  'pg_policy',
  'pg_trigger',
  'pg_rewrite',
].map((name) => `pg_catalog.${name}`);

/** How long transactions that are under way may take to end, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * Keeps every other session from defining anything in this database until the transaction ends, and looks for traps then:
 * what was looked at before could have changed since. It takes the right to lock catalogs, which `migrations/roles.sql` grants
 * to the owner and a superuser has; for another role this does nothing.
 *
 * @param transaction of the migrations, before the first of them
 * @throws Error with one sentence where something is found, or where a transaction of another session does not end.
 */
export async function guardMigrations(transaction: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ mayLock: boolean }>`
    select pg_catalog.bool_and(pg_catalog.has_table_privilege(catalog, 'maintain')) as "mayLock"
      from pg_catalog.unnest(${CATALOGS}::text[]) catalog`.execute(transaction);
  if (rows[0]?.mayLock !== true) return;
  await sql.raw(`lock table ${CATALOGS.join(', ')} in share mode`).execute(transaction);
  // A definition holds its lock for a moment, and is seen only when its transaction ends.
  const open = await sql<{ id: string }>`
    select l.transactionid::text as id from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted and l.pid <> pg_catalog.pg_backend_pid()
       and a.datname = pg_catalog.current_database()`.execute(transaction);
  const ids = open.rows.map(({ id }) => id);
  for (const end = Date.now() + PATIENCE_MS; ; await wait(50)) {
    const left = await sql`
      select from pg_catalog.pg_locks where locktype = 'transactionid' and mode = 'ExclusiveLock' and granted
         and transactionid::text = any(${ids}::text[])`.execute(transaction);
    if (left.rows.length === 0) break;
    if (Date.now() > end) {
      throw new Error('a transaction of another program does not end; stop the API and the worker and run it again');
    }
  }
  const found = await findTraps({
    query: (text, values) => transaction.executeQuery(CompiledQuery.raw(text, values)),
  });
  if (found.length > 0) throw new Error(trapSentence(found));
}
