import { setTimeout as sleep } from 'node:timers/promises';
import { readHead, type LogSignal } from '#libs/event-store';
import { messageOf } from '#libs/kernel';
import { ApplyFailure, isPassing, recordFailure } from './batch.js';
import { placeOf, type Place } from './checkpoint-row.js';
import type { Crew } from './crew.js';
import { EventWindow } from './event-window.js';
import { Lease, LeaseLost } from './lease.js';
import { applyLive } from './live-batch.js';
import { setAside, streamsSetAside } from './quarantine.js';
import type { Rebuilder } from './rebuild/rebuilder.js';
import type { View } from './view.js';

/** How often the holder of a view looks for itself: soon after there was something, then ever more seldom. */
const SHORTEST_IDLE_MS = 50;
const LONGEST_IDLE_MS = 1_000;
/**
 * How long after the beginning of a batch that left nothing the next one begins, where the view does not say it, so that at a
 * steady flow a batch takes what came meanwhile, and not every event pays for statements and a commit of its own. What comes
 * after a lull is taken at once.
 */
const GATHERING_MS = 16;
/** How long it waits after a failure, doubled each time. */
const SHORTEST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
/** How often one that does not hold the view looks whether it is free; a hint lets it look sooner, but not at once. */
const STANDBY_MS = 1_000;
const STANDBY_AFTER_HINT_MS = 500;
/** How much longer it leaves a free view to others for each view that its process holds already. */
const MODESTY_MS = 150;
/** How long `catchUp` waits before it looks again at a view that another process holds. */
const TAKEN_MS = 25;
/** How long it stays away from a view that it has let go for another process to take. */
const AWAY_MS = 3_000;
/** How often an event is tried before its stream is set aside. */
const TRIES = 3;
/** With so many streams set aside it is the view that is broken, not they. */
const MOST_SET_ASIDE = 100;

/** When the holder of a view stops: told to, or where there is nothing more up to `end`. */
interface Until {
  stop: AbortSignal;
  end?: bigint;
  hints?: LogSignal;
}

/** One view as one process keeps it: takes it where it is free, and never goes past an event that it could not apply. */
export class Projection {
  #complaint: string | undefined;
  /** How often in a row a batch has outlasted the term of the lease. */
  #outlasted = 0;
  #tried = { position: 0n, times: 0 };
  #giving: AbortController | undefined;
  #awayUntil = 0;

  constructor(
    private readonly crew: Crew,
    private readonly view: View,
    private readonly rebuilder: Rebuilder,
  ) {}

