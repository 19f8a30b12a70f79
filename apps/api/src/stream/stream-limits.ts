/** The route of the stream of events. */
export const STREAM_ROUTE = '/v1/stream';

/** How streams behave. */
export interface StreamLimits {
  /** After so many milliseconds without an event a comment is sent, so that nobody in between takes the line for dead. */
  heartbeatMs: number;
  /** After so many milliseconds a stream that is still open looks for a newer head of the log. */
  headMs: number;
  /** So long may a receiver take nothing, in milliseconds. */
  patienceMs: number;
  /** So long has it then to take the sentence that says why it is sent away, in milliseconds. */
  lastWordMs: number;
  /** So many streams at once are served by one process. */
  most: number;
}

/** The injection token of StreamLimits. */
export const STREAM_LIMITS = Symbol('stream limits');

/** What holds unless a spec says otherwise. */
export const USUAL_STREAM_LIMITS: StreamLimits = {
  heartbeatMs: 15_000,
  headMs: 600_000,
  patienceMs: 30_000,
  lastWordMs: 5_000,
  most: 500,
};
