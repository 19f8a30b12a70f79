import { sql } from 'kysely';
import type { Database } from '#libs/database';

/** Every table of a database in which words are found in some row, in whatever case; without quotes and backslashes. */
export async function tablesHolding(db: Database, words: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
    db.kysely,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: hits } = await sql`
      select from ${sql.table(name)} t where strpos(lower(t::text), ${words.toLowerCase()}) > 0 limit 1`.execute(
      db.kysely,
    );
    if (hits.length > 0) found.push(name);
  }
  return found;
}
