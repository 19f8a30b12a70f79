import { sql } from 'kysely';
import type { Database } from '#libs/database';

const KEEPERS = `hashtextextended('dateline:keepers-of-views', 0)`;

/** What a process that keeps views says on the connection on which it listens: held, shared, until that connection ends. */
export const JOIN_KEEPERS = `select pg_advisory_lock_shared(${KEEPERS})`;

/** How many processes keep views on this database, as far as their connections are there. */
export async function countKeepers(db: Database): Promise<number> {
  const { rows } = await sql<{ keepers: number }>`
    select count(*)::int as keepers from pg_locks
     where locktype = 'advisory' and granted and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())
       and (classid::bigint << 32) | objid::bigint = ${sql.raw(KEEPERS)}`.execute(db.kysely);
  return rows[0]!.keepers;
}