  /** Keeps the view up to date until it is told to stop. */
  async run(hints: LogSignal, stop: AbortSignal): Promise<void> {
    let retry = SHORTEST_RETRY_MS;
    while (!stop.aborted) {
      const seen = hints.count;
      try {
        await pause(this.#awayUntil - performance.now(), stop);
        const lease = await this.#takeIfFree(stop);
        if (lease === null) {
          await hints.wait(seen, STANDBY_MS);
          await pause(STANDBY_AFTER_HINT_MS, stop);
          continue;
        }
        this.#giving = new AbortController();
        await this.#hold(lease, { hints, stop: AbortSignal.any([stop, this.#giving.signal]) });
        retry = SHORTEST_RETRY_MS;
      } catch (error) {
        this.#complain(messageOf(error));
        await pause(retry, stop);
        retry = Math.min(retry * 2, LONGEST_RETRY_MS);
      }
    }
  }

  /** Whether it works on the view now, until it is told to stop. */
  get isHeld(): boolean {
    return this.#giving !== undefined;
  }

  /** Lets the view go after the batch under way, for another process to take. False where none has taken it in good time. */
  async giveAway(hints: LogSignal, stop: AbortSignal): Promise<boolean> {
    this.#awayUntil = performance.now() + AWAY_MS;
    this.#giving?.abort();
    hints.wake();
    await pause(AWAY_MS, stop);
    return !(await placeOf(this.crew.db, this.view)).free;
  }

  /**
   * Applies everything that the log has now.
   *
   * @throws Error that names the event that the view cannot apply, or says that a newer release has replaced the view.
   */
  async catchUp(): Promise<void> {
    const { position: end } = await readHead(this.crew.db.kysely);
    const stop = new AbortController().signal;
    for (;;) {
      const place = await placeOf(this.crew.db, this.view);
      if (place.version > this.view.version) throw new Error(this.#supersededSentence());
      if (place.version < this.view.version) await this.#rebuild();
      else {
        if (place.position >= end) return;
        const lease = place.free ? await Lease.take(this.crew.db, this.view, 'live', this.#outlasted) : null;
        if (lease !== null) await this.#hold(lease, { end, stop });
        else if (place.stuck !== null && !place.free && place.stuck.position <= end)
          throw new Error(place.stuck.message);
        else await sleep(TAKEN_MS);
      }
    }
  }

  /** Has the version that was raised built and put in the place of the former one. */
  async #rebuild(): Promise<void> {
    const { outcome, report } = await this.rebuilder.complete(this.view);
    if (outcome !== 'swapped') throw new Error(report ?? `The view "${this.view.name}" was not rebuilt.`);
  }

  /** The view, if it is for this process to take. */
  async #takeIfFree(stop: AbortSignal): Promise<Lease | null> {
    const place = await placeOf(this.crew.db, this.view);
    if (!this.#isOurs(place) || !place.free) return null;
    if (this.crew.held > 0) {
      await pause(this.crew.held * MODESTY_MS, stop);
      if (stop.aborted) return null;
    }
    return Lease.take(this.crew.db, this.view, 'live', this.#outlasted);
  }

  #isOurs({ version }: Place): boolean {
    if (version > this.view.version) this.#complain(this.#supersededSentence());
    return version === this.view.version;
  }

  /** Works under the lease until it is to stop or the view is lost, and lets the view go. */
  async #hold(lease: Lease, until: Until): Promise<void> {
    this.crew.held++;
    try {
      await this.#follow(lease, until);
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
    } finally {
      this.crew.held--;
      this.#giving = undefined;
      await lease.release();
    }
  }

  async #follow(lease: Lease, { stop, end, hints }: Until): Promise<void> {
    const { db, shapes, batch } = this.crew;
    const window = new EventWindow(db, shapes, batch);
    let aside = await streamsSetAside(db.kysely, this.view.name);
    let position = lease.position;
    let limit = batch;
    let idle = SHORTEST_IDLE_MS;
    let retry = SHORTEST_RETRY_MS;
    let gatheredAt = -Infinity;
    const isOver = (): boolean => stop.aborted || lease.lost.aborted || (end !== undefined && position >= end);
    while (!isOver()) {
      const early = gatheredAt + (this.view.gatheringMs ?? GATHERING_MS) - performance.now();
      if (early > 0 && end === undefined) await pause(early, stop);
      const seen = hints?.count ?? 0;
      const events = await window.after(position, limit);
      if (events.length === 0) {
        await hints?.wait(seen, idle);
        idle = Math.min(idle * 2, LONGEST_IDLE_MS);
        continue;
      }
      const begun = performance.now();
      if (events.length < limit) gatheredAt = begun;
      try {
        position = await applyLive(db, lease, position, events, aside);
        this.#recovered();
        this.#outlasted = 0;
        lease.shorten();
        limit = Math.min(limit * 2, batch);
        idle = SHORTEST_IDLE_MS;
        retry = SHORTEST_RETRY_MS;
      } catch (error) {
        if (performance.now() - begun > lease.termMs) this.#outlasted++;
        if (!(error instanceof ApplyFailure) || isPassing(error)) throw error;
        // Smaller and smaller batches find the one event that cannot be applied; whatever lies before it is kept.
        if (error.events.length > 1) {
          limit = Math.ceil(error.events.length / 10);
          continue;
        }
        if (await this.#giveUpOn(error, lease, position, aside.size)) {
          aside = await streamsSetAside(db.kysely, this.view.name);
          position = error.events[0]!.position;
          continue;
        }
        if (end !== undefined && !this.#setsAside(aside.size)) throw error;
        await pause(retry, stop);
        retry = Math.min(retry * 2, LONGEST_RETRY_MS);
      }
    }
  }

  /** Leaves word of the failure, and sets the stream aside where the view may and it was tried often enough. */
  async #giveUpOn(failure: ApplyFailure, lease: Lease, from: bigint, alreadyAside: number): Promise<boolean> {
    const { position, stream } = failure.events[0]!;
    this.#tried = { position, times: this.#tried.position === position ? this.#tried.times + 1 : 1 };
    if (!this.#setsAside(alreadyAside) || this.#tried.times < TRIES) {
      this.#complain(failure.message);
      await recordFailure(this.crew.db, lease, failure.message, position);
      return false;
    }
    await setAside(this.crew.db, lease, from, failure, this.#tried.times);
    this.#complain(`${failure.message}; the stream "${stream}" is set aside from there on.`);
    return true;
  }

  #setsAside(already: number): boolean {
    return this.view.rows === 'of-one-stream' && already < MOST_SET_ASIDE;
  }

  /** Says what is wrong once, and again only when something else is wrong. */
  #complain(message: string): void {
    if (message === this.#complaint) return;
    this.#complaint = message;
    this.crew.logger.error(message);
  }

  #recovered(): void {
    if (this.#complaint === undefined) return;
    this.#complaint = undefined;
    this.crew.logger.log(`The view "${this.view.name}" goes on.`);
  }

  #supersededSentence(): string {
    return `A newer release has replaced version ${this.view.version} of the view "${this.view.name}"; this process leaves it alone.`;
  }
}

async function pause(ms: number, stop: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal: stop }).catch(() => {});
}
