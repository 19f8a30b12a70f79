import { isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { DatedFact, Standing } from '../kind.js';
import { dateOf, textOf } from '../kind.js';

/** What a complainant can do while a case runs, or to enforce its end. */
export const CASE_MEASURES = ['liquidation-suspended', 'preference-denied', 'penalty', 'entry-denied'] as const;

/**
 * Whether a measure is in force, was lifted, or was taken on or before the end of a case that has ended while no record
 * says that it was lifted. Only `in-force` counts as in force (contract section 3).
 */
export const MEASURE_STATES = ['in-force', 'lifted', 'no-end-on-record'] as const;
type MeasureState = (typeof MEASURE_STATES)[number];

/** A measure of a case: a state beside its status. */
export interface Measure extends JsonObject {
  kind: string;
  /** EDTF; null where the source gives no date. */
  since: string | null;
  /** EDTF; null while it is not lifted, and where it was lifted on no known day. */
  until: string | null;
  state: MeasureState;
  /** The fact of its taking. */
  takenBy: string;
}

/** A measure as it is answered. */
export type MeasureAnswer = Pick<Measure, 'kind' | 'since' | 'until'> & {
  /** Null where it is not certain that the measure had been taken: `possible` then lists each state that it may have. */
  state: MeasureState | null;
  /** Of a measure in force: the last news of the case, an ISO day; null where it has none. */
  asOf?: string | null;
  /** Every other state that may hold. */
  possible?: MeasureState[];
};

/** The measures with one more. A taking whose kind was redacted is no measure that could be named or counted. */
export function taken(measures: readonly Measure[], fact: DatedFact, isInForce: boolean): Measure[] {
  const kind = textOf(fact, 'kind');
  if (kind === null) return [...measures];
  const state = isInForce ? 'in-force' : 'no-end-on-record';
  return [...measures, { kind, since: dateOf(fact), until: null, state, takenBy: fact.id }];
}

/**
 * Whether a measure was certainly taken after the end that comes before it in the order of the facts. Where a source gives
 * no date of one of them, that order says so.
 */
export function isTakenAfter({ occurred }: DatedFact, closedOn: string | null): boolean {
  if (occurred === null || closedOn === null) return true;
  const ended = parseEdtf(closedOn).beginning.latest ?? Infinity;
  return (occurred.beginning.earliest ?? -Infinity) > ended;
}

/** The oldest measure of the kind that no record has lifted ends; a lifting with no measure on record changes nothing. */
export function lifted(measures: readonly Measure[], fact: DatedFact): Measure[] {
  const kind = textOf(fact, 'kind');
  const index = measures.findIndex((open) => open.kind === kind && open.state !== 'lifted');
  return measures.map((entry, at) => (at === index ? { ...entry, until: dateOf(fact), state: 'lifted' } : entry));
}

/**
 * What the end of a case leaves: no record says that these measures were lifted. The end lifts none by itself: liquidation
 * stays suspended until the trade representative notifies the Treasury (19 U.S.C. 4692).
 */
export function endedWith(measures: readonly Measure[]): Measure[] {
  return measures.map((entry) => (entry.state === 'in-force' ? { ...entry, state: 'no-end-on-record' } : entry));
}

/**
 * The measures of a case for an answer: with the last news where they are in force, and with every other possible state.
 * Those that only may have been taken come last, without a state.
 */
export function measureAnswers(
  { state, possible, complete }: Standing<JsonObject & { measures: Measure[] }>,
  lastNews: Day | null,
): MeasureAnswer[] {
  const certain = new Set(state.measures.map(({ takenBy }) => takenBy));
  const found = Map.groupBy(
    possible.flatMap(({ measures }) => measures),
    ({ takenBy }) => takenBy,
  );
  const uncertain = [...found].flatMap(([takenBy, [measure]]) =>
    certain.has(takenBy) ? [] : [{ ...measure!, until: null, state: null }],
  );
  return [...state.measures, ...uncertain].map(({ takenBy, ...measure }) => {
    const states = found.get(takenBy) ?? [];
    const others = MEASURE_STATES.filter(
      (one) => one !== measure.state && (!complete || states.some((other) => other.state === one)),
    );
    return {
      ...measure,
      ...(measure.state === 'in-force' && { asOf: lastNews === null ? null : isoOfDay(lastNews) }),
      ...(others.length > 0 && { possible: others }),
    };
  });
}
