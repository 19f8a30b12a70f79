import { AsyncLocalStorage } from 'node:async_hooks';

/** The client that an answer is made for. */
export interface Caller {
  /** Aborted when the client has gone before its answer was complete. */
  readonly signal: AbortSignal;
}

/**
 * The client on whose behalf the code of the current asynchronous context runs. A read-only transaction that is begun for
 * a caller is cancelled in Postgres when the caller has gone (`PreparingClient`). Work that several callers share must not
 * depend on it.
 */
export const currentCaller = new AsyncLocalStorage<Caller>();
