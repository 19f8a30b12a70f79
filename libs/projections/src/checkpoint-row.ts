import { sql } from 'kysely';
import type { Database } from '#libs/database';
import type { View } from './view.js';

/** How a view stands, for a process that might keep it. */
export interface Place {
  /** The version that readers see. */
  version: number;
  position: bigint;
  head: bigint;
  /** Nobody holds it. */
  free: boolean;
  /** The event that its holder cannot apply, and what it says. */
  stuck: { position: bigint; message: string } | null;
}

interface PlaceRow {
  version: number;
  position: string;
  head: string;
  free: boolean;
  error: string | null;
  error_position: string | null;
}

/** How the view and the log stand; the view's row is made where there is none. */
export async function placeOf(db: Database, view: View): Promise<Place> {
  return (await place(db, view)) ?? (await enrol(db, view), (await place(db, view))!);
}

async function enrol(db: Database, view: View): Promise<void> {
  await sql`
    insert into projections (name, version) values (${view.name}, ${view.version})
    on conflict do nothing`.execute(db.kysely);
}

async function place(db: Database, view: View): Promise<Place | undefined> {
  const { rows } = await sql<PlaceRow>`
    select p.version, p.position, h.position as head, p.error, p.error_position,
           p.owner is null or p.lease_until < clock_timestamp() as free
      from projections p cross join log_head h
     where p.name = ${view.name} and p.status = 'live'`.execute(db.kysely);
  const row = rows[0];
  if (row === undefined) return undefined;
  const { error, error_position: at } = row;
  return {
    version: row.version,
    position: BigInt(row.position),
    head: BigInt(row.head),
    free: row.free,
    stuck: error === null || at === null ? null : { position: BigInt(at), message: error },
  };
}
