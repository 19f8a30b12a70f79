import { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '#libs/database';
import { LogSignal, type EventStore } from '#libs/event-store';
import type { Crew } from './crew.js';
import { countKeepers, JOIN_KEEPERS } from './keepers.js';
import { Projection } from './projection.js';
import type { Rebuild, RebuildOptions } from './rebuild/rebuild-row.js';
import { Rebuilder } from './rebuild/rebuilder.js';
import type { OnProgress } from './rebuild/rebuild-work.js';
import { viewNamed, type View } from './view.js';

/** How often a process that holds several views looks whether there are others to share them with. */
const SHARE_MS = 5_000;
/** The same after nobody took the view that it had let go: the others may be of a release that does not know it. */
const SHARE_AFTER_VAIN_MS = 300_000;

/** How a runner works. */
export interface RunnerOptions {
  /** The most events that a view takes in one transaction (1,000). */
  batch?: number;
  /** Where failures and recoveries are told. */
  logger?: Pick<Logger, 'log' | 'error'>;
}

/**
 * Keeps views up to date. One runner per process; any number of processes may run the same views. Each view is held by one
 * of them, and goes over to another when that one stops or dies. A hint from the log wakes the holder at once; where hints
 * fail, it looks by itself.
 */
export class ProjectionRunner {
  readonly #signal: LogSignal;
  readonly #projections: Projection[];
  readonly #rebuilder: Rebuilder;
  readonly #crew: Crew;
  #running: Promise<void>[] = [];
  #stopping = new AbortController();

  /** @throws Error where two views have the same name */
  constructor(
    db: Database,
    store: EventStore,
    private readonly views: readonly View[],
    options: RunnerOptions = {},
  ) {
    const names = new Set(views.map(({ name }) => name));
    if (names.size < views.length) throw new Error('Two views have the same name; give one of them another.');
    const { batch = 1_000, logger = new Logger('projections') } = options;
    this.#signal = new LogSignal(db, JOIN_KEEPERS);
    this.#crew = { db, shapes: store.shapes, batch, logger, held: 0 };
    this.#rebuilder = new Rebuilder(this.#crew);
    this.#projections = views.map((view) => new Projection(this.#crew, view, this.#rebuilder));
  }

  /** Begins to keep the views up to date, and goes on until `stop`. */
  start(): void {
    if (this.#running.length > 0 || this.#projections.length === 0) return;
    this.#stopping = new AbortController();
    this.#signal.start();
    const { signal: stop } = this.#stopping;
    this.#running = [
      ...this.#projections.map((projection) => projection.run(this.#signal, stop)),
      this.#rebuilder.run(this.views, stop),
      this.#share(stop),
    ];
  }

  /** Lets the batches that are under way end, starts no other, and lets the views go. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#signal.stop();
    await Promise.all(this.#running);
    this.#running = [];
  }

  /**
   * Brings every view to where the log ends now, and returns. Another process that is at work on a view is waited for.
   *
   * @throws what a view throws at an event, and Error where a newer release has replaced a view.
   */
  async catchUp(): Promise<void> {
    for (const projection of this.#projections) await projection.catchUp();
  }

  /**
   * Enters a rebuild of one of the views, or joins the one under way, takes part in it and answers when it has ended.
   *
   * @throws DomainError `VIEW_UNKNOWN`, `REBUILD_UNDER_WAY`, `VIEW_REPLACED` or `REBUILD_NOT_COMPARABLE`, and the reason of
   *   `stop` where that is aborted before the end
   */
  async rebuild(name: string, options?: RebuildOptions, onProgress?: OnProgress, stop?: AbortSignal): Promise<Rebuild> {
    return this.#rebuilder.complete(viewNamed(this.views, name), options, onProgress, stop);
  }

  /** Lets go of a view now and then while this process holds more than its part of them. */
  async #share(stop: AbortSignal): Promise<void> {
    let pause = SHARE_MS;
    while (!stop.aborted) {
      await sleep(pause, undefined, { signal: stop }).catch(() => {});
      if (stop.aborted) return;
      pause = SHARE_MS;
      try {
        if (await this.#holdsTooMany()) {
          const given = this.#projections.findLast((projection) => projection.isHeld);
          if ((await given?.giveAway(this.#signal, stop)) === false) pause = SHARE_AFTER_VAIN_MS;
        }
      } catch {
        // The database is away, which those who hold the views tell.
      }
    }
  }

  async #holdsTooMany(): Promise<boolean> {
    if (this.#crew.held < 2) return false;
    const keepers = Math.max(await countKeepers(this.#crew.db), 1);
    return this.#crew.held > Math.ceil(this.views.length / keepers);
  }
}
