import type { Day } from '#libs/edtf';
import { hasOccurred, stateOf, type CaseState, type DatedFact, type Occurrence } from '#libs/timeline';
import type { CaseSubject } from './asking/case-filter.js';
import { isStep, type CaseStanding, type CountedStanding } from './case-standing.js';
import type { Range } from './domain/range.js';

/** A case with its facts as the clocks match them, the same at the end of each step of time. */
export interface CountedCase {
  subject: CaseSubject;
  /** Whether it is among the counted cases in every state that it may have; else it adds to no least count. */
  certain: boolean;
  standing: CaseStanding;
  /** The facts that have certainly occurred by the day of the question. */
  facts: DatedFact[];
  /** How it stands on the day of the question. */
  now: CountedStanding;
  /** How it stands at the end of each step; null where it is in no count. */
  steps: (CountedStanding | null)[];
}

/** Every state that a case may have. */
export function statesOf({ state, possible }: CountedStanding): CaseState[] {
  return state ? [state, ...possible] : possible;
}

/** Whether something holds of a case for certain, and whether it may hold. */
export function holds(
  standing: CountedStanding,
  fits: (state: CaseState) => boolean,
): { certain: boolean; possible: boolean } {
  const states = statesOf(standing);
  return { certain: standing.state !== null && states.every(fits), possible: states.some(fits) };
}

/** How many of some cases are in a state: those for which no other is possible, and those for which it is. */
export function tally(cases: readonly CountedCase[], fits: (state: CaseState) => boolean): Range {
  const count = { min: 0, max: 0 };
  for (const { certain, now } of cases) {
    const held = holds(now, fits);
    if (certain && held.certain) count.min += 1;
    if (held.possible) count.max += 1;
  }
  return count;
}

/** Whether a case has ended by its state. */
export function isEnded({ endedBy }: CaseState): boolean {
  return endedBy !== null;
}

/** A case on one day. */
export class CaseOnDay {
  #counted: CountedCase | null | undefined;

  constructor(
    readonly subject: CaseSubject,
    readonly standing: CaseStanding,
    readonly day: Day,
  ) {}

  /** The case as it is counted; null where it is in no count. Its steps and facts are empty. */
  get counted(): CountedCase | null {
    if (this.#counted === undefined) {
      const now = this.standing.countedOn(this.day);
      this.#counted = now && {
        subject: this.subject,
        certain: true,
        standing: this.standing,
        facts: [],
        now,
        steps: [],
      };
    }
    return this.#counted;
  }

  /** When the facts of a type occurred, whatever the day. */
  occurrencesOf(type: string): Occurrence[] {
    return this.standing.facts.flatMap(({ fact }, index) =>
      fact.type === type ? [this.standing.occurrences[index]!] : [],
    );
  }

  /** Whether something holds of its state on the day. */
  holds(fits: (state: CaseState) => boolean): { certain: boolean; possible: boolean } {
    return this.counted ? holds(this.counted.now, fits) : { certain: false, possible: false };
  }

  /**
   * Whether the case may have ended by the day without a record of it: it may have been open by then, and no record shows
   * that it was open later, or gives its end another day.
   */
  get mayHaveEnded(): boolean {
    if (!this.holds((state) => !isEnded(state)).possible) return false;
    const later = this.standing.facts.flatMap(({ fact }, index) => {
      const occurrence = this.standing.occurrences[index]!;
      return hasOccurred(occurrence, this.day) ? [] : [{ fact, ...occurrence }];
    });
    // An end of which there is no record would lie before the first reopening.
    const reopened = Math.min(...later.flatMap(({ fact, possible }) => (fact.type === REOPENED ? [possible] : [])));
    return !later.some(
      ({ fact, certain, possible }) =>
        fact.type !== REOPENED &&
        (certain ?? Infinity) <= reopened &&
        (endsCase(fact) || (isStep(fact.type) && possible > this.day)),
    );
  }
}

const REOPENED = 'case.reopened';

/** Whether a fact ends a case that is open. */
function endsCase(fact: DatedFact): boolean {
  return isEnded(stateOf('case', [fact]) as CaseState);
}
