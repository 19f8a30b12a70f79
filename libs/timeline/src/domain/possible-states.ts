import type { JsonObject } from '#libs/kernel';
import type { FactPlace, Placing } from './fact-places.js';
import { evolveBy } from './fold-state.js';
import { textOf, type Beside } from './kind.js';
import { reachedStates, stateFold, statesAtMost } from './reached-states.js';

/** The states that may hold; `complete` is false where some are named that cannot. */
export interface PossibleStates {
  states: JsonObject[];
  complete: boolean;
}

/** The facts of one search: the fixed ones in their order, and those whose place is open. */
interface Placed {
  fixed: readonly FactPlace[];
  open: readonly FactPlace[];
  /** The same for the same facts. */
  key: string;
}

type Entry = JsonObject & { takenBy: string; state: string };
/** By the state that they stand beside: what some entries can be together. */
type EntriesByState = ReadonlyMap<string, Entry[][]>;
/** By the state that it stands beside: every `state` of the entry of one fact, null where there is none. */
type OneByState = ReadonlyMap<string, (string | null)[]>;
/** The place of the facts that have certainly occurred in the order in which the state takes them. */
type Ranks = ReadonlyMap<FactPlace, number>;

/** Of so many facts all are followed together: apart, each may take an order of the steps that another one excludes. */
const FEW = 5;

/**
 * Finds the states of one subject that may hold. Where there are many facts, what stands beside the status is followed apart
 * from it, and each value of its field `by` apart from the others. What was found for the same facts is kept: most days of a subject share it.
 */
export class StateSearch {
  /** How many states it has visited. */
  visited = 0;
  readonly #found = new Map<string, JsonObject[] | null>();
  readonly #alone = new Map<string, OneByState | null>();

  constructor(private readonly placing: Placing) {}

  /**
   * The states but `certain` that result when the places are taken in any order that is possible. `order` holds those that
   * have certainly occurred as `certain`, the state that they give by themselves, takes them. Where there are many facts, the
   * entries beside the status are, over the states of one status, all that each can be, and the fewest and the most that are counted, but not every
   * combination.
   */
  of(places: readonly FactPlace[], order: readonly FactPlace[], certain: JsonObject): PossibleStates {
    const { beside } = this.placing.kind;
    // A fact whose body was redacted makes no entry.
    const others = places.filter(({ fact }) => this.#isBeside(fact.type) && textOf(fact, beside!.by) !== null);
    const ofStatus = places.filter(({ fact }) => !this.#isBeside(fact.type));
    const main = placedOf(ofStatus, order);
    const reached = this.#reach(main);
    const without = statusKey(certain, beside);
    if (!reached) {
      const { states, visited } = statesAtMost(main.fixed, main.open, this.placing);
      this.visited += visited;
      const found = states.filter((state) => statusKey(state, beside) !== without);
      return { states: found.map((state) => ({ ...state, ...entriesOf(certain, beside) })), complete: false };
    }
    if (!beside || others.length === 0) {
      return { states: reached.filter((state) => statusKey(state, beside) !== without), complete: true };
    }
    const ranks = new Map(order.map((place, rank) => [place, rank]));
    const kept = certain[beside.field] as Entry[];
    const isFew = places.length <= FEW;
    const groups = isFew ? [others] : [...Map.groupBy(others, ({ fact }) => textOf(fact, beside.by)).values()];
    const found = groups.map((group) => {
      const byState =
        isFew || group.some(({ fact }) => this.#undoes(fact.type))
          ? this.#together(placedOf([...ofStatus, ...group], order), beside)
          : this.#apart(group, main, ranks);
      const ids = new Set(group.map(({ fact }) => fact.id));
      return { byState, kept: [kept.filter(({ takenBy }) => ids.has(takenBy))] };
    });
    const states = reached.flatMap((state) => {
      const key = statusKey(state, beside);
      const choices = found.map((one) => (one.byState ? (one.byState.get(key) ?? []) : one.kept));
      // The days of a fact beside the status can exclude an order of the steps.
      if (choices.some(({ length }) => length === 0)) return [];
      const chosen = Array.from({ length: Math.max(...choices.map(({ length }) => length)) }, (_, at) =>
        choices.flatMap((some) => some[Math.min(at, some.length - 1)]!),
      );
      const differing = key === without ? chosen.filter((entries) => !areSame(entries, kept)) : chosen;
      return differing.map((entries) => ({ ...state, [beside.field]: entries }));
    });
    return { states, complete: found.every(({ byState }) => byState !== null) };
  }

  #isBeside(type: string): boolean {
    const { subjectType, beside } = this.placing.kind;
    return beside?.facts.includes(type.slice(subjectType.length + 1)) ?? false;
  }

  #undoes(type: string): boolean {
    const { subjectType, undoes = {} } = this.placing.kind;
    return Object.hasOwn(undoes, type.slice(subjectType.length + 1));
  }

  #reach({ fixed, open, key }: Placed): JsonObject[] | null {
    const before = this.#found.get(key);
    if (before !== undefined) return before;
    const { states, visited } = reachedStates(fixed, open, this.placing, stateFold(this.placing.kind));
    this.visited += visited;
    this.#found.set(key, states);
    return states;
  }

