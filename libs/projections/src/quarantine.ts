import { sql, type Kysely } from 'kysely';
import type { Database } from '#libs/database';
import { messageOf } from '#libs/kernel';
import { advance, inBatch, type ApplyFailure } from './batch.js';
import type { Lease } from './lease.js';

/** A stream that a view has set aside, because one of its events cannot be applied. */
export interface QuarantinedStream {
  view: string;
  stream: string;
  /** The event that cannot be applied; it and the later ones of its stream are missing from the view. */
  position: bigint;
  eventId: string;
  type: string;
  error: string;
  /** How often it was tried. */
  tries: number;
  since: Date;
}

/** From which position on the events of which streams are left out of a view. */
export type SetAside = ReadonlyMap<string, bigint>;

/** What a view leaves out now; read it in or after the transaction that took the view. */
export async function streamsSetAside(executor: Kysely<unknown>, view: string): Promise<SetAside> {
  const rows = await quarantineOf(executor, view);
  return new Map(rows.map(({ stream, position }) => [stream, position]));
}

/** The streams that views have set aside, of one view or of all, oldest first. */
export async function quarantineOf(executor: Kysely<unknown>, view?: string): Promise<QuarantinedStream[]> {
  const { rows } = await sql<Omit<QuarantinedStream, 'position' | 'eventId'> & { position: string; event_id: string }>`
    select view, stream, position, event_id, type, error, tries, since from projection_quarantine
     ${view === undefined ? sql`` : sql`where view = ${view}`}
     order by view, position`.execute(executor);
  return rows.map(({ event_id: eventId, position, ...row }) => ({ ...row, position: BigInt(position), eventId }));
}

/** Leaves the stream of an event that cannot be applied out of the view, and goes on behind the event. */
export async function setAside(
  db: Database,
  lease: Lease,
  from: bigint,
  failure: ApplyFailure,
  tries: number,
): Promise<bigint> {
  const { position, stream, id, type } = failure.events[0]!;
  await inBatch(db, lease, null, async (tx) => {
    await sql`
      insert into projection_quarantine (view, stream, position, event_id, type, error, tries)
      values (${lease.view.name}, ${stream}, ${position}, ${id}, ${type}, ${messageOf(failure.cause)}, ${tries})`.execute(
      tx,
    );
    await advance(tx, lease, from, position);
  });
  return position;
}
