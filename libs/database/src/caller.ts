import { AsyncLocalStorage } from 'node:async_hooks';

/** The client that an answer is made for. */
export interface Caller {
  /** Aborted when the client has gone before its answer was complete. */
  readonly signal: AbortSignal;
  /**
   * Waits for a place among the connections that callers may use at once, and resolves to how to give it back. Without it
   * the caller's connections are not bounded. Rejects with what the caller is answered where it waits in vain.
   */
  readonly takePlace?: () => Promise<() => void>;
}

/**
 * The client on whose behalf the code of the current asynchronous context runs. A read-only transaction that is begun for
 * a caller is cancelled in Postgres when the caller has gone (`PreparingClient`). A connection that is taken for
 * it needs a place (`takePlace`). Work that several callers share must not depend on one of them: it runs in
 * `withoutCaller`.
 */
export const currentCaller = new AsyncLocalStorage<Caller>();

/** Runs work that is shared by several callers, or that must be done whether or not its caller has a place left. */
export function withoutCaller<T>(work: () => T): T {
  return currentCaller.exit(work);
}
