import type { FactDetail } from '../api/answers.js';

/** One wording of a fact, in the span of both clocks in which it holds. */
export type Wording = FactDetail['wordings'][number];
type Change = FactDetail['changes'][number];

/** A field that differs between two wordings, in words; null where it is empty. */
export interface Difference {
  field: string;
  was: string | null;
  is: string | null;
}

/** Wordings that say the same, the first of them and all. */
export interface Version {
  first: Wording;
  wordings: Wording[];
  isFirst: boolean;
  differences: Difference[];
  /** What was changed to come to it, or while it said the same. */
  changes: Change[];
  /** Sources that were added or published while it said the same, without a change, each with the first wording that has it. */
  laterSources: { source: Wording['sources'][number]; wording: Wording }[];
}

/**
 * The versions of what a fact says, in the order in which they came. A wording that differs in its sources alone is part
 * of the version that it supports. Where a source or the subject changed, the log holds every wording again from there
 * on; those belong to the versions that there are.
 */
export function versionsOf(
  wordings: readonly Wording[],
  changes: readonly Change[],
  differencesBetween: (before: Wording, after: Wording) => Difference[],
): Version[] {
  const rewordings = new Set(changes.filter(({ kind }) => kind !== 'evidence').map(({ id }) => id));
  const versions: Version[] = [];
  const seen = new Set<string>();
  for (const [index, wording] of wordings.entries()) {
    const before = wordings[index - 1];
    const differences = before === undefined ? [] : differencesBetween(before, wording);
    const made = changes.filter(({ id }) => wording.changedBy.includes(id) && !seen.has(id));
    for (const { id } of made) seen.add(id);
    const isUnchanged = before !== undefined && differences.length === 0 && before.retracted === wording.retracted;
    const same = isUnchanged
      ? versions.find(({ wordings: own }) => own.includes(before))
      : versions.find(({ first }) => made.length === 0 && isSameSet(first.changedBy, wording.changedBy, rewordings));
    if (same === undefined) {
      versions.push({
        first: wording,
        wordings: [wording],
        isFirst: index === 0,
        differences,
        changes: made,
        laterSources: [],
      });
      continue;
    }
    const named = new Set(sourcesOf(same));
    same.wordings.push(wording);
    same.changes.push(...made);
    const added = made.length > 0 ? [] : wording.sources.filter(({ source }) => !named.has(source));
    same.laterSources.push(...added.map((source) => ({ source, wording })));
  }
  return versions;
}

/** Whether two lists hold the same ones of those that count. */
function isSameSet(one: readonly string[], other: readonly string[], counted: ReadonlySet<string>): boolean {
  const [a, b] = [one, other].map((list) =>
    list
      .filter((id) => counted.has(id))
      .toSorted()
      .join(' '),
  );
  return a === b;
}

function sourcesOf({ wordings }: Version): string[] {
  return wordings.flatMap(({ sources }) => sources.map(({ source }) => source));
}
