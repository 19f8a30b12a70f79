/** The least and the most that a number can be, both included; equal where nothing is in doubt. */
export interface Range {
  min: number;
  max: number;
}

/** As `Range`; an end is null where the value is not reached, or where nothing has a value. */
export interface OpenRange {
  min: number | null;
  max: number | null;
}

/** The sum of ranges whose numbers do not depend on each other. */
export function sumOfRanges(ranges: readonly Range[]): Range {
  return ranges.reduce((sum, { min, max }) => ({ min: sum.min + min, max: sum.max + max }), { min: 0, max: 0 });
}

/** The range that holds every one of some numbers; 0 of none. */
export function rangeOf(numbers: readonly number[]): Range {
  if (numbers.length === 0) return { min: 0, max: 0 };
  return numbers.reduce((range, one) => ({ min: Math.min(range.min, one), max: Math.max(range.max, one) }), {
    min: Infinity,
    max: -Infinity,
  });
}
