/**
 * Every number by which a request is admitted or refused before work is done for it. Times are in milliseconds, sizes in
 * bytes. Where `rateLimit` is null nothing is limited per client; the limits over all clients hold all the same.
 */
export interface AdmissionLimits {
  /** Points per window for a client without a key; null: off (RATE_LIMIT=off). */
  rateLimit: number | null;
  /** Points of a key, as a multiple of those of a client without one: a key can be revoked. */
  keyFactor: number;
  windowMs: number;
  /** Wrong keys of one client, and wrong tokens of it for one id, per window; what follows is refused unread. */
  failures: number;
  /** What a wrong key costs its client, in points, beside the request; and a wrong token, which may be an old link. */
  failurePoints: number;
  tokenFailurePoints: number;

  /** The largest body of a request without a key, and of one with a key; an import has no limit. */
  anonymousBody: number;
  keyedBody: number;
  /** What bodies that are still on their way may hold in memory together. */
  bodiesHeld: number;
  /**
   * What one import with `atomic` keeps in memory until its end, in bytes of its valid records; and all of them together. A
   * record counts as at least `atomicLeast`, which is about what the shortest one takes.
   */
  atomicImport: number;
  atomicImportsHeld: number;
  atomicLeast: number;
  /** A body of more chunks than `chunks` has at least `leastChunk` bytes in each, on average: each one costs time. */
  chunks: number;
  leastChunk: number;
  /** Longest time for a body, except that of an import. */
  bodyMs: number;
  /** Lowest rate of an import, on average over `rateWindowMs`. */
  leastBytesPerSecond: number;
  rateWindowMs: number;
  /** How often bodies that are under way are looked at. */
  checkMs: number;

  /** Request line and headers arrive within this time; Node looks every `checkMs`. */
  headersMs: number;
  /** A connection without a request is kept for this long. */
  keepAliveMs: number;
  /** A connection on which nothing moves is closed after this long, unless its answer is still being made. */
  idleMs: number;
  /** Connections of this process, of which some are reserved for the machine itself; and of one client. */
  connections: number;
  connectionsReserved: number;
  connectionsPerClient: number;

  /** Requests with `after` under way, in this process and of one client. */
  waits: number;
  waitsPerClient: number;
  /** Server-sent-event streams of one client, and of one key; `StreamLimits.most` bounds all. */
  streamsPerClient: number;
  streamsPerKey: number;
  /**
   * Requests under way in this process and of one client, streams aside; and on one connection, which is closed where
   * more are sent before the first are answered.
   */
  underWay: number;
  underWayPerClient: number;
  underWayPerConnection: number;
  /** Pages and computed answers that are made at once, in this process and of one client; and how many wait for that. */
  turns: number;
  turnsPerClient: number;
  turnsWaiting: number;
  /**
   * Connections to the database that requests use at once, in this process and of one client, how many more wait for that
   * (one client: a quarter), and for how long. The pool has more, for operators and for work that requests share.
   */
  databasePlaces: number;
  databasePlacesPerClient: number;
  databaseWaiting: number;
  databaseWaitMs: number;
  /** The longest that a statement of an answer may take in the database, waiting for locks included. */
  statementMs: number;
  /** The longest that a transaction of an answer may wait for its next statement. */
  transactionPauseMs: number;
  /** The mean delay of the event loop over a second that, three times in a row, has requests refused. */
  loopDelayMs: number;
}

/** What holds in a service; a spec may change single numbers. */
export const USUAL_ADMISSION: Omit<AdmissionLimits, 'rateLimit'> = {
  keyFactor: 10,
  windowMs: 60_000,
  failures: 20,
  failurePoints: 20,
  tokenFailurePoints: 5,
  anonymousBody: 65_536,
  keyedBody: 1_048_576,
  bodiesHeld: 33_554_432,
  atomicImport: 67_108_864,
  atomicImportsHeld: 134_217_728,
  atomicLeast: 512,
  chunks: 250,
  leastChunk: 64,
  bodyMs: 30_000,
  leastBytesPerSecond: 1_024,
  rateWindowMs: 30_000,
  checkMs: 1_000,
  headersMs: 30_000,
  // Longer than the 15 s after which most clients give a connection up, and shorter than the minute that a client may idle.
  keepAliveMs: 50_000,
  idleMs: 50_000,
  connections: 2_000,
  connectionsReserved: 16,
  connectionsPerClient: 100,
  waits: 500,
  waitsPerClient: 50,
  streamsPerClient: 10,
  streamsPerKey: 20,
  underWay: 1_000,
  underWayPerClient: 100,
  underWayPerConnection: 16,
  turns: 4,
  turnsPerClient: 2,
  turnsWaiting: 32,
  databasePlaces: 16,
  databasePlacesPerClient: 6,
  databaseWaiting: 1_000,
  databaseWaitMs: 5_000,
  statementMs: 15_000,
  transactionPauseMs: 30_000,
  loopDelayMs: 1_000,
};

/** The injection token of AdmissionLimits. */
export const ADMISSION_LIMITS = Symbol('admission limits');
