import type { Reading } from '#libs/timeline';
import { selectCases, type CaseFilter, type CasePart, type CaseSubject } from './case-filter.js';

/** How many cases are read at once, where all of them have to be looked at. */
const PART = 100;

/**
 * The cases that fit what a filter says of their subjects, in the order of `selectCases`, part by part, so that no more
 * than a part is held, and that whoever has enough reads no further.
 */
export async function* walkCases(
  filter: CaseFilter,
  reading: Reading,
  { beyond, backwards }: Pick<CasePart, 'beyond' | 'backwards'> = {},
  size = PART,
): AsyncGenerator<CaseSubject[]> {
  for (let from = beyond; ;) {
    const part = await selectCases(filter, reading, { beyond: from, backwards, limit: size });
    if (part.length > 0) yield part;
    if (part.length < size) return;
    from = part.at(-1);
  }
}
