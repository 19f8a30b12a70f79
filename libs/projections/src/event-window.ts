import type { Database } from '#libs/database';
import { readAll, type EventShapes, type StoredEvent } from '#libs/event-store';

/**
 * The log as a view takes it in: a page is held, and the next one is read while this one is applied. The log has no gaps
 * and nothing in it changes, so a page that was read early is as good as one that is read in the batch's transaction.
 */
export class EventWindow {
  #page: StoredEvent[] = [];
  #ahead: { after: bigint; page: Promise<StoredEvent[]> } | undefined;

  /** @param size how many events a page has; up to two pages are held */
  constructor(
    private readonly db: Database,
    private readonly shapes: EventShapes,
    private readonly size: number,
  ) {}

  /** At most `limit` of the events that follow a position, none of them behind `upTo`; empty where there are none. */
  async after(position: bigint, limit: number, upTo?: bigint): Promise<StoredEvent[]> {
    let start = this.#indexOf(position);
    if (start === undefined) {
      const ahead = this.#ahead;
      this.#ahead = undefined;
      this.#page = await (ahead?.after === position ? ahead.page : this.#read(position));
      start = 0;
    }
    const last = this.#page.at(-1);
    if (last !== undefined && this.#page.length === this.size && this.#ahead === undefined) {
      this.#ahead = { after: last.position, page: this.#read(last.position) };
      // Whoever waits for the page gets the failure; where nobody does, it is of no account.
      this.#ahead.page.catch(() => {});
    }
    const events = this.#page.slice(start, start + limit);
    return upTo === undefined ? events : events.filter((event) => event.position <= upTo);
  }

  /** Where in the page the event after a position stands; undefined where the page does not hold it. */
  #indexOf(position: bigint): number | undefined {
    const first = this.#page[0];
    if (first === undefined || position < first.position - 1n) return undefined;
    const index = Number(position + 1n - first.position);
    return index < this.#page.length ? index : undefined;
  }

  #read(after: bigint): Promise<StoredEvent[]> {
    return readAll(this.db.kysely, { after, limit: this.size }, this.shapes);
  }
}
