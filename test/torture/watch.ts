import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase, type Database } from '#libs/database';
import type { Victim } from './service.js';

const LOOK_MS = 25;

/** A kill, and how long the views of the process that was killed then stood still. */
export interface Blow {
  victim: Victim;
  /** By `performance.now()`. */
  at: number;
  /** The views whose lease it had, with the fence under which it had them. */
  held: Map<string, bigint>;
  /** Milliseconds until another process had the last of them; undefined where nobody was there, or another kill came first. */
  takeoverMs?: number;
}

/** How a rebuild ended. */
export interface EndedRebuild {
  view: string;
  outcome: string;
  report: string;
}

/** Looks at log and views all the time, from a connection of its own. */
export class Watch {
  readonly blows: Blow[] = [];
  /** The rebuilds that have ended, by request. */
  readonly rebuilds = new Map<string, EndedRebuild>();
  #head = 0n;
  /** The blow of which it is not known yet how long it took to recover from. */
  #open: Blow | undefined;
  readonly #stop = new AbortController();
  readonly #db: Database;
  readonly #watching: Promise<void>;

  constructor(url: string) {
    this.#db = openDatabase(url, { max: 2, applicationName: 'torture-watch' });
    this.#watching = this.#watch();
  }

  /** Where the log ended when it was last looked at. */
  get head(): bigint {
    return this.#head;
  }

  /** Until so many workers are at work; they are known by the session that listens. */
  async untilWorkers(count: number, patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs;
    while ((await this.#workers()) < count && performance.now() < end) await wait(LOOK_MS);
  }

  /**
   * Notes what a process holds that will be killed next; nothing where nobody is there to take it over. Whatever an earlier
   * blow has not been recovered from is no longer measured.
   */
  async aim(victim: Victim, pid: number | undefined): Promise<Blow> {
    const blow: Blow = { victim, at: 0, held: new Map() };
    this.blows.push(blow);
    this.#open = undefined;
    if (!victim.startsWith('worker') || (await this.#workers()) < 2) return blow;
    for (const { name, fence } of await this.#leasesOf(pid)) blow.held.set(name, BigInt(fence));
    return blow;
  }

  /** Whichever of these programs holds a view now. */
  async holder(programs: [Victim, number | undefined][]): Promise<Victim | undefined> {
    for (const [program, pid] of programs) if ((await this.#leasesOf(pid)).length > 0) return program;
    return undefined;
  }

  /** Begins to measure, at the moment of the kill. */
  strike(blow: Blow): void {
    blow.at = performance.now();
    if (blow.held.size > 0) this.#open = blow;
  }

  /** Until the last blow has been recovered from, or it cannot be known any more. */
  async untilTakenOver(patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs;
    while (this.#open !== undefined && performance.now() < end) await wait(LOOK_MS);
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    await this.#db.close();
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#look().catch(() => {}); // Postgres is away
      await wait(LOOK_MS, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  async #look(): Promise<void> {
    const { rows } = await this.#db.pool.query<{ head: string; name: string; fence: string; owner: string | null }>(
      `select h.position as head, p.name, p.fence, p.owner
         from log_head h left join projections p on p.status = 'live'`,
    );
    this.#head = BigInt(rows[0]?.head ?? 0);
    const ended = await this.#db.pool.query<EndedRebuild & { request: string }>(
      `select request, name as view, outcome, report from projections where status = 'finished'`,
    );
    for (const { request, ...how } of ended.rows) this.rebuilds.set(request, how);
    const blow = this.#open;
    if (blow === undefined || blow.at === 0) return;
    const taken = rows.filter(
      ({ name, fence, owner }) => owner !== null && BigInt(fence) > (blow.held.get(name) ?? 0n),
    );
    if (![...blow.held.keys()].every((view) => taken.some(({ name }) => name === view))) return;
    blow.takeoverMs = performance.now() - blow.at;
    this.#open = undefined;
  }

  async #leasesOf(pid: number | undefined): Promise<{ name: string; fence: string }[]> {
    const { rows } = await this.#db.pool
      .query<{ name: string; fence: string }>(
        `select name, fence from projections
          where status = 'live' and lease_until > clock_timestamp()
            and position(concat('process ', $1::text, ' ') in owner) > 0`,
        [pid],
      )
      .catch(() => ({ rows: [] })); // Postgres is away
    return rows;
  }

  async #workers(): Promise<number> {
    const { rows } = await this.#db.pool
      .query<{ count: string }>(
        `select count(*) from pg_stat_activity
          where datname = current_database() and application_name = 'dateline-worker' and query ilike 'listen %'`,
      )
      .catch(() => ({ rows: [{ count: '0' }] })); // Postgres is away
    return Number(rows[0]!.count);
  }
}
