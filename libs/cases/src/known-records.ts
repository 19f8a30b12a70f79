import type { Day } from '#libs/edtf';
import type { ClockedFact } from './asking/case-facts.js';
import type { CaseSubject } from './asking/case-filter.js';
import type { CaseStanding } from './case-standing.js';
import { compareAmounts } from './domain/amounts.js';
import { OFFICIAL_FIGURE } from './reconciliation-rules.js';
import type { KnownCase } from './reconciliation-tally.js';

/** How a case stands by what of its facts was known on a day (UTC); null: by everything that is known. */
export type Fold = (wordings: readonly ClockedFact[], known: Day | null) => CaseStanding;

/** A case as it was known on any day. It is folded once for each day on which what is known of it changed. */
export class RecordedCase {
  /** The days on which what is known of it changed, in order. */
  readonly changes: readonly Day[];
  readonly #folded = new Map<number, KnownCase>();

  constructor(
    readonly subject: CaseSubject,
    private readonly wordings: readonly ClockedFact[],
    private readonly fold: Fold,
  ) {
    const days = wordings.flatMap(({ knownFrom, knownTo }) => [knownFrom, ...(knownTo === null ? [] : [knownTo])]);
    this.changes = inOrder(new Set(days));
  }

  /** The case by what was known on a day; null: by everything that is known. */
  at(known: Day | null): KnownCase {
    const changed = countUpTo(this.changes, known);
    const before = this.#folded.get(changed);
    if (before) return before;
    const found = { subject: this.subject, standing: this.fold(this.wordings, known) };
    this.#folded.set(changed, found);
    return found;
  }
}

/** An official count of all cases of a set: its number, and the first day of which it may be. */
export interface Census {
  value: string;
  first: Day;
}

interface KnownSet {
  cases: KnownCase[];
  completeThrough: Day;
}

/**
 * A set of cases as it was known on any day. It is held against its official counts once for each day on which what is
 * known of it changed, however many days are asked for.
 */
export class KnownRecords {
  readonly #changes: readonly Day[];
  readonly #sets = new Map<number, KnownSet>();

  constructor(
    private readonly cases: readonly RecordedCase[],
    private readonly censuses: readonly Census[],
  ) {
    this.#changes = inOrder(new Set(cases.flatMap(({ changes }) => changes)));
  }

  /** The cases by what was known on a day; null: by everything that is known. */
  casesAt(known: Day | null): KnownCase[] {
    return this.#at(known).cases;
  }

  /**
   * The last day of an official count that equals the number of cases that it certainly counts: as the records hold no case
   * that is none, all are on record until then. -Infinity where there is no such count.
   */
  completeThrough(known: Day | null): Day {
    return this.#at(known).completeThrough;
  }

  #at(known: Day | null): KnownSet {
    const changed = countUpTo(this.#changes, known);
    const before = this.#sets.get(changed);
    if (before) return before;
    const cases = this.cases.map((one) => one.at(known));
    const counted = inOrder(cases.map(({ standing }) => certainlyCountedFrom(standing)));
    const equal = this.censuses.filter(
      ({ value, first }) => compareAmounts(value, String(countUpTo(counted, first))) === 0,
    );
    const found = { cases, completeThrough: equal.reduce((latest, { first }) => Math.max(latest, first), -Infinity) };
    this.#sets.set(changed, found);
    return found;
  }
}

/** From which day on the official figure certainly counts a case; Infinity where that is never certain. */
function certainlyCountedFrom({ facts, occurrences, counted }: CaseStanding): Day {
  const requested = facts.reduce(
    (first, { fact }, index) =>
      fact.type === OFFICIAL_FIGURE.factType ? Math.min(first, occurrences[index]!.certain ?? Infinity) : first,
    Infinity,
  );
  return Math.max(requested, counted?.certain ?? Infinity);
}

function inOrder(days: Iterable<Day>): Day[] {
  return [...days].toSorted((one, other) => one - other);
}

/** How many of some days in their order are no later than a day; null: all. */
function countUpTo(days: readonly Day[], last: Day | null): number {
  if (last === null) return days.length;
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! <= last) low = middle + 1;
    else high = middle;
  }
  return low;
}
