/** The series of what may be counted and is not certain. */
export const IN_DOUBT = 'in-doubt';

type Counts = Readonly<Record<string, { min: number; max: number }>>;

/** Counts as shapes: what is certain of each name, and on top what is in doubt. @param most the most of all together */
export function shapesOf(counts: Counts, most: number): Record<string, number> {
  const certain = Object.fromEntries(Object.entries(counts).map(([name, { min }]) => [name, min]));
  const sum = Object.values(certain).reduce((total, min) => total + min, 0);
  return { ...certain, [IN_DOUBT]: Math.max(0, most - sum) };
}
