import { PlacedFacts, type FactPlace, type Placing } from './fact-places.js';
import type { DatedFact } from './kind.js';

/** The most facts of a subject whose place is open that are placed in every way, and the most ways that are followed. */
const MOST_OPEN = 10;
const MOST_WAYS = 20_000;

/** What facts add up to in the order in which they are placed. */
interface Fold<State> {
  initial: State;
  evolve: (state: State, fact: DatedFact) => State;
  /** Two states with the same key are one. */
  keyOf: (state: State) => string;
}

/**
 * Everything that results when facts whose place is open are placed among the fixed ones in any way that their days and
 * the order of the kind allow; those that have not certainly occurred may be left out. Null where there are more than
 * MOST_OPEN such facts, or more than MOST_WAYS states on the way.
 */
export function possibleFolds<State>(
  places: readonly FactPlace[],
  placing: Placing,
  { initial, evolve, keyOf }: Fold<State>,
): State[] | null {
  const fixed = places.filter((place) => place.fixed);
  const open = places.filter((place) => !place.fixed);
  if (open.length > MOST_OPEN) return null;
  const needed = open.reduce((mask, { certain }, index) => (certain ? mask | (1 << index) : mask), 0);
  let ways = 0;
  // By which of the open facts are placed: the states reached, each once.
  let layer = new Map([[0, new Map([['', initial]])]]);
  for (let at = 0; at <= fixed.length; at += 1) {
    const next: typeof layer = new Map();
    for (let mask = 0; mask < 1 << open.length; mask += 1) {
      const states = layer.get(mask);
      if (!states) continue;
      const placed = new PlacedFacts(placing, [
        ...fixed.slice(0, at),
        ...open.filter((_, index) => mask & (1 << index)),
      ]);
      const reach = (place: FactPlace, target: typeof layer, reached: number): void => {
        if (!placed.takes(place)) return;
        const found = target.get(reached) ?? new Map<string, State>();
        target.set(reached, found);
        for (const before of states.values()) {
          const state = evolve(before, place.fact);
          const key = keyOf(state);
          if (!found.has(key)) ways += 1;
          found.set(key, state);
        }
      };
      open.forEach((place, index) => {
        if (!(mask & (1 << index))) reach(place, layer, mask | (1 << index));
      });
      const coming = fixed[at];
      if (coming) reach(coming, next, mask);
      if (ways > MOST_WAYS) return null;
    }
    if (at < fixed.length) layer = next;
  }
  const found = new Map([...layer].flatMap(([mask, states]) => ((mask & needed) === needed ? [...states] : [])));
  return [...found.values()];
}
