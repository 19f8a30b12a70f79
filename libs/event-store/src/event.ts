import type { JsonObject } from '#libs/kernel';

/** An event that is to be recorded. */
export interface NewEvent {
  /** Chosen by the writer, 1 to 200 characters, unique in the whole log; makes the append safe to send again. */
  id: string;
  /** What happened, 1 to 200 characters. */
  type: string;
  data: JsonObject;
  /** About the recording, not about what happened: not compared when an append is repeated. `by` names the recorder. */
  metadata: JsonObject & { by: string };
}

/** An event as it stands in the log, its data brought to the newest shape of its type. */
export interface StoredEvent {
  /** The place in the whole log: 1, 2, 3, ... without gaps. */
  position: bigint;
  stream: string;
  /** The place in its stream, from 1. */
  version: number;
  id: string;
  type: string;
  /** The version of the shape in which `data` is given (after upcasting). */
  schemaVersion: number;
  data: JsonObject;
  /** Events of releases before 0.2 have no `by`. */
  metadata: JsonObject;
  /** When the log took it: RFC 3339, UTC, six decimals. Never decreases with the position. */
  recordedAt: string;
  /** The link of the hash chain, 64 hexadecimal digits (docs/log-format.md). */
  hash: string;
}

/** The end of the log. */
export interface LogHead {
  /** The last position; 0 for an empty log. */
  position: bigint;
  /** When the last event was recorded (RFC 3339, UTC, six decimals); null for an empty log. */
  recordedAt: string | null;
  /** The last link of the hash chain in hexadecimal; 64 zeros for an empty log. */
  hash: string;
}
