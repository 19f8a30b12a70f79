import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#libs/kernel';
import { isPassing, recordFailure } from '../batch.js';
import { placeOf } from '../checkpoint-row.js';
import { Lease, LeaseLost } from '../lease.js';
import type { Crew } from '../crew.js';
import type { View } from '../view.js';
import { rebuildsOf, requestRebuild, type Rebuild, type RebuildOptions } from './rebuild-row.js';
import { RebuildWork, type OnProgress } from './rebuild-work.js';

/** How often a process looks whether there is something to rebuild. */
const LOOK_MS = 1_000;
/** How often one that waits for the end of a rebuild looks how far it is. */
const WATCH_MS = 100;
/** Batches of a rebuild are small: for as long as one takes, readers have one processor less. */
const BATCH = 100;

/** Rebuilds views, one at a time in this process: those that were asked for, and those whose version was raised. */
export class Rebuilder {
  /** Views that were looked at: a raised version that could not be built is tried again by the next process, not at once. */
  readonly #entered = new Set<View>();
  #complaint: string | undefined;

  constructor(private readonly crew: Crew) {}

  /** Looks after these views until it is told to stop. */
  async run(views: readonly View[], stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        for (const view of views) await this.#enterIfRaised(view);
        const building = await rebuildsOf(this.crew.db.kysely, 'building');
        for (const view of views) {
          const wanted = building.get(view.name);
          if (wanted?.free === true && wanted.version === view.version && !stop.aborted)
            await this.#work(view, wanted, stop);
        }
      } catch (error) {
        this.#complain(messageOf(error));
      }
      await sleep(LOOK_MS, undefined, { signal: stop }).catch(() => {});
    }
  }

  /**
   * Enters a rebuild, or joins the one under way, takes part in it and answers when it has ended.
   *
   * @throws DomainError as `requestRebuild` does, and the reason of `stop` where that is aborted before the end.
   */
  async complete(
    view: View,
    options: RebuildOptions = {},
    onProgress: OnProgress = () => {},
    stop: AbortSignal = new AbortController().signal,
  ): Promise<Rebuild> {
    const { request } = await requestRebuild(this.crew.db, view, options);
    for (;;) {
      const ended = (await rebuildsOf(this.crew.db.kysely, 'finished')).get(view.name);
      if (ended?.request === request) return ended;
      stop.throwIfAborted();
      const building = (await rebuildsOf(this.crew.db.kysely, 'building')).get(view.name);
      if (building === undefined || building.request !== request) {
        // Between the two looks it has ended, or it gave way to a newer version.
        const last = (await rebuildsOf(this.crew.db.kysely, 'finished')).get(view.name);
        if (last?.request === request) return last;
        throw new Error(`The rebuild of the view "${view.name}" gave way to another one; ask again.`);
      }
      if (building.target !== null) onProgress(building.position, building.target);
      const worked = building.free && (await this.#workPatiently(view, building, stop, onProgress));
      if (!worked) await sleep(WATCH_MS);
    }
  }

  /** Looks at the version of the live view, which never goes back, until that was raised or found to be ours. */
  async #enterIfRaised(view: View): Promise<void> {
    if (this.#entered.has(view)) return;
    const { version } = await placeOf(this.crew.db, view);
    if (version < view.version) await requestRebuild(this.crew.db, view);
    this.#entered.add(view);
  }

  /** False also where the database is away or somebody is in the way: then it is worth another try. */
  async #workPatiently(view: View, rebuild: Rebuild, stop: AbortSignal, onProgress: OnProgress): Promise<boolean> {
    try {
      return await this.#work(view, rebuild, stop, onProgress);
    } catch (error) {
      if (!isPassing(error)) throw error;
      return false;
    }
  }

  /** True where this process has worked at it. */
  async #work(view: View, rebuild: Rebuild, stop: AbortSignal, onProgress?: OnProgress): Promise<boolean> {
    const { db, shapes, batch } = this.crew;
    const lease = await Lease.take(db, view, 'building');
    if (lease === null) return false;
    try {
      const now = (await rebuildsOf(db.kysely, 'building')).get(view.name);
      if (now === undefined) return false;
      const either = AbortSignal.any([stop, lease.lost]);
      await new RebuildWork(db, shapes, Math.min(batch, BATCH), lease, now, onProgress).run(either);
      await this.#tell(view, rebuild.request);
      this.#complaint = undefined;
    } catch (error) {
      if (error instanceof LeaseLost) return true;
      await recordFailure(db, lease, messageOf(error), null).catch(() => {});
      throw error;
    } finally {
      await lease.release();
    }
    return true;
  }

  async #tell(view: View, request: string): Promise<void> {
    const ended = (await rebuildsOf(this.crew.db.kysely, 'finished')).get(view.name);
    if (ended?.request !== request) return;
    const line = `Rebuild of version ${ended.version} of the view "${view.name}": ${ended.outcome}. ${ended.report}`;
    if (ended.outcome === 'same' || ended.outcome === 'swapped') this.crew.logger.log(line);
    else this.crew.logger.error(line);
  }

  #complain(message: string): void {
    if (message === this.#complaint) return;
    this.#complaint = message;
    this.crew.logger.error(`A rebuild does not go on: ${message}`);
  }
}
