import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { isDatabaseAway } from '#libs/database';
import type { StoredEvent } from './event.js';
import type { LogTail } from './log-tail.js';
import { readAll, readHead } from './read.js';
import type { EventShapes } from './upcasters.js';

/** How long it waits before it asks again a database that cannot be reached; doubled each time. */
const SHORTEST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** What to follow, and until when. */
export interface SubscribeOptions {
  /** Only events behind this position (0: from the first on). The position of the last event that was handled resumes. */
  after?: bigint;
  /** Only events of these types. */
  types?: readonly string[];
  /** Ends the subscription: what the consumer awaits comes to its end, without an error. */
  signal?: AbortSignal;
  /** The most events to hold at once (500). */
  batch?: number;
}

/** Reads the next events behind a position, and says up to where nothing else is to be had. */
type NextPage = (after: bigint) => Promise<{ events: StoredEvent[]; upTo: bigint; isLast: boolean }>;

/**
 * The log in order from a position on, and then whatever is appended, until `signal` is aborted. It reads no further than
 * its consumer has come, and outlives a database that is away for a while.
 */
export async function* subscribe(
  executor: Kysely<unknown>,
  tail: LogTail,
  options: SubscribeOptions,
  shapes: EventShapes,
): AsyncGenerator<StoredEvent, void, undefined> {
  const { signal: stop = new AbortController().signal } = options;
  const nextPage = reader(executor, options, shapes);
  let at = options.after ?? 0n;
  if (stop.aborted) return;
  const leave = tail.join(stop);
  try {
    while (!stop.aborted) {
      const page = await persistently(() => nextPage(at), stop);
      if (page === undefined) return;
      for (const event of page.events) {
        if (stop.aborted) return;
        yield event;
      }
      if (page.upTo > at) at = page.upTo;
      if (page.isLast) await tail.beyond(at, stop);
    }
  } finally {
    await leave();
  }
}

function reader(executor: Kysely<unknown>, options: SubscribeOptions, shapes: EventShapes): NextPage {
  const { types, batch: limit = 500 } = options;
  if (types === undefined) {
    return async (after) => {
      const events = await readAll(executor, { after, limit }, shapes);
      return { events, upTo: events.at(-1)?.position ?? after, isLast: events.length < limit };
    };
  }
  // The head is read first: every event up to it is there to be seen by what is read next, so whatever of it is of other
  // types never has to be looked at again.
  return async (after) => {
    const { position: end } = await readHead(executor);
    const events = await readAll(executor, { after, upTo: end, types, limit }, shapes);
    const isLast = events.length < limit;
    return { events, upTo: isLast ? end : events.at(-1)!.position, isLast };
  };
}

/** Asks until there is an answer or an error that is not about the connection; nothing where `stop` comes first. */
async function persistently<Answer>(ask: () => Promise<Answer>, stop: AbortSignal): Promise<Answer | undefined> {
  for (let pause = SHORTEST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (stop.aborted) return undefined;
      if (!isDatabaseAway(error)) throw error;
      await sleep(pause, undefined, { signal: stop }).catch(() => {});
      if (stop.aborted) return undefined;
    }
  }
}
