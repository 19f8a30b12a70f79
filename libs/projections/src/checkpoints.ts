import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '#libs/database';
import { quarantineOf, type QuarantinedStream } from './quarantine.js';
import { rebuildsOf, type Rebuild } from './rebuild/rebuild-row.js';

/** How often whoever waits for a view is looked after: soon at first, then ever more seldom. */
const SHORTEST_POLL_MS = 4;
const LONGEST_POLL_MS = 100;

/** Where a view stands. */
export interface ViewStatus {
  name: string;
  version: number;
  /** The last position whose events its rows hold. */
  position: bigint;
  /** How many events the log has that the view has not. */
  lag: bigint;
  /** When it last moved or failed. */
  updatedAt: Date;
  /** Why it does not go on: the position of the event where that is known. Null while it does. */
  error: { message: string; position: bigint | null; since: Date } | null;
  /** Which process keeps it, in words, and until when if it is not heard of again; null for none. */
  holder: { owner: string; until: Date } | null;
  /** The streams that it leaves out, because of an event that it cannot apply. */
  quarantine: QuarantinedStream[];
  /** The rebuild that is under way. */
  rebuild: Rebuild | null;
  /** How the last rebuild ended. */
  lastRebuild: Rebuild | null;
}

interface StatusRow {
  name: string;
  version: number;
  position: string;
  head: string;
  updated_at: Date;
  error: string | null;
  error_position: string | null;
  failed_since: Date | null;
  owner: string | null;
  lease_until: Date | null;
  held: boolean | null;
}

/**
 * The positions that the rows of views reflect, in the order of the names; 0 where one has not begun. Read them in the
 * transaction and snapshot that read the rows: only then do they belong together.
 */
export async function viewPositions(executor: Kysely<unknown>, views: readonly string[]): Promise<bigint[]> {
  const { rows } = await sql<{ name: string; position: string }>`
    select name, position from projections where status = 'live' and name = any(${[...views]}::text[])`.execute(
    executor,
  );
  const positions = new Map(rows.map(({ name, position }) => [name, BigInt(position)]));
  return views.map((view) => positions.get(view) ?? 0n);
}

/** The position that the rows of one view reflect; as `viewPositions`. */
export async function viewPosition(executor: Kysely<unknown>, view: string): Promise<bigint> {
  return (await viewPositions(executor, [view]))[0]!;
}

/** How far the views have got: for answers that say their position, for writers who read what they wrote, for health. */
@Injectable()
export class Checkpoints {
  #reading: Promise<Map<string, bigint>> | undefined;

  constructor(private readonly db: Database) {}

  /** The position that the view reflects now; 0 where it has not begun. */
  positionOf(view: string): Promise<bigint> {
    return viewPosition(this.db.kysely, view);
  }

  /**
   * Waits until the view has reached a position, and answers with the position that it has then; `behind` where it does
   * not get there in time. However many wait, one query at a time looks for all of them.
   */
  async waitFor(view: string, position: bigint, timeoutMs = 5_000): Promise<bigint | 'behind'> {
    const deadline = performance.now() + timeoutMs;
    for (let pause = SHORTEST_POLL_MS; ; pause = Math.min(pause * 1.5, LONGEST_POLL_MS)) {
      const reached = (await this.#positions()).get(view) ?? 0n;
      if (reached >= position) return reached;
      const left = deadline - performance.now();
      if (left <= 0) return 'behind';
      await sleep(Math.min(pause, left));
    }
  }

  /** Where every view stands, by name. */
  async status(): Promise<ViewStatus[]> {
    const { rows } = await sql<StatusRow>`
      select p.name, p.version, p.position, h.position as head, p.updated_at, p.error, p.error_position, p.failed_since,
             p.owner, p.lease_until, p.lease_until >= clock_timestamp() as held
        from projections p cross join log_head h
       where p.status = 'live'
       order by p.name`.execute(this.db.kysely);
    const quarantine = await quarantineOf(this.db.kysely);
    const [building, finished] = [
      await rebuildsOf(this.db.kysely, 'building'),
      await rebuildsOf(this.db.kysely, 'finished'),
    ];
    return rows.map((row) => ({
      name: row.name,
      version: row.version,
      position: BigInt(row.position),
      lag: BigInt(row.head) - BigInt(row.position),
      updatedAt: row.updated_at,
      error: errorOf(row),
      holder: holderOf(row),
      quarantine: quarantine.filter(({ view }) => view === row.name),
      rebuild: building.get(row.name) ?? null,
      lastRebuild: finished.get(row.name) ?? null,
    }));
  }

  #positions(): Promise<Map<string, bigint>> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<Map<string, bigint>> {
    const { rows } = await sql<{ name: string; position: string }>`
      select name, position from projections where status = 'live'`.execute(this.db.kysely);
    return new Map(rows.map(({ name, position }) => [name, BigInt(position)]));
  }
}

function errorOf({ error, error_position: position, failed_since: since }: StatusRow): ViewStatus['error'] {
  if (error === null || since === null) return null;
  return { message: error, position: position === null ? null : BigInt(position), since };
}

function holderOf({ owner, lease_until: until, held }: StatusRow): ViewStatus['holder'] {
  return owner === null || until === null || held !== true ? null : { owner, until };
}
