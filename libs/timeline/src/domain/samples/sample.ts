import type { JsonObject } from '#libs/kernel';

/** An event as it stands in the log for ever: what was recorded once in this shape must be understood by every release. */
export interface Sample {
  /** The event's type. */
  type: string;
  /** The version of the shape of `data`. */
  schemaVersion: number;
  /** The record as it is stored: what says nothing is left out. */
  data: JsonObject;
}
