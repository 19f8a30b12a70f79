import type { JsonObject } from '#libs/kernel';
import { PlacedFacts, type FactPlace, type Placing } from './fact-places.js';
import { evolveBy } from './fold-state.js';
import type { DatedFact, Kind } from './kind.js';

/** The most states that one search visits. */
export const MOST_VISITED = 20_000;

/** What facts add up to in the order in which they are placed. */
export interface Fold<State> {
  initial: State;
  evolve: (state: State, fact: DatedFact) => State;
  /** Two states with the same key are one. */
  keyOf: (state: State) => string;
}

/** What a search found, and how many states it visited. */
export interface Reached<State> {
  /** Null where there was more to visit than MOST_VISITED. */
  states: State[] | null;
  visited: number;
}

/** The facts that are placed on the way, and the states that they lead to, each once. */
interface Way<State> {
  fixed: number;
  open: bigint;
  placed: PlacedFacts;
  states: Set<State>;
}

/** The fold that gives the state of a subject of a kind by an order that is tried. */
export function stateFold(kind: Kind): Fold<JsonObject> {
  return {
    initial: kind.initial,
    evolve: (state, fact) => evolveBy(kind, state, fact, { isTrial: true }),
    keyOf: JSON.stringify,
  };
}

/**
 * Every state that results when the open facts are placed among the fixed ones, in any way that their days and the order of
 * the kind allow; those that have not certainly occurred may be left out. Ways that place the same facts are one way, so
 * that sets of facts are followed and not their orders.
 */
export function reachedStates<State>(
  fixed: readonly FactPlace[],
  open: readonly FactPlace[],
  placing: Placing,
  fold: Fold<State>,
): Reached<State> {
  const evolve = transitions(fold);
  const needed = open.reduce((mask, { certain }, index) => (certain ? mask | (1n << BigInt(index)) : mask), 0n);
  const found = new Set<State>();
  const start: Way<State> = { fixed: 0, open: 0n, placed: new PlacedFacts(placing), states: new Set([fold.initial]) };
  let visited = 0;
  for (let ways = [start]; ways.length > 0;) {
    const longer = new Map<string, Way<State>>();
    for (const way of ways) {
      if (way.fixed === fixed.length && (way.open & needed) === needed)
        for (const state of way.states) found.add(state);
      const go = (place: FactPlace | undefined, fixedThen: number, openThen: bigint): void => {
        if (!place || !way.placed.takes(place)) return;
        const key = `${fixedThen} ${openThen}`;
        const then = longer.get(key) ?? {
          fixed: fixedThen,
          open: openThen,
          placed: way.placed.and(place),
          states: new Set<State>(),
        };
        longer.set(key, then);
        for (const state of way.states) then.states.add(evolve(state, place));
        visited += way.states.size;
      };
      go(fixed[way.fixed], way.fixed + 1, way.open);
      open.forEach((place, index) => {
        const bit = 1n << BigInt(index);
        if ((way.open & bit) === 0n) go(place, way.fixed, way.open | bit);
      });
      if (visited > MOST_VISITED) return { states: null, visited };
    }
    ways = [...longer.values()];
  }
  return { states: [...found], visited };
}

/**
 * A superset of `reachedStates` that takes a number of steps in the order of facts by facts: every open fact may come any
 * number of times where its days and the order allow it among the fixed facts, which all hold. Of the states of one status
 * and one end it names one.
 */
export function statesAtMost(
  fixed: readonly FactPlace[],
  open: readonly FactPlace[],
  placing: Placing,
): Reached<JsonObject> & { states: JsonObject[] } {
  const all = [...fixed, ...open];
  const isAlone = ({ fact }: FactPlace): boolean => all.filter((one) => one.fact.type === fact.type).length === 1;
  const alone = new Set(all.filter(isAlone));
  // Another fact of its type can satisfy what the order of the kind asks, but not the days.
  const cannotFollow = (next: FactPlace, one: FactPlace): boolean =>
    alone.has(next) ? !new PlacedFacts(placing, [one]).admits(next) : next.high < one.low;
  const spans = open.map((place) => {
    const end = fixed.findIndex((one) => cannotFollow(place, one));
    return {
      place,
      from: 1 + fixed.findLastIndex((one) => cannotFollow(one, place)),
      to: end < 0 ? fixed.length : end,
    };
  });
  const { evolve } = stateFold(placing.kind);
  let visited = 0;
  let states = statesByEnd([placing.kind.initial]);
  for (let at = 0; at <= fixed.length; at += 1) {
    const here = spans.filter(({ from, to }) => from <= at && at <= to);
    for (let ahead = [...states.values()]; ahead.length > 0;) {
      const fresh = statesByEnd(ahead.flatMap((state) => here.map(({ place }) => evolve(state, place.fact))));
      visited += ahead.length * here.length;
      ahead = [...fresh].flatMap(([key, state]) => (states.has(key) ? [] : [state]));
      states = new Map([...fresh, ...states]);
    }
    const next = fixed[at];
    if (next) states = statesByEnd([...states.values()].map((state) => evolve(state, next.fact)));
  }
  const found = [...states.values()];
  const isUntouched = (state: JsonObject): boolean => state === placing.kind.initial;
  return { states: all.some(({ certain }) => certain) ? found.filter((state) => !isUntouched(state)) : found, visited };
}

function statesByEnd(states: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(states.map((state) => [JSON.stringify([state['status'], state['endedBy']]), state]));
}

/** What facts do to states: equal states are one object, and each step is worked out once. */
function transitions<State>({ initial, evolve, keyOf }: Fold<State>): (state: State, place: FactPlace) => State {
  const known = new Map([[keyOf(initial), initial]]);
  const steps = new Map<State, Map<FactPlace, State>>();
  return (state, place) => {
    const own = steps.get(state) ?? new Map<FactPlace, State>();
    steps.set(state, own);
    const before = own.get(place);
    if (before !== undefined) return before;
    const evolved = evolve(state, place.fact);
    const key = keyOf(evolved);
    const next = known.get(key) ?? evolved;
    known.set(key, next);
    own.set(place, next);
    return next;
  };
}
