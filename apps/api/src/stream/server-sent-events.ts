import { setTimeout as wait } from 'node:timers/promises';
import type { StreamLimits } from './stream-limits.js';

/** The media type of server-sent events. */
export const EVENT_STREAM = 'text/event-stream';

/** After so many milliseconds a client that lost its line asks again. */
const RETRY_MS = 2_000;

const KEY_ENDED = ': the key of this stream was revoked or has expired\n\n';

/** One message: its id, which the client sends back as Last-Event-ID, and what is told. */
export interface Message {
  id: string;
  data: object;
}

/** How a stream is kept alive, and how it ends. */
export interface StreamCare extends Omit<StreamLimits, 'most'> {
  /** Where the stream begins, as the id of the last message before it. */
  from: string;
  /** A head of the log to keep, `position:hash`. */
  head: () => Promise<string>;
  /** Whether the key of the receiver is still valid. */
  mayGoOn: () => Promise<boolean>;
  /** The receiver has left, or is sent away. */
  gone: AbortSignal;
  /** Sends the receiver away without another word. */
  cutOff: () => void;
}

/**
 * Messages as server-sent events (HTML Living Standard, 9.2), with a comment wherever nothing came for a while. Nothing is
 * read ahead: the next message is asked for when its receiver has taken the one before. A head of the log is sent at the
 * beginning, and again once it is another one, as an event named `head` without an id: a client that does not listen for it
 * ignores it, and the position to go on from stays. A stream whose key has ended ends with the next message, head or
 * comment, in place of it. A receiver that takes nothing for
 * too long is sent away with a comment that says where to go on; if it does not take that either, its line is cut.
 */
export async function* serverSentEvents(messages: AsyncIterable<Message>, care: StreamCare): AsyncIterable<string> {
  const { heartbeatMs, headMs, from, gone } = care;
  const iterator = messages[Symbol.asyncIterator]();
  const receiver = new Receiver(care);
  try {
    let head = await care.head();
    let headAt = Date.now();
    const begin = `retry: ${RETRY_MS}\n: what is recorded behind position ${from}\nid: ${from}\n\n`;
    yield* receiver.given(`${begin}${headEvent(head)}`);
    let last = from;
    let next = iterator.next();
    for (;;) {
      const told = await orNothing(next, heartbeatMs);
      if (gone.aborted) return;
      if (!(await care.mayGoOn())) return yield KEY_ENDED;
      if (told === undefined) yield* receiver.given(': nothing new\n\n');
      else if (told.done === true) {
        yield `: the service stops; come back in a moment with Last-Event-ID ${last}\n\n`;
        return;
      } else {
        last = told.value.id;
        yield* receiver.given(`id: ${last}\ndata: ${JSON.stringify(told.value.data)}\n\n`);
        next = iterator.next();
      }
      if (Date.now() - headAt >= headMs) {
        if (!(await care.mayGoOn())) return yield KEY_ENDED;
        const before = head;
        head = await care.head();
        headAt = Date.now();
        if (head !== before) yield* receiver.given(headEvent(head));
      }
      if (receiver.isTooSlow) {
        yield `: too slow, more than ${care.patienceMs} ms for one message; come back with Last-Event-ID ${last}\n\n`;
        return;
      }
    }
  } finally {
    receiver.leave();
    await iterator.return?.();
  }
}

function headEvent(head: string): string {
  return `event: head\ndata: ${head}\n\n`;
}

/** What a promise brings, or nothing where it takes longer. */
async function orNothing<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const waiting = new AbortController();
  try {
    return await Promise.race([promise, wait(ms, undefined, { signal: waiting.signal, ref: false })]);
  } finally {
    waiting.abort();
  }
}

/** Watches how long its receiver takes for what it is given. */
class Receiver {
  isTooSlow = false;
  #patience: NodeJS.Timeout | undefined;
  #lastWord: NodeJS.Timeout | undefined;

  constructor(private readonly care: StreamCare) {}

  /** Gives a text; comes back when the next one may be given. */
  *given(text: string): Iterable<string> {
    this.#patience = setTimeout(() => this.#lose(), this.care.patienceMs).unref();
    yield text;
    clearTimeout(this.#patience);
  }

  leave(): void {
    clearTimeout(this.#patience);
    clearTimeout(this.#lastWord);
  }

  #lose(): void {
    this.isTooSlow = true;
    this.#lastWord = setTimeout(this.care.cutOff, this.care.lastWordMs).unref();
  }
}
