import type { Database } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { eventually } from '#libs/testing';
import { inModelTerms, type LogModel, type ModelEvent } from './log-model.js';

/** Somebody who follows the log, and must see exactly what the model has, in its order, from where they began. */
export class Follower {
  readonly #seen: ModelEvent[] = [];
  #stop = new AbortController();
  #following: Promise<void>;
  #failure: unknown;

  constructor(
    private readonly db: Database,
    private readonly after: bigint,
  ) {
    this.#following = this.#begin();
  }

  /** Whether what was seen so far is the beginning of what there is to see. */
  check({ events }: LogModel): void {
    expect(this.#failure).toBeUndefined();
    expect(this.#seen).toEqual(events.slice(Number(this.after)).slice(0, this.#seen.length));
  }

  /** Waits until everything was seen; nothing must have been left out or told twice. */
  async checkWhole(model: LogModel): Promise<void> {
    const expected = model.events.length - Number(this.after);
    await eventually(() => expect(this.#seen.length).toBeGreaterThanOrEqual(expected));
    this.check(model);
  }

  /** Leaves, and goes on from the last position that was seen. */
  async resume(): Promise<void> {
    await this.#leave();
    this.#stop = new AbortController();
    this.#following = this.#begin();
  }

  async stop(): Promise<void> {
    await this.#leave();
    await this.db.close();
  }

  async #leave(): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }

  #begin(): Promise<void> {
    return this.#follow().catch((error: unknown) => {
      this.#failure = error;
    });
  }

  async #follow(): Promise<void> {
    const after = this.after + BigInt(this.#seen.length);
    const { signal } = this.#stop;
    for await (const event of new EventStore(this.db).subscribe({ after, signal, batch: 5 })) {
      expect(event.position).toBe(this.after + BigInt(this.#seen.length) + 1n);
      this.#seen.push(inModelTerms(event));
    }
  }
}
