import type { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '#libs/database';
import { readAll, readHead, type EventShapes, type LogSignal, type StoredEvent } from '#libs/event-store';
import { advance, claim, enrol, place, recordFailure } from './checkpoint-row.js';
import type { View } from './view.js';

/** How often a view looks for itself: soon after there was something, then ever more seldom. */
const SHORTEST_IDLE_MS = 50;
const LONGEST_IDLE_MS = 1_000;
/** How long it waits after a failure, doubled each time. */
const SHORTEST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
/** How long it waits for another process that is at work on the view. */
const TAKEN_MS = 20;

type Step = 'moved' | 'at-head' | 'taken' | 'superseded';

/** What `apply` threw, and at which events. */
class ApplyFailure extends Error {
  constructor(
    view: View,
    readonly events: StoredEvent[],
    override readonly cause: unknown,
  ) {
    const [first, last] = [events[0]!, events.at(-1)!];
    const which =
      first === last ? `event ${first.position} (${first.id})` : `events ${first.position} to ${last.position}`;
    super(`The view "${view.name}" cannot apply ${which}: ${messageOf(cause)}`);
  }
}

/** One view as one process keeps it: claims it batch by batch, and never goes past an event that it could not apply. */
export class Projection {
  #limit: number;
  #complaint: string | undefined;

  constructor(
    private readonly db: Database,
    private readonly shapes: EventShapes,
    private readonly view: View,
    private readonly batch: number,
    private readonly logger: Pick<Logger, 'log' | 'error'>,
  ) {
    this.#limit = batch;
  }

  /** Keeps the view up to date until it is told to stop. */
  async run(hints: LogSignal, stop: AbortSignal): Promise<void> {
    let idle = SHORTEST_IDLE_MS;
    let retry = SHORTEST_RETRY_MS;
    while (!stop.aborted) {
      const seen = hints.count;
      try {
        const step = await this.#step();
        retry = SHORTEST_RETRY_MS;
        idle = step === 'moved' ? SHORTEST_IDLE_MS : Math.min(idle * 2, LONGEST_IDLE_MS);
        if (step === 'superseded') this.#complain(this.#supersededSentence());
        else this.#recovered();
        if (step !== 'moved' && !stop.aborted) await hints.wait(seen, idle);
      } catch (error) {
        if (this.#narrow(error)) continue;
        await this.#failed(error);
        await sleep(retry, undefined, { signal: stop }).catch(() => {});
        retry = Math.min(retry * 2, LONGEST_RETRY_MS);
      }
    }
  }

  /**
   * Applies everything that the log has now.
   *
   * @throws Error that names the event that the view cannot apply, or says that a newer release has replaced the view.
   */
  async catchUp(): Promise<void> {
    const { position: end } = await readHead(this.db.kysely);
    while (((await place(this.db, this.view))?.position ?? -1n) < end) {
      try {
        const step = await this.#step();
        if (step === 'superseded') throw new Error(this.#supersededSentence());
        if (step === 'taken') await sleep(TAKEN_MS);
      } catch (error) {
        if (!this.#narrow(error)) throw error;
      }
    }
  }

  async #step(): Promise<Step> {
    const now = await place(this.db, this.view);
    if (now === undefined) return (await enrol(this.db, this.view)) === 'live' ? 'moved' : 'superseded';
    return now.position < now.head ? this.#applyNext() : 'at-head';
  }

  #applyNext(): Promise<Step> {
    const transaction = this.db.kysely.transaction().setIsolationLevel('read committed');
    return transaction.execute(async (tx) => {
      const from = await claim(tx, this.view);
      if (from === null) return 'taken';
      const events = await readAll(tx, { after: from, limit: this.#limit }, this.shapes);
      const last = events.at(-1);
      if (last === undefined) return 'at-head';
      try {
        const changes = await this.view.apply(tx, events);
        await this.view.publish?.(tx, changes, events);
      } catch (error) {
        throw new ApplyFailure(this.view, events, error);
      }
      await advance(tx, this.view, from, last.position);
      this.#limit = Math.min(this.#limit * 2, this.batch);
      return 'moved';
    });
  }

  /** Smaller and smaller batches find the one event that cannot be applied; whatever lies before it is kept. */
  #narrow(error: unknown): boolean {
    if (!(error instanceof ApplyFailure) || error.events.length === 1) return false;
    this.#limit = Math.ceil(error.events.length / 10);
    return true;
  }

  async #failed(reason: unknown): Promise<void> {
    const at = reason instanceof ApplyFailure ? reason.events[0]!.position : null;
    this.#complain(messageOf(reason));
    // Where even this cannot be written the database is away, and the complaint in the log has to do.
    await recordFailure(this.db, this.view, messageOf(reason), at).catch(() => {});
  }

  /** Says what is wrong once, and again only when something else is wrong. */
  #complain(message: string): void {
    if (message === this.#complaint) return;
    this.#complaint = message;
    this.logger.error(message);
  }

  #recovered(): void {
    if (this.#complaint === undefined) return;
    this.#complaint = undefined;
    this.logger.log(`The view "${this.view.name}" goes on.`);
  }

  #supersededSentence(): string {
    return `A newer release has replaced version ${this.view.version} of the view "${this.view.name}"; this process leaves it alone.`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
