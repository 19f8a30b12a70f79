import type { NewEvent } from './event.js';

/**
 * What a writer expects of the stream: `any` (nothing; never conflicts), `no-stream` (it has no event yet),
 * `stream-exists` (it has one), or exactly this version.
 */
export type ExpectedVersion = 'any' | 'no-stream' | 'stream-exists' | number;

/** Events for one stream that are recorded together or not at all. */
export interface Append {
  /** 1 to 200 characters. */
  stream: string;
  expectedVersion: ExpectedVersion;
  /** Ids of events that must be in the log; those of earlier appends of the same call count. */
  requires?: string[];
  /** At least one, each with another id. */
  events: NewEvent[];
}

/** How an append ended. Only `appended` wrote something. */
export type AppendResult =
  /** Recorded; position and version are those of the last event. */
  | { outcome: 'appended'; position: bigint; version: number }
  /** Every event was in the log already with the same content; position and version are the first recording's. */
  | { outcome: 'repeated'; position: bigint; version: number }
  /**
   * Nothing was written, because another one of an all-or-nothing call was refused or because this was a dry run;
   * `insteadOf` tells how it would have ended (`repeated`: of an earlier append of the same call).
   */
  | { outcome: 'withheld'; insteadOf: 'appended' | 'repeated' }
  /** The stream stands at another version than was expected; 0 means that it has no event. */
  | { outcome: 'wrong-version'; actual: number }
  /** This id stands for an event with other content, or only a part of the append was recorded before. */
  | { outcome: 'id-taken'; eventId: string }
  /** These required events are not in the log. */
  | { outcome: 'missing'; missing: string[] };

/** How the appends of one call hang together. */
export interface AppendOptions {
  /** One transaction: where one append is refused, nothing is written and the others are answered with `withheld`. */
  allOrNothing?: boolean;
  /** Decides everything and writes nothing; what would be recorded is answered with `withheld`. */
  dryRun?: boolean;
}
