import type { Day, Window } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { kindOf } from './catalogue.js';
import { placesOf, type FactPlace, type Placing } from './fact-places.js';
import { stateOf } from './fold-state.js';
import type { DatedFact, Kind, Standing } from './kind.js';
import { hasOccurred, occurrencesOf, openingOf, type Occurrence, type StandingFact } from './occurrence.js';
import { possibleFolds } from './possible-folds.js';
import { StateSearch } from './possible-states.js';

/** Every status but that of the state that may hold, each once; for kinds whose state has none, nothing. */
export function possibleStatuses({ state, possible }: Standing): string[] {
  const statuses = possible.flatMap(({ status }) => (typeof status === 'string' ? [status] : []));
  return [...new Set(statuses)].filter((status) => status !== state['status']).toSorted();
}

/** The facts of one subject that the recorded and the known clock match, and how the subject stands by them on any day. */
export class SubjectStanding<State extends JsonObject = JsonObject, Fact extends StandingFact = StandingFact> {
  /** The occurrence of each fact, in the order of the facts. */
  readonly occurrences: readonly Occurrence[];
  /** The dated fact that opens the subject; null where its kind has no opening, or no such fact is on record. */
  readonly opening: DatedFact | null;
  readonly #placing: Placing | undefined;
  readonly #search: StateSearch | undefined;
  /** How it stands from each turn on. */
  readonly #standings = new Map<number | null, Standing<State>>();
  #turns: Day[] | undefined;

  /** `facts` come in timeline order, undated ones last, without retracted ones. */
  constructor(
    readonly subjectType: string,
    readonly facts: readonly Fact[],
  ) {
    this.occurrences = occurrencesOf(facts);
    const kind = kindOf(subjectType);
    const byType = Map.groupBy(facts, ({ fact }) => fact.type);
    this.opening = openingOf(
      (kind?.opening ?? []).map((name) => `${subjectType}.${name}`),
      byType,
    );
    this.#placing = kind && { kind, types: new Set(byType.keys()), opening: this.opening?.id ?? null };
    this.#search = this.#placing && new StateSearch(this.#placing);
  }

  /** The days on which the standing can change, in order. */
  get turns(): Day[] {
    if (!this.#turns) {
      const days = this.occurrences.flatMap(({ certain, possible }) => [certain ?? Infinity, possible]);
      this.#turns = [...new Set(days.filter((day) => Number.isFinite(day)))].toSorted((one, other) => one - other);
    }
    return this.#turns;
  }

  /** How many states were visited to answer what was asked so far. */
  get visited(): number {
    return this.#search?.visited ?? 0;
  }

  /** The facts that had certainly occurred by the end of a day, in the order given; null: every fact. */
  occurredBy(asOf: Day | null): Fact[] {
    return this.facts.filter((_fact, index) => hasOccurred(this.occurrences[index]!, asOf));
  }

  /** How the subject stands at the end of a day; null: with every fact that stands. Days between two turns share one answer. */
  on(asOf: Day | null): Standing<State> {
    const turn = asOf === null ? null : this.turns.findLastIndex((day) => day <= asOf);
    const found = this.#standings.get(turn) ?? this.#standingOn(asOf);
    this.#standings.set(turn, found);
    return found;
  }

  /** The state that the facts give by themselves that had certainly occurred by the end of a day; null: every fact. */
  stateOn(asOf: Day | null): State {
    return stateOf(this.subjectType, this.inStateOrder(asOf)) as State;
  }

  #standingOn(asOf: Day | null): Standing<State> {
    const [placing, search] = [this.#placing, this.#search];
    if (!placing || !search) return { state: this.stateOn(asOf), possible: [], complete: true };
    const places = this.#placesOn(asOf, changesState(placing.kind));
    const order = inOrder(places, placing);
    const facts = order.map(({ fact }) => fact);
    const state = stateOf(this.subjectType, facts);
    // A kind without a status has nothing that the order of its facts could leave in doubt.
    const inDoubt = 'status' in placing.kind.initial && places.some(({ fixed }) => !fixed);
    const { states, complete } = inDoubt ? search.of(places, order, state) : { states: [], complete: true };
    return { state: state as State, possible: states as State[], complete };
  }

  /** Of the facts that had certainly occurred by the end of a day those that change the state, in the order in which it takes them. */
  inStateOrder(asOf: Day | null): DatedFact[] {
    const placing = this.#placing;
    return placing ? inOrder(this.#placesOn(asOf, changesState(placing.kind)), placing).map(({ fact }) => fact) : [];
  }

  /**
   * Every list of facts of some types that may be those that had occurred by the end of a day: the certain ones, and of the
   * others what days and kind allow. Null where there are too many ways to try them all. Facts whose place is open come in
   * every order that is allowed, where `anyOrder`; else each list is in timeline order.
   */
  possibleLists(
    asOf: Day | null,
    types: ReadonlySet<string>,
    { anyOrder }: { anyOrder: boolean },
  ): DatedFact[][] | null {
    const placing = this.#placing;
    if (!placing) return [];
    const places = this.#placesOn(asOf, ({ type }) => types.has(type));
    const facts = places.map(({ fact }) => fact);
    if (places.every(({ fixed }) => fixed)) return [facts];
    const inTimelineOrder = (list: readonly DatedFact[]): DatedFact[] => facts.filter((fact) => list.includes(fact));
    const lists = possibleFolds<readonly DatedFact[]>(places, placing, {
      initial: [],
      evolve: (list, fact) => (anyOrder ? [...list, fact] : inTimelineOrder([...list, fact])),
      keyOf: (list) => JSON.stringify(list.map(({ id }) => id)),
    });
    return lists && lists.map((list) => [...list]);
  }

  /** Between which days the undated facts lie. */
  get undatedWindows(): Map<string, Window> {
    return new Map(
      this.facts.flatMap(({ fact, plan }, index): [string, Window][] => {
        if (plan || fact.occurred !== null) return [];
        const { possible, certain } = this.occurrences[index]!;
        return [[fact.id, { earliest: Number.isFinite(possible) ? possible : null, latest: certain }]];
      }),
    );
  }

  /** The facts that matter and may have occurred by a day, with the days between which they lie. */
  #placesOn(asOf: Day | null, matters: (fact: DatedFact) => boolean): FactPlace[] {
    return this.facts.flatMap(({ fact, plan }, index): FactPlace[] => {
      const { certain, possible } = this.occurrences[index]!;
      if (!matters(fact) || (asOf !== null && possible > asOf)) return [];
      const occurred = hasOccurred(this.occurrences[index]!, asOf);
      const [low, high] = plan ? [-Infinity, Infinity] : [possible, certain ?? Infinity];
      const fixed = occurred && (plan || (fact.occurred !== null && low === high));
      return [{ fact, low, high, fixed, certain: occurred }];
    });
  }
}

/** Which facts change the state of a subject of a kind. */
function changesState({ subjectType, facts }: Kind): (fact: DatedFact) => boolean {
  return ({ type }) => facts[type.slice(subjectType.length + 1)]?.evolve !== undefined;
}

/** The facts that have certainly occurred, in the order in which a state takes them. */
function inOrder(places: readonly FactPlace[], placing: Placing): FactPlace[] {
  return placesOf(
    places.filter(({ certain }) => certain),
    placing,
  );
}
