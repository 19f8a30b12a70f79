import { sql, type Transaction } from 'kysely';
import type { Database } from '#libs/database';
import { readAll, type EventShapes, type StoredEvent } from '#libs/event-store';
import { codeOf } from '#libs/kernel';
import { advance, ApplyFailure, asHolder, inBatch, isPassing } from '../batch.js';
import { EventWindow } from '../event-window.js';
import { LeaseLost, type Lease } from '../lease.js';
import { withoutSetAside } from '../live-batch.js';
import { streamsSetAside, type SetAside } from '../quarantine.js';
import { compareTables, differencesSentence, type Difference } from './compare.js';
import { Pace } from './pace.js';
import { recordOutcome, recordPhase, type Rebuild } from './rebuild-row.js';
import { completeShadow, createShadow, dropShadow, exchange, shadowSchema } from './shadow-tables.js';

/** With no more than so many events to go the exchange is tried: they are applied while readers wait. */
const NEAR = 200n;
/** How long the exchange waits for the readers that are there, while new ones wait behind it; then it lets them through. */
const SHORTEST_PATIENCE_MS = 50;
const LONGEST_PATIENCE_MS = 1_000;
/** Sums over whole tables would otherwise take every processor for as long as they go on, and readers would wait. */
const ONE_PROCESSOR = 'set local max_parallel_workers_per_gather = 0';
/** How often an event is tried before the rebuild stops at it. */
const TRIES = 3;

/** How far a rebuild is: the position that its rows hold, and the one that it has to get to. */
export type OnProgress = (position: bigint, target: bigint) => void;

/** How the live view stands, and what it leaves out. */
interface Live {
  version: number;
  position: bigint;
  aside: SetAside;
}

/** Carries a finding out of a transaction of which nothing is to be kept. */
class Found extends Error {
  constructor(
    readonly differences: Difference[],
    readonly position: bigint,
  ) {
    super('found');
  }
}

/**
 * The work of one rebuild under a lease: fills tables in a schema of their own by the view's `apply`, never beyond the
 * position of the live view; compares them with what readers see, or has the view check them; and puts them in their place.
 * `publish` is not within its reach.
 */
export class RebuildWork {
  readonly #window: EventWindow;
  readonly #pace: Pace;
  readonly #schema: string;
  #position: bigint;

  constructor(
    private readonly db: Database,
    private readonly shapes: EventShapes,
    private readonly batch: number,
    private readonly lease: Lease,
    private readonly rebuild: Rebuild,
    private readonly onProgress: OnProgress = () => {},
  ) {
    this.#window = new EventWindow(db, shapes, batch);
    this.#pace = new Pace(db);
    this.#schema = shadowSchema(lease.view);
    this.#position = lease.position;
  }

