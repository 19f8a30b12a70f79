import { parseEdtf, type Day } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';

/** A duty by a last day; the first day on which an act is allowed; or a period that a text calls usual, which is never late. */
export type DeadlineKind = 'deadline' | 'not-before' | 'indicative';
/** The kinds of legal deadlines. */
export const DEADLINE_KINDS: readonly DeadlineKind[] = ['deadline', 'not-before', 'indicative'];

/** How a legal deadline stands on a day (contract section 3, "Legal deadlines"). */
export type DeadlineState = 'met' | 'late' | 'done-day-unknown' | 'no-record' | 'open' | 'not-applicable' | 'disputed';
/** The states, in the order in which they are listed to people. */
export const DEADLINE_STATES: readonly DeadlineState[] = [
  'met',
  'late',
  'done-day-unknown',
  'no-record',
  'open',
  'not-applicable',
  'disputed',
];

/** What can move a last day: the rule from a weekend, a suspension of the proceedings, or an extension. */
export const DEADLINE_MOVES = ['weekend', 'suspension', 'extension'] as const;
/** What moved a last day. */
export type DeadlineMove = (typeof DEADLINE_MOVES)[number];

/** A text that a rule rests on. */
export interface LegalText extends JsonObject {
  citation: string;
  /** Where the text was read; null where no address of it is certain. */
  url: string | null;
}

/** What a deadline was computed from. */
export interface DeadlineRule extends JsonObject {
  /** The fact type that starts the period. */
  start: string;
  /** The length, ISO 8601; null where the fact that starts it states its own end. */
  length: string | null;
  /** What the length counts. The day of the start is not counted. */
  unit: 'calendar-days';
  /** A calendar of holidays, by the id of its records; null where none moves the last day. */
  calendar: string | null;
  /** What moves the last day; null where the texts are silent. */
  moves: 'weekend-to-monday' | null;
  /** Why it moves: a text, or a practice that the records show. */
  movesBecause: string | null;
  /** The days on which the rule is in force, ISO 8601; null where it has no end. */
  validFrom: string;
  validTo: string | null;
  texts: LegalText[];
}

/** How a period was kept as far as the facts decide it; `pending` becomes `open` or `no-record` with the day. */
export type DeadlineOutcome = Exclude<DeadlineState, 'no-record' | 'open' | 'disputed'> | 'pending';

/** One way in which a text is read: its last days and its outcome. */
export interface DeadlineReading extends JsonObject {
  code: string;
  text: string;
  /** The last day by the text alone, EDTF: a window where the start is a window, `A/..` where it has no known end. */
  statutoryDay: string;
  /** The last day as moved by a weekend, an extension or a suspension, EDTF; null where nothing moved it. */
  movedDay: string | null;
  /** What moved it; empty where nothing did. */
  movedBy: DeadlineMove[];
  /**
   * The last day by which an act is timely, EDTF: that of the text or as moved, without an extension that came too late
   * and is not retroactive; a window where it is in doubt whether one did.
   */
  lastDay: string;
  outcome: DeadlineOutcome;
}

/** A legal deadline of one milestone, whatever the day of the question. */
export interface Deadline extends JsonObject {
  kind: DeadlineKind;
  rule: DeadlineRule;
  readings: DeadlineReading[];
  /** True where a later act proves that the duty was done. */
  inferred: boolean;
}

/** How a deadline stands on a day: what all readings share, else `disputed`. */
export function deadlineStateOn(deadline: Deadline, today: Day): DeadlineState {
  const states = new Set(deadline.readings.map((reading) => readingStateOn(deadline.kind, reading, today)));
  const [state] = states;
  return states.size === 1 && state !== undefined ? state : 'disputed';
}

/** How one reading stands on a day, by the last day by which an act is timely. A last day without a known end has never certainly passed. */
export function readingStateOn(
  kind: DeadlineKind,
  { lastDay, outcome }: Pick<DeadlineReading, 'lastDay' | 'outcome'>,
  today: Day,
): DeadlineState {
  if (outcome !== 'pending') return outcome;
  if (kind === 'not-before') return 'open';
  const last = parseEdtf(lastDay).window.latest;
  return last !== null && today > last ? 'no-record' : 'open';
}
