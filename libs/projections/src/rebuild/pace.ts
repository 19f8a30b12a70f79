import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '#libs/database';

/** Whoever was at work within this time will soon be again. */
const LATELY_MS = 2_000;
/** How often it is looked whether somebody is at work. */
const LOOK_MS = 1_000;
/** Sessions of those who keep views and do jobs, which are at work whether anybody reads or not. */
const OURS = '^dateline[- ](worker|jobs|live|building)';

/**
 * The pace of a rebuild, which is work that can wait. While others are at work in the same database it rests after each piece
 * for as long as the piece took, so that they find a free processor half of the time at least; while nobody is, it does not.
 */
export class Pace {
  #lookedAt = -Infinity;
  #isShared = true;

  constructor(private readonly db: Database) {}

  /**
   * Rests after a piece of work that took so many milliseconds. True where it did, which is where others are at work; an abort
   * of `stop` ends the rest.
   */
  async giveWay(tookMs: number, stop: AbortSignal): Promise<boolean> {
    if (performance.now() - this.#lookedAt >= LOOK_MS) {
      this.#isShared = await this.#areOthersAtWork();
      this.#lookedAt = performance.now();
    }
    if (this.#isShared) await sleep(tookMs, undefined, { signal: stop }).catch(() => {});
    return this.#isShared;
  }

  async #areOthersAtWork(): Promise<boolean> {
    const own = this.db.pool.options.application_name ?? '';
    const { rows } = await sql<{ others: boolean }>`
      select exists (
        select from pg_stat_activity
         where datname = current_database() and backend_type = 'client backend'
           and application_name <> ${own} and application_name !~ ${OURS}
           and (state = 'active' or state_change > clock_timestamp() - make_interval(secs => ${LATELY_MS / 1_000}))) as others`.execute(
      this.db.kysely,
    );
    return rows[0]!.others;
  }
}