  /** Does what is left of it, or as much until it is told to stop. @throws LeaseLost where another process has it. */
  async run(stop: AbortSignal): Promise<void> {
    try {
      if (this.rebuild.phase === 'waiting') await this.#begin();
      await this.#fill(stop);
      if (stop.aborted) return;
      await inBatch(this.db, this.lease, this.#schema, (tx) => completeShadow(tx, this.lease.view));
      await this.#fill(stop);
      if (stop.aborted) return;
      await recordPhase(this.db.kysely, this.lease, 'comparing', this.#position);
      await this.#settle();
      const report = await this.#verdict();
      if (report !== null) await this.#swap(report, stop);
    } catch (error) {
      if (!(error instanceof ApplyFailure) || isPassing(error)) throw error;
      await this.#end('stopped', `${error.message}; the rebuild stopped there and the view is as it was.`);
    }
  }

  async #begin(): Promise<void> {
    await this.db.kysely.transaction().execute(async (tx) => {
      await recordPhase(tx, this.lease, 'filling', (await this.#live(tx)).position);
      await createShadow(tx, this.lease.view);
    });
  }

  /** Applies the log until the live view is near. */
  async #fill(stop: AbortSignal): Promise<void> {
    let tries = 0;
    let limit = this.batch;
    for (;;) {
      const live = await this.#live(this.db.kysely);
      await recordPhase(this.db.kysely, this.lease, 'filling', live.position);
      while (this.#position < live.position) {
        if (stop.aborted) return;
        this.onProgress(this.#position, live.position);
        const begun = performance.now();
        const events = await this.#window.after(this.#position, limit, live.position);
        try {
          await inBatch(this.db, this.lease, this.#schema, (tx) => this.#apply(tx, events, live.aside));
          this.#position = events.at(-1)!.position;
          limit = Math.min(limit * 2, this.batch);
          await this.#pace.giveWay(performance.now() - begun, stop);
        } catch (error) {
          if (!(error instanceof ApplyFailure) || isPassing(error)) throw error;
          if (error.events.length === 1 && ++tries === TRIES) throw error;
          limit = Math.ceil(error.events.length / 10);
        }
      }
      this.onProgress(this.#position, live.position);
      if ((await this.#live(this.db.kysely)).position - this.#position <= NEAR) return;
    }
  }

  /** New tables have no statistics, and what the filling left behind is in the way of readers. */
  async #settle(): Promise<void> {
    for (const table of this.lease.view.tables)
      await sql.raw(`vacuum (analyze, parallel 0) "${this.#schema}"."${table}"`).execute(this.db.kysely);
  }

  /** What there is to say of the rebuilt rows; null where the rebuild ends with that. */
  async #verdict(): Promise<string | null> {
    const live = await this.#live(this.db.kysely);
    if (live.version !== this.lease.view.version) return this.#check();
    const found = await this.#compare();
    const sentence = differencesSentence(found.differences, found.position);
    if (!this.rebuild.checkOnly) return sentence;
    await this.#end(found.differences.length === 0 ? 'same' : 'different', sentence);
    return null;
  }

  async #check(): Promise<string | null> {
    const wrong = await inBatch(this.db, this.lease, this.#schema, async (tx) => this.lease.view.check?.(tx) ?? []);
    if (wrong.length === 0) return `Version ${this.lease.view.version} holds the log up to where the former one stood.`;
    await this.#end('refused', `The rebuilt rows are wrong, and the view is as it was: ${wrong.join(' ')}`);
    return null;
  }

  /**
   * In one snapshot of both: the rebuilt rows are brought to where the live view stands in it, compared, and left as they
   * were. Nobody waits for it.
   */
  async #compare(): Promise<Found> {
    const { tables } = this.lease.view;
    try {
      return await this.db.kysely
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx): Promise<never> => {
          await sql
            .raw(
              `${asHolder(this.lease)}; ${ONE_PROCESSOR}; lock table ${tables.map((table) => `public."${table}"`).join(', ')} in access share mode`,
            )
            .execute(tx);
          const live = await this.#live(tx);
          await sql.raw(`set local search_path = "${this.#schema}", public`).execute(tx);
          let position = this.#position;
          while (position < live.position) {
            const events = await readAll(tx, { after: position, upTo: live.position, limit: this.batch }, this.shapes);
            await this.#applyTo(tx, events, live.aside);
            position = events.at(-1)!.position;
          }
          // Whatever was applied here is taken back with it.
          throw new Found(await compareTables(tx, this.lease.view), live.position);
        });
    } catch (error) {
      if (error instanceof Found) return error;
      throw error;
    }
  }

  /** Tries the exchange until it falls between the readers, keeping near the live view meanwhile. */
  async #swap(report: string, stop: AbortSignal): Promise<void> {
    let patience = SHORTEST_PATIENCE_MS;
    while (!stop.aborted) {
      try {
        await recordPhase(this.db.kysely, this.lease, 'swapping', this.#position);
        if (await this.#exchange(report, patience)) return;
      } catch (error) {
        // Somebody's lock (55P03), or his and ours in a circle (40P01).
        if (!['55P03', '40P01'].includes(codeOf(error) ?? '')) throw error;
        patience = Math.min(patience * 1.5, LONGEST_PATIENCE_MS);
      }
      await this.#fill(stop);
    }
  }

  /** False where the live view has gone too far ahead to be reached while readers wait. */
  async #exchange(report: string, patience: number): Promise<boolean> {
    const { view } = this.lease;
    const tables = view.tables.map((table) => `public."${table}"`).join(', ');
    return this.db.kysely.transaction().execute(async (tx) => {
      await sql
        .raw(
          `${asHolder(this.lease)}; set local lock_timeout = ${Math.round(patience)};
        lock table ${tables} in access exclusive mode`,
        )
        .execute(tx);
      const live = await this.#live(tx, sql`for update`);
      if (live.position - this.#position > NEAR) return false;
      const from = this.#position;
      await sql.raw(`set local search_path = "${this.#schema}", public`).execute(tx);
      const events = await readAll(tx, { after: from, upTo: live.position, limit: Number(NEAR) }, this.shapes);
      if (events.length > 0) await this.#apply(tx, events, live.aside, from);
      await sql.raw('set local search_path = public').execute(tx);
      await exchange(tx, view);
      await this.#takeThePlace(tx);
      await recordOutcome(tx, this.lease, 'swapped', report);
      await view.afterSwap?.(tx);
      return true;
    });
  }

  /** The live row changes hands: its holder has to look again at what it holds and leaves out. */
  async #takeThePlace(tx: Transaction<unknown>): Promise<void> {
    const { name, version } = this.lease.view;
    if (!this.rebuild.keepQuarantine) await sql`delete from projection_quarantine where view = ${name}`.execute(tx);
    await sql`
      update projections
         set version = ${version}, owner = null, lease_until = null, fence = fence + 1, error = null,
             error_position = null, failed_since = null, updated_at = clock_timestamp()
       where name = ${name} and status = 'live'`.execute(tx);
  }

  async #apply(tx: Transaction<unknown>, events: StoredEvent[], aside: SetAside, from = this.#position): Promise<void> {
    await this.#applyTo(tx, events, aside);
    await advance(tx, this.lease, from, events.at(-1)!.position);
  }

  async #applyTo(tx: Transaction<unknown>, events: StoredEvent[], aside: SetAside): Promise<void> {
    const wanted = withoutSetAside(events, aside);
    if (wanted.length === 0) return;
    try {
      await this.lease.view.apply(tx, wanted);
    } catch (error) {
      throw new ApplyFailure(this.lease.view, wanted, error);
    }
  }

  /** The position first, then what was set aside: whatever was set aside up to that position is seen. */
  async #live(executor: Parameters<typeof streamsSetAside>[0], lock = sql``): Promise<Live> {
    const { name, version: ours } = this.lease.view;
    const { rows } = await sql<{ version: number; position: string }>`
      select version, position from projections where name = ${name} and status = 'live' ${lock}`.execute(executor);
    const { version, position } = rows[0]!;
    if (version > ours)
      throw new LeaseLost(`A newer release has replaced the view "${name}"; its rebuild is given up.`);
    const aside = this.rebuild.keepQuarantine ? await streamsSetAside(executor, name) : new Map<string, bigint>();
    return { version, position: BigInt(position), aside };
  }

  async #end(outcome: 'same' | 'different' | 'stopped' | 'refused', report: string): Promise<void> {
    await this.db.kysely.transaction().execute(async (tx) => {
      await recordOutcome(tx, this.lease, outcome, report);
      await dropShadow(tx, this.lease.view);
    });
  }
}
