import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { currentCaller, READ_DATABASE, type Database } from '#libs/database';
import { EventStore, readAll } from '#libs/event-store';
import { CLOCK, DomainError, type Clock } from '#libs/kernel';
import {
  Checkpoints,
  inOrder,
  viewPositionsText,
  type PositionRow,
  type View,
  type ViewState,
} from '#libs/projections';
import { dayOfInstant } from '#libs/edtf';
import { asLog, type TimelineTables, type TimelineTx } from '../views/timeline/tables.js';
import { parameterError, type Clocks } from './parameters.js';
import { checkPartyParameter } from './party-parameter.js';
import { Remembered, type WorkOut } from './remembered.js';

/** The longest that a question waits for its view. */
const LONGEST_WAIT_MS = 5_000;

/** What a question is answered under: one snapshot of the views, and the clocks as numbers. */
export interface Reading {
  tx: TimelineTx;
  /** The position that the views reflect; of several the least. */
  position: bigint;
  /** The position that each view reflects, in the order in which they were asked for. */
  positions: readonly bigint[];
  /** Names, positions and fences of the views in one text: while it is the same, so are their rows. */
  rows: string;
  /** The last position that is let through; null for all. */
  upTo: bigint | null;
  /** The known day; null for all. */
  knownAt: number | null;
  asOf: number | null;
  /** The day (UTC) that what depends on today is judged for: `asOf`, else `knownAt`, else the day of `recordedBy`, else today. */
  today: number;
  /** What follows from the views and the clocks alone, worked out once for as long as both stay the same; see `Remembered`. */
  remembered<T>(what: string, ids: readonly string[], work: WorkOut<T>): Promise<Map<string, T>>;
}

/** Answers questions from a view: waits where a position is asked for, and reads everything from one snapshot. */
@Injectable()
export class ViewReader {
  /** Of the database that is read, which as a replica may lie behind the one that is written. */
  readonly #checkpoints: Checkpoints;
  readonly #remembered = new Remembered();

  constructor(
    @Inject(READ_DATABASE) private readonly db: Database,
    private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#checkpoints = new Checkpoints(db);
  }

  /**
   * Throws DomainError PARAMETER_INVALID where `after` lies behind the log's head or there can be no such `party`,
   * VIEW_BEHIND where the view has not arrived in five seconds.
   *
   * @param asked the clocks of the question, and the parties that narrow it
   */
  async read<T>(
    views: View | readonly View[],
    asked: Clocks & { party?: readonly string[] },
    answer: (reading: Reading) => Promise<T>,
  ): Promise<T & { position: string }> {
    const { party = [], ...clocks } = asked;
    const wanted = [views].flat();
    const names = wanted.map(({ name }) => name);
    if (clocks.after !== undefined) await this.#wait(names, clocks.after);
    const upTo = await this.#upTo(clocks);
    const now = dayOfInstant(this.clock.now());
    return this.#inSnapshot(wanted, async (tx, states) => {
      await checkPartyParameter(asLog(tx), party);
      const positions = states.map(({ position }) => position);
      const rows = states.map(({ position, fence }, index) => `${names[index]} ${position} ${fence}`).join();
      const today = clocks.asOf ?? clocks.knownAt ?? (await dayOfRecordedBy(tx, clocks.recordedBy)) ?? now;
      const position = positions.reduce((least, other) => (other < least ? other : least));
      const [knownAt, asOf] = [clocks.knownAt ?? null, clocks.asOf ?? null];
      const under = [rows, upTo, knownAt, asOf, today].join();
      const remembered: Reading['remembered'] = (what, ids, work) => this.#remembered.of(under, what, ids, work);
      const said = await answer({ tx, position, positions, rows, upTo, knownAt, asOf, today, remembered });
      return { ...said, position: String(position) };
    });
  }

  /** Whether a position is in the log and not yet in each of some views, so that a question for it (`after`) waits. */
  async isAwaited(views: readonly string[], after: bigint): Promise<boolean> {
    const reached = await this.#checkpoints.positionsOf(views);
    if (reached.every((position) => position >= after)) return false;
    return after <= (await this.store.head()).position;
  }

  /**
   * One snapshot that is taken after the tables are locked against their exchange by a rebuild: a snapshot from before it
   * would find the new tables empty. Beginning, locking and the positions are one message to the server, so Kysely's own
   * transactions, which send their beginning alone, are not used.
   */
  #inSnapshot<T>(
    views: readonly View[],
    work: (tx: TimelineTx, states: readonly ViewState[]) => Promise<T>,
  ): Promise<T> {
    const names = views.map(({ name }) => name);
    const tables = views.flatMap((view) => view.tables).map((table) => `"${table}"`);
    const begin = sql.raw<PositionRow>(
      [
        'start transaction isolation level repeatable read read only',
        `lock table ${tables.join(', ')} in access share mode`,
        viewPositionsText(names),
      ].join('; '),
    );
    return this.db.kysely
      .withTables<TimelineTables>()
      .connection()
      .execute(async (connection) => {
        try {
          const { rows } = await begin.execute(connection);
          const said = await work(connection as TimelineTx, inOrder(names, rows));
          await sql`commit`.execute(connection);
          return said;
        } catch (error) {
          // Where even this fails the connection is broken, and the pool drops it.
          await sql`rollback`.execute(connection).catch(() => {});
          throw error;
        }
      });
  }

  /** Looks for the view while it is asked whether the log is that long: mostly both are so. */
  async #wait(views: readonly string[], after: bigint): Promise<void> {
    const vain = new AbortController();
    const caller = currentCaller.getStore();
    const stop = caller === undefined ? vain.signal : AbortSignal.any([vain.signal, caller.signal]);
    const waits = views.map((view) => this.#checkpoints.waitFor(view, after, LONGEST_WAIT_MS, stop));
    try {
      const [arrived] = await Promise.all([Promise.all(waits), this.#checkWithinLog(after)]);
      if (!arrived.includes('behind')) return;
    } finally {
      vain.abort();
    }
    throw new DomainError(
      'VIEW_BEHIND',
      'behind',
      `The view has not reached position ${after} yet; ask again in a moment.`,
    );
  }

  async #checkWithinLog(after: bigint): Promise<void> {
    const { position } = await this.store.head();
    if (after <= position) return;
    throw parameterError('after', `lies beyond the log, which ends at position ${position}`);
  }

  async #upTo({ recordedBy }: Clocks): Promise<bigint | null> {
    if (recordedBy === undefined) return null;
    return 'position' in recordedBy ? recordedBy.position : this.store.positionAt(recordedBy.instant);
  }
}

/** The day of an instant, or of the event at a position; null where neither is asked for, or the log ends before it. */
async function dayOfRecordedBy(tx: TimelineTx, recordedBy: Clocks['recordedBy']): Promise<number | null> {
  if (recordedBy === undefined) return null;
  if ('instant' in recordedBy) return dayOfInstant(new Date(recordedBy.instant));
  if (recordedBy.position < 1n) return null;
  const [event] = await readAll(asLog(tx), { after: recordedBy.position - 1n, limit: 1 });
  return event ? dayOfInstant(new Date(event.recordedAt)) : null;
}
