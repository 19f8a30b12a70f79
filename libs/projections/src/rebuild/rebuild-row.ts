import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { placeOf } from '../checkpoint-row.js';
import { LeaseLost, type Lease } from '../lease.js';
import type { View } from '../view.js';

/** What a rebuild is to do. */
export interface RebuildOptions {
  /** Only compare the rebuilt rows with those that readers see; leave these as they are. */
  checkOnly?: boolean;
  /** Leave out the streams that the live view has set aside; otherwise the rebuild stops at an event that cannot be applied. */
  keepQuarantine?: boolean;
}

/** `waiting` for a process to take it, then as the names say. */
export type RebuildPhase = 'waiting' | 'filling' | 'comparing' | 'swapping';

/**
 * `same` and `different`: it was only compared. `swapped`: readers see its rows. `stopped`: an event could not be applied.
 * `refused`: the check that the view declares found its rows wrong. After the last two the old rows serve on.
 */
export type RebuildOutcome = 'same' | 'different' | 'swapped' | 'stopped' | 'refused';

/** A rebuild under way, or how the last one ended. */
export interface Rebuild extends Required<RebuildOptions> {
  /** Tells one rebuild of a view from another. */
  request: string;
  view: string;
  version: number;
  position: bigint;
  /** Where it has to get to, as the live view stood lately; null before it has begun. */
  target: bigint | null;
  /** Null when it has ended. */
  phase: RebuildPhase | null;
  /** Null until it has ended. */
  outcome: RebuildOutcome | null;
  /** What there is to say of the outcome, in sentences; or why it does not go on. */
  report: string | null;
  /** Which process is at work on it; null for none. */
  holder: string | null;
  /** True where no process is at work on it. */
  free: boolean;
  startedAt: Date;
  finishedAt: Date | null;
}

interface RebuildRow {
  request: string;
  name: string;
  version: number;
  position: string;
  target: string | null;
  check_only: boolean;
  keep_quarantine: boolean;
  phase: RebuildPhase | null;
  outcome: RebuildOutcome | null;
  report: string | null;
  owner: string | null;
  free: boolean;
  started_at: Date;
  finished_at: Date | null;
}

/** The rebuilds that are under way (`building`) or the last ones that have ended (`finished`), by view. */
export async function rebuildsOf(
  executor: Kysely<unknown>,
  status: 'building' | 'finished',
): Promise<Map<string, Rebuild>> {
  const { rows } = await sql<RebuildRow>`
    select request, name, version, position, target, check_only, keep_quarantine, phase, outcome, coalesce(report, error) as report, owner,
           owner is null or lease_until < clock_timestamp() as free, started_at, finished_at
      from projections where status = ${status} order by name`.execute(executor);
  return new Map(rows.map((row) => [row.name, rebuildOf(row)]));
}

/**
 * Enters the wish that a view be rebuilt, for any process that keeps it to fulfil. One that is under way with the same
 * options is the answer itself; one of an older version gives way.
 *
 * @throws DomainError `REBUILD_UNDER_WAY` where another is under way, `VIEW_REPLACED` where a newer release has the view,
 *   `REBUILD_NOT_COMPARABLE` where a raised version is only to be compared.
 */
export async function requestRebuild(
  db: Database,
  view: View,
  { checkOnly = false, keepQuarantine = false }: RebuildOptions = {},
): Promise<Rebuild> {
  await placeOf(db, view);
  await db.kysely.transaction().execute(async (tx) => {
    // Under the lock of the live row, which whoever replays a stream holds too: a rebuild never begins in the middle of that.
    const { rows } = await sql<{ version: number }>`
      select version from projections where name = ${view.name} and status = 'live' for update`.execute(tx);
    refuseUnfit(view, rows[0]!.version, checkOnly);
    await sql`
      insert into projections (name, version, status, request, phase, check_only, keep_quarantine, started_at)
      values (${view.name}, ${view.version}, 'building', gen_random_uuid(), 'waiting', ${checkOnly}, ${keepQuarantine},
              clock_timestamp())
      on conflict (name, status) do update
         set version = excluded.version, request = excluded.request, phase = excluded.phase, position = 0, target = null,
             check_only = excluded.check_only, keep_quarantine = excluded.keep_quarantine, owner = null,
             lease_until = null, fence = projections.fence + 1, started_at = excluded.started_at
       where projections.version < excluded.version`.execute(tx);
    await wakeEverybody(tx);
  });
  const building = (await rebuildsOf(db.kysely, 'building')).get(view.name);
  if (building === undefined) return (await rebuildsOf(db.kysely, 'finished')).get(view.name)!;
  if (
    building.version !== view.version ||
    building.checkOnly !== checkOnly ||
    building.keepQuarantine !== keepQuarantine
  )
    throw new DomainError(
      'REBUILD_UNDER_WAY',
      'conflict',
      `Another rebuild of the view "${view.name}" is under way, with other options; ask again when it has ended.`,
    );
  return building;
}

/** Tells what the holder of a rebuild is doing. @throws LeaseLost where another process has it. */
export async function recordPhase(
  executor: Kysely<unknown>,
  lease: Lease,
  phase: RebuildPhase,
  target: bigint,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update projections set phase = ${phase}, target = ${target} where ${lease.mine()}`.execute(executor);
  if (numAffectedRows !== 1n) throw new LeaseLost(`The rebuild of "${lease.view.name}" was taken by another process.`);
}

/** Turns the rebuild under way into the last one that has ended. @throws LeaseLost where another process has it. */
export async function recordOutcome(
  tx: Transaction<unknown>,
  lease: Lease,
  outcome: RebuildOutcome,
  report: string,
): Promise<void> {
  await sql`delete from projections where name = ${lease.view.name} and status = 'finished'`.execute(tx);
  const { numAffectedRows } = await sql`
    update projections
       set status = 'finished', phase = null, outcome = ${outcome}, report = ${report}, owner = null, lease_until = null,
           error = null, error_position = null, failed_since = null, finished_at = clock_timestamp(),
           updated_at = clock_timestamp()
     where ${lease.mine()}`.execute(tx);
  if (numAffectedRows !== 1n) throw new LeaseLost(`The rebuild of "${lease.view.name}" was taken by another process.`);
  await wakeEverybody(tx);
}

/** A hint to every runner that there is something to look at. */
async function wakeEverybody(tx: Transaction<unknown>): Promise<void> {
  await sql`select pg_notify('dateline_log', position::text) from log_head`.execute(tx);
}

function refuseUnfit(view: View, live: number, checkOnly: boolean): void {
  if (live > view.version)
    throw new DomainError(
      'VIEW_REPLACED',
      'conflict',
      `The view "${view.name}" is kept by a newer release (version ${live} of it, not ${view.version}); ask that one.`,
    );
  if (live < view.version && checkOnly)
    throw new DomainError(
      'REBUILD_NOT_COMPARABLE',
      'conflict',
      `Version ${view.version} of the view "${view.name}" has no rows of its own yet to compare with; rebuild it without check.`,
    );
}

function rebuildOf(row: RebuildRow): Rebuild {
  return {
    request: row.request,
    view: row.name,
    version: row.version,
    position: BigInt(row.position),
    target: row.target === null ? null : BigInt(row.target),
    checkOnly: row.check_only,
    keepQuarantine: row.keep_quarantine,
    phase: row.phase,
    outcome: row.outcome,
    report: row.report,
    holder: row.owner,
    free: row.free,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
