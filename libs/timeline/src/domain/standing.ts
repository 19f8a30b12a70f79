import type { Day } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { kindOf } from './catalogue.js';
import { placesOf, type FactPlace, type Placing } from './fact-places.js';
import { BOUNDED_TYPES, orderOfType } from './fact-order.js';
import { stateOf } from './fold-state.js';
import type { DatedFact, Kind, Standing } from './kind.js';
import { hasOccurred, occurrencesOf, openingOf, type Occurrence, type StandingFact } from './occurrence.js';
import { StateSearch } from './possible-states.js';
import { reachedStates } from './reached-states.js';

/** The most choices among independent facts that are listed: each is worked out by itself. */
const MOST_LISTS = 2 ** 11;

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
  /**
   * From when on it is open: possibly from its opening, certainly from the first step that has certainly occurred and does
   * not lie before the opening. Null where it has no opening.
   */
  readonly opened: Occurrence | null;
  readonly #placing: Placing | undefined;
  readonly #search: StateSearch | undefined;
  /** How it stands from each turn on. */
  readonly #standings = new Map<number | null, Standing<State>>();
  #turns: Day[] | undefined;
  #visitedLists = 0;

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
    this.opened = this.#openedBy(this.opening);
    this.#placing = kind && {
      kind,
      types: new Set(byType.keys()),
      hasEnd: facts.some(({ fact }) => kind.reopens?.ends(fact)),
      opening: this.opening?.id ?? null,
    };
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
    return (this.#search?.visited ?? 0) + this.#visitedLists;
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
    const places = this.#placesOfState(asOf, placing);
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
    return placing ? inOrder(this.#placesOfState(asOf, placing), placing).map(({ fact }) => fact) : [];
  }

  /** The facts that may have occurred by the end of a day, in the order given; null: every fact. */
  possiblyOccurredBy(asOf: Day | null): Fact[] {
    return this.facts.filter((_fact, index) => asOf === null || this.occurrences[index]!.possible <= asOf);
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
    const isListed = ({ fact }: FactPlace): boolean => types.has(fact.type);
    const related = relatedTypes(types);
    const places = this.#placesOn(asOf, ({ type }) => related.has(type));
    const listed = places.filter(isListed);
    const facts = listed.map(({ fact }) => fact);
    const unsure = listed.filter(({ certain }) => !certain).map(({ fact }) => fact);
    if (anyOrder ? listed.every(({ fixed }) => fixed) : unsure.length === 0) return [facts];
    if (!anyOrder && listed.every(({ fact }) => !BOUNDED_TYPES.includes(fact.type))) return everyChoice(facts, unsure);
    const inTimelineOrder = (list: readonly DatedFact[]): DatedFact[] => facts.filter((fact) => list.includes(fact));
    const fixed = inOrder(places, placing).filter((place) => place.fixed);
    const open = places.filter((place) => !place.fixed);
    const reached = reachedStates<DatedFact[]>(fixed, open, placing, {
      initial: [],
      evolve: (list, fact) => {
        if (!types.has(fact.type)) return list;
        return anyOrder ? [...list, fact] : inTimelineOrder([...list, fact]);
      },
      keyOf: (list) => JSON.stringify(list.map(({ id }) => id)),
    });
    this.#visitedLists += reached.visited;
    return reached.states;
  }

  #openedBy(opening: DatedFact | null): Occurrence | null {
    if (opening === null) return null;
    const { possible } = this.occurrences[this.facts.findIndex(({ fact }) => fact === opening)]!;
    const steps = this.occurrences.filter((one, index) => {
      const { type } = this.facts[index]!.fact;
      const isStep = type.startsWith(`${this.subjectType}.`) && type !== `${this.subjectType}.noted`;
      return isStep && one.possible >= possible;
    });
    const certain = Math.min(...steps.map((one) => one.certain ?? Infinity));
    return { certain: certain === Infinity ? null : certain, possible };
  }

  /** The facts that the state takes by a day. One that lies before the opening changes the state from the opening on. */
  #placesOfState(asOf: Day | null, { kind }: Placing): FactPlace[] {
    const places = this.#placesOn(asOf, changesState(kind));
    if (asOf === null || this.opened === null || hasOccurred(this.opened, asOf)) return places;
    return asOf < this.opened.possible ? [] : places.map((place) => ({ ...place, certain: false, fixed: false }));
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

/** Some fact types with those that the order of their kind puts before or behind them: these decide which places are left. */
function relatedTypes(types: ReadonlySet<string>): Set<string> {
  const orders = [...types].map((type) => orderOfType(type));
  return new Set([...types, ...orders.flatMap(({ after, before, opening }) => [...after, ...before, ...opening])]);
}

/** Some facts without any, some or all of those that may not have occurred; null where there are too many ways. */
function everyChoice(facts: readonly DatedFact[], unsure: readonly DatedFact[]): DatedFact[][] | null {
  if (2 ** unsure.length > MOST_LISTS) return null;
  return unsure.reduce<DatedFact[][]>(
    (lists, left) => [...lists, ...lists.map((list) => list.filter((fact) => fact !== left))],
    [[...facts]],
  );
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
