import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '#libs/database';

const POLL_MS = 20;

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
}

/**
 * The position that the rows of a view reflect; 0 where it has not begun. Read it in the statement or transaction that
 * reads the rows: only then do the two belong together.
 */
export async function viewPosition(executor: Kysely<unknown>, view: string): Promise<bigint> {
  const { rows } = await sql<{ position: string }>`
    select position from projections where name = ${view} and status = 'live'`.execute(executor);
  return BigInt(rows[0]?.position ?? 0);
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
    for (;;) {
      const reached = (await this.#positions()).get(view) ?? 0n;
      if (reached >= position) return reached;
      const left = deadline - performance.now();
      if (left <= 0) return 'behind';
      await sleep(Math.min(POLL_MS, left));
    }
  }

  /** Where every view stands, by name. */
  async status(): Promise<ViewStatus[]> {
    const { rows } = await sql<StatusRow>`
      select p.name, p.version, p.position, h.position as head, p.updated_at, p.error, p.error_position, p.failed_since
        from projections p cross join log_head h
       where p.status = 'live'
       order by p.name`.execute(this.db.kysely);
    return rows.map((row) => ({
      name: row.name,
      version: row.version,
      position: BigInt(row.position),
      lag: BigInt(row.head) - BigInt(row.position),
      updatedAt: row.updated_at,
      error: errorOf(row),
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
