import { Client, type ClientConfig } from 'pg';
import { codeOf } from '#libs/kernel';
import { currentCaller } from './caller.js';

/** What a transaction begins with that wants its plans kept; only `set local`, so that it ends with the transaction. */
const KEEPS_PLANS = 'set local plan_cache_mode = force_generic_plan';
/** The most texts that get a name: what differs from run to run is not worth keeping. */
const MOST_NAMES = 500;
/** "Cached plan must not change result type": a migration gave a table another column. */
const PLAN_OUTDATED = '0A000';

/** Only a transaction that can change nothing is cancelled, so that nobody has to find out how far a write had come. */
const READ_ONLY = /^start transaction [^;]*\bread only\b/;

const numbers = new Map<string, number>();

/**
 * A connection that prepares, once, every statement of a transaction that was begun with `set local plan_cache_mode =
 * force_generic_plan` in the same message: the batches of a view say the same few sentences hundreds of times a second, and
 * reading and planning them costs Postgres more than doing them. A beginning that says several statements in one message
 * answers with the rows of the last one. Everything else passes as it is.
 *
 * A read-only transaction that is begun for a caller (`currentCaller`) is cancelled in Postgres when the caller has gone.
 */
export class PreparingClient extends Client {
  #isKeeping = false;
  #generation = 1;
  /** Why the transaction under way is made in vain: its caller has gone. */
  #gone: Error | undefined;
  /** Ends the watch over the caller of the transaction under way. */
  #release: () => void = () => {};
  /** A cancellation that was sent and may still arrive. */
  #cancelling: Promise<void> | undefined;

  constructor(private readonly config?: ClientConfig) {
    super(config);
  }

  // Every form of pg's one method goes through here; of interest is Kysely's, a text and its values.
  override query(...args: unknown[]): never {
    const [text, values] = args;
    const run = super.query.bind(this) as (...passed: unknown[]) => never;
    if (typeof text !== 'string' || !Array.isArray(values) || args.length > 2) return run(...args);
    if (text.startsWith('start transaction')) {
      this.#isKeeping = text.includes(KEEPS_PLANS);
      const caller = READ_ONLY.test(text) ? currentCaller.getStore() : undefined;
      if (caller?.signal.aborted === true) return Promise.reject(caller.signal.reason as Error) as never;
      if (caller !== undefined) this.#watch(caller.signal);
      return lastOf(run(...args)) as never;
    }
    if (text === 'commit' || text === 'rollback') {
      this.#isKeeping = false;
      this.#release();
      // A cancellation must not reach the next user of the connection.
      if (this.#cancelling !== undefined) return this.#cancelling.then(() => run(...args)) as never;
    }
    if (this.#gone !== undefined) return Promise.reject(this.#gone) as never;
    const number = this.#isKeeping && values.length > 0 ? numberOf(text) : undefined;
    if (number === undefined) return run(...args);
    const result: Promise<unknown> = run({ name: `kept-${number}-${this.#generation}`, text, values });
    result.catch((error: unknown) => {
      if (codeOf(error) === PLAN_OUTDATED) this.#generation++;
    });
    return result as never;
  }

  #watch(signal: AbortSignal): void {
    const onGone = (): void => {
      this.#gone = signal.reason as Error;
      this.#cancelling = this.#cancel().finally(() => (this.#cancelling = undefined));
    };
    signal.addEventListener('abort', onGone, { once: true });
    this.#release = () => {
      signal.removeEventListener('abort', onGone);
      this.#gone = undefined;
      this.#release = () => {};
    };
  }

  /** By a connection of its own, as every one of the pool may be busy with what nobody waits for any more. */
  async #cancel(): Promise<void> {
    const { processID } = this as unknown as { processID: number };
    const control = new Client(this.config);
    control.on('error', () => {});
    try {
      await control.connect();
      await control.query('select pg_cancel_backend($1)', [processID]);
    } catch {
      // Without a connection nothing can be cancelled; statement_timeout ends the query.
    } finally {
      await control.end().catch(() => {});
    }
  }
}

async function lastOf(results: Promise<unknown>): Promise<unknown> {
  const told = await results;
  return Array.isArray(told) ? told.at(-1) : told;
}

function numberOf(text: string): number | undefined {
  const known = numbers.get(text);
  if (known !== undefined || numbers.size === MOST_NAMES) return known;
  numbers.set(text, numbers.size + 1);
  return numbers.size;
}
