import { canonicalJson } from '#libs/kernel';
import type { CaseState, KnownBasis, Reading } from '#libs/timeline';
import { holdsAt, type ClockPoint } from '../domain/case-wordings.js';
import { stateChanges, type FieldChange } from '../domain/state-changes.js';
import { stateAt, type ClockedFact } from './case-facts.js';

/** A fact that came, was reworded or was withdrawn. */
export interface MovedFact {
  wording: ClockedFact;
  kind: 'development' | 'correction' | 'retraction';
  /** The wording whose sources are shown: that of the clocks of the question, which may cite one that came out later. */
  sourcedBy: ClockedFact;
  /** The position of the log at which the wording came on record. */
  recordedAt: bigint;
}

/** A point of a clock at which the state of a case changed, and the facts that changed it. */
export interface FoundChange {
  /** A day, or a position of the log. */
  at: bigint;
  kind: MovedFact['kind'];
  changes: FieldChange[];
  facts: MovedFact[];
  /**
   * Of a development the strongest basis of the known days of its new facts; null for any other change. `recorded`: the
   * records give no day but that of their recording, which is no news of that day.
   */
  basis: KnownBasis | null;
}

const BASES: readonly KnownBasis[] = ['stated', 'published', 'assumed', 'recorded'];

/** The last two states that were worked out of one case: most points begin with the state that the one before left. */
export class LastStates {
  #kept: { facts: readonly ClockedFact[]; state: CaseState }[] = [];

  /** The state by the wordings that hold at a point; `asOf` is the same for all that are asked. */
  of(facts: readonly ClockedFact[], point: ClockPoint): CaseState {
    const known = this.#kept.find(
      (one) => one.facts.length === facts.length && one.facts.every((fact, index) => fact === facts[index]),
    );
    if (known) return known.state;
    const state = stateAt(facts, point);
    this.#kept = [...this.#kept.slice(-1), { facts, state }];
    return state;
  }
}

/** What changed in the state of a case at one point of a clock, the other clocks standing still; null for nothing. */
export function changeAt(
  at: bigint,
  wordings: readonly ClockedFact[],
  states: LastStates,
  clock: 'known' | 'recorded',
  reading: Pick<Reading, 'upTo' | 'knownAt' | 'asOf'>,
): FoundChange | null {
  const [before, after] = [at - 1n, at].map((point): ClockPoint =>
    clock === 'known' ? { ...clocksOf(reading), knownAt: Number(point) } : { ...clocksOf(reading), upTo: point },
  ) as [ClockPoint, ClockPoint];
  const [earlier, later] = [before, after].map((point) => wordings.filter((wording) => holdsAt(wording, point))) as [
    ClockedFact[],
    ClockedFact[],
  ];
  if (earlier.length === later.length && earlier.every((wording, index) => isSameForState(wording, later[index]!)))
    return null;
  const changes = stateChanges(states.of(earlier, before), states.of(later, after));
  if (changes.length === 0) return null;
  const moved = movedBetween(earlier, later);
  const bases = moved.flatMap(({ wording, kind }) => (kind === 'development' ? [wording.known.basis] : []));
  return {
    at,
    kind: kindOf(moved),
    changes,
    facts: moved.map(({ wording, kind }) => ({
      wording,
      kind,
      sourcedBy: wordings.find((other) => other.factId === wording.factId && holdsAt(other, reading)) ?? wording,
      recordedAt: firstRecorded(wording, wordings),
    })),
    basis: BASES.find((basis) => bases.includes(basis)) ?? null,
  };
}

/** Whether the state of a case is the same by either wording, as most turns of a clock only move a source. */
function isSameForState(one: ClockedFact, other: ClockedFact): boolean {
  if (one === other) return true;
  // Since when it is known matters to a plan and to what has no date.
  const needsDay = one.plan || one.fact.occurred === null;
  return (
    one.factId === other.factId &&
    one.retracted === other.retracted &&
    (!needsDay || one.known.day === other.known.day) &&
    said(one) === said(other)
  );
}

/** The position at which a wording first came on record; where a source changes, the log holds it again from there on. */
function firstRecorded(wording: ClockedFact, wordings: readonly ClockedFact[]): bigint {
  const positions = wordings.flatMap((other) =>
    other.factId === wording.factId && other.retracted === wording.retracted && said(other) === said(wording)
      ? [other.recordedFrom]
      : [],
  );
  return positions.reduce((first, position) => (position < first ? position : first), wording.recordedFrom);
}

function clocksOf({ upTo, knownAt, asOf }: ClockPoint): ClockPoint {
  return { upTo, knownAt, asOf };
}

type Moved = Pick<MovedFact, 'wording' | 'kind'>;

/** The facts that came, were reworded or were withdrawn from the wordings of one point to those of the next. */
function movedBetween(before: readonly ClockedFact[], after: readonly ClockedFact[]): Moved[] {
  const earlier = new Map(before.map((wording) => [wording.factId, wording]));
  return after.flatMap((wording): Moved[] => {
    const other = earlier.get(wording.factId);
    if (!other) return wording.retracted ? [] : [{ wording, kind: 'development' }];
    if (other.retracted !== wording.retracted) return [{ wording, kind: 'retraction' }];
    return said(other) === said(wording) ? [] : [{ wording, kind: 'correction' }];
  });
}

/** What of a wording can change the state of its case. */
function said({ fact }: ClockedFact): string {
  return canonicalJson([fact.occurred?.edtf ?? null, fact.body]);
}

/** New facts are a development, whatever was corrected beside them; a correction alone never is. */
function kindOf(moved: readonly Moved[]): FoundChange['kind'] {
  const kinds = moved.map(({ kind }) => kind);
  if (kinds.includes('development')) return 'development';
  return kinds.includes('retraction') ? 'retraction' : 'correction';
}
