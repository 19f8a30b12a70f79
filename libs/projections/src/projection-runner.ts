import { Logger } from '@nestjs/common';
import type { Database } from '#libs/database';
import { LogSignal, type EventStore } from '#libs/event-store';
import { Projection } from './projection.js';
import type { View } from './view.js';

/** How a runner works. */
export interface RunnerOptions {
  /** The most events that a view takes in one transaction (500). */
  batch?: number;
  /** Where failures and recoveries are told. */
  logger?: Pick<Logger, 'log' | 'error'>;
}

/**
 * Keeps views up to date. One runner per process; any number of processes may run the same views, and each batch of each
 * view is applied by one of them. A hint from the log wakes it at once; where hints fail, it looks by itself.
 */
export class ProjectionRunner {
  readonly #signal: LogSignal;
  readonly #projections: Projection[];
  #running: Promise<void>[] = [];
  #stopping = new AbortController();

  /** @throws Error where two views have the same name */
  constructor(db: Database, store: EventStore, views: readonly View[], options: RunnerOptions = {}) {
    const names = new Set(views.map(({ name }) => name));
    if (names.size < views.length) throw new Error('Two views have the same name; give one of them another.');
    const { batch = 500, logger = new Logger('projections') } = options;
    this.#signal = new LogSignal(db);
    this.#projections = views.map((view) => new Projection(db, store.shapes, view, batch, logger));
  }

  /** Begins to keep the views up to date, and goes on until `stop`. */
  start(): void {
    if (this.#running.length > 0 || this.#projections.length === 0) return;
    this.#stopping = new AbortController();
    this.#signal.start();
    this.#running = this.#projections.map((projection) => projection.run(this.#signal, this.#stopping.signal));
  }

  /** Lets the batches that are under way end, and starts no other. */
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
}
