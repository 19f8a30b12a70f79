import { codeOf } from '#libs/kernel';
import type { AppendResult } from './append.js';
import type { PreparedAppend } from './append-call.js';

/** The most events that one call takes, so that nobody waits long behind it. A larger append goes alone. */
const EVENTS_PER_CALL = 250;
/** From so many events on, it pays to send a call while another one writes: a smaller one better waits and grows. */
const EVENTS_BESIDE = 64;

/** Sends appends to the log in one call; says by `onTurn` when every later call is sure to come behind it. */
export type AppendCall = (appends: PreparedAppend[], onTurn: () => void) => Promise<AppendResult[]>;

/** What one caller waits for. */
interface Caller {
  results: AppendResult[];
  /** How many appends have no answer yet. */
  open: number;
  resolve: (results: AppendResult[]) => void;
  reject: (error: unknown) => void;
}

interface Waiting {
  append: PreparedAppend;
  caller: Caller;
  /** Where the answer belongs among those of its caller. */
  place: number;
}

/**
 * Group commit: the appends that arrive while a call is under way wait, and then go together in one. The head row lets
 * only one call write at a time; while it does, the next one, if it is large, is sent and read by the server up to the
 * point where it needs the head. It is sent when the one before has the head, so the log keeps the order of calling.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  #events = 0;
  /** Calls that are not answered yet. */
  #calls = 0;
  /** Whether one of them has not had its turn yet. */
  #isLined = false;
  #isScheduled = false;

  constructor(private readonly call: AppendCall) {}

  /** Sends the appends of one caller, with those of others, in the order of calling; perhaps in several calls. */
  add(appends: PreparedAppend[]): Promise<AppendResult[]> {
    return new Promise((resolve, reject) => {
      const caller: Caller = { results: [], open: appends.length, resolve, reject };
      appends.forEach((append, place) => {
        this.#waiting.push({ append, caller, place });
        this.#events += append.events.length;
      });
      this.#schedule();
    });
  }

  /** Callers that go on in the same turn of the event loop belong together, so what waits is looked at after it. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#sendNext();
    });
  }

  #sendNext(): void {
    if (this.#waiting.length === 0 || this.#isLined) return;
    if (this.#calls > 0 && this.#events < EVENTS_BESIDE) return;
    void this.#send(this.#next());
  }

  #next(): Waiting[] {
    let events = 0;
    let end = 0;
    while (end < this.#waiting.length) {
      events += this.#waiting[end]!.append.events.length;
      if (end > 0 && events > EVENTS_PER_CALL) break;
      end++;
    }
    return this.#take(end);
  }

  #take(count: number): Waiting[] {
    const taken = this.#waiting.splice(0, count);
    for (const { append } of taken) this.#events -= append.events.length;
    return taken;
  }

  async #send(group: Waiting[]): Promise<void> {
    this.#calls++;
    this.#isLined = true;
    let hadTurn = false;
    const onTurn = (): void => {
      if (hadTurn) return;
      hadTurn = true;
      this.#isLined = false;
      this.#schedule();
    };
    try {
      const results = await this.call(
        group.map(({ append }) => append),
        onTurn,
      );
      group.forEach((waiting, index) => this.#answer(waiting, results[index]!));
    } catch (error) {
      await this.#recover(group, error);
    } finally {
      this.#calls--;
      onTurn();
      this.#schedule();
    }
  }

  #answer({ caller, place }: Waiting, result: AppendResult): void {
    caller.results[place] = result;
    if (--caller.open === 0) caller.resolve(caller.results);
  }

  /**
   * What Postgres would not take from one caller must not fail the others: nothing was written, so each goes alone, before
   * whatever waits. After any other error nobody knows what was written, and every caller of the call is told.
   */
  async #recover(group: Waiting[], error: unknown): Promise<void> {
    const parts = Map.groupBy(group, ({ caller }) => caller);
    for (const [caller, part] of parts) {
      if (parts.size === 1 || !isAboutContent(error)) this.#fail(caller, error);
      else {
        try {
          const results = await this.call(
            part.map(({ append }) => append),
            () => {},
          );
          part.forEach((waiting, index) => this.#answer(waiting, results[index]!));
        } catch (failure) {
          this.#fail(caller, failure);
        }
      }
    }
  }

  /** Tells a caller, and sends nothing more of what it has waiting. */
  #fail(caller: Caller, error: unknown): void {
    caller.reject(error);
    this.#waiting = this.#waiting.filter((waiting) => waiting.caller !== caller);
    this.#events = this.#waiting.reduce((sum, { append }) => sum + append.events.length, 0);
  }
}

/** SQLSTATE classes 22 (data), 23 (constraints) and 54 (limits): the statement failed for what was in it. */
function isAboutContent(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && /^(22|23|54)/.test(code);
}