  /** What the entries of some facts can be that undo one another. */
  #together(placed: Placed, beside: Beside): EntriesByState | null {
    const reached = this.#reach(placed);
    const byState = reached && Map.groupBy(reached, (state) => statusKey(state, beside));
    const entries = (states: readonly JsonObject[]): Entry[][] =>
      states.map((state) => state[beside.field] as Entry[]).toSorted(byCount(beside));
    return byState && new Map([...byState].map(([key, states]) => [key, entries(states)]));
  }

  /** What the entries of some facts can be of which none undoes another, so that each stands for itself. */
  #apart(group: readonly FactPlace[], main: Placed, ranks: Ranks): EntriesByState | null {
    const { kind } = this.placing;
    const beside = kind.beside!;
    const each: { entry: Entry; found: OneByState }[] = [];
    for (const place of group) {
      const found = this.#oneAlone(place, main, ranks);
      if (!found) return null;
      const [entry] = evolveBy(kind, kind.initial, place.fact, { isTrial: true })[beside.field] as Entry[];
      each.push({ entry: entry!, found });
    }
    const keys = [...each[0]!.found.keys()].filter((key) => each.every(({ found }) => found.has(key)));
    return new Map(
      keys.map((key) => {
        const options = each.map(({ entry, found }) => ({ entry, states: found.get(key)! }));
        return [key, extremes(options, beside)];
      }),
    );
  }

  /** What the entry of one fact can be. Facts that lie in the same way among those of the status share the answer. */
  #oneAlone(place: FactPlace, main: Placed, ranks: Ranks): OneByState | null {
    const relations = [...main.fixed, ...main.open].map((one) => {
      const isBehind = place.fixed && one.fixed && ranks.get(one)! < ranks.get(place)!;
      return [place.high < one.low, place.high <= one.low, one.high < place.low, isBehind].map(Number).join('');
    });
    const key = [main.key, place.fixed, place.certain, ...relations].join(' ');
    const known = this.#alone.get(key);
    if (known !== undefined) return known;
    const beside = this.placing.kind.beside!;
    const fixed = place.fixed ? [...main.fixed, place].toSorted((a, b) => ranks.get(a)! - ranks.get(b)!) : main.fixed;
    const open = place.fixed ? main.open : [...main.open, place];
    const found = this.#together(placedOf([...fixed, ...open], fixed), beside);
    const states = found && new Map([...found].map(([at, some]) => [at, some.map(([entry]) => entry?.state ?? null)]));
    this.#alone.set(key, states);
    return states;
  }
}

function placedOf(places: readonly FactPlace[], order: readonly FactPlace[]): Placed {
  const among = new Set(places);
  const fixed = order.filter((place) => place.fixed && among.has(place));
  const open = places.filter((place) => !place.fixed);
  const named = open.map(({ fact, certain }) => `${fact.id}${certain ? '!' : '?'}`);
  return { fixed, open, key: [...fixed.map(({ fact }) => fact.id), '/', ...named].join(' ') };
}

/** Of entries that each stand for itself: each with everything that it can be, and as many and as few as can be of each. */
function extremes(each: readonly { entry: Entry; states: (string | null)[] }[], beside: Beside): Entry[][] {
  const values = [...new Set(each.flatMap(({ states }) => states))];
  const choose = (fits: (state: string | null) => boolean): Entry[] =>
    each.flatMap(({ entry, states }) => {
      const state = states.find(fits) ?? states[0]!;
      return state === null ? [] : [{ ...entry, state }];
    });
  const chosen = values.flatMap((value) => [choose((state) => state === value), choose((state) => state !== value)]);
  const key = (entries: Entry[]): string => entries.map(({ takenBy, state }) => `${takenBy} ${state}`).join();
  return [...new Map(chosen.map((entries) => [key(entries), entries])).values()].toSorted(byCount(beside));
}

/** Fewest counted entries first, so that the first ones of all values are the fewest together, and the last ones the most. */
function byCount({ counted }: Beside): (one: readonly Entry[], other: readonly Entry[]) => number {
  const count = (entries: readonly Entry[]): number => entries.filter(({ state }) => state === counted).length;
  return (one, other) => count(one) - count(other);
}

/** A state without what stands beside the status. */
function statusKey(state: JsonObject, beside: Beside | undefined): string {
  return JSON.stringify(beside ? { ...state, [beside.field]: [] } : state);
}

function entriesOf(state: JsonObject, beside: Beside | undefined): JsonObject {
  return beside ? { [beside.field]: state[beside.field]! } : {};
}

/** Whether entries are the same in any order. */
function areSame(some: readonly Entry[], others: readonly Entry[]): boolean {
  const known = new Map(others.map((entry) => [entry.takenBy, JSON.stringify(entry)]));
  return some.length === others.length && some.every((entry) => known.get(entry.takenBy) === JSON.stringify(entry));
}
