import { sql, type Transaction } from 'kysely';
import type { Database } from '#libs/database';
import type { StoredEvent } from '#libs/event-store';
import { defineView, type View } from '#libs/projections';

/** Writes one row per event, and so notices an event that is applied twice: its position is the key. */
export async function writeRows(tx: Transaction<unknown>, events: StoredEvent[]): Promise<void> {
  for (const { position, id } of events) {
    await sql`insert into seen (position, id) values (${position}, ${id})`.execute(tx);
  }
}

/** A view of one table, changed as a spec needs it. */
export function seenView(change: Partial<View> = {}): View {
  return defineView({ name: 'seen', version: 1, tables: ['seen'], apply: writeRows, ...change });
}

/** Makes the table of the view, which no migration makes. */
export async function createSeen(db: Database): Promise<void> {
  await db.pool.query('create table seen (position bigint primary key, id text not null)');
}

/** The positions in the view, in order. */
export async function positionsSeen(db: Database): Promise<number[]> {
  const { rows } = await db.pool.query<{ position: string }>('select position from seen order by position');
  return rows.map(({ position }) => Number(position));
}

/** The positions 1 to `end`. */
export function upTo(end: number): number[] {
  return Array.from({ length: end }, (_, index) => index + 1);
}

/** How long a view may take for what it does in a moment on a machine that does nothing else. */
export const PATIENCE_MS = 60_000;

/** Nobody listens to what the runner says. */
export const silent = { log: () => undefined, error: () => undefined };
