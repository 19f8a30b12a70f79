import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { Database, withoutCaller } from '#libs/database';
import { quarantineOf, type QuarantinedStream } from './quarantine.js';
import { rebuildsOf, type Rebuild } from './rebuild/rebuild-row.js';

/** How often it is looked for those who wait for a view: often while one has just begun to wait, then ever more seldom. */
const SHORTEST_POLL_MS = 4;
const LONGEST_POLL_MS = 100;
/** A pause is at most this part of the time that has been waited. */
const POLL_PART = 0.1;

/** Somebody who waits until a view has reached a position. */
interface Waiter {
  view: string;
  position: bigint;
  since: number;
  deadline: number;
  resolve: (reached: bigint | 'behind') => void;
  reject: (error: unknown) => void;
}

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

/** The position that the rows of a view reflect, and its fence, as Postgres answers them. */
export interface PositionRow {
  name: string;
  position: string;
  fence: string;
}

/** Which rows a view has: while both stay the same, so do the rows. */
export interface ViewState {
  position: bigint;
  /** Grows where a rebuild or a replay changes the rows at the same position, and with each new holder. */
  fence: bigint;
}

/**
 * Asks for the positions that the rows of views reflect, and their fences; answers `PositionRow`s. Ask in the transaction and snapshot that
 * read the rows: only then do they belong together. It is a text, so that it can be the last statement of the message that
 * begins the transaction.
 */
export function viewPositionsText(views: readonly string[]): string {
  // Names of views have a form that needs no more than quotes.
  return `select name, position, fence from projections where status = 'live' and name in (${views.map((name) => `'${name}'`).join(', ')})`;
}

/** The states of some views, in the order of the names, out of rows; 0 where one has not begun. */
export function inOrder(views: readonly string[], rows: readonly PositionRow[]): ViewState[] {
  const states = new Map(
    rows.map(({ name, position, fence }) => [name, { position: BigInt(position), fence: BigInt(fence) }]),
  );
  return views.map((view) => states.get(view) ?? { position: 0n, fence: 0n });
}

/** The position that the rows of one view reflect; 0 where it has not begun. Asked as `viewPositionsText` says. */
export async function viewPosition(executor: Kysely<unknown>, view: string): Promise<bigint> {
  const { rows } = await sql.raw<PositionRow>(viewPositionsText([view])).execute(executor);
  return inOrder([view], rows)[0]!.position;
}

/** How far the views have got: for answers that say their position, for writers who read what they wrote, for health. */
@Injectable()
export class Checkpoints {
  readonly #waiting = new Set<Waiter>();
  #isWatching = false;
  /** Ends the pause between two looks. */
  #wake: () => void = () => {};

  constructor(private readonly db: Database) {}

  /** The position that the view reflects now; 0 where it has not begun. */
  positionOf(view: string): Promise<bigint> {
    return viewPosition(this.db.kysely, view);
  }

  /** The positions that some views reflect now, in the order of the names; 0 where one has not begun. */
  async positionsOf(views: readonly string[]): Promise<bigint[]> {
    const positions = await this.#positions();
    return views.map((view) => positions.get(view) ?? 0n);
  }

  /**
   * Waits until the view has reached a position, and answers with the position that it has then; `behind` where it does
   * not get there in time, or before `stop` is aborted. However many wait, it is looked for all of them at once.
   */
  waitFor(view: string, position: bigint, timeoutMs = 5_000, stop?: AbortSignal): Promise<bigint | 'behind'> {
    const since = performance.now();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { view, position, since, deadline: since + timeoutMs, resolve, reject };
      this.#waiting.add(waiter);
      stop?.addEventListener('abort', () => this.#giveUp(waiter), { once: true });
      if (this.#isWatching) this.#wake();
      else void withoutCaller(() => this.#watch());
    });
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

  async #watch(): Promise<void> {
    this.#isWatching = true;
    while (this.#waiting.size > 0) {
      const asked = [...this.#waiting];
      try {
        const positions = await this.#positions();
        for (const waiter of asked) this.#answer(waiter, positions.get(waiter.view) ?? 0n);
      } catch (error) {
        for (const waiter of asked) if (this.#waiting.delete(waiter)) waiter.reject(error);
      }
      if (this.#waiting.size > 0) await this.#pause();
    }
    this.#isWatching = false;
  }

  #giveUp(waiter: Waiter): void {
    if (this.#waiting.delete(waiter)) waiter.resolve('behind');
  }

  #answer(waiter: Waiter, reached: bigint): void {
    const isThere = reached >= waiter.position;
    if (!isThere && performance.now() < waiter.deadline) return;
    if (this.#waiting.delete(waiter)) waiter.resolve(isThere ? reached : 'behind');
  }

  /** Until the next look is due for the one who has waited least, the time of one is over, or another one comes. */
  #pause(): Promise<void> {
    const now = performance.now();
    const waited = Math.min(...[...this.#waiting].map(({ since }) => now - since));
    const left = Math.min(...[...this.#waiting].map(({ deadline }) => deadline - now));
    const pause = Math.min(Math.max(waited * POLL_PART, SHORTEST_POLL_MS), LONGEST_POLL_MS, left);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(pause, 1));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #positions(): Promise<Map<string, bigint>> {
    const { rows } = await this.db.pool.query<{ name: string; position: string }>({
      name: 'view-positions',
      text: `select name, position from projections where status = 'live'`,
    });
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
