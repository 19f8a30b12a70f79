import { sql, type Transaction } from 'kysely';
import type { View } from '../view.js';
import { shadowSchema } from './shadow-tables.js';

/** How the rebuilt rows of a table differ from those that readers see. */
export interface Difference {
  table: string;
  /** How many rows are missing, superfluous or not equal. */
  rows: number;
  /** The key of one of them, for whoever looks into it. */
  example: string;
}

/**
 * Compares the tables of a view with the rebuilt ones, row by row, within the snapshot of the transaction. Where the
 * numbers of rows and the sums of two hashes over them agree, so do the rows.
 */
export async function compareTables(tx: Transaction<unknown>, view: View): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const table of view.tables) {
    const [live, rebuilt] = [`public."${table}"`, `"${shadowSchema(view)}"."${table}"`];
    if ((await sumOf(tx, live)) !== (await sumOf(tx, rebuilt)))
      differences.push(await differenceOf(tx, table, live, rebuilt));
  }
  return differences;
}

/** The differences in a sentence; that there are none, too. */
export function differencesSentence(differences: readonly Difference[], position: bigint): string {
  if (differences.length === 0) return `Every row is as the log has it up to position ${position}.`;
  const each = differences.map(
    ({ table, rows, example }) => `${rows} of ${table}, for example the one with the key ${example}`,
  );
  return `These rows were not as the log has them up to position ${position}: ${each.join('; ')}.`;
}

async function sumOf(tx: Transaction<unknown>, table: string): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select concat_ws(' ', count(*), sum(hashtextextended(r.line, 0)::numeric), sum(hashtextextended(r.line, 1)::numeric)) as sum
      from (select t::text as line from ${sql.raw(table)} t offset 0) r`.execute(tx);
  return rows[0]!.sum;
}

/** Rows are told apart by the primary key; those of a table without one by all that they hold. */
async function differenceOf(
  tx: Transaction<unknown>,
  table: string,
  live: string,
  rebuilt: string,
): Promise<Difference> {
  const { rows: columns } = await sql<{ name: string }>`
    select quote_ident(a.attname) as name
      from pg_index i cross join lateral unnest(i.indkey::int[]) with ordinality as k(number, n)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
     where i.indrelid = ${live}::regclass and i.indisprimary
     order by k.n`.execute(tx);
  const key = columns.length === 0 ? 't::text' : `row(${columns.map(({ name }) => `t.${name}`).join(', ')})::text`;
  const { rows } = await sql<{ rows: number; example: string }>`
    select count(distinct d.key)::int as rows, min(d.key) as example
      from (select u.key from (
              select ${sql.raw(key)} as key, hashtextextended(t::text, 0) as hash, 1 as n from ${sql.raw(live)} t
              union all
              select ${sql.raw(key)}, hashtextextended(t::text, 0), -1 from ${sql.raw(rebuilt)} t) u
             group by u.key, u.hash having sum(u.n) <> 0) d`.execute(tx);
  return { table, ...rows[0]! };
}
