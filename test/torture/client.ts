import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from './chance.js';
import { eventIdOf, type Ledger } from './ledger.js';
import type { Entry, Records } from './records.js';

/** How long it waits between one request and the next, so that what is tortured also gets to work. */
const PAUSE_MS = 15;
const RETRY_MS = 200;
const PATIENCE_MS = 60_000;
/** So often whoever did not hear gives up: whether it was recorded is then for the log to say, but at most once. */
const GIVES_UP = 0.05;

/** What the clients did. */
export interface Figures {
  requests: number;
  /** Requests without an answer, or with one that leaves open what happened. */
  unknown: number;
  /** Records that were sent again after that, and were there already. */
  foundRecorded: number;
  /** Records whose outcome nobody asked for again. */
  givenUp: number;
  /** How long the longest wait for an acknowledgement was, with all its repetitions, in milliseconds. */
  longestMs: number;
}

/** One writer over HTTP, who sends whatever it did not hear of again under the same id. */
export class Client {
  readonly figures: Figures = { requests: 0, unknown: 0, foundRecorded: 0, givenUp: 0, longestMs: 0 };

  constructor(
    private readonly url: string,
    private readonly key: string,
    private readonly chance: Chance,
    private readonly records: Records,
    private readonly ledger: Ledger,
  ) {}

  /** Writes until it is told to stop, and settles when nothing is open any more. */
  async write(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if (this.chance.in(0.06))
        await this.#import(Array.from({ length: this.chance.whole(20, 60) }, () => this.records.fact()));
      else await this.record(this.records.next());
      if (this.chance.in(0.05)) await this.#repeat();
      await wait(PAUSE_MS);
    }
  }

  /** Records one entry, and sends it again until it is known to be recorded, or nobody cares any more. */
  async record(entry: Entry, mayGiveUp = true): Promise<void> {
    const eventId = eventIdOf(entry.record);
    this.ledger.note(eventId);
    const started = performance.now();
    await this.#persist(mayGiveUp, async (attempt) => {
      const answer = await this.#post(entry.path, JSON.stringify(entry.body), 'application/json');
      if (answer === undefined) return false;
      const { status, text } = answer;
      if (status !== 200 && status !== 201) {
        this.ledger.wrong.push(`${eventId} was answered with ${status}: ${text.slice(0, 300)}`);
        return true;
      }
      if (status === 200 && attempt > 1) this.figures.foundRecorded++;
      if (status === 200 && attempt === 1) this.ledger.wrong.push(`${eventId} was new and answered as a repeat.`);
      this.#acknowledge(entry, (JSON.parse(text) as { position: string }).position);
      return true;
    });
    this.figures.longestMs = Math.max(this.figures.longestMs, performance.now() - started);
  }

  async #import(entries: Entry[]): Promise<void> {
    for (const { record } of entries) this.ledger.note(eventIdOf(record));
    const body = entries.map(({ record }) => JSON.stringify(record)).join('\n');
    const path = this.chance.in(0.5) ? '/v1/import?atomic=true' : '/v1/import';
    await this.#persist(true, async (attempt) => {
      const answer = await this.#post(path, body, 'application/x-ndjson');
      if (answer === undefined) return false;
      const told = answer.status === 200 ? (JSON.parse(answer.text) as Record<string, number>) : {};
      const { recorded = 0, repeated = 0 } = told;
      if (recorded + repeated !== entries.length || (attempt === 1 && repeated > 0)) {
        this.ledger.wrong.push(`An import was answered with ${answer.status}: ${answer.text.slice(0, 300)}`);
        return true;
      }
      this.figures.foundRecorded += repeated;
      for (const entry of entries) this.#acknowledge(entry, null);
      return true;
    });
  }

  /** Sends again what was acknowledged long ago: the answer is the same. */
  async #repeat(): Promise<void> {
    const done = this.#acknowledged.at(this.chance.whole(0, this.#acknowledged.length - 1));
    if (done === undefined) return;
    const answer = await this.#post(done.path, JSON.stringify(done.body), 'application/json');
    if (answer === undefined) return;
    const eventId = eventIdOf(done.record);
    if (answer.status !== 200) this.ledger.wrong.push(`The repeat of ${eventId} was answered with ${answer.status}.`);
    else this.ledger.acknowledge(eventId, (JSON.parse(answer.text) as { position: string }).position);
  }

  readonly #acknowledged: Entry[] = [];

  #acknowledge(entry: Entry, position: string | null): void {
    this.ledger.acknowledge(eventIdOf(entry.record), position);
    if (this.#acknowledged.length < 2_000) this.#acknowledged.push(entry);
    this.records.acknowledged(entry);
  }

  /** Tries until it is done; what stays unknown for too long is a finding. */
  async #persist(mayGiveUp: boolean, attempt: (count: number) => Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (let count = 1; !(await attempt(count)); count++) {
      if (mayGiveUp && this.chance.in(GIVES_UP)) {
        this.figures.givenUp++;
        return;
      }
      if (performance.now() > end) {
        this.ledger.wrong.push(`Nothing was answered for ${PATIENCE_MS / 1_000} seconds.`);
        return;
      }
      await wait(RETRY_MS);
    }
  }

  /** Undefined where nobody knows what became of it: no answer, or one that says that the service is not itself. */
  async #post(path: string, body: string, type: string): Promise<{ status: number; text: string } | undefined> {
    this.figures.requests++;
    try {
      const answer = await fetch(`${this.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': type, authorization: `Bearer ${this.key}` },
        body,
        signal: AbortSignal.timeout(30_000),
      });
      const text = await answer.text();
      if (answer.status < 500) return { status: answer.status, text };
    } catch {
      // Its process is gone, or its connection.
    }
    this.figures.unknown++;
    return undefined;
  }
}
