import { canonicalJson } from '#libs/kernel';
import type { Reading } from '#libs/timeline';
import { holdsAt, type ClockPoint } from '../domain/case-wordings.js';
import { stateChanges, type FieldChange } from '../domain/state-changes.js';
import { stateAt, type CaseWording } from './case-facts.js';
import type { ChangeSpan } from './change-span.js';

/** A point of a clock at which the state of a case changed, and the wordings that changed it. */
export interface FoundChange {
  /** A day, or a position of the log. */
  at: bigint;
  kind: 'development' | 'correction' | 'retraction';
  changes: FieldChange[];
  wordings: CaseWording[];
}

/** Every point within a span of one clock at which the state of a case changed; the other clocks stand still. */
export function changesBetween(
  wordings: readonly CaseWording[],
  clock: 'known' | 'recorded',
  span: ChangeSpan,
  reading: Pick<Reading, 'upTo' | 'knownAt' | 'asOf'>,
): FoundChange[] {
  const ceiling = clock === 'known' ? reading.knownAt : reading.upTo;
  const starts = wordings.map(({ knownFrom, recordedFrom }) => (clock === 'known' ? BigInt(knownFrom) : recordedFrom));
  const points = [...new Set(starts)].filter(
    (at) =>
      (span.first === null || at >= span.first) &&
      (span.last === null || at <= span.last) &&
      (ceiling === null || at <= BigInt(ceiling)),
  );
  return points.flatMap((at): FoundChange[] => {
    const [before, after] = [at - 1n, at].map((point): ClockPoint =>
      clock === 'known' ? { ...clocksOf(reading), knownAt: Number(point) } : { ...clocksOf(reading), upTo: point },
    ) as [ClockPoint, ClockPoint];
    const changes = stateChanges(stateAt(wordings, before), stateAt(wordings, after));
    if (changes.length === 0) return [];
    const moved = movedBetween(wordings, before, after);
    return [{ at, kind: kindOf(moved), changes, wordings: moved.map(({ wording }) => wording) }];
  });
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
