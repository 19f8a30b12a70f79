import type { AppendResult } from './append.js';
import type { PreparedAppend } from './append-call.js';

/** The most events that one call takes, so that nobody waits long behind it. A larger append goes alone. */
const EVENTS_PER_CALL = 1_000;

interface Waiting {
  appends: PreparedAppend[];
  events: number;
  resolve: (results: AppendResult[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: while one call is under way, the appends that arrive wait and then go together in the next one. The head
 * row lets only one call through at a time anyway, so waiting here costs nothing and saves a commit for each.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  #running = false;

  constructor(private readonly call: (appends: PreparedAppend[]) => Promise<AppendResult[]>) {}

  /** Sends the appends of one caller, with those of others, in the order of calling. */
  add(appends: PreparedAppend[]): Promise<AppendResult[]> {
    return new Promise((resolve, reject) => {
      const events = appends.reduce((sum, append) => sum + append.events.length, 0);
      this.#waiting.push({ appends, events, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Callers of the same turn of the event loop belong together.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#send(this.#next());
    this.#running = false;
  }

  #next(): Waiting[] {
    let events = 0;
    const end = this.#waiting.findIndex((waiting, index) => {
      events += waiting.events;
      return index > 0 && events > EVENTS_PER_CALL;
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  async #send(group: Waiting[]): Promise<void> {
    try {
      const results = await this.call(group.flatMap(({ appends }) => appends));
      let from = 0;
      for (const { appends, resolve } of group) resolve(results.slice(from, (from += appends.length)));
    } catch (error) {
      if (group.length > 1 && isAboutContent(error)) {
        // What Postgres would not take from one caller must not fail the others: nothing was written, so each goes alone.
        for (const waiting of group) await this.#send([waiting]);
      } else for (const { reject } of group) reject(error);
    }
  }
}

/** SQLSTATE classes 22 (data), 23 (constraints) and 54 (limits): the statement failed for what was in it. */
function isAboutContent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^(22|23|54)/.test(code);
}
