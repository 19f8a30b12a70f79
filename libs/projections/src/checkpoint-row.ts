import { sql, type Transaction } from 'kysely';
import type { Database } from '#libs/database';
import type { View } from './view.js';

/** Whether this release's version of a view is the one that readers see. */
export type Standing = 'live' | 'superseded';

/**
 * Makes the view's row where there is none, and brings an older version to this one: under the row's lock its tables are
 * emptied and it begins again at position 0. A newer version, put there by a newer release, is left alone.
 */
export async function enrol(db: Database, view: View): Promise<Standing> {
  return db.kysely.transaction().execute(async (tx) => {
    await sql`
      insert into projections (name, version) values (${view.name}, ${view.version})
      on conflict do nothing`.execute(tx);
    const { rows } = await sql<{ version: number }>`
      select version from projections where name = ${view.name} and status = 'live' for update`.execute(tx);
    const version = rows[0]?.version;
    if (version === view.version) return 'live';
    if (version === undefined || version > view.version) return 'superseded';
    await sql`truncate ${sql.join(view.tables.map((table) => sql.table(table)))}`.execute(tx);
    await sql`
      update projections
         set version = ${view.version}, position = 0, updated_at = clock_timestamp(), fence = fence + 1,
             error = null, error_position = null, failed_since = null
       where name = ${view.name} and status = 'live'`.execute(tx);
    return 'live';
  });
}

/** Where the view and the log stand; undefined where this version of the view is not the live one. */
export async function place(db: Database, view: View): Promise<{ position: bigint; head: bigint } | undefined> {
  const { rows } = await sql<{ position: string; head: string }>`
    select p.position, h.position as head from projections p cross join log_head h
     where p.name = ${view.name} and p.version = ${view.version} and p.status = 'live'`.execute(db.kysely);
  const row = rows[0];
  return row && { position: BigInt(row.position), head: BigInt(row.head) };
}

/** Takes the view for this transaction and tells where it stands; null while another process has it. */
export async function claim(tx: Transaction<unknown>, view: View): Promise<bigint | null> {
  const { rows } = await sql<{ position: string }>`
    select position from projections
     where name = ${view.name} and version = ${view.version} and status = 'live'
       for update skip locked`.execute(tx);
  return rows[0] === undefined ? null : BigInt(rows[0].position);
}

/** Moves the checkpoint on, if it still stands where it was claimed. @throws Error where it does not. */
export async function advance(tx: Transaction<unknown>, view: View, from: bigint, to: bigint): Promise<void> {
  const { numAffectedRows } = await sql`
    update projections
       set position = ${to}, updated_at = clock_timestamp(), error = null, error_position = null, failed_since = null
     where name = ${view.name} and version = ${view.version} and status = 'live' and position = ${from}`.execute(tx);
  if (numAffectedRows !== 1n)
    throw new Error(`The view "${view.name}" was moved by another process; nothing was kept.`);
}

/** Leaves word of why the view does not go on, for every process to see. */
export async function recordFailure(db: Database, view: View, message: string, at: bigint | null): Promise<void> {
  await sql`
    update projections
       set error = ${message}, error_position = ${at}, failed_since = coalesce(failed_since, clock_timestamp()),
           updated_at = clock_timestamp()
     where name = ${view.name} and version = ${view.version} and status = 'live'`.execute(db.kysely);
}
