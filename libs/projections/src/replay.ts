import { sql, type Transaction } from 'kysely';
import type { Database } from '#libs/database';
import { walkStream, type EventShapes, type StoredEvent } from '#libs/event-store';
import { DomainError } from '#libs/kernel';
import { ApplyFailure } from './batch.js';
import { quarantineOf, type QuarantinedStream } from './quarantine.js';
import type { View } from './view.js';

/** A stream that was taken into its view again. */
export interface ReplayedStream {
  stream: string;
  /** How many of its events were applied. */
  events: number;
  /** The position that the view reflects, now with this stream. */
  position: bigint;
}

/**
 * Applies what a view has set aside, of one stream or of all of them, and takes it up again; each stream in a transaction of
 * its own. For after a fix.
 *
 * @throws DomainError `STREAM_NOT_SET_ASIDE` where the named stream is not; `REBUILD_UNDER_WAY` while a rebuild leaves out
 *   what is set aside; `REPLAY_FAILED` where an event still cannot be applied: then its stream stays set aside.
 */
export async function replayQuarantine(
  db: Database,
  shapes: EventShapes,
  view: View,
  stream?: string,
): Promise<ReplayedStream[]> {
  const all = await quarantineOf(db.kysely, view.name);
  const wanted = stream === undefined ? all : all.filter((one) => one.stream === stream);
  if (stream !== undefined && wanted.length === 0)
    throw new DomainError(
      'STREAM_NOT_SET_ASIDE',
      'not-found',
      `The view "${view.name}" has not set aside the stream "${stream}"; see "dateline projections".`,
    );
  const replayed: ReplayedStream[] = [];
  for (const one of wanted) {
    const done = await db.kysely.transaction().execute((tx) => replay(tx, shapes, view, one));
    if (done !== undefined) replayed.push(done);
  }
  return replayed;
}

/** Undefined where somebody else was quicker. */
async function replay(
  tx: Transaction<unknown>,
  shapes: EventShapes,
  view: View,
  { stream }: QuarantinedStream,
): Promise<ReplayedStream | undefined> {
  // The tables before the row, as everybody locks them. Under the row's lock nobody moves the view or begins a rebuild.
  await sql.raw(`lock table ${view.tables.map((table) => `"${table}"`).join(', ')} in row exclusive mode`).execute(tx);
  const position = await lockRow(tx, view);
  const { rows } = await sql<{ position: string }>`
    delete from projection_quarantine where view = ${view.name} and stream = ${stream} returning position`.execute(tx);
  if (rows[0] === undefined) return undefined;
  const from = BigInt(rows[0].position);
  const events: StoredEvent[] = [];
  for await (const event of walkStream(tx, stream, { from, upTo: position }, shapes)) events.push(event);
  try {
    const changes = await view.apply(tx, events);
    await view.publish?.(tx, changes, events);
  } catch (error) {
    const failure = new ApplyFailure(view, events, error);
    throw new DomainError('REPLAY_FAILED', 'refused', `${failure.message}; its stream stays set aside.`);
  }
  // Whoever holds the view knows what it leaves out from when it took it, so it has to take it again.
  await sql`
    update projections set owner = null, lease_until = null, fence = fence + 1
     where name = ${view.name} and status = 'live'`.execute(tx);
  await sql`select pg_notify('dateline_log', position::text) from log_head`.execute(tx);
  return { stream, events: events.length, position };
}

async function lockRow(tx: Transaction<unknown>, view: View): Promise<bigint> {
  const { rows } = await sql<{ status: string; version: number; position: string; keep_quarantine: boolean }>`
    select status, version, position, keep_quarantine from projections
     where name = ${view.name} and status in ('live', 'building')
     order by status desc for update`.execute(tx);
  if (rows.some(({ status, keep_quarantine: keep }) => status === 'building' && keep))
    throw new DomainError(
      'REBUILD_UNDER_WAY',
      'conflict',
      `A rebuild of the view "${view.name}" is under way that leaves out what is set aside; replay when it has ended.`,
    );
  const live = rows.find(({ status }) => status === 'live');
  if (live === undefined || live.version !== view.version)
    throw new DomainError(
      'VIEW_REPLACED',
      'conflict',
      `The view "${view.name}" is not kept by this release in version ${view.version}; ask the one that keeps it.`,
    );
  return BigInt(live.position);
}
