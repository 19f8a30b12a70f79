import { canonicalJson } from '#libs/kernel';
import type { KnownBasis, Reading } from '#libs/timeline';
import { holdsAt, type ClockPoint } from '../domain/case-wordings.js';
import { stateChanges, type FieldChange } from '../domain/state-changes.js';
import { stateAt, type CaseWording } from './case-facts.js';

/** A point of a clock at which the state of a case changed, and the wordings that changed it. */
export interface FoundChange {
  /** A day, or a position of the log. */
  at: bigint;
  kind: 'development' | 'correction' | 'retraction';
  changes: FieldChange[];
  wordings: CaseWording[];
  /** What became of the fact of each wording. */
  kinds: ('development' | 'correction' | 'retraction')[];
  /** The position of the log at which each wording came on record. */
  recordedAt: bigint[];
  /**
   * Of a development the strongest basis of the known days of its new facts; null for any other change. `recorded`: the
   * records give no day but that of their recording, which is no news of that day.
   */
  basis: KnownBasis | null;
}

const BASES: readonly KnownBasis[] = ['stated', 'published', 'assumed', 'recorded'];

/** What changed in the state of a case at one point of a clock, the other clocks standing still; null for nothing. */
export function changeAt(
  at: bigint,
  wordings: readonly CaseWording[],
  clock: 'known' | 'recorded',
  reading: Pick<Reading, 'upTo' | 'knownAt' | 'asOf'>,
): FoundChange | null {
  const [before, after] = [at - 1n, at].map((point): ClockPoint =>
    clock === 'known' ? { ...clocksOf(reading), knownAt: Number(point) } : { ...clocksOf(reading), upTo: point },
  ) as [ClockPoint, ClockPoint];
  const changes = stateChanges(stateAt(wordings, before), stateAt(wordings, after));
  if (changes.length === 0) return null;
  const moved = movedBetween(wordings, before, after);
  const told = moved.map(({ wording }) => withSources(wording, wordings, reading));
  const bases = moved.flatMap(({ wording, kind }) => (kind === 'development' ? [wording.known.basis] : []));
  return {
    at,
    kind: kindOf(moved),
    changes,
    wordings: told,
    kinds: moved.map(({ kind }) => kind),
    recordedAt: moved.map(({ wording }) => firstRecorded(wording, wordings)),
    basis: BASES.find((basis) => bases.includes(basis)) ?? null,
  };
}

/** A wording with every source that says so under the clocks of the question, also one that came out later. */
function withSources(wording: CaseWording, wordings: readonly CaseWording[], reading: ClockPoint): CaseWording {
  const standing = wordings.find((other) => other.factId === wording.factId && holdsAt(other, reading));
  return standing ? { ...wording, sources: standing.sources, sourceIds: standing.sourceIds } : wording;
}

/** The position at which a wording first came on record; where a source changes, the log holds it again from there on. */
function firstRecorded(wording: CaseWording, wordings: readonly CaseWording[]): bigint {
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

interface Moved {
  wording: CaseWording;
  kind: FoundChange['kind'];
}

/** The facts that came, were reworded or were withdrawn from one point to the other. */
function movedBetween(wordings: readonly CaseWording[], before: ClockPoint, after: ClockPoint): Moved[] {
  const earlier = new Map(
    wordings.filter((wording) => holdsAt(wording, before)).map((wording) => [wording.factId, wording]),
  );
  return wordings
    .filter((wording) => holdsAt(wording, after))
    .flatMap((wording): Moved[] => {
      const other = earlier.get(wording.factId);
      if (!other) return wording.retracted ? [] : [{ wording, kind: 'development' }];
      if (other.retracted !== wording.retracted) return [{ wording, kind: 'retraction' }];
      return said(other) === said(wording) ? [] : [{ wording, kind: 'correction' }];
    });
}

/** What of a wording can change the state of its case. */
function said({ fact }: CaseWording): string {
  return canonicalJson([fact.occurred?.edtf ?? null, fact.body]);
}

/** New facts are a development, whatever was corrected beside them; a correction alone never is. */
function kindOf(moved: readonly Moved[]): FoundChange['kind'] {
  const kinds = moved.map(({ kind }) => kind);
  if (kinds.includes('development')) return 'development';
  return kinds.includes('retraction') ? 'retraction' : 'correction';
}
