import type { Day } from '#libs/edtf';
import {
  SubjectStanding,
  type CaseState,
  type Occurrence,
  type Reading,
  type Standing,
  type StandingFact,
} from '#libs/timeline';

/** How a case stands at the end of a day as far as counts of cases need it. */
export interface CountedStanding {
  /** Null where the case had not certainly been opened by that day: it is in no count for certain. */
  state: CaseState | null;
  /** Every other state that may hold; with `state` null the states that hold where the case had been opened. */
  possible: CaseState[];
  /** As in `Standing`: false where `possible` may name states that cannot hold. */
  complete: boolean;
}

/** The facts of one case that the recorded and the known clock match, and how it stands by them on any day (UTC). */
export class CaseStanding<Fact extends StandingFact = StandingFact> extends SubjectStanding<CaseState, Fact> {
  constructor(facts: readonly Fact[]) {
    super('case', facts);
  }

  /** The occurrence of one fact of the case by its id. */
  occurrenceOf(fact: string): Occurrence | undefined {
    return this.occurrences[this.facts.findIndex((one) => one.fact.id === fact)];
  }

  /**
   * From when on the case is counted: from its opening; a case without one from its first fact. Null where it has no fact.
   */
  get counted(): Occurrence | null {
    if (this.opened !== null || this.occurrences.length === 0) return this.opened;
    const certain = Math.min(...this.occurrences.map((one) => one.certain ?? Infinity));
    const possible = Math.min(...this.occurrences.map((one) => one.possible));
    return { certain: certain === Infinity ? null : certain, possible };
  }

  /**
   * How the case stands at the ends of some days, in their order, from one set of facts; null for the days on which it is
   * in no count. Days between which nothing changes share one object.
   */
  standingsAt(days: readonly Day[]): (CountedStanding | null)[] {
    const { counted, turns } = this;
    const found = new Map<number, CountedStanding>();
    return days.map((day) => {
      if (counted === null || day < counted.possible) return null;
      const turn = turns.findLastIndex((one) => one <= day);
      const before = found.get(turn);
      if (before) return before;
      const standing = countedStanding(this.on(day), counted.certain !== null && counted.certain <= day);
      found.set(turn, standing);
      return standing;
    });
  }

  /** How the case stands on the day of a question; null: it is in no count. Without a day every fact has occurred. */
  countedOn(asOf: Day | null): CountedStanding | null {
    if (asOf !== null) return this.standingsAt([asOf])[0] ?? null;
    return this.facts.length === 0 ? null : this.on(null);
  }

  /**
   * Whether the case is listed under the clocks: a fact of it is on record and known by then that may have occurred, so that
   * it is in a count. Without a clock a case is listed as soon as it is recorded.
   */
  isListed({ upTo, knownAt, asOf }: Pick<Reading, 'upTo' | 'knownAt' | 'asOf'>): boolean {
    if (asOf !== null) return this.counted !== null && asOf >= this.counted.possible;
    return (upTo === null && knownAt === null) || this.facts.length > 0;
  }

  /** The ids of the steps and ends that may have occurred by a day. */
  stepsBy(day: Day): string[] {
    return this.facts.flatMap(({ fact: { id, type } }, index) =>
      isStep(type) && this.occurrences[index]!.possible <= day ? [id] : [],
    );
  }
}

/** Of a case that may not have been opened, the state of its certain facts is none that is counted. */
function countedStanding({ state, possible, complete }: Standing<CaseState>, opened: boolean): CountedStanding {
  return opened ? { state, possible, complete } : { state: null, possible, complete };
}

/** Whether a fact of a type is a step of the procedure or an end, which the status of a case follows. */
export function isStep(type: string): boolean {
  return type.startsWith('case.') && type !== 'case.noted' && !type.startsWith('case.measure-');
}
